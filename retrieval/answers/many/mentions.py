"""Which of many plans write of a thing, found by its words over all plans at once and read letter by letter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from corpus.script import simplified
from index.passage import Unit
from index.snapshot import Index
from index.vectors import Rows
from retrieval.question.mentions import ways_to_say
from retrieval.question.query import Query

_SPACE = re.compile(r"\s")
#: Whoever writes of a thing as often as this need not be read further: each of its sentences that may have it is looked at in turn.
_LOOKED_AT = 8


@dataclass(frozen=True)
class Mentions:
    """Plan id -> the first sentences that write of a ``thing``, in the order of the plans; ``verbatim``: by its very words.

    ``whole``: all plans were looked through; where a store gives no more than its best rows, there may be others.
    """

    thing: str
    units: dict[str, list[Unit]]
    verbatim: bool
    whole: bool


def mentions_of(index: Index, query: Query) -> Mentions | None:
    """What plans in scope write of the thing asked: by its words as asked or as plans say it, else by all of its words in one sentence.

    None where the question names nothing that can be looked for.
    """
    words = [c.words for c in query.concepts]
    thing = query.asking.thing or query.asking.stretch_over(words)
    if thing:
        ways = ways_to_say(thing)
        found = _found(index, query, [ways])
        first = next((unit.text for units in found.units.values() for unit in units if thing in unit.text), "")
        if found.units or not words:
            return Mentions(query.asking.as_written(thing, first), found.units, verbatim=True, whole=found.whole)
    if not words:
        return None
    found = _found(index, query, [c.alternatives for c in query.concepts])
    return Mentions(thing or "".join(words), found.units, verbatim=len(words) == 1, whole=found.whole)


def _found(index: Index, query: Query, things: Sequence[Sequence[str]]) -> Mentions:
    """The sentences that have every one of these things, in one of its ways."""
    whole, rows = True, []
    for ways in things:
        of_ways = [index.units_with(way) for way in ways]
        whole = whole and all(complete for _, complete in of_ways)
        rows.append(reduce(np.union1d, (each for each, _ in of_ways)))
    common: Rows = reduce(np.intersect1d, rows)
    units = dict(_by_plan(index, query.scope.plans, common, things))
    return Mentions("", units, verbatim=False, whole=whole)


def _by_plan(
    index: Index, plans: Sequence[str], rows: Rows, things: Sequence[Sequence[str]]
) -> Iterator[tuple[str, list[Unit]]]:
    """Plan by plan the sentences of these rows that do have the things."""
    for plan in plans:
        card = index.plan(plan)
        first, end = np.searchsorted(rows, (card.first_unit, card.end_unit))
        own = list(_having(index, rows[first:end][:_LOOKED_AT].tolist(), things))
        own = own or list(_having(index, rows[first:end][_LOOKED_AT:].tolist(), things))
        if own:
            yield plan, own


def _having(index: Index, rows: Iterable[int], things: Sequence[Sequence[str]]) -> Iterator[Unit]:
    for row in rows:
        unit = index.unit(row)
        text = simplified(_SPACE.sub("", unit.text))
        if all(any(way in text for way in ways) for ways in things):
            yield unit
