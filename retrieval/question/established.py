"""What the answer to an earlier question established, as the program itself knows it: nothing is read back from our own prose."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.question.earlier import Said


@dataclass(frozen=True, slots=True)
class Established:
    """``plans`` are those that the question was asked of, ``told`` those that said something, ``picked`` the one that a superlative picked.

    ``ranking`` are plans from the highest figure to the lowest, ``tied`` those of them that are level, ``found`` those that were sought and found, ``items`` the titles of a list in its order, ``cited`` the places cited:
    (clause, start, end) in the raw text of its plan, ``indicators`` the names of the figures told. ``parts`` are the parts of a place whose figures were
    told (counties, towns), from the highest figure to the lowest. ``bodies`` are those told to lead a task, or the only one told.
    """

    plans: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    picked: str = ""
    ranking: tuple[str, ...] = ()
    tied: tuple[tuple[str, ...], ...] = ()
    found: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    cited: tuple[tuple[str, int, int], ...] = ()
    indicators: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    def level_with(self, plan: str) -> tuple[str, ...]:
        """A plan of the ranking, with those level with it."""
        return next((group for group in self.tied if plan in group), (plan,))


NOTHING = Established()

#: Answers an earlier question again, and says what that established.
Recall = Callable[["Said"], Established]


def forget(said: "Said") -> Established:  # noqa: ARG001
    """For a reader that answers nothing: every earlier question established nothing."""
    return NOTHING
