"""Ranking, highest and lowest, difference, ratio and sum over the figures of several plans or indicators, terms shown."""

import re
from collections.abc import Callable, Sequence

from retrieval.answers.measured import Measured, Result, Term, descending, extent, gap, level_at, measure
from retrieval.answers.order import named, place_of, rank, undecided
from retrieval.question.asking import Asking
from retrieval.question.bounds import Bound, value_of
from retrieval.search.extent import Extent, Reach
from retrieval.search.figures import (
    Quantity,
    as_written,
    in_unit,
    is_share,
    part_of,
    plain_number,
    quantity,
    say_amount,
)

#: Figures are told apart by no less.
_ROUNDED = 1e-6


def compute(asking: Asking, terms: Sequence[Term], one: str = "", claims: Sequence[str] = ()) -> list[Result]:
    """What a question computes over the terms (one a place, or several of one place for a sum); empty when it computes nothing.

    ``one`` is the plan whose place among all is asked for, ``claims`` are figures that the question takes for that of one place.
    """
    measured = measure(terms)
    is_end = asking.whether and asking.picked(len(measured)) is not None
    if (asking.rank or one or is_end) and (own := one_asked(asking, measured, one)):
        return [place_of(asking, measured, own, claims)]
    if bounds := bounds_asked(asking, measured):
        return [_within(bounds, measured, counted=asking.counts)]
    results = []
    for asks, way in _WAYS if measured else ():
        if asks(asking, measured):
            results += way(asking, measured)
    return results


def totals(asking: Asking, groups: Sequence[Sequence[Term]]) -> list[Result]:
    """The sum of each place's several figures, and what the highest has beyond the lowest; empty where no sum is asked of several.

    ``groups`` are the terms place by place.
    """
    quantities = measure([t for group in groups for t in group]) if asking.reckoning.sum else []
    measured = [m for group in groups if (m := [(t, q) for t, q in quantities if t in group])]
    if len(measured) < _FEWEST_PLACES or max(map(len, measured)) < _FEWEST_TERMS:
        return []
    unit = measured[0][0][1].unit
    if is_share(unit):
        return []  # 19% and the 21% that is hoped for have no sum
    sums = sorted(((sum(q.value for _, q in group), group) for group in measured), key=lambda s: -s[0])
    results = [total_of(group, _name_of(group[0][0])) for _, group in sums]
    (high, first), (low, last) = sums[0], sums[-1]
    more = say_amount(high - low, unit)
    shown = f"{plain_number(high)}－{plain_number(low)}"
    terms = tuple(t for group in (first, last) for t, _ in group)
    beyond = f"{_name_of(first[0][0])}比{_name_of(last[0][0])}多{more}（{shown}）"
    return [*results, Result(beyond, terms, (beyond,))]


def total_of(measured: Measured, place: str = "") -> Result:
    """The sum with its terms shown, said of a place where several have one."""
    ends = [(e.low, e.high) for e in map(extent, measured)]
    total = say_total(list(map(extent, measured)), measured[0][1].unit)
    added = "＋".join("至".join(dict.fromkeys(map(plain_number, end))) for end in ends)
    terms = tuple(t for t, _ in measured)
    if len(measured) == 1:
        return Result(f"{place}合计{total}", terms, (total,))
    return Result(f"{place}合计{total}（{added}）", terms, (total, added))


def say_total(extents: Sequence[Extent], unit: str) -> str:
    """The sum of figures in words: of ranges from the sum of the lower ends to that of the upper ones."""
    ends = zip(*((e.low, e.high) for e in extents), strict=True)
    *fewest, most = dict.fromkeys(round(sum(end), 6) for end in ends)  # one, or of ranges two
    total = "".join(f"{plain_number(low)}至" for low in fewest) + say_amount(most, unit)
    return _reaching(total, {e.reach for e in extents})


