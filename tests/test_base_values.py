"""The values that goals start from: they stand in the ledger of results, with their own year, and are no goals."""

import pytest

from corpus.structure import read_plan
from corpus.targets import read_results, read_targets
from tests.own_corpus import assistant_over

HEAD = "岭溪市绿色发展方案\n\n2022年3月1日\n\n一、主要目标\n\n到2025年，全市完成造林3万亩。\n\n"
BOX = f"""{HEAD}专栏1  主要指标（2020年实绩、2025年目标依次列示）
1．港口岸电泊位：42个，300个以上，约束性。
2．森林覆盖率：58.2%，58.6%，预期性。
"""
TABLE = f"""{HEAD}指标\t单位\t2020年\t2025年\t属性
森林覆盖率\t%\t58.2\t58.6\t预期性
湿地面积\t公顷\t1120\t1600\t约束性
"""
TO_COME = TABLE.replace("2020年", "2024年")


def told(text: str) -> list[tuple[str, float | None, int | None]]:
    return [(row.canonical, row.value, row.target_year) for row in read_results(read_plan("a", text))]


def test_the_first_value_of_a_list_in_order_is_of_its_year() -> None:
    assert told(BOX) == [("港口岸电泊位", 42, 2020), ("森林覆盖率", 58.2, 2020)]


def test_the_first_column_of_a_table_of_goals_is_of_its_year() -> None:
    assert told(TABLE) == [("森林覆盖率", 58.2, 2020), ("湿地面积", 1120, 2020)]


def test_values_that_goals_start_from_are_no_goals() -> None:
    for text in (BOX, TABLE):
        assert all(row.target_year == 2025 for row in read_targets(read_plan("a", text)))


def test_a_first_column_of_a_year_to_come_is_one_of_goals() -> None:
    years = [row.target_year for row in read_targets(read_plan("a", TO_COME)) if row.canonical == "湿地面积"]
    assert years == [2024, 2025]
    assert not told(TO_COME)


def test_the_value_of_the_year_asked_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    assistant = assistant_over(tmp_path_factory.mktemp("bases"), {"a.md": BOX})[0]
    answer = assistant.ask("岭溪市2020年港口岸电泊位有多少个").answer
    assert "42个" in answer
    assert "300" not in answer
