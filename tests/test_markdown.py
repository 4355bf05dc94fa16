"""Markdown as programs and people write it: HTML in it, formulas, signs by name. What is raised never joins a number."""

import pytest

from corpus.check import find_violations
from corpus.readers.markdown import read_markup
from corpus.readers.parse import parse
from corpus.structure import read_plan
from corpus.targets import read_targets

PLAN = "# 岚溪市河湖治理方案\n\n## 一、目标\n\n到2027年，{said}。\n\n## 二、保障\n\n市水务局牵头。\n"


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("新建泵站30<sup>1</sup>座", 30, "座"),
        ("新建泵站30<sup>[2]</sup>座", 30, "座"),
        ("新增库容1.5×10<sup>8</sup>立方米", 1.5e8, "立方米"),
        ("新增库容$1.5\\times10^{8}$立方米", 1.5e8, "立方米"),
        ("新建泵站$30^{1}$座", 30, "座"),
        ("覆盖率达到$9 5 \\%$", 95, "%"),
        ("产值达到3&nbsp;500亿元", 3500, "亿元"),
        ("投资12.5\\[2\\]亿元", 12.5, "亿元"),
        ("新建<b>泵站</b><font color='red'>30</font>座", 30, "座"),
        ("新建泵站<del>20</del>30座", 30, "座"),
        ("新建泵站30座<!-- 内部：40座 -->", 30, "座"),
    ],
)
def test_markup_changes_no_number(said: str, value: float, unit: str) -> None:
    plan = read_plan("p", parse(".md", PLAN.format(said=said).encode()).text)
    assert find_violations(plan) == []
    assert [(t.value, t.unit, t.target_year) for t in read_targets(plan)] == [(value, unit, 2027)]


def test_a_table_in_html_has_its_merged_cells_and_lists_in_cells_open_no_clause() -> None:
    head = "<tr><th rowspan=2>指标</th><th colspan='2'>目标</th></tr><tr><td>2025年</td><td>2027年</td></tr>"
    table = f"<table border=1>{head}<tr><td>碧道<br>（公里）</td><td>20</td><td>65</td></tr></table>"
    plan = read_plan("p", parse(".md", PLAN.format(said=f"各项指标如下：\n\n{table}\n\n任务按下表推进").encode()).text)
    assert [(t.indicator, t.value, t.target_year) for t in read_targets(plan)] == [
        ("碧道（公里）", 20, 2025),
        ("碧道（公里）", 65, 2027),
    ]
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、"]


def test_the_name_of_a_group_in_a_row_with_bars_opens_no_clause() -> None:
    table = "| 指标 | 2027年目标 |\n|---|---|\n| **一、水环境** | |\n| 优良率 | 90% |\n| 二、水生态 |  |\n| 湿地 | ~~30~~ 35公顷 |"
    plan = read_plan("p", parse(".md", PLAN.format(said=f"各项指标如下：\n\n{table}\n\n任务按下表推进").encode()).text)
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、"]
    assert [(t.indicator, t.value_text) for t in read_targets(plan)] == [("优良率", "90%"), ("湿地", "35公顷")]


def test_the_head_of_another_table_right_below_one_begins_it() -> None:
    tables = (
        "| 指标 | 2027年目标 |\n|---|---|\n| 湿地 | 35公顷 |\n\n| 任务 | 责任单位 |\n|---|---|\n| 建站12座 | 市水务局 |"
    )
    plan = read_plan("p", parse(".md", PLAN.format(said=f"如下：\n\n{tables}\n\n抓好落实").encode()).text)
    assert [c.address for c in plan.clauses if c.kind == "clause"][:2] == ["一、", "一、第1行"]
    assert "湿地" in [t.indicator for t in read_targets(plan)]


@pytest.mark.parametrize(
    "text", ["5 < 6 且 7 > 3", "成本$5，收入$6", "a<未知标签>b", "<table", "<!-- 未完", "&foo 与 R&D"]
)
def test_signs_that_are_no_markup_stay(text: str) -> None:
    assert read_markup(text) == text


def test_two_sums_in_dollars_are_no_formula() -> None:
    said = "It costs $500 a year and $300 more"
    assert read_markup(said) == said
