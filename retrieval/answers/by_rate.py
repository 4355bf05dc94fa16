"""What a rate comes to for an amount that is named: 每千瓦时补贴0.12元, up to 6000千瓦时, is 720元 at most."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.units import PLAIN_UNIT
from index.snapshot import Index
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.answers.within_sentence import sentences_told
from retrieval.question.bounds import value_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import plain_number, say_amount

_MONEY = r"\d+(?:\.\d+)?[万亿]?元"
_WITHIN = r"[^，。；,;：\d]"
#: 每节约1吨标准煤奖励400元, 每千瓦时补贴0.12元, 400元/吨标准煤.
_RATE = re.compile(rf"每{_WITHIN}{{0,6}}?(?P<count>\d*)(?P<per>{PLAIN_UNIT}){_WITHIN}{{0,14}}(?P<rate>{_MONEY})")
_RATE_AFTER = re.compile(rf"(?P<rate>{_MONEY})(?:[/／]|每)(?P<count>)(?P<per>{PLAIN_UNIT})")
_CAP = re.compile(rf"(?:上限|封顶|最多|最高|不超过|至多){_WITHIN}{{0,8}}(?P<most>\d+(?:\.\d+)?[万亿]?(?:{PLAIN_UNIT}))")
_YUAN = "元"


@dataclass(frozen=True, slots=True)
class Rate:
    """So much money (元, ``rate`` as written) for so many of a unit, with the caps that its sentence sets, by unit."""

    money: float
    rate: str
    count: float
    per: str
    caps: dict[str, tuple[float, str]]
    evidence: Evidence


def compose_by_rate(index: Index, query: Query, told: Sequence[Statement]) -> Statement | None:
    """What one rate told comes to for the amount that a question of one plan names, or for its cap where the most is asked for; None where it is not that clear."""
    if len(query.scope.plans) != 1 or query.kind != "number":
        return None
    rates = list(_told(index, told))
    named = [amount for figure in query.figures if (amount := value_of(figure))]
    reckoned = []
    for rate in rates:
        amounts = [value for value, unit in named if unit == rate.per]
        if not amounts and query.asking.reckoning.most and rate.per in rate.caps:
            amounts = [rate.caps[rate.per][0]]
        reckoned += [(rate, amount) for amount in amounts]
    return _say(index, *reckoned[0]) if len(reckoned) == 1 else None


def _told(index: Index, told: Sequence[Statement]) -> Iterator[Rate]:
    for unit in sentences_told(index, told):
        caps = {
            size[1]: (size[0], found["most"]) for found in _CAP.finditer(unit.text) if (size := value_of(found["most"]))
        }
        for found in (*_RATE.finditer(unit.text), *_RATE_AFTER.finditer(unit.text)):
            money, per = value_of(found["rate"]), value_of(f"{found['count'] or 1}{found['per']}")
            if money and per and money[1] == _YUAN and per[0]:
                yield Rate(money[0], found["rate"], per[0], per[1], caps, evidence_of(index, unit))


def _say(index: Index, rate: Rate, amount: float) -> Statement:
    most = rate.caps.get(rate.per)
    capped = most is not None and amount > most[0]
    counted = most[0] if most and capped else amount
    total = rate.money * counted / rate.count
    of = f"每{plain_number(rate.count) if rate.count != 1 else ''}{rate.per}{rate.rate}"
    least = f"所写的上限是{say_amount(counted, rate.per)}，" if capped else ""
    words = f"{least}按{of}计算，{say_amount(counted, rate.per)}合{_money(total)}"
    if (cap := rate.caps.get(_YUAN)) and total > cap[0]:
        words += f"，超过所写的上限，以{cap[1]}为限"
    place = place_name(index.plan(rate.evidence.plan))
    return Statement(f"{place}：{words}。", (rate.evidence,), rate.evidence.plan, (words,))


def _money(yuan: float) -> str:
    """An amount of money, tens of thousands as such: 400000 -> 40万元."""
    in_tens = yuan / 1e4
    return (
        f"{plain_number(in_tens)}万元"
        if 1 <= in_tens < 1e4 and in_tens == round(in_tens, 2)
        else say_amount(yuan, _YUAN)
    )