def _reaching(total: str, reaches: set[Reach]) -> str:
    """A sum with what is said of its terms, where that holds of it as well: of 390吨以上 and 700吨 it is …以上."""
    open_ones = reaches - {Reach.EXACT}
    if open_ones == {Reach.ABOUT}:
        return f"约{total}"
    if open_ones and open_ones <= {Reach.FROM, Reach.OVER}:
        return f"{total}以上"
    return f"{total}以内" if open_ones and open_ones <= {Reach.UP_TO, Reach.UNDER} else total


def _name_of(term: Term) -> str:
    return term.region or term.place


def extreme(asking: Asking, terms: Sequence[Term]) -> Term | None:
    """The one place that a superlative picks: 最高的城市, 排第二的, 最少的那个; None when the question picks none."""
    ordered = [] if asking.so_many else descending(measure(terms))
    at = asking.picked(len(ordered)) if ordered else None
    return None if at is None else ordered[at][0]


def _sum(asking: Asking, measured: Measured) -> list[Result]:
    """All together, or the first of an order where so many of them are asked for: 前三名一共多少."""
    many = asking.so_many
    if not 1 < many < len(measured):
        return [total_of(measured)]
    ordered = descending(measured)
    return [total_of(ordered[-many:] if asking.lowest else ordered[:many])]


def has_range(measured: Measured) -> bool:
    """Whether one of the figures is a range, of which no share or ratio is told."""
    return any(extent(m).is_range for m in measured)


def _mean(asking: Asking, measured: Measured) -> list[Result]:  # noqa: ARG001
    if has_range(measured):
        return []
    total, unit = sum(q.value for _, q in measured), measured[0][1].unit
    shown = f"{plain_number(total)}÷{len(measured)}"
    value = f"{plain_number(total / len(measured))}{unit}"
    return [Result(f"平均约{value}（{shown}）", tuple(t for t, _ in measured), (value, shown))]


def _asks_whether(asking: Asking, measured: Measured) -> bool:
    """Whether it is asked if the first of two places is higher, or lower: its verdict tells the difference as well."""
    return bool(asking.reckoning.more_or_less) and _is_pair(measured)


def _is_pair(measured: Measured) -> bool:
    """Whether there is one figure of each of two places."""
    return len({t.plan for t, _ in measured}) == _FEWEST_PLACES == len(measured)


def _whether(asking: Asking, measured: Measured) -> list[Result]:
    """Of the two places in the order asked, whether the first is higher (or lower)."""
    first, second = measured
    (one, a), (other, b) = first, second
    if extent(first).meets(extent(second)):
        return [undecided(measured)]
    said = f"{one.place}{as_written(one.target)}，{other.place}{as_written(other.target)}"
    if a.value == b.value:
        return [Result(f"一样：{said}", (one, other), ())]
    higher = asking.reckoning.more_or_less == "more"
    apart, shown = gap(first, second) if a.value > b.value else gap(second, first)
    so_much = _is_apart(asking.reckoning.claimed_gap, a.value - b.value, a.unit)
    verdict = "是" if (a.value > b.value) == higher and so_much else "不是"
    beyond = f"{'高' if a.value > b.value else '低'}{apart}（{shown}）"
    return [Result(f"{verdict}：{said}，{beyond}", (one, other), (beyond,))]


def _is_apart(claimed: str, apart: float, unit: str) -> bool:
    """Whether two figures are so far apart as is claimed; yes where it is not said how far."""
    if not claimed:
        return True
    said, told = value_of(claimed), value_of(f"{abs(round(apart, 6)):g}{unit}")
    return said is not None and told is not None and said[1] == told[1] and abs(said[0] - told[0]) < _ROUNDED


def _ratio(asking: Asking, measured: Measured) -> list[Result]:
    if len(measured) != _FEWEST_PLACES or measured[1][1].value == 0 or has_range(measured):
        return []
    (one, a), (other, b) = _in_order(asking, measured)
    shown = f"{_plainly(a)}÷{_plainly(b)}"
    if asking.reckoning.in_percent:
        verb, value = "为", f"{plain_number(a.value / b.value * 100)}%"
    else:
        verb, value = "是", f"{plain_number(round(a.value / b.value, 1))}倍"
    return [Result(f"{one.place}约{verb}{other.place}的{value}（{shown}）", (one, other), (value, shown))]


