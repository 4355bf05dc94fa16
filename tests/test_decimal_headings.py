"""Headings numbered 1, 1.1, 1.1.1, as emergency and technical plans have them."""

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
