"""In what order a question wants places told, and which of them: an end of a ranking, a numbered place, so many from one end."""

from dataclasses import dataclass
from functools import cached_property

from retrieval.question.said import Said
from retrieval.question.superlatives import (
    asks_ascending,
    asks_for_extreme,
    asks_for_lower,
    asks_for_lowest,
    asks_for_rank,
    nth,
    picked,
    so_many,
    two_places,
)


@dataclass(frozen=True)
class Ordering(Said):
    """The facts of a question about the order of places, by its words as asked."""

    @cached_property
    def extreme(self) -> bool:
        """An end of a ranking, or a place in it, is asked for."""
        return asks_for_extreme(self._question)

    @cached_property
    def rank(self) -> bool:
        """The place of one among all is asked for."""
        return asks_for_rank(self._question)

    @cached_property
    def ascending(self) -> bool:
        """The lowest is to come first."""
        return asks_ascending(self._question)

    @cached_property
    def lower(self) -> bool:
        """Of two the lower is asked for."""
        return asks_for_lower(self._question)

    def nth(self, many: int) -> tuple[int, str] | None:
        """(index from the highest, as said) of a numbered place among so many."""
        return nth(self._question, many)

    def two_places(self, many: int) -> tuple[tuple[int, str], tuple[int, str]] | None:
        """The two numbered places among so many that are held against each other, the higher first."""
        return two_places(self._question, many)

    @cached_property
    def so_many(self) -> int:
        """How many places from one end of a ranking are asked for."""
        return so_many(self._question)

    @cached_property
    def lowest(self) -> bool:
        """The low end is asked for."""
        return asks_for_lowest(self._question)

    def picked(self, many: int) -> int | None:
        """Index from the highest of the one place that a superlative picks among so many."""
        return picked(self._question, many)