def _plainly(amount: Quantity) -> str:
    """The number of an amount, with its unit where it is so large that it is said by its scale."""
    said = say_amount(amount.value, amount.unit)
    number = plain_number(amount.value)
    return number if said.startswith(number) else said


def _in_order(asking: Asking, measured: Measured) -> Measured:
    """Two terms as the question names them: A是B的几倍."""
    begins = ((m, m[0].place[:2]) for m in measured)
    return [m for m, _ in sorted(begins, key=lambda b: (asking.compares_with(b[1]), asking.place_of(b[1])))]


def _share(asking: Asking, measured: Measured) -> list[Result]:
    """What the one place named, or else the one that a superlative picks, has of all together."""
    own = [(t, q) for t, q in measured if asking.names(t.place[:2])]
    at = None if own else asking.picked(len(measured))
    own = own if at is None else [descending(measured)[at]]
    total = sum(q.value for _, q in measured)
    if len(own) != 1 or not total or len({t.plan for t, _ in measured}) < _FEWEST_PLACES or has_range(measured):
        return []
    (one, quantity_of_one), unit = own[0], measured[0][1].unit
    added = "＋".join(f"{t.place}{plain_number(q.value)}" for t, q in measured)
    shown = f"{plain_number(quantity_of_one.value)}÷{plain_number(total)}"
    value = f"{round(quantity_of_one.value / total * 100, 1):g}%"
    sum_said = f"{say_amount(total, unit)}（{added}）"
    text = f"{one.place}{one.target.value_text}，合计{sum_said}，{one.place}约占{value}（{shown}）"
    return [Result(text, tuple(t for t, _ in measured), (value, shown, sum_said), whole=True)]


def _difference(asking: Asking, measured: Measured) -> list[Result]:
    ordered = descending(measured)
    held = asking.two_places(len(ordered))
    at = None if held or asking.so_many else asking.picked(len(ordered))
    last = at if at else len(ordered) - 1  # 第二名差多少 is asked beside the first
    chosen = [ordered[place] for place, _ in held] if held else [ordered[0], ordered[last]]
    high, low = measure([term for term, _ in chosen])  # in the unit that both are written in, whatever the others are
    if extent(high) == extent(low):
        return _same(asking, (high, low))
    if extent(high).meets(extent(low)):
        return [undecided((high, low))]
    apart, shown = gap(high, low)
    return [Result(f"{high[0].place}比{low[0].place}高{apart}（{shown}）", (high[0], low[0]), (apart, shown))]


def _same(asking: Asking, measured: Measured) -> list[Result]:  # noqa: ARG001
    terms = tuple(t for t, _ in measured)
    names = "、".join(t.place for t in terms)
    if len({extent(m) for m in measured}) == 1:
        return [Result(f"{names}的数值相同，都是{as_written(terms[0].target)}", terms, ())]
    one_number = all(extent(m).is_one_number(extent(measured[0])) for m in measured)
    each = "、".join(f"{t.place}{as_written(t.target)}" for t in terms)
    return [Result(f"{names}的数相同，限定不同：{each}" if one_number else f"{names}的数值不同", terms, ())]


def one_asked(asking: Asking, measured: Measured, one: str) -> Term | None:
    """Whose place is asked for: the one place, or part of one, that the question names, else that of the plan meant; None where it gives no figure."""
    named = [t for t, _ in measured if asking.names(t.place)] or [t for t, _ in measured if asking.names(t.place[:2])]
    if len(named) == 1:
        return named[0]
    return next((t for t, _ in measured if t.plan == one), None)


_FEWEST_PLACES = 2
_FEWEST_TERMS = 2
#: No share is so large a number.
_NO_SHARE = 1000
#: What is made or treated in a time is an amount.
_PER_TIME = re.compile("/(?:小时|[时日天月年])$")


