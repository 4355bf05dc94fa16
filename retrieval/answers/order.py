"""Figures of several places in order: the ends, a numbered place, so many from one end, the place of one among all.

Only figures that are the same in number and in what is said of it (以上, 左右) are level. Of one number, or of ranges that overlap, those said
to be more come first, and the order says by its sign that the numbers do not tell which is the higher.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from retrieval.answers.measured import Measured, Result, Term, descending, extent, gap, level_at, tied
from retrieval.question.asking import Asking
from retrieval.question.bounds import value_of
from retrieval.search.extent import Reach
from retrieval.search.figures import as_written, difference_unit, is_given, quantity, say_amount

_PAIR = 2


def rank(asking: Asking, measured: Measured) -> list[Result]:
    """The order of all, and what is asked of it."""
    ordered = descending(measured)
    said, computed = _ends(asking, ordered)
    numbered = asking.nth(len(ordered))
    held = asking.two_places(len(ordered)) if asking.reckoning.difference else None
    if held:
        said = "，".join(f"{place}的是{_named_at(ordered, at)}" for at, place in held)
    elif 0 < asking.so_many < len(ordered):
        said, computed = _so_many(asking, ordered)
    elif numbered:
        at, place = numbered
        said = f"{place}的是{_named_at(ordered, at)}"
    order = _in_order(asking, ordered) if len(ordered) > _PAIR and not numbered else ""
    return [Result(f"{said}。{order}" if order else said, _terms(ordered), computed, ranks=True, tied=tied(ordered))]


def place_of(asking: Asking, measured: Measured, one: Term, claims: Sequence[str]) -> Result:
    """The place of one among all, with the order: 甲市（14.5%）排第2; whether it is the end asked, and has the figure that is claimed."""
    ordered = descending(measured)
    at = next(at for at, (term, _) in enumerate(ordered) if term is one)
    level = level_at(ordered, at)
    own = ordered[at][0]
    above = sum(1 + term.place.count("、") for term, _ in ordered[: ordered.index(level[0])])  # 甲区、乙县 are two
    end = asking.picked(len(ordered)) if asking.whether else None  # 是不是最少的
    verdict = "" if end is None else "是，" if ordered[end] in level else "不是，"
    if _is_denied(claims, own):
        verdict = f"不是{'、'.join(claims)}，"
    said = f"{verdict}{named([own])}{'并列' if len(level) > 1 else '排'}第{above + 1}"
    return Result(f"{said}。{_in_order(asking, ordered)}", _terms(ordered), (said,), ranks=True, tied=tied(ordered))


def undecided(pair: Measured) -> Result:
    """Of two figures of one number, or that overlap: that they do not tell which is the higher, what they share, and which stands first in an order."""
    said = "，".join(f"{term.place}{as_written(term.target)}" for term, _ in pair)
    first, last = descending(pair)
    shared, computed = _shared(pair)
    ahead = "" if extent(first).is_alike(extent(last)) else f"；排序时{first[0].place}在前"
    return Result(f"分不出绝对的高低：{said}，{shared}{ahead}", _terms(pair), computed)


def _shared(pair: Measured) -> tuple[str, tuple[str, ...]]:
    """(what two such figures share, its words that are computed)."""
    ranges = [m for m in pair if extent(m).is_range]
    if not ranges:
        return "数相同，限定不同", ()
    place, own = ranges[0][0].place, ranges[0][1]
    one, other = extent(ranges[0]), next(extent(m) for m in pair if m is not ranges[0])
    same, end, apart = (
        ("下限", "上限", one.high - other.high) if one.low == other.low else ("上限", "下限", one.low - other.low)
    )
    if (one.low == other.low) == (one.high == other.high):
        return "区间有重叠", ()
    if other.reach not in (Reach.ABOUT, Reach.EXACT):
        return f"{same}相同", ()  # 5%以上 has no other end
    by = say_amount(abs(round(apart, 6)), difference_unit(own.unit))
    words = f"{end}{'高' if apart > 0 else '低'}{by}"
    return f"{same}相同，{place}的{words}", (words,)


def named(terms: Sequence[Term]) -> str:
    """The places with their figure, each with its own where they are not written alike: 不低于5%, 5%以上."""
    groups = groupby(terms, key=lambda t: as_written(t.target).replace("％", "%"))
    return "、".join(f"{'、'.join(t.place for t in group)}（{figure}）" for figure, group in groups)


def _terms(measured: Measured) -> tuple[Term, ...]:
    return tuple(term for term, _ in measured)


def _named_at(ordered: Measured, at: int) -> str:
    """The place at a place of the order, with those level with it."""
    return named(_terms(level_at(ordered, at)))


def _so_many(asking: Asking, ordered: Measured) -> tuple[str, tuple[str, ...]]:
    """The first or the last of a ranking, as many as are asked for and those level with the last of them, and its words that are ours."""
    told = ordered[::-1] if asking.lowest else ordered
    last = level_at(told, asking.so_many - 1)
    chosen = [*told[: asking.so_many], *(m for m in last if m not in told[: asking.so_many])]
    listed = "、".join(f"{t.place}（{as_written(t.target)}）" for t, _ in chosen)
    count = f"最{'低' if asking.lowest else '高'}的{len(chosen)}个是"
    return f"{count}{listed}", (count,)


def _is_denied(claims: Sequence[str], term: Term) -> bool:
    """Whether figures are claimed in the unit of a term, and none of them is its own."""
    own = quantity(term.target)
    in_unit = [claim for claim in claims if own and (said := value_of(claim)) and said[1] == own.unit]
    return bool(in_unit) and not any(is_given(claim, [term.target]) for claim in in_unit)


def _ends(asking: Asking, ordered: Measured) -> tuple[str, tuple[str, ...]]:
    """(what is said of the highest and the lowest, its words that are computed); of two, by how much they differ."""
    highest, lowest = level_at(ordered, 0), level_at(ordered, -1)
    if len(highest) == len(ordered) > _PAIR or len(set(map(extent, ordered))) == 1:
        alike = len(set(map(extent, ordered))) > 1
        return f"{named(_terms(highest))}{'数相同，只差“左右”' if alike else '相同'}", ()
    if len(ordered) > _PAIR:
        ends = [f"最高的是{named(_terms(highest))}", f"最低的是{named(_terms(lowest))}"]
        return "，".join(reversed(ends) if asking.ascending else ends), ()
    first, last = ordered
    if extent(first).meets(extent(last)):
        result = undecided(ordered)
        return result.text, result.computed
    less = asking.lower or asking.picked(len(ordered)) == len(ordered) - 1
    high, low = named([first[0]]), named([last[0]])
    said = f"{low}低于{high}" if less else f"{high}高于{low}"
    if asking.reckoning.difference:
        return said, ()
    apart, shown = gap(first, last)
    return f"{said}，{'低' if less else '高'}{apart}（{shown}）", (apart, shown)


def _in_order(asking: Asking, descends: Measured) -> str:
    """The places in the order asked: the lowest first where it is asked so."""
    up = asking.ascending
    ordered = descends[::-1] if up else descends
    said, unsure = f"{ordered[0][0].place}{as_written(ordered[0][0].target)}", ""
    for before, (term, amount) in pairwise(ordered):
        one, other = extent(before), extent((term, amount))
        sign = "＜" if up else "＞"
        if one == other:
            sign = "＝"
        elif one.meets(other):
            sign = "≈" if one.is_alike(other) else "≤" if up else "≥"
            unsure += sign if sign not in unsure else ""
        said += f"{sign}{term.place}{as_written(term.target)}"
    signs = "、".join(f"“{sign}”" for sign in unsure)
    note = f"（{signs}两边的数相同或相接，限定不同，分不出绝对的高低）" if unsure else ""
    return f"{'由低到高' if up else '由高到低'}：{said}{note}"
