"""One indicator over all plans: the figures that can be weighed against each other, in order, and how they spread."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.plan import Target
from index.kept import Kept
from portal.contract import PlanCard, Snapshot
from retrieval.answers.many.names import ledger_names
from retrieval.answers.many.rows import rows_named
from retrieval.search.extent import Extent, extent_of
from retrieval.search.figures import Quantity, is_ambitious, quantity

PAGE = 50
"""Plans on a page."""
BINS = 12
"""Stretches of the distribution."""
_LEVEL = "level"
_MOVES = ("decrease", "reduction_amount")


@dataclass(frozen=True, slots=True)
class Measure:
    """What figures must have in common to be weighed: their unit, whether they say how much a thing moves, the year they are for."""

    unit: str
    sense: str
    year: int | None

    @property
    def key(self) -> str:
        """As a request names it."""
        return f"{self.unit}|{self.sense}|{self.year or ''}"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one plan gives: its rows of the measure, the firm one first, by which it is put in order."""

    card: PlanCard
    rows: tuple[Target, ...]
    amount: Quantity
    extent: Extent


@dataclass(frozen=True)
class Indicator:
    """The figures of all plans, by what they measure; the measure that most plans give comes first."""

    name: str
    figures: Mapping[Measure, Sequence[Figure]]

    @cached_property
    def measures(self) -> list[Measure]:
        """What there is, the most given first."""
        return sorted(self.figures, key=lambda measure: (-len(self.figures[measure]), measure.key))

    def measured(self, key: str) -> Measure | None:
        """The measure of a key, that of most plans without one; None where no plan gives any."""
        return next((m for m in self.measures if m.key == key), next(iter(self.measures), None))


_READ: Kept[tuple[str, str], Indicator] = Kept(16)
"""Indicators read last, by the fingerprint of the snapshot: one page is asked for after another."""


def names_of(snapshot: Snapshot) -> list[tuple[str, int]]:
    """Every indicator with the number of plans that give it, the most given first."""
    names = ledger_names(snapshot, "target")
    canonical = np.array([row.canonical for row in names.samples])
    pairs = {
        (str(canonical[name]), plan) for name, plan in zip(names.names.tolist(), names.plans.tolist(), strict=True)
    }
    counts = Counter(name for name, _ in pairs)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def indicator_of(snapshot: Snapshot, fingerprint: str, name: str) -> Indicator:
    """The figures of an indicator by its common name; ``fingerprint`` is that of the snapshot."""
    return _READ.get((fingerprint, name), lambda _: _read(snapshot, name))


def _read(snapshot: Snapshot, name: str) -> Indicator:
    cards = {card.id: card for card in snapshot.plans}
    figures: dict[Measure, list[Figure]] = {}
    found = rows_named(snapshot, name, list(cards))
    for plan in (plan for plan in cards if plan in found):
        own: dict[Measure, list[Target]] = {}
        for row in sorted(found[plan], key=is_ambitious):
            if amount := quantity(row):
                sense = row.comparison if row.comparison in _MOVES else _LEVEL
                own.setdefault(Measure(amount.unit, sense, row.target_year), []).append(row)
        for measure, rows in own.items():
            amount = quantity(rows[0]) or Quantity(0.0, measure.unit)
            figure = Figure(cards[plan], tuple(rows), amount, extent_of(rows[0], amount))
            figures.setdefault(measure, []).append(figure)
    ordered = {m: sorted(own, key=lambda f: f.extent.rank, reverse=True) for m, own in figures.items()}
    return Indicator(name, ordered)


def places(figures: Sequence[Figure]) -> dict[str, int]:
    """Plan id -> its place from the highest, the same for those that are level."""
    found: dict[str, int] = {}
    for at, figure in enumerate(figures):
        level = at and figure.extent == figures[at - 1].extent
        found[figure.card.id] = found[figures[at - 1].card.id] if level else at + 1
    return found


def bins_of(figures: Sequence[Figure]) -> list[tuple[float, float, int]]:
    """(from, to, plans) of stretches of the same width from the lowest to the highest figure; one where all are the same."""
    values = [figure.amount.value for figure in figures]
    if not values:
        return []
    if min(values) == max(values):
        return [(values[0], values[0], len(values))]
    counts, edges = np.histogram(values, bins=BINS)
    return [(float(a), float(b), int(n)) for a, b, n in zip(edges, edges[1:], counts, strict=False)]
