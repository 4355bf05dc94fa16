"""Which of two years has more, of what a report aims at and what it says was done: 今年（3000张）少于去年（4385张）."""

from collections.abc import Sequence

from corpus.plan import Target
from corpus.units import dimension_of
from index.snapshot import Index
from retrieval.answers.desk import lay_out
from retrieval.answers.results import figure_row
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.years import given_years
from retrieval.search.extent import extent_of
from retrieval.search.figures import (
    Quantity,
    as_written,
    difference_unit,
    in_one_unit,
    plain_number,
    say_amount,
    unit_of,
)
from retrieval.search.window import weigh_concepts

_PAIR = 2
#: What is counted is called by so many characters at the end of its name.
_NAME = 2
_AMOUNTS, _RATES = ("多于", "少于"), ("高于", "低于")


def compose_weighed_years(index: Index, query: Query, told: Sequence[Sequence[Statement]]) -> list[Statement]:
    """A line for each plan that gives one figure of each year; ``told`` is what the parts of the question tell.

    Empty where the question weighs no years.
    """
    if not query.asking.weighs_years or len(told) != _PAIR:
        return []
    lines = (_weighed(index, query, plan, told) for plan in query.scope.plans)
    return [line for line in lines if line]


def _weighed(index: Index, query: Query, plan: str, told: Sequence[Sequence[Statement]]) -> Statement | None:
    titled = given_years(index.plan(plan).title)
    found = [next((s for s in said if s.plan == plan and not s.nearest), None) for said in told]
    if len(titled) != 1 or None in found:
        return None
    given: dict[int, list[Target]] = {}
    for part, statement in zip(query.parts, found, strict=True):
        if statement and len(part.years) == 1:
            given[part.years[0]] = _rows(index, part, statement)
    year = min(titled)
    pairs = [(row, last) for row in given.get(year, ()) for last in given.get(year - 1, ()) if _amounts(row, last)]
    if len(pairs) != 1:
        return None
    rows = dict(zip((year, year - 1), pairs[0], strict=True))
    now, before = _amounts(*pairs[0])
    apart = say_amount(abs(round(now.value - before.value, 6)), difference_unit(now.unit))
    more, less = _RATES if now.unit[-1:] in "%％点" else _AMOUNTS
    said = more if now.value > before.value else less if now.value < before.value else "同于"
    this, last = f"今年（{as_written(rows[year])}）", f"去年（{as_written(rows[year - 1])}）"
    if extent_of(rows[year], now).meets(extent_of(rows[year - 1], before)):  # 4.5%左右, after 4.5%
        words = f"{this}与{last}的数相同或相接，限定不同"
    elif query.asking.reckoning.ratio and before.value > 0:
        words = f"{this}约是{last}的{plain_number(round(now.value / before.value, 1))}倍"
    else:
        words = f"{this}{said}{last}" + ("" if now.value == before.value else f"，相差{apart}")
    evidence = tuple(dict.fromkeys(e for s in found if s for e in s.evidence))
    return Statement(f"{place_name(index.plan(plan))}：{words}。", evidence, plan, (words,), (*rows.values(),))


def _amounts(row: Target, last: Target) -> list[Quantity]:
    """The two in one unit; 20件 of a thing and 25项 of it are counts of it. Empty where they cannot be compared."""
    alike = in_one_unit([row, last])
    if alike or {dimension_of(unit_of(row)), dimension_of(unit_of(last))} != {"count"}:
        return alike
    names = {t.indicator.removesuffix("数量")[-_NAME:] for t in (row, last)}
    return [Quantity(t.value or 0.0, unit_of(row)) for t in (row, last)] if len(names) == 1 else []


def _rows(index: Index, part: Query, statement: Statement) -> list[Target]:
    """The figures of a thing asked that a statement tells, of which one may be weighed against that of the other year."""
    if len(statement.targets) > 1:
        return list(statement.targets)
    row = figure_row(lay_out(index, part, statement.plan, weigh_concepts(index, part)), statement)
    return [row] if row else []
