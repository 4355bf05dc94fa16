"""Whom a question asks about: the holder of an office, how somebody is reached, what a person is like."""

from dataclasses import dataclass
from functools import cached_property

from retrieval.question.contacts import asks_for_reporter, contact_named, person_claimed, person_named, trait_named
from retrieval.question.order import Ordering


@dataclass(frozen=True)
class People(Ordering):
    """The facts of a question about people, by its words in simplified characters."""

    @cached_property
    def contact(self) -> str:
        """The way to reach somebody that is asked for."""
        return contact_named(self._simplified)

    @cached_property
    def trait(self) -> tuple[str, str]:
        """(what of a person it asks for, who that is): 年龄."""
        return trait_named(self._simplified)

    @cached_property
    def person(self) -> str:
        """The office whose holder is asked for."""
        return person_named(self._simplified)

    @cached_property
    def reporter(self) -> bool:
        """Who gave the report, or when it was given, is asked for."""
        return asks_for_reporter(self._simplified)

    @cached_property
    def person_claimed(self) -> str:
        """Who is said to hold it, where that is to be confirmed."""
        return person_claimed(self._simplified)
