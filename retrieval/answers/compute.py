"""Ranking, highest and lowest, difference, ratio and sum over the figures of several plans or indicators, terms shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.plan import Target
from retrieval.question.asking import Asking
from retrieval.question.bounds import Bound, value_of
from retrieval.search.figures import (
    Quantity,
    as_written,
    difference_unit,
    in_one_unit,
    is_given,
    plain_number,
    quantity,
    say_amount,
)


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

    ``ranks``: its terms stand in order, the highest first. ``whole``: it says all that is asked, so that no place need be told beside it.
    """

    text: str
    terms: tuple[Term, ...]
    computed: tuple[str, ...]
    ranks: bool = False
    whole: bool = False


Measured = Sequence[tuple[Term, Quantity]]


def compute(asking: Asking, terms: Sequence[Term], one: str = "", claims: Sequence[str] = ()) -> list[Result]:
    """What a question computes over the terms (one a place, or several of one place for a sum); empty when it computes nothing.

    ``one`` is the plan whose place among all is asked for, ``claims`` are figures that the question takes for that of one place.
    """
    measured = _measured(terms)
    is_end = asking.whether and asking.picked(len(measured)) is not None
    if (asking.rank or one or is_end) and (own := _one_asked(asking, measured, one)):
        return [_place_of(asking, measured, own, claims)]
    if bounds := _bounds_of(asking, measured):
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
    quantities = _measured([t for group in groups for t in group]) if asking.reckoning.sum else []
    measured = [m for group in groups if (m := [(t, q) for t, q in quantities if t in group])]
    if len(measured) < _FEWEST_PLACES or max(map(len, measured)) < _FEWEST_TERMS:
        return []
    unit = measured[0][0][1].unit
    sums = sorted(((sum(q.value for _, q in group), group) for group in measured), key=lambda s: -s[0])
    results = [_total(group, _name_of(group[0][0])) for _, group in sums]
    (high, first), (low, last) = sums[0], sums[-1]
    gap = say_amount(high - low, unit)
    shown = f"{plain_number(high)}－{plain_number(low)}"
    terms = tuple(t for group in (first, last) for t, _ in group)
    beyond = f"{_name_of(first[0][0])}比{_name_of(last[0][0])}多{gap}（{shown}）"
    return [*results, Result(beyond, terms, (beyond,))]


def _total(measured: Measured, place: str = "") -> Result:
    """The sum with its terms shown, said of a place where several have one."""
    total = say_amount(sum(q.value for _, q in measured), measured[0][1].unit)
    added = "＋".join(plain_number(q.value) for _, q in measured)
    terms = tuple(t for t, _ in measured)
    if len(measured) == 1:
        return Result(f"{place}合计{total}", terms, (total,))
    return Result(f"{place}合计{total}（{added}）", terms, (total, added))


def _name_of(term: Term) -> str:
    return term.region or term.place


def extreme(asking: Asking, terms: Sequence[Term]) -> Term | None:
    """The one place that a superlative picks: 最高的城市, 排第二的, 最少的那个; None when the question picks none."""
    ordered = [] if asking.so_many else _descending(_measured(terms))
    at = asking.picked(len(ordered)) if ordered else None
    return None if at is None else ordered[at][0]


def _measured(terms: Sequence[Term]) -> Measured:
    """The terms with their quantities; empty where fewer than two give one or their units differ."""
    given = [t for t in terms if quantity(t.target) is not None]
    amounts = in_one_unit([t.target for t in given])
    return list(zip(given, amounts, strict=True)) if len(amounts) > 1 else []


def _descending(measured: Measured) -> Measured:
    return sorted(measured, key=lambda m: -m[1].value)


def _sum(asking: Asking, measured: Measured) -> list[Result]:  # noqa: ARG001
    return [_total(measured)]


def _mean(asking: Asking, measured: Measured) -> list[Result]:  # noqa: ARG001
    total, unit = sum(q.value for _, q in measured), measured[0][1].unit
    shown = f"{plain_number(total)}÷{len(measured)}"
    value = f"{plain_number(total / len(measured))}{unit}"
    return [Result(f"平均约{value}（{shown}）", tuple(t for t, _ in measured), (value, shown))]


