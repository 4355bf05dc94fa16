"""Figures of many places in order, each read once: an order of thousands, and which of them are level."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from retrieval.answers.measured import Measured, Term
from retrieval.search.extent import Extent, Reach, extent_of
from retrieval.search.figures import Quantity

#: Of these nothing says which of two is more, where their number is the same.
_NEAR = (Reach.ABOUT, Reach.EXACT)


@dataclass(frozen=True, slots=True)
class Placed:
    """A term in an order: its amount in the unit of all, and how far its figure reaches."""

    term: Term
    amount: Quantity
    reach: Extent

    @property
    def level(self) -> tuple[float, float, Reach, bool]:
        """What it has in common with those that are level with it."""
        said = Reach.EXACT if self.reach.reach in _NEAR else self.reach.reach
        return self.reach.low, self.reach.high, said, self.reach.firm


def in_order(measured: Measured) -> list[Placed]:
    """The highest first, as :func:`retrieval.answers.measured.descending` has them."""
    placed = [Placed(term, amount, extent_of(term.target, amount)) for term, amount in measured]
    return sorted(placed, key=lambda one: one.reach.rank, reverse=True)


def levels(ordered: Sequence[Placed]) -> list[list[Placed]]:
    """An order in groups of those that are level with each other."""
    return [list(group) for _, group in groupby(ordered, key=lambda one: one.level)]


def first_of(ordered: Sequence[Placed], many: int, most: int) -> list[Placed]:
    """The first of an order, with those level with the last of them, ``most`` in all."""
    last = ordered[:many][-1:]
    level = [one for one in ordered[many:most] if last and one.level == last[0].level]
    return [*ordered[:many], *level]
