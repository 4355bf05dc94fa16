"""Which of two years has more, of what a report aims at and what it says was done: 今年（3000张）少于去年（4385张）."""

from collections.abc import Sequence

from corpus.plan import Target
from index.snapshot import Index
from retrieval.answers.desk import lay_out
from retrieval.answers.results import figure_row
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.years import given_years
from retrieval.search.extent import extent_of
from retrieval.search.figures import as_written, difference_unit, in_one_unit, say_amount
from retrieval.search.window import weigh_concepts

_PAIR = 2
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
    rows: dict[int, Target] = {}
    for part, statement in zip(query.parts, found, strict=True):
        row = _row(index, part, statement) if statement else None
        if row and len(part.years) == 1:
            rows[part.years[0]] = row
    year = min(titled)
    if set(rows) != {year, year - 1}:
        return None
    amounts = in_one_unit([rows[year], rows[year - 1]])
    if not amounts:
        return None
    now, before = amounts
    apart = say_amount(abs(round(now.value - before.value, 6)), difference_unit(now.unit))
    more, less = _RATES if now.unit[-1:] in "%％点" else _AMOUNTS
    said = more if now.value > before.value else less if now.value < before.value else "同于"
    this, last = f"今年（{as_written(rows[year])}）", f"去年（{as_written(rows[year - 1])}）"
    if extent_of(rows[year], now).meets(extent_of(rows[year - 1], before)):  # 4.5%左右, after 4.5%
        words = f"{this}与{last}的数相同或相接，限定不同"
    else:
        words = f"{this}{said}{last}" + ("" if now.value == before.value else f"，相差{apart}")
    evidence = tuple(dict.fromkeys(e for s in found if s for e in s.evidence))
    return Statement(f"{place_name(index.plan(plan))}：{words}。", evidence, plan, (words,), (*rows.values(),))


def _row(index: Index, part: Query, statement: Statement) -> Target | None:
    """The one figure of a thing asked; a statement with several rows has no one."""
    if len(statement.targets) > 1:
        return None
    return figure_row(lay_out(index, part, statement.plan, weigh_concepts(index, part)), statement)