def _whether(asking: Asking, measured: Measured) -> list[Result]:
    """Of the two places in the order asked, whether the first is higher (or lower)."""
    if not asking.reckoning.more_or_less or len({t.plan for t, _ in measured}) != _FEWEST_PLACES:
        return []
    (one, a), (other, b) = measured[0], measured[1]
    said = f"{one.place}{one.target.value_text}，{other.place}{other.target.value_text}"
    if a.value == b.value:
        return [Result(f"一样：{said}", (one, other), ())]
    higher = asking.reckoning.more_or_less == "more"
    gap, shown = _gap(max(a, b, key=lambda q: q.value), min(a, b, key=lambda q: q.value))
    verdict = "是" if (a.value > b.value) == higher else "不是"
    beyond = f"{'高' if a.value > b.value else '低'}{gap}（{shown}）"
    return [Result(f"{verdict}：{said}，{beyond}", (one, other), (beyond,))]


def _ratio(asking: Asking, measured: Measured) -> list[Result]:
    if len(measured) != _FEWEST_PLACES or measured[1][1].value == 0:
        return []
    (one, a), (other, b) = _in_order(asking, measured)
    shown = f"{plain_number(a.value)}÷{plain_number(b.value)}"
    if asking.reckoning.in_percent:
        verb, value = "为", f"{plain_number(a.value / b.value * 100)}%"
    else:
        verb, value = "是", f"{plain_number(round(a.value / b.value, 1))}倍"
    return [Result(f"{one.place}约{verb}{other.place}的{value}（{shown}）", (one, other), (value, shown))]


def _in_order(asking: Asking, measured: Measured) -> Measured:
    """Two terms as the question names them: A是B的几倍."""
    begins = ((m, m[0].place[:2]) for m in measured)
    return [m for m, _ in sorted(begins, key=lambda b: (asking.compares_with(b[1]), asking.place_of(b[1])))]


def _share(asking: Asking, measured: Measured) -> list[Result]:
    """What the one place named has of all together."""
    named = [(t, q) for t, q in measured if asking.names(t.place[:2])]
    total = sum(q.value for _, q in measured)
    if len(named) != 1 or not total or len({t.plan for t, _ in measured}) < _FEWEST_PLACES:
        return []
    (one, quantity_of_one), unit = named[0], measured[0][1].unit
    added = "＋".join(f"{t.place}{plain_number(q.value)}" for t, q in measured)
    shown = f"{plain_number(quantity_of_one.value)}÷{plain_number(total)}"
    value = f"{round(quantity_of_one.value / total * 100, 1):g}%"
    sum_said = f"{say_amount(total, unit)}（{added}）"
    text = f"{one.place}{one.target.value_text}，合计{sum_said}，{one.place}约占{value}（{shown}）"
    return [Result(text, tuple(t for t, _ in measured), (value, shown, sum_said), whole=True)]


def _difference(asking: Asking, measured: Measured) -> list[Result]:
    ordered = _descending(measured)
    held = asking.two_places(len(ordered))
    (high, a), (low, b) = (ordered[at] for at, _ in held) if held else (ordered[0], ordered[-1])
    gap, terms = _gap(a, b)
    return [Result(f"{high.place}比{low.place}高{gap}（{terms}）", (high, low), (gap, terms))]


def _gap(a: Quantity, b: Quantity) -> tuple[str, str]:
    """(what one has beyond another, the terms)."""
    gap = say_amount(round(a.value - b.value, 6), difference_unit(a.unit))
    return gap, f"{say_amount(a.value, a.unit)}－{say_amount(b.value, b.unit)}"


def _same(asking: Asking, measured: Measured) -> list[Result]:  # noqa: ARG001
    names = "、".join(t.place for t, _ in measured)
    same = len({q.value for _, q in measured}) == 1
    said = f"相同，都是{measured[0][0].target.value_text}" if same else "不同"
    return [Result(f"{names}的数值{said}", tuple(t for t, _ in measured), ())]


