"""What a question says of places: whether one is asked for, what may be one, the parts of one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.question.beyond import Beyond, beyond
from retrieval.question.counting import Counting
from retrieval.question.governed import governed_in
from retrieval.question.kinds import asks_for_place, asks_over_places
from retrieval.question.scope import asks_for_all
from retrieval.question.strangers import counties_named, part_of_place, strange_places


@dataclass(frozen=True)
class Placing(Counting):
    """The facts of a question about places."""

    @cached_property
    def place(self) -> bool:
        """A place is asked for."""
        return asks_for_place(self._question)

    @cached_property
    def over_places(self) -> bool:
        """Places are sought that have something."""
        return asks_over_places(self._question)

    @cached_property
    def strange_places(self) -> Sequence[str]:
        """What looks like the name of a place."""
        return strange_places(self._simplified)

    @cached_property
    def beyond(self) -> Beyond | None:
        """The country or the province is asked of, and no place."""
        return None if asks_for_place(self._simplified) else beyond(self._simplified)

    def of_all(self, plans: int) -> bool:
        """Every one of so many plans is spoken of."""
        return asks_for_all(self._question, plans)

    def part_behind(self, end: int) -> str:
        """The part of a place that is named behind one that ends there."""
        return part_of_place(self._simplified[end:])

    @cached_property
    def counties(self) -> Sequence[str]:
        """What may be the name of a county that no list of places has."""
        return list(counties_named(self._simplified))

    @cached_property
    def governed(self) -> str:
        """The words by which each county of a place is meant: 各县市区."""
        return governed_in(self._text)

    def called(self, county: str) -> str:
        """A county as it is called here."""
        found = re.search(rf"{re.escape(county)}[市县区旗]?", self._question)
        return found.group() if found else county
