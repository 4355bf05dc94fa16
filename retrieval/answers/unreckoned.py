"""A sum, a mean or a difference that is asked for of several places and not told: why, so that the figures alone are not taken for it."""

from collections.abc import Sequence

from retrieval.answers.absence import Absence
from retrieval.answers.statement import Statement
from retrieval.question.query import Query
from retrieval.question.slot_model import LIKELY
from retrieval.search.figures import quantity

_RATES = ("%", "％", "‰", "点")
_OF_RATES = "各地的比例各有各的基数，不能相加。"
_APART = "各地的数不是同一个写法、同一个单位，没有替您计算，请按原文核对。"
_SEVERAL = 2


def left_unreckoned(query: Query, told: Sequence[Statement]) -> Absence | None:
    """That what is asked to be reckoned of the figures of several places was not; None where it was, or where fewer than two are told."""
    places = [s for s in told if s.plan and not s.nearest and not s.denies]
    asked = query.asking.reckoning.clearly_reckons(LIKELY)
    if not asked or len({s.plan for s in places}) < _SEVERAL or any(not s.plan for s in told):
        return None
    amounts = [amount for s in places for row in s.targets[:1] if (amount := quantity(row))]
    rates = len(amounts) == len(places) and all(amount.unit.endswith(_RATES) for amount in amounts)
    text = _OF_RATES if rates and query.asking.reckoning.sum else _APART
    return Absence(places[0].plan, None, "figure", part=query, said=Statement(text, (), "", (text,)))
