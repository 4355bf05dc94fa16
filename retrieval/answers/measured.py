"""The figures of several places or indicators before anything is computed of them: each a term, with its quantity in one unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.actions import opens_with_action
from corpus.plan import Target
from retrieval.search.extent import Extent, extent_of
from retrieval.search.figures import Quantity, difference_unit, in_one_unit, plain_number, quantity, say_amount


@dataclass(frozen=True, slots=True)
class Term:
    """One place's figure: ``place`` as said in answers (of several figures of one place, the indicator), the ledger row behind it.

    ``region`` is the place itself where ``place`` is not.
    """

    plan: str
    place: str
    target: Target
    region: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A computed sentence, the terms it rests on, and its words that are computed rather than quoted.

    ``ranks``: its terms stand in order, the highest first, those of the plans ``tied`` being level. ``whole``: it says all that is asked, so that no place need be told beside it.
    """

    text: str
    terms: tuple[Term, ...]
    computed: tuple[str, ...]
    ranks: bool = False
    tied: tuple[tuple[str, ...], ...] = ()
    whole: bool = False


Measured = Sequence[tuple[Term, Quantity]]
_PAIR = 2


#: What there is in all, and not what is done in a time: 总里程.
_ALL = re.compile("总[^产计理值]|累计|保有量")


def measure(terms: Sequence[Term]) -> Measured:
    """The terms with their quantities; empty where fewer than two give one, their units differ, or one is of what is new and another of all there is."""
    given = [t for t in terms if quantity(t.target) is not None]
    done = [opens_with_action(t.target.indicator) for t in given]
    if any(done) and any(
        _ALL.search(t.target.indicator) for t, is_done in zip(given, done, strict=True) if not is_done
    ):
        return []  # 新建高速公路, 高速公路总里程
    amounts = in_one_unit([t.target for t in given])
    return list(zip(given, amounts, strict=True)) if len(amounts) > 1 else []


def extent(one: tuple[Term, Quantity]) -> Extent:
    """How far the figure of a term reaches."""
    return extent_of(one[0].target, one[1])


def descending(measured: Measured) -> Measured:
    """The highest first; of one number, 以上 before the bare one, that before 左右."""
    return sorted(measured, key=lambda m: extent(m).rank, reverse=True)


def level_at(ordered: Measured, at: int) -> Measured:
    """Those of an order that have the same figure as the one at a place, or the same but for a 左右, it among them."""
    own = extent(ordered[at])
    return [m for m in ordered if extent(m).is_alike(own) or extent(m) == own]


def tied(ordered: Measured) -> tuple[tuple[str, ...], ...]:
    """The plans of those of an order that are level with each other; of two that no number tells apart, both."""
    if len(ordered) == _PAIR and extent(ordered[0]).meets(extent(ordered[1])):
        return (tuple(term.plan for term, _ in ordered),)
    groups = dict.fromkeys(tuple(term.plan for term, _ in level_at(ordered, at)) for at in range(len(ordered)))
    return tuple(group for group in groups if len(group) > 1)


def gap(a: tuple[Term, Quantity], b: tuple[Term, Quantity]) -> tuple[str, str]:
    """(what one figure has beyond another, the terms); between two numbers where either is a range."""
    unit, (high, low) = a[1].unit, (extent(a), extent(b))
    ends = dict.fromkeys(((high.low, low.high), (high.high, low.low)))
    apart = dict.fromkeys(plain_number(abs(round(more - less, 6))) for more, less in ends)
    shown = "，".join(f"{say_amount(more, unit)}－{say_amount(less, unit)}" for more, less in ends)
    if len(ends) == 1:
        return say_amount(round(high.low - low.low, 6), difference_unit(unit)), shown
    return f"{'至'.join(apart)}{difference_unit(unit)}", shown
