"""Headings numbered 1, 1.1, 1.1.1, as emergency and technical plans have them."""

import pytest

from corpus.structure import read_plan

PLAN = """石梁市森林防火应急预案
1 总则
1.1 编制目的
为做好森林火灾处置，制定本预案。
1.2 适用范围
本预案适用于石梁市行政区域。
2 组织体系
2.1 市森林防火指挥部
副市长担任总指挥。
2.1.1 指挥部职责
负责组织领导。
2.1.2 办公室职责
负责值守，每1.5小时报告一次。
3 保障
3.1 队伍
1.5万名护林员参加培训。
"""


def test_each_number_opens_a_clause_under_the_one_it_goes_on_from() -> None:
    plan = read_plan("p", PLAN)
    addresses = [(c.address, c.title) for c in plan.clauses if c.kind == "clause"]
    assert addresses == [
        ("1", "总则"),
        ("1.1", "编制目的"),
        ("1.2", "适用范围"),
        ("2", "组织体系"),
        ("2.1", "市森林防火指挥部"),
        ("2.1.1", "指挥部职责"),
        ("2.1.2", "办公室职责"),
        ("3", "保障"),
        ("3.1", "队伍"),
    ]
    parents = {c.address: c.parent for c in plan.clauses}
    assert parents["2.1.2"] == "p#2.1" and parents["2.1"] == "p#2" and parents["3"] is None


def test_a_figure_at_the_head_of_a_line_is_no_heading() -> None:
    assert "1.5万名护林员" in next(c.text for c in read_plan("p", PLAN).clauses if c.address == "3.1")
    plan = read_plan("p", "石梁市方案\n一、现状\n1.2万人参保。\n35座泵站建成。\n二、任务\n推进改造。\n")
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、"]


@pytest.mark.parametrize(
    "written",
    [
        "1、总则\n1.1、目的\n做好排水。\n1.2、依据\n依法制定。\n2、要求\n2.1、规模\n2.1.1、泵站\n建泵站3座。\n3、附则\n自印发之日起施行。",
        "1. 总则\n1.1. 目的\n做好排水。\n1.2. 依据\n依法制定。\n2. 要求\n2.1. 规模\n2.1.1. 泵站\n建泵站3座。\n3. 附则\n自印发之日起施行。",
        "１　总则\n１．１　目的\n做好排水。\n１．２　依据\n依法制定。\n２　要求\n２．１　规模\n２．１．１　泵站\n建泵站3座。\n３　附则\n自印发之日起施行。",
    ],
)
def test_numbers_may_have_a_dot_behind_them_and_be_of_full_width(written: str) -> None:
    plan = read_plan("plan", f"柳溪县排水技术导则\n{written}\n")
    assert plan.title == "柳溪县排水技术导则"
    assert [(c.address, c.title) for c in plan.clauses if c.kind == "clause"] == [
        ("1", "总则"),
        ("1.1", "目的"),
        ("1.2", "依据"),
        ("2", "要求"),
        ("2.1", "规模"),
        ("2.1.1", "泵站"),
        ("3", "附则"),
    ]


def test_a_list_below_a_decimal_number_is_a_list_and_no_part() -> None:
    lines = "1 总则\n1.1 任务\n1、疏浚河道。\n2、加固堤防。\n1.2 期限\n到2026年。\n2 附则\n2.1 解释\n由县水务局解释。"
    plan = read_plan("plan", f"柳溪县排水技术导则\n{lines}\n")
    assert [c.address for c in plan.clauses if c.kind == "clause"] == [
        "1",
        "1.1",
        "1.1·1、",
        "1.1·2、",
        "1.2",
        "2",
        "2.1",
    ]


def test_a_heading_may_begin_with_a_roman_number() -> None:
    text = "岚溪市地震应急预案\n1 总则\n1.1 目的\n为做好应急工作。\n2 响应\n2.1 分级\n2.1.1 Ⅰ级响应\n4.0级以上地震，2小时内报告。\n"
    assert [c.address for c in read_plan("p", text).clauses if c.kind == "clause"][-1] == "2.1.1"
