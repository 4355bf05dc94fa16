"""What a question counts or points at: so many items, the name of a list, an item by its place."""

from dataclasses import dataclass
from functools import cached_property

from retrieval.question.asked import (
    counted,
    counted_thing,
    counted_words,
    list_named,
    listed_name,
    unit_spelt,
    which_ones,
)
from retrieval.question.listed import points_at_item
from retrieval.question.people import People
from retrieval.question.two_years import years_apart


@dataclass(frozen=True)
class Counting(People):
    """The facts of a question about numbers of things."""

    @cached_property
    def counted(self) -> int:
        """The number in 十大, 十一项; 0 where nothing is counted."""
        return counted(self._text)

    @cached_property
    def unit(self) -> str:
        """The unit that it spells: 多少辆."""
        return unit_spelt(self._text)

    @cached_property
    def years_apart(self) -> tuple[int, int] | None:
        """The two written years of which the figures are held against each other: 2030年比2025年多多少."""
        return years_apart(self._text)

    @cached_property
    def which_ones(self) -> int:
        """How many names are asked for."""
        return which_ones(self._text)

    @cached_property
    def counted_words(self) -> str:
        """The number that it counts, with what: 八个方面."""
        return counted_words(self._text)

    @cached_property
    def counted_thing(self) -> str:
        """What it counts, without the number: 大事."""
        return counted_thing(self._text)

    @cached_property
    def within_counted(self) -> str:
        """The name of a counted list of which something is asked: 十件民生实事, of 十件民生实事里养老怎么安排; empty where none is."""
        return list_named(self._text) if self.counted else ""

    @cached_property
    def listed_name(self) -> str:
        """The name of which the items are asked for."""
        return listed_name(self._text)

    @cached_property
    def nth_item(self) -> bool:
        """It points at an item of a list by its place."""
        return points_at_item(self._question)
