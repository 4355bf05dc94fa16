"""What a document explains of its own words stands in notes behind it, and is told where those words are asked for."""

from pathlib import Path

import pytest

from index.snapshot import open_index
from retrieval.answer import Turn
from retrieval.answers.note import _listed_in
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.tiny_index import PairEmbedder, build_tiny

REPORT = """2024年铜陵市政府工作报告
一、过去一年工作
深化“一站一图”改革试点，办事材料压减三成。实施港航振兴“3721”行动，新开航线6条。
二、今年重点任务
推动“一站一图”向乡镇延伸，完成“四好水库”建设40座。（市水利局负责）
附件
《政府工作报告》名词注释
1.“一站一图”：把村镇服务站点画进一张电子地图，群众就近办理、窗口统一受理。
2.港航振兴“3721”行动：建设3个港区，开通7条航线，培育2家船企，组建1个联盟。
3.“四好水库”：水质好、设施好、管护好、效益好。
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "plans").mkdir()
    Path(folder / "plans" / "tongling.txt").write_text(REPORT, encoding="utf-8")
    build_tiny(folder / "plans", folder / "index")
    return Assistant(open_index(folder / "index", embedder=PairEmbedder()))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("“一站一图”是什么意思？", "把村镇服务站点画进一张电子地图"),
        ("四好水库指哪四好", "水质好、设施好、管护好、效益好"),
        ("请解释“3721”行动里的3、7、2、1各指什么", "培育2家船企，组建1个联盟"),
    ],
)
def test_a_note_tells_what_words_of_the_document_mean(question: str, told: str, tiny: Assistant) -> None:
    answer = tiny.ask(question)
    assert told in answer.answer and answer.status == "answered"
    assert any(told[:6] in citation.quote for citation in answer.citations)


def test_what_is_done_with_a_thing_is_not_answered_by_its_note(tiny: Assistant) -> None:
    assert "水质好、设施好" not in tiny.ask("四好水库要建多少座？").answer


@pytest.mark.parametrize(("question", "told"), [("第三个是什么", "第3个是管护好"), ("最后一个呢", "第4个是效益好")])
def test_a_note_that_only_lists_names_is_a_list_into_which_is_pointed(
    question: str, told: str, tiny: Assistant
) -> None:
    first = "四好水库指哪四好"
    history = [Turn("user", first), Turn("assistant", tiny.ask(first).answer)]
    assert told in tiny.ask(question, history).answer


def test_a_note_that_says_more_than_names_is_no_list_of_them() -> None:
    assert _listed_in("建设3个港区，开通7条航线，培育2家船企，组建1个联盟。") == ()
    assert _listed_in("水质好、设施好、管护好、效益好。") == ("水质好", "设施好", "管护好", "效益好")


def test_a_list_in_a_note_is_found_by_its_name_without_its_count(tmp_path: Path) -> None:
    text = (
        "2025年甲省政府工作报告\n一、工作回顾\n年初确定的10件民生实事全部办结。\n二、工作安排\n办好10件民生实事。\n附件\n"
        "《政府工作报告》名词注释\n1.2025年10件民生实事：修建便民步道、扩建公办幼儿园、补助困难家庭。\n2.“一站一图”：电子地图。\n"
    )
    report = assistant_over(tmp_path, {"jia.txt": text})[0]
    assert "第2个是扩建公办幼儿园" in report.ask("甲省民生实事第二件是啥").answer
