"""How far a figure of a plan reaches: 5%, 5%以上, 5%左右, 5%以内 and 5%—5.5% begin at one number and are not the same figure."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from corpus.plan import Target
from retrieval.question.bounds import Bound
from retrieval.search.figures import RANGE, Quantity, is_ambitious


class Reach(IntEnum):
    """What is said of a number, in the order in which figures of one number are told, the highest last."""

    UNDER = -3
    UP_TO = -2
    ABOUT = -1
    EXACT = 0
    FROM = 1
    OVER = 2


_NOT = "(?<!不)(?<!不[得能应])"
#: Read in this order: 控制在5%左右 is about it, 不超过 is no 超过.
_SAID: tuple[tuple[Reach, re.Pattern[str]], ...] = (
    (Reach.ABOUT, re.compile("左右|上下|约")),
    (Reach.OVER, re.compile(f"{_NOT}(?:超过?|突破|[高大多快]于)|逾")),
    (Reach.FROM, re.compile("以上|不(?:[得能应])?[低少小]于|至少|站稳")),
    (Reach.UP_TO, re.compile("以内|之内|以下|不(?:[得能应])?(?:超过|突破|[高大多]于)")),
    (Reach.UNDER, re.compile(f"{_NOT}[低少小优]于|不[到足]|近")),
)
_WITHOUT_DIGITS = str.maketrans("", "", "0123456789")
_COMPARED = {"at_least": Reach.FROM, "at_most": Reach.UP_TO, "about": Reach.ABOUT}
_ENDS = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Extent:
    """From the ``low`` to the ``high`` end (the same number but of a range), what is said of the number, and whether it is a firm goal."""

    low: float
    high: float
    reach: Reach
    firm: bool = True

    @property
    def rank(self) -> tuple[float, Reach, bool]:
        """By what figures are put in order: the number (of a range its middle), then 以上 before the bare number, that before 左右 and 以内."""
        return (self.low + self.high) / 2, self.reach, self.firm

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high

    def is_alike(self, other: "Extent") -> bool:
        """Whether they are the same but for a 左右, of which nothing says whether it is more or less."""
        near = {self.reach, other.reach} <= {Reach.ABOUT, Reach.EXACT}
        return near and self.is_one_number(other) and self.firm == other.firm

    def is_one_number(self, other: "Extent") -> bool:
        """Whether two figures are of one number, whatever is said of it."""
        return (self.low, self.high) == (other.low, other.high)

    def meets(self, other: "Extent") -> bool:
        """Whether two figures share a number and are not the same: nothing says which of them is the higher."""
        return self != other and self.low <= other.high and other.low <= self.high

    def holds(self, bound: Bound) -> bool | None:
        """Whether it is on the side of a bound; None where the bound is its own number, or inside its range, and what is said of it leaves it open."""
        ends = {bound.holds(self.low), bound.holds(self.high)}
        if len(ends) > 1:
            return None
        if self.low != bound.limit or self.reach == Reach.EXACT:
            return ends.pop()
        if self.reach == Reach.ABOUT and bound.about:
            return bound.inclusive  # 5%左右或以上
        if self.reach == Reach.ABOUT:
            return None if bound.inclusive else False  # nobody says of 5%左右 that it is more than 5%, or less
        towards = (self.reach < Reach.EXACT) == bound.below
        if self.reach in (Reach.OVER, Reach.UNDER):
            return towards
        if towards:
            return True if bound.inclusive else None  # 5%以上 may be more than 5%, and need not be
        return None if bound.inclusive else False


def extent_of(target: Target, amount: Quantity) -> Extent:
    """The extent of a row, in the unit of its ``amount``."""
    low, high = amount.value, _upper(target, amount)
    said = _told(f"{target.qualifier}{target.value_text}".translate(_WITHOUT_DIGITS))
    compared = _COMPARED.get(target.comparison, Reach.EXACT)
    reach = Reach.EXACT if high != low else compared if said is None else said
    return Extent(min(low, high), max(low, high), reach, not is_ambitious(target))


@lru_cache(maxsize=1024)  # figures differ, and what is said of them is soon told
def _told(words: str) -> Reach | None:
    """What words say of a number; None where they say nothing."""
    return next((reach for reach, pattern in _SAID if pattern.search(words)), None)


def _upper(target: Target, amount: Quantity) -> float:
    """The upper end of a range, in the unit of the amount, which is that of its lower one; the amount itself of any other figure."""
    ends = [float(number) for number in _NUMBER.findall(target.value_text.replace(",", ""))]
    if not RANGE.search(target.value_text) or len(ends) != _ENDS or not target.value:
        return amount.value
    return amount.value * ends[1] / target.value