def _rank(asking: Asking, measured: Measured) -> list[Result]:
    ordered = _descending(measured)
    terms = tuple(t for t, _ in ordered)
    said, computed = _ends(asking, ordered)
    numbered = asking.nth(len(ordered))
    held = asking.two_places(len(ordered)) if asking.reckoning.difference else None
    if held:
        said = "，".join(f"{place}的是{_named([ordered[at][0]])}" for at, place in held)
    elif 0 < asking.so_many < len(ordered):
        said, computed = _so_many(asking, ordered)
    elif numbered:
        at, place = numbered
        said = f"{place}的是{_named([ordered[at][0]])}"
    order = _order(asking, terms) if len(ordered) > _FEWEST_PLACES and not numbered else ""
    return [Result(f"{said}。{order}" if order else said, terms, computed, ranks=True)]


def _one_asked(asking: Asking, measured: Measured, one: str) -> str:
    """The plan whose place is asked for: the one place that the question names, else the one meant; empty where it gives no figure."""
    named = [t.plan for t, _ in measured if asking.names(t.place[:2])]
    own = named[0] if len(named) == 1 else one
    return own if any(t.plan == own for t, _ in measured) else ""


def _so_many(asking: Asking, ordered: Measured) -> tuple[str, tuple[str, ...]]:
    """The first or the last of a ranking, as many as are asked for, and its words that are ours."""
    terms = [t for t, _ in ordered]
    chosen = terms[: -asking.so_many - 1 : -1] if asking.lowest else terms[: asking.so_many]
    listed = "、".join(f"{t.place}（{as_written(t.target)}）" for t in chosen)
    count = f"最{'低' if asking.lowest else '高'}的{len(chosen)}个是"
    return f"{count}{listed}", (count,)


def _place_of(asking: Asking, measured: Measured, one: str, claims: Sequence[str]) -> Result:
    """The place of one among all, with the order: 甲市（14.5%）排第2; whether it is the end asked, and has the figure that is claimed."""
    ordered = _descending(measured)
    own, amount = next((t, q) for t, q in ordered if t.plan == one)
    above = sum(q.value > amount.value for _, q in ordered)
    level = sum(q.value == amount.value for _, q in ordered)
    end = asking.picked(len(ordered)) if asking.whether else None  # 是不是最少的
    verdict = "" if end is None else "是，" if ordered[end][1].value == amount.value else "不是，"
    if _is_denied(claims, own):
        verdict = f"不是{'、'.join(claims)}，"
    said = f"{verdict}{_named([own])}{'并列' if level > 1 else '排'}第{above + 1}"
    terms = tuple(t for t, _ in ordered)
    return Result(f"{said}。{_order(asking, terms)}", terms, (said,), ranks=True)


def _is_denied(claims: Sequence[str], term: Term) -> bool:
    """Whether figures are claimed in the unit of a term, and none of them is its own."""
    own = quantity(term.target)
    in_unit = [claim for claim in claims if own and (said := value_of(claim)) and said[1] == own.unit]
    return bool(in_unit) and not any(is_given(claim, [term.target]) for claim in in_unit)


def _ends(asking: Asking, ordered: Measured) -> tuple[str, tuple[str, ...]]:
    """(what is said of the highest and the lowest, its words that are computed); of two, by how much they differ."""
    (first, high), (last, low) = ordered[0], ordered[-1]
    highest = [t for t, q in ordered if q.value == high.value]
    lowest = [t for t, q in ordered if q.value == low.value]
    if high.value == low.value:
        return f"{_named(highest)}相同", ()
    if len(ordered) > _FEWEST_PLACES:
        ends = [f"最高的是{_named(highest)}", f"最低的是{_named(lowest)}"]
        return "，".join(reversed(ends) if asking.ascending else ends), ()
    gap, shown = _gap(high, low)
    less = asking.lower or asking.picked(len(ordered)) == len(ordered) - 1
    said = f"{_named([last])}低于{_named([first])}" if less else f"{_named([first])}高于{_named([last])}"
    if asking.reckoning.difference:
        return said, ()
    return f"{said}，{'低' if less else '高'}{gap}（{shown}）", (gap, shown)


