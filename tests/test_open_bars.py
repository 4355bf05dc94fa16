"""Tables of Markdown whose rows have no bars at their ends say the same as those that have."""

from corpus.structure import read_plan
from corpus.targets import read_targets

HEAD = "# 云桥市造林绿化实施方案\n\n## 一、主要目标\n\n到2026年，全市完成造林3万亩。\n\n"
ROWS = ("指标 | 单位 | 2026年目标", "森林覆盖率 | % | 42.5", "村庄绿化率 | % | 38")


def table(rule: str, before: str = "", behind: str = "") -> str:
    head, *body = (f"{before}{row}{behind}" for row in ROWS)
    return HEAD + "\n".join([head, rule, *body]) + "\n"


def rows(text: str) -> list[tuple[str, str, float | None]]:
    plan = read_plan("a", text)
    assert "|" not in "".join(clause.text for clause in plan.clauses)
    return [(row.indicator, row.clause, row.value) for row in read_targets(plan)]


def test_bars_may_stand_at_both_ends_of_rows_or_one_or_none() -> None:
    closed = rows(table("|---|---|---|", "| ", " |"))
    assert [value for *_, value in closed] == [42.5, 38, 3]
    assert rows(table("--- | :---: | ---:")) == closed
    assert rows(table("---|---|---|", "", " |")) == closed
    assert rows(table("|---|---|---", "| ")) == closed


def test_a_line_with_a_bar_and_no_rule_below_is_no_row() -> None:
    plan = read_plan("a", HEAD + "联系电话 | 12345\n传真 | 54321\n")
    assert "|" in "".join(clause.text for clause in plan.clauses)
