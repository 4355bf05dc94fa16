"""The same document read from two files: noticed, and counted once."""

from pathlib import Path

from corpus.twins import are_same
from tests.own_corpus import assistant_over

NORTH = "北柳市水库规划\n\n一、目标\n到2027年，新建水库6座，加固堤防41公里。\n\n二、保障\n市水利局牵头，各县区按月报送进度。\n"
SOUTH = NORTH.replace("北柳", "南柳").replace("6座", "9座")


def test_a_plan_in_two_files_is_counted_once_and_the_build_says_so(tmp_path: Path) -> None:
    paged = NORTH.replace("\n\n二、", "\n- 1 -\n二、").replace("加固", "加\n固")
    assistant, results = assistant_over(tmp_path, {"a.txt": NORTH, "b.md": paged, "c.txt": SOUTH})
    assert [plan.id for plan in assistant.plans] == ["a", "c"]
    assert any("与已收入的方案 a 内容相同" in reason for result in results for _, reason in result.problems)
    answer = assistant.ask("各市新建水库一共多少座")
    assert "15座" in answer.answer and "21座" not in answer.answer


def test_the_next_edition_of_a_plan_is_another_document(tmp_path: Path) -> None:
    assert not are_same(NORTH, NORTH.replace("6座", "7座"))
    assistant, _ = assistant_over(tmp_path, {"a.txt": NORTH, "b.txt": NORTH.replace("41公里", "45公里")})
    assert len(assistant.plans) == 2