def _order(asking: Asking, terms: Sequence[Term]) -> str:
    """The places in the order asked: the lowest first where it is asked so."""
    up = asking.ascending
    ordered = list(reversed(terms) if up else terms)
    said = f"{ordered[0].place}{as_written(ordered[0].target)}"
    for before, term in pairwise(ordered):
        level = before.target.value == term.target.value and before.target.unit == term.target.unit
        said += f"{'＝' if level else '＜' if up else '＞'}{term.place}{as_written(term.target)}"
    return f"由低到高：{said}" if up else f"由高到低：{said}"


_FEWEST_PLACES = 2
_FEWEST_TERMS = 2


def _bounds_of(asking: Asking, measured: Measured) -> tuple[Bound, ...]:
    """The bounds that a question sets for figures of several places, in the unit of those figures."""
    if len({t.plan for t, _ in measured}) < _FEWEST_PLACES or not (asking.over_places or asking.whether):
        return ()
    unit = _in_base_units(measured)[0][1].unit
    return tuple(b for b in asking.bounds if not b.unit or unit.startswith(b.unit))


def _within(bounds: Sequence[Bound], measured: Measured, *, counted: bool) -> Result:
    """哪些低于14%: the places whose figure is on the side asked, those farthest from the bound first, and how many; or that there is none."""
    said = "、".join(b.said for b in bounds if b.said)
    ordered = [t for t, q in _in_base_units(_descending(measured)) if all(b.holds(q.value) for b in bounds)]
    ordered = ordered[::-1] if bounds[0].below else ordered
    if ordered:
        places = "、".join(f"{t.place}（{as_written(t.target)}）" for t in ordered)
        many = f"有{len(ordered)}个" if counted else ""
        return Result(f"{said}的{many}：{places}", tuple(ordered), (said, many) if many else (said,), whole=True)
    terms = [t for t, _ in _descending(measured)]
    nearest, end = (terms[-1], "最低") if bounds[0].below else (terms[0], "最高")
    none = f"没有{said}的"
    return Result(f"{none}，{end}的是{_named([nearest])}", tuple(terms), (none,), whole=True)


def _in_base_units(measured: Measured) -> Measured:
    return [(t, quantity(t.target) or q) for t, q in measured]


def _adds_up(measured: Measured) -> bool:
    """Whether figures have a sum: amounts do, shares and rates of several places do not."""
    of_rates = measured[0][1].unit[-1:] in "%％‰点" or "/" in measured[0][1].unit
    return not of_rates or len({term.plan for term, _ in measured}) == 1


def _asks_rank(asking: Asking, measured: Measured) -> bool:
    """Whether an order, an end of it or the greater of two is asked for."""
    pair = len({t.plan for t, _ in measured}) == _FEWEST_PLACES == len(measured)
    if pair and asking.reckoning.more_or_less:
        return False  # 是 or 不是 says which is the higher
    return asking.reckoning.order or (pair and asking.reckoning.weighs_two)


def _named(terms: Sequence[Term]) -> str:
    """The places with their figure, each with its own where they are not written alike: 5%左右, 5.0%—5.5%."""
    written = [as_written(t.target) for t in terms]
    if len(set(written)) > 1:
        return "、".join(f"{t.place}（{figure}）" for t, figure in zip(terms, written, strict=True))
    return f"{'、'.join(t.place for t in terms)}（{written[0]}）"


_WAYS: tuple[tuple[Callable[[Asking, Measured], bool], Callable[[Asking, Measured], list[Result]]], ...] = (
    (_asks_rank, _rank),
    (lambda asking, measured: asking.reckoning.same, _same),  # noqa: ARG005
    (lambda asking, measured: bool(asking.reckoning.more_or_less), _whether),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.sum and not asking.reckoning.share_of_all and _adds_up(measured), _sum),
    (lambda asking, measured: asking.reckoning.mean, _mean),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.share_of_all, _share),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.ratio, _ratio),  # noqa: ARG005
    (lambda asking, measured: asking.reckoning.difference, _difference),  # noqa: ARG005
)