def bounds_asked(asking: Asking, measured: Measured) -> tuple[Bound, ...]:
    """The bounds that a question sets for figures of several places, or parts of one, in the unit of those figures."""
    places = {(t.plan, part_of(t.target)) for t, _ in measured}
    if len(places) < _FEWEST_PLACES or not (asking.over_places or asking.whether):
        return ()
    units = {q.unit for _, q in in_base_units(measured, asking.bounds)}
    shares = any(map(is_share, units))
    bounds = (b for b in asking.bounds if not (shares and not b.unit and b.limit >= _NO_SHARE))
    return tuple(b for b in bounds if not b.unit or all(unit.startswith(b.unit) for unit in units))


def _within(bounds: Sequence[Bound], measured: Measured, *, counted: bool) -> Result:
    """哪些低于14%: the places whose figure is on the side asked, those farthest from the bound first, and how many; or that there is none.

    Those of which the plan's own words leave it open (5%以上, of 超过5%的) are told apart.
    """
    said = "、".join(b.said for b in bounds if b.said)
    ordered = descending(in_base_units(measured, bounds))
    ordered = ordered[::-1] if bounds[0].below else ordered
    sides = [{extent(m).holds(b) for b in bounds} for m in ordered]
    inside = [m[0] for m, side in zip(ordered, sides, strict=True) if side == {True}]
    unsure = [m[0] for m, side in zip(ordered, sides, strict=True) if None in side and False not in side]
    many = f"有{len(inside)}个" if counted and inside else ""
    computed = [said, many] if many else [said]
    if inside:
        text = f"{said}的{many}：{_each(inside)}"
    else:
        text, end = f"没有{'能断定' if unsure else ''}{said}的", "最低" if bounds[0].below else "最高"
        computed = [text]
        text += "" if unsure else f"，{end}的是{named([t for t, _ in level_at(ordered, 0)])}"
    if unsure:
        open_ones = f"原文的写法不能断定是否{said}的"
        text, computed = f"{text}；{open_ones}：{_each(unsure)}", [*computed, open_ones]
    terms = (*inside, *unsure) or tuple(t for t, _ in ordered)
    return Result(text, tuple(terms), tuple(computed), whole=True)


def _each(terms: Sequence[Term]) -> str:
    return "、".join(f"{t.place}（{as_written(t.target)}）" for t in terms)


def in_base_units(measured: Measured, bounds: Sequence[Bound]) -> Measured:
    """The terms in base units, in that of the bounds where they are written in another of its kind: 514万吨 beside 700亿斤."""
    unit = next((b.unit for b in bounds if b.unit), "")
    amounts = [(t, quantity(t.target) or q) for t, q in measured]
    return [(t, in_unit(q, unit) or q) for t, q in amounts]


def adds_up(measured: Measured) -> bool:
    """Whether figures have a sum: amounts do, a day (吨/日) as well, shares and rates of several places do not."""
    unit = _PER_TIME.sub("", measured[0][1].unit)
    of_rates = is_share(unit) or "/" in unit
    return not of_rates or len({term.plan for term, _ in measured}) == 1


def _asks_rank(asking: Asking, measured: Measured) -> bool:
    """Whether an order, an end of it or the greater of two is asked for."""
    pair = _is_pair(measured)
    if pair and asking.reckoning.more_or_less:
        return False  # 是 or 不是 says which is the higher
    return asking.reckoning.order or (pair and asking.reckoning.weighs_two and not asking.reckoning.same)


_WAYS: tuple[tuple[Callable[[Asking, Measured], bool], Callable[[Asking, Measured], list[Result]]], ...] = (
    (_asks_rank, rank),
    (lambda asking, measured: asking.reckoning.same, _same),  # noqa: ARG005
    (_asks_whether, _whether),
    (lambda asking, measured: asking.reckoning.sum and not asking.reckoning.share_of_all and adds_up(measured), _sum),
    (lambda asking, measured: asking.reckoning.mean, _mean),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.share_of_all, _share),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.ratio, _ratio),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.difference and not _asks_whether(asking, measured), _difference),
)
