"""The tables of figures of many plans, the best of them and the provinces, and what the table of provinces comes to in a sentence."""

from collections.abc import Mapping, Sequence

from retrieval.answers.compute import adds_up, say_total
from retrieval.answers.many.figures import Figures
from retrieval.answers.many.placed import Placed
from retrieval.answers.many.provinces import ELSEWHERE, by_province, plans_by_province
from retrieval.answers.sheet import Cell, Sheet
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.search.figures import plain_number

_NONE = "—"
_SEVERAL = 2


def table_of_best(figures: Figures) -> Sheet:
    """The first of the order asked, with their provinces and their figures; the place stands first, by which bars are called."""
    rows = tuple(_row(figures, one) for one in figures.shown)
    return Sheet(("地区", "省份", figures.gathered.canonical), rows)


def _row(figures: Figures, one: Placed) -> tuple[Cell, ...]:
    card = figures.index.plan(one.term.plan)
    return Cell(place_name(card)), Cell(card.province or _NONE), figures.saying.cell(card.id)


def table_of_provinces(figures: Figures) -> list[Sheet]:
    """How many plans of each province give the figure, what they come to, and the end that is asked for; none where all are of one province."""
    plans = plans_by_province(figures.index, figures.query.scope.plans)
    given = by_province(figures.index, figures.ordered, lambda one: one.term.plan)
    inside = (
        by_province(figures.index, figures.meant, lambda one: one.term.plan) if figures.bounds or figures.sought else {}
    )
    sums = adds_up(figures.measured)
    said = figures.sides_said
    end = "最低" if figures.ascends else "最高"
    columns = ("省份", "给出/份数", *([said] if inside else []), "合计" if sums else "平均", end)
    ranked = sorted(plans, key=lambda province: _rank(figures, given.get(province, []), inside.get(province)))
    rows = []
    for province in ranked:
        own = given.get(province, [])
        bounded = [Cell(f"{len(inside.get(province, ()))}份")] if inside else []
        best = own[-1] if figures.ascends and own else own[0] if own else None
        last = figures.saying.cell(best.term.plan, named=True) if best else Cell(_NONE)
        count = Cell(f"{len(own)}/{len(plans[province])}")
        rows.append(
            (Cell(province), count, *bounded, Cell(_together(figures.apart(own) if sums else own, sums=sums)), last)
        )
    return [Sheet(columns, tuple(rows))] if rows else []


def line_of_provinces(figures: Figures) -> list[Statement]:
    """Which provinces come first and last in what the table has of them; none where fewer than two give figures, or all alike."""
    bounded = bool(figures.bounds or figures.sought)
    own = by_province(figures.index, figures.meant if bounded else figures.ordered, lambda one: one.term.plan)
    own.pop(ELSEWHERE, None)
    if bounded:
        words, said = f"{figures.sides_said}的份数", {name: f"{len(placed)}份" for name, placed in own.items()}
        values = {name: float(len(placed)) for name, placed in own.items()}
    else:
        sums = adds_up(figures.measured)
        chosen = {name: figures.apart(placed) if sums else placed for name, placed in own.items()}
        words = "合计" if sums else "平均"
        told = {name: _together(placed, sums=sums) for name, placed in chosen.items()}
        values = {name: _value(placed, sums=sums) for name, placed in chosen.items() if told[name] != _NONE}
        said = {name: f"{told[name]}，{len(own[name])}份" for name in values}
    first, last = max(values.values(), default=0.0), min(values.values(), default=0.0)
    if len(values) < _SEVERAL or first == last:
        return []
    ends = [("最少" if bounded else "最低", last), ("最多" if bounded else "最高", first)]
    ordered = ends if figures.ascends and not bounded else ends[::-1]
    parts = (f"{end}的是{_at(value, values, said)}" for end, value in ordered)
    text = f"分省份看，{words}{'，'.join(parts)}。"
    return [Statement(text, own_words=(text,))]


def _at(value: float, values: Mapping[str, float], said: Mapping[str, str]) -> str:
    """The provinces that come to this, with what is said of them: 江西省（14.2%，9份）."""
    return "、".join(f"{name}（{said[name]}）" for name in values if values[name] == value)


def _value(placed: Sequence[Placed], *, sums: bool) -> float:
    total = sum(one.amount.value for one in placed)
    return total if sums else total / len(placed)


def _rank(figures: Figures, own: Sequence[Placed], inside: Sequence[Placed] | None) -> tuple[float, ...]:
    """Provinces in order: those with most on the side of a bound, else with the most in the order asked; those without a figure last."""
    if not own:
        return (1.0,)
    if figures.bounds or figures.sought:
        return 0.0, -float(len(inside or ()))
    sums = adds_up(figures.measured)
    value = _value(figures.apart(own) if sums else own, sums=sums)
    return 0.0, value if figures.ascends else -value


def _together(own: Sequence[Placed], *, sums: bool) -> str:
    """What the figures of a province come to: amounts have a sum, shares a mean; of ranges neither is told."""
    if not own or any(one.reach.is_range for one in own):
        return _NONE
    if sums:
        return say_total([one.reach for one in own], own[0].amount.unit)
    return f"{plain_number(_value(own, sums=sums))}{own[0].amount.unit}"
