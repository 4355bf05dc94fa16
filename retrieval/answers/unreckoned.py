"""A sum, a mean, a difference or a share that is asked for and not told: that it is not, so that the figures alone are not taken for it."""

from collections.abc import Sequence
from itertools import pairwise

from retrieval.answers.absence import Absence
from retrieval.answers.statement import Statement
from retrieval.question.bounds import value_of
from retrieval.question.query import Query
from retrieval.question.years import WRITTEN_YEAR
from retrieval.search.figures import is_share, quantity
from retrieval.search.ledger import SHARE_WORDS
from retrieval.search.wording import FIGURE, holds_number, parts_of

_OF_RATES = "各地的比例各有各的基数，不能相加。"
_APART = "各地的数不是同一项、同一个单位，没有替您计算或排序，请按原文核对。"
_NO_SHARE = "原文没有直接给出所占的比例。"
_MOVES = ("增长", "增速", "增幅", "下降", "上升", "提高", "降低")
_MORE = "更"
_SEVERAL = 2


def left_unreckoned(query: Query, told: Sequence[Statement]) -> Absence | None:
    """That what is asked to be reckoned of the figures of several places was not; None where it was, or where fewer than two are told."""
    everywhere = [s for s in told if s.plan and not s.denies]
    together = any(not s.plan for s in told)
    if not together and _ranks_figures(query, everywhere) and (order := _as_written(query, everywhere)):
        return Absence(everywhere[0].plan, None, "figure", part=query, said=Statement(order, (), "", (order,)))
    places = [s for s in everywhere if not s.nearest]
    asked = query.asking.reckoning.clearly_reckons or _ranks_figures(query, places)
    if not asked or len({s.plan for s in places}) < _SEVERAL or together:
        return None
    amounts = [amount for s in places for row in s.targets[:1] if (amount := quantity(row))]
    rates = len(amounts) == len(places) and all(is_share(amount.unit) for amount in amounts)
    text = _OF_RATES if rates and query.asking.reckoning.sum else _APART
    return Absence(places[0].plan, None, "figure", part=query, said=Statement(text, (), "", (text,)))


def _as_written(query: Query, places: Sequence[Statement]) -> str:
    """The one figure that each place has in the unit asked, or in the one that all have, from the highest to the lowest; empty where one has none or several.

    Under one name they would have been put in order: what they are of is not the same word for word.
    """
    figures = [_figures_of(s.text.split("：", 1)[-1]) for s in places]
    shared = set.intersection(*(set(each) for each in figures)) if figures else set()
    units = [unit for unit in query.units if unit in shared] or list(shared)
    if len({s.plan for s in places}) != len(places) or len(places) < _SEVERAL or len(units) != 1:
        return ""
    values = [each[units[0]] for each in figures]
    if any(len(each) != 1 for each in values):
        return ""
    named = [(each[0], s.text.split("：", 1)[0]) for each, s in zip(values, places, strict=True)]
    ordered = sorted(named, key=lambda one: -one[0][0])
    signs = ["＝" if one[0][0] == other[0][0] else "＞" for one, other in pairwise(ordered)]
    order = "".join(f"{sign}{place}{words}" for sign, ((_, words), place) in zip(["", *signs], ordered, strict=True))
    return f"只按所写的数由高到低：{order}。各地写的不是同一项，条件也可能不同，请对照原文。"


def _figures_of(text: str) -> dict[str, list[tuple[float, str]]]:
    """The figures of a text by unit: (value in the base unit, as written)."""
    found: dict[str, list[tuple[float, str]]] = {}
    for figure in FIGURE.finditer(WRITTEN_YEAR.sub("", text)):
        if amount := value_of(figure.group()):
            found.setdefault(amount[1], []).append((amount[0], figure.group()))
    return found


def _ranks_figures(query: Query, places: Sequence[Statement]) -> bool:
    """Whether an order is asked of places of which each gives a figure."""
    ranks = query.asking.reckoning.order or (query.compares and query.asking.names(_MORE))  # 谁的目标更严
    return query.kind == "number" and ranks and all(holds_number(s.text, ()) for s in places)


def asks_share_of_one(query: Query) -> bool:
    """Whether it is asked of one place what a thing has of another there: 其中新能源占几成."""
    reckoning = query.asking.reckoning
    asked = reckoning.share_of_all or reckoning.share_of_other or (query.asking.names("占") and "%" in query.units)
    return query.kind == "number" and asked and len(query.scope.plans) == 1


def left_without_share(query: Query, told: Sequence[Statement]) -> Absence | None:
    """That the plan gives no share, where it is asked what a thing has of another (其中新能源占几成); growth in percent is none."""
    firm = [s for s in told if s.plan and not s.nearest and not s.denies]
    if not asks_share_of_one(query) or not firm or len(firm) < len(told):
        return None
    parts = (s.text[start:end] for s in firm for start, end in parts_of(s.text))
    if any(holds_number(part, ("%", "％", "‰")) and _tells_share(part) for part in parts):
        return None
    return Absence(firm[0].plan, None, "figure", part=query, said=Statement(_NO_SHARE, (), "", (_NO_SHARE,)))


def _tells_share(part: str) -> bool:
    """Whether a percentage in a part is what a thing has of another, and not how it moves: 增长94.5%."""
    return any(word in part for word in SHARE_WORDS) or not any(word in part for word in _MOVES)
