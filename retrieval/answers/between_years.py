"""What a figure of one plan has in one year beyond another: 2030年比2025年多多少, where the plan sets it for both."""

from collections.abc import Sequence

from corpus.plan import Target
from index.snapshot import Index
from retrieval.answers.measured import Term, descending, gap, measure
from retrieval.answers.statement import Statement, evidence_of_row
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import is_ambitious, is_share

_RATES, _AMOUNTS = "高", "多"


def compose_between_years(index: Index, query: Query, told: Sequence[Statement]) -> Statement | None:
    """The difference of the one figure told of a plan to that which it sets for the other year asked; None where that is not one pair."""
    years = query.asking.years_apart
    if len(query.scope.plans) != 1 or not years:
        return None
    rows = [row for s in told if not s.nearest for row in s.targets if row.target_year in years]
    pairs = {_in_order(row, other) for row in rows for other in _of_other_year(index, row, years)}
    return _say(index, *pairs.pop()) if len(pairs) == 1 else None


def _of_other_year(index: Index, row: Target, years: tuple[int, int]) -> list[Target]:
    """The rows that set the same indicator, as firmly, for the other of two years."""
    rows = index.targets_of_plan(row.plan)
    alike = [r for r in rows if (r.canonical, r.scope, r.unit) == (row.canonical, row.scope, row.unit)]
    others = [r for r in alike if r.target_year in years and r.target_year != row.target_year]
    return [r for r in others if is_ambitious(r) == is_ambitious(row) and r.base_year == row.base_year]


def _in_order(one: Target, other: Target) -> tuple[Target, Target]:
    return (one, other) if (one.target_year or 0) > (other.target_year or 0) else (other, one)


def _say(index: Index, later: Target, earlier: Target) -> Statement | None:
    ordered = descending(measure([Term(row.plan, f"{row.target_year}年", row) for row in (later, earlier)]))
    if not ordered:
        return None
    (high, more), (low, less) = ordered
    more_than = _RATES if is_share(high.target.unit) else _AMOUNTS
    apart, shown = gap(*ordered)
    words = f"{high.place}比{low.place}{more_than}{apart}（{shown}）" if more != less else "两年的数相同"
    evidence = tuple(dict.fromkeys(evidence_of_row(row) for row in (later, earlier)))
    return Statement(f"{place_name(index.plan(later.plan))}：{words}。", evidence, later.plan, (words,))
