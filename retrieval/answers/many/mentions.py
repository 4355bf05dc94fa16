"""Which of many plans write of a thing, found by its words over all plans at once and read letter by letter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from corpus.script import simplified
from index.passage import Unit
from index.snapshot import Index
from index.vectors import Rows
from retrieval.question.mentions import ways_to_say
from retrieval.question.query import Query

_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Mentions:
    """Plan id -> the first unit that writes of a ``thing``, in the order of the plans; ``verbatim``: by its very words.

    ``whole``: all plans were looked through; where a store gives no more than its best rows, there may be others.
    """

    thing: str
    units: dict[str, Unit]
    verbatim: bool
    whole: bool
    ways: Sequence[Sequence[str]]
    rows: dict[str, Sequence[int]]

    def of_plan(self, index: Index, plan: str) -> list[Unit]:
        """All units of a plan that write of it, in text order."""
        return list(_having(index, self.rows[plan], self.ways))


def mentions_of(index: Index, query: Query) -> Mentions | None:
    """What plans in scope write of the thing asked: by its words as asked or as plans say it, else by all of its words in one sentence.

    None where the question names nothing that can be looked for.
    """
    words = [c.words for c in query.concepts]
    thing = query.asking.thing or query.asking.stretch_over(words)
    if thing:
        found = _found(index, query, [ways_to_say(thing)])
        first = next((unit.text for unit in found.units.values() if thing in unit.text), "")
        if found.units or not words:
            return replace(found, thing=query.asking.as_written(thing, first), verbatim=True)
    if not words:
        return None
    found = _found(index, query, [c.alternatives for c in query.concepts])
    return replace(found, thing=thing or "".join(words), verbatim=len(words) == 1)


def _found(index: Index, query: Query, things: Sequence[Sequence[str]]) -> Mentions:
    """The units that have every one of these things, in one of its ways."""
    whole, rows = True, []
    for ways in things:
        of_ways = [index.units_with(way) for way in ways]
        whole = whole and all(complete for _, complete in of_ways)
        rows.append(reduce(np.union1d, (each for each, _ in of_ways)))
    own = _by_plan(index, query.scope.plans, reduce(np.intersect1d, rows))
    first = {plan: next(_having(index, numbers, things), None) for plan, numbers in own.items()}
    units = {plan: unit for plan, unit in first.items() if unit}
    return Mentions("", units, False, whole, things, own)


def _by_plan(index: Index, plans: Sequence[str], rows: Rows) -> dict[str, Sequence[int]]:
    """Plan id -> those of these rows, in order, that are its own; plans that have none are left out."""
    cards = [index.plan(plan) for plan in plans]
    firsts, ends = (np.searchsorted(rows, [getattr(c, end) for c in cards]) for end in ("first_unit", "end_unit"))
    return {plan: rows[first:end].tolist() for plan, first, end in zip(plans, firsts, ends, strict=True) if end > first}


def _having(index: Index, rows: Iterable[int], things: Sequence[Sequence[str]]) -> Iterator[Unit]:
    for row in rows:
        unit = index.unit(row)
        text = _SPACE.sub("", unit.text)
        if _has(text, things) or _has(simplified(text), things):
            yield unit


def _has(text: str, things: Sequence[Sequence[str]]) -> bool:
    return all(any(way in text for way in ways) for ways in things)
