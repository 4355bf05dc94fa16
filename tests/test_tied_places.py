"""Places that are level, or that share a number: told alike in the line, the table, by a follow-up and by a part that goes on with the first."""

from dataclasses import replace

import pytest

from retrieval.assistant import Assistant
from retrieval.search.figures import say_value
from tests.own_corpus import assistant_over
from tests.talking import talk
from tests.test_compute import ROW

SHAPE = """2025年{place}政府工作报告

各位代表，现在我代表省人民政府报告工作，请予审议。
一、2024年工作回顾
过去一年，全省经济平稳增长。
二、2025年工作安排
今年主要预期目标是：地区生产总值增长{gdp}，城镇新增就业{jobs}万人，城镇调查失业率{idle}。
"""
PLACES = {
    "云南省": ("5%左右", "50", "5.5%左右"),
    "山西省": ("5%以上", "45", "5.5%以内"),
    "甘肃省": ("6%左右", "30", "5%左右"),
    "青海省": ("4.5%—5%", "6", "5.5%左右"),
    "辽宁省": ("6%左右", "48", "5%以内"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    files = {
        f"{n}.txt": SHAPE.format(place=place, **dict(zip(("gdp", "jobs", "idle"), values, strict=True)))
        for n, (place, values) in enumerate(PLACES.items())
    }
    return assistant_over(tmp_path_factory.mktemp("tied"), files)[0]


def test_the_table_stands_in_the_order_of_the_line(reports: Assistant) -> None:
    told = reports.ask("各省今年GDP增长目标各是多少，谁最高").answer
    assert "最高的是甘肃省、辽宁省（6%左右），最低的是青海省（4.5%—5%）" in told
    table = [line.split("|")[1].strip() for line in told.splitlines() if line.startswith("| ")][2:]
    assert table == ["甘肃省", "辽宁省", "山西省", "云南省", "青海省"]


def test_a_follow_up_is_asked_of_all_that_are_level(reports: Assistant) -> None:
    told = talk(reports, "今年GDP增长目标最高的是哪个省", "它今年城镇新增就业多少").answer
    assert "30万人" in told and "48万人" in told and "45万人" not in told


def test_those_level_at_an_end_are_each_told_and_not_ranked_again(reports: Assistant) -> None:
    told = talk(reports, "今年GDP增长目标各省多少，谁最高", "最高的那个省失业率目标是多少").answer
    assert "失业率5%左右" in told and "失业率5%以内" in told and "5.5%" not in told and "最高的是" not in told


def test_what_is_said_of_a_number_decides_the_lowest(reports: Assistant) -> None:
    told = reports.ask("今年失业率目标哪个省最低").answer
    assert told.startswith("最低的是辽宁省（5%以内）") and "辽宁省5%以内≤甘肃省5%左右＜山西省5.5%以内" in told


@pytest.mark.parametrize(
    ("asked", "highest"),
    [
        ("各省今年新增就业目标列一下，谁定得最猛", "最高的是云南省（50万人）"),
        ("各省今年新增就业目标都是多少？哪个省领跑", "最高的是云南省（50万人）"),
        ("各省今年新增就业目标分别多少万人，谁垫底", "最低的是青海省（6万人）"),
        ("各省今年新增就业目标报一下，哪家最保守", "最低的是青海省（6万人）"),
    ],
)
def test_whose_figure_comes_first_is_said_where_it_is_asked_in_a_clause_of_its_own(
    reports: Assistant, asked: str, highest: str
) -> None:
    assert reports.ask(asked).answer.startswith(highest)


def test_an_ambition_with_a_limit_keeps_both_in_a_table() -> None:
    assert say_value(replace(ROW, qualifier="力争；突破", comparison="at_least")) == "力争突破35%"
    assert say_value(replace(ROW, qualifier="力争；不低于", comparison="at_least")) == "力争不低于35%"


def test_a_sum_of_two_after_a_filter_is_no_filter(reports: Assistant) -> None:
    told = talk(reports, "今年新增就业超过40万的有哪些省", "甘肃和辽宁两家加起来多少").answer
    assert told.lstrip("- ").startswith("合计78万人") and "超过40万的" not in told


def test_one_place_after_an_order_of_all_is_told_and_not_ordered_in_itself(reports: Assistant) -> None:
    told = talk(reports, "今年GDP增长目标和失业率各省谁最高", "辽宁呢").answer
    assert "6%左右" in told and "高于" not in told


def test_the_first_three_are_told(reports: Assistant) -> None:
    told = reports.ask("今年新增就业人数排前三的是哪几个省").answer
    assert told.lstrip("- ").startswith("最高的3个是云南省（50万人）、辽宁省（48万人）、山西省（45万人）")
