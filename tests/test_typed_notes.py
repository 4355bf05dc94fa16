"""Footnotes typed into a text stand below a line of dashes; they are notes, and their signs no part of the words above."""

import pytest

from corpus.check import find_violations
from corpus.structure import read_plan
from corpus.targets import read_targets

TEXT = "岚溪市数据要素行动计划\n一、目标\n到2027年，产业规模{one}达到300亿元{two}，培育数商120家。\n{rule}\n{one} 指软件业收入。\n{two} 含政府采购20亿元。\n二、任务\n建设平台3个。\n"


@pytest.mark.parametrize(("one", "two"), [("①", "②"), ("[1]", "[2]"), ("〔1〕", "〔2〕"), ("*", "**"), ("¹", "²")])
@pytest.mark.parametrize("rule", ["————————", "----------", "　　＿＿＿＿".replace("＿", "_")])
def test_notes_below_a_line_are_notes(one: str, two: str, rule: str) -> None:
    plan = read_plan("p", TEXT.format(one=one, two=two, rule=rule))
    assert find_violations(plan) == []
    assert [(t.indicator, t.value_text) for t in read_targets(plan)] == [
        ("产业规模", "300亿元"),
        ("培育数商数量", "120家"),
        ("建设平台数量", "3个"),
    ]
    assert len([f for f in plan.furniture if f.kind == "footnote"]) == 2
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、"]


def test_a_list_below_a_line_whose_signs_stand_nowhere_else_is_text() -> None:
    plan = read_plan("p", "岚溪市行动计划\n一、任务\n抓好以下工作。\n————————\n① 建设平台3个。\n② 培训120人。\n")
    assert not [f for f in plan.furniture if f.kind == "footnote"]
