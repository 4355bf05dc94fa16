"""The figures of the parts of a place added up and held against that of the whole: 各县加起来等于全市的目标吗."""

from collections.abc import Sequence

from index.snapshot import Index
from retrieval.answers.compute import total_of
from retrieval.answers.measured import Term, extent, measure
from retrieval.answers.statement import Statement, evidence_of_row
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import as_written, is_share, part_of, say_amount

_CLOSE = 1e-6


def compose_against_whole(index: Index, query: Query, told: Sequence[Statement]) -> list[Statement]:
    """One line that adds the parts up and holds them against the whole; empty where that is not asked, or the plan gives no such figure of the whole."""
    parts = [row for s in told for row in s.targets if part_of(row)] if query.asks_against_whole else []
    if not parts or len({row.canonical for row in parts}) > 1:
        return []
    first = parts[0]
    rows = index.targets_of_plan(first.plan)
    same = (r for r in rows if r.canonical == first.canonical and r.target_year == first.target_year)
    whole = next((r for r in same if r.value is not None and not part_of(r) and r.unit == first.unit), None)
    place = place_name(index.plan(first.plan))
    measured = measure([Term(r.plan, r.scope, r) for r in (*parts, *((whole,) if whole else ()))])
    if whole is None or len(measured) <= len(parts) or is_share(measured[-1][1].unit):
        return []
    extents, of_whole = [extent(m) for m in measured[:-1]], extent(measured[-1])
    if any(e.low != e.high for e in (*extents, of_whole)):
        return []
    unit, total = measured[-1][1].unit, sum(e.low for e in extents)
    before, behind = _verdict(total - of_whole.low, unit)
    said = f"{total_of(measured[:-1]).text}，{before}{place}的{as_written(whole)}{behind}"
    proof = dict.fromkeys(map(evidence_of_row, (*parts, whole)))
    return [Statement(f"{said}。", tuple(proof), own_words=(said,))]


def _verdict(more: float, unit: str) -> tuple[str, str]:
    """The words before and behind the figure of the whole."""
    if abs(more) < _CLOSE:
        return "与", "的数相同"
    return "比", f"的数{'多' if more > 0 else '少'}{say_amount(abs(more), unit)}"
