"""Attachments counted in Chinese numerals, letters, twofold, or not at all have trees of their own; figures in their items are read."""

import pytest

from corpus.check import find_violations
from corpus.structure import read_plan
from corpus.targets import read_targets

TEXT = "岚溪市养老服务办法\n第一条 为规范养老服务，制定本办法。\n第二条 本办法自2025年5月1日起施行。\n{first}\n{one}1. 新建小区配建30平方米。\n2. 老旧小区配建20平方米。\n{second}\n{two}1. 床位费1200元。\n"


@pytest.mark.parametrize(
    ("first", "second", "own_line"),
    [
        ("附件一：配建标准", "附件二：收费标准", False),
        ("附件一、配建标准", "附件二、收费标准", False),
        ("附件1 配建标准", "附件2 收费标准", False),
        ("附 件 一", "附 件 二", True),
        ("附录A", "附录B", True),
        ("附件1-1", "附件1-2", True),
    ],
)
def test_each_attachment_has_a_tree_of_its_own(first: str, second: str, own_line: bool) -> None:
    one, two = ("配建标准\n", "收费标准\n") if own_line else ("", "")
    plan = read_plan("p", TEXT.format(first=first, second=second, one=one, two=two))
    assert find_violations(plan) == []
    found = [c for c in plan.clauses if c.kind == "clause"][2:]
    assert [c.title for c in found if c.level == 0] == ["配建标准", "收费标准"]
    assert len({c.address for c in found}) == len(found) == 5
    assert [t.value for t in read_targets(plan)] == [30, 20, 1200]


def test_an_attachment_without_a_number_is_one_too() -> None:
    text = "岚溪市养老服务办法\n一、总则\n制定本办法。\n二、附则\n由民政局解释。\n附：配建标准\n1. 新建小区配建30平方米。\n2. 老旧小区配建20平方米。\n"
    plan = read_plan("p", text)
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、", "附", "附1.", "附2."]


def test_a_glossary_below_its_label_is_that_attachment_and_sets_no_goals() -> None:
    text = "岚溪市水网规划\n一、目标\n建成泵站3座。\n二、保障\n市水务局牵头。\n附件1\n名词解释\n1.泵站：指装机100千瓦以上的设施。\n"
    plan = read_plan("p", text)
    assert [c.address for c in plan.clauses if c.kind == "clause"][2:] == ["附件1", "附件1·1."]
    assert [t.value for t in read_targets(plan)] == [3]
