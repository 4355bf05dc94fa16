"""The rows of the number ledger that the reader finds."""

from collections.abc import Iterable, Sequence

from corpus.plan import Target
from corpus.script import simplified
from retrieval.answers.desk import Desk
from retrieval.answers.number import lacks_incentive, say_targets
from retrieval.answers.statement import Statement
from retrieval.reading.features import things_asked
from retrieval.reading.reader import Ranked
from retrieval.search.figures import with_unit
from retrieval.search.ledger import same_indicator, siblings
from retrieval.search.wording import holds_number

#: A row is told beside the best one when it has this share of its share.
_NEAR = 0.6
#: A row stands for its sentence when it says so much of what the sentence says of the question.
_SAYS_AS_MUCH = 0.7
#: From this probability on all figures of a clause are asked for.
_ALL_FIGURES = 0.3


def compose_number(desk: Desk) -> list[Statement]:
    """The rows of the number ledger that are asked for; empty where the sentence found has no row that says as much as it does."""
    rows = _rows_asked(desk)
    if desk.query.rest:
        rows = [t for t in siblings(rows, desk.index.targets_of_plan(desk.plan)) if t.value is not None]
    return [say_targets(desk, rows)] if rows and not lacks_incentive(desk.query, rows) else []


def _rows_asked(desk: Desk) -> list[Target]:
    """In text order: the rows of the best sentence, or beside the best row, that come near the best of them.

    Where several things are asked, those that each of them names; where all figures are, the rows of the best clause.
    """
    first, query = desk.reading.ranked[0], desk.query
    rows = [
        r for r in desk.reading.ranked if r.candidate.kind == "row" and r.candidate.clause == first.candidate.clause
    ]
    if query.ways["figures"] >= _ALL_FIGURES:
        return _in_order(_told(rows))
    rows = [r for r in rows if r.candidate.unit == first.candidate.unit]
    if query.units and not query.weighs:
        rows = [
            r for r in rows if r.candidate.target and holds_number(with_unit(r.candidate.target), query.units)
        ] or rows
    several = query.weighs or query.several
    if not rows or (not several and rows[0].said < _SAYS_AS_MUCH * first.said):
        return []
    near = _of_several(desk, rows) if several and len(rows) > 1 else []
    told = _told(near or [r for r in rows if r.share >= _NEAR * rows[0].share])
    return _in_order([t for t in _told(rows) if t in told or any(same_indicator(t, other) for other in told)])


def _told(rows: Iterable[Ranked]) -> list[Target]:
    return [t for r in rows if (t := r.candidate.target) and t.value is not None]


def _of_several(desk: Desk, rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows that the things asked name: each thing that some rows have in their name and others have not, has its rows.

    Where no thing tells the rows apart, and as many are asked as the enumeration of the best has, all of it is meant.
    """
    names = [simplified(r.candidate.target.indicator).lower() if r.candidate.target else "" for r in rows]
    things = (thing for thing in things_asked(desk.query.asking.phrasing) if len(thing.words) > 1)
    named = [{n for n, name in enumerate(names) if any(way in name for way in thing.ways)} for thing in things]
    telling = set().union(*(found for found in named if 0 < len(found) < len(rows)))
    if telling:
        return [r for n, r in enumerate(rows) if n in telling]
    best = rows[0].candidate
    together = [r for r in rows if (r.candidate.start, r.candidate.end) == (best.start, best.end)]
    counted = desk.query.asking.counted
    return together if counted in (0, len(together)) else list(rows[:counted])


def _in_order(rows: Sequence[Target]) -> list[Target]:
    return sorted(rows, key=lambda t: (t.start, t.quote.find(t.value_text)))
