"""Rules side by side for several ages, sizes or amounts: the one that holds for the amount asked, never its neighbour's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.sentences import GOES_ON
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import Statement
from retrieval.question.amounts import AMOUNT, amount_in
from retrieval.search.wording import parts_of

_MORE, _LESS = "及?以上|之上", "及?以下|以内|之内"
#: Where a rule begins to hold and where it ends: 年满80周岁不满90周岁, 500万元以上1000万元以下, 不足3吨.
_RANGE = re.compile(
    rf"(?:{AMOUNT.format('low')}(?:（含）|\(含\))?(?:{_MORE})?(?:至|到|—|-|～|、|，)?(?:不满|不足|未满|低于)?{AMOUNT.format('high')}(?:（不含）|\(不含\))?(?:{_LESS})?(?=的|[，、]|[\u4e00-\u9fff]))"
)
_FROM = re.compile(
    rf"(?:{AMOUNT.format('low')}(?:（含）|\(含\))?(?:{_MORE})|(?:年满|(?<!不)满|超过|不低于|不少于|高于|大于|达到){AMOUNT.format('reach')})"
)
_UNTIL = re.compile(
    rf"(?:{AMOUNT.format('high')}(?:（不含）|\(不含\))?(?:{_LESS})|(?:不满|不足|未满|低于|小于|不到){AMOUNT.format('below')})"
)
#: So many characters may lead up to the figure of a bound: 年满, 不低于.
_LEAD = 3
#: So many rules side by side are a row.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Tier:
    """A sentence that holds from ``low`` on to below ``high``, in ``unit``."""

    sentence: Unit
    unit: str
    low: float
    high: float


def at_tier(desk: Desk, statement: Statement) -> Statement:
    """The statement, or instead of it the rule of its row of rules that holds for the amount asked; all of them where none does."""
    asked = desk.query.asking.amount
    clauses = {evidence.clause for evidence in statement.evidence}
    if len(desk.query.scope.plans) > 1 or len(clauses) != 1 or not (asked or desk.query.asks_figure):
        return statement
    row = _row_of(desk, statement)
    amount, unit = asked or (None, row[0].unit if row else "")
    row = [tier for tier in row if tier.unit == unit]
    said_at = statement.evidence[0].start
    if len(row) < _FEWEST or not any(tier.sentence.start <= said_at < tier.sentence.end for tier in row):
        return statement
    holding = [] if amount is None else [tier for tier in row if tier.low <= amount < tier.high]
    told = [max(holding, key=lambda tier: tier.low)] if holding else row
    said = say_stretches(desk, [(tier.sentence, 0, len(tier.sentence.text)) for tier in told])
    return replace(said, nearest=statement.nearest, certainty=statement.certainty)


def _row_of(desk: Desk, statement: Statement) -> list[Tier]:
    """The rules of the row in which a statement's evidence stands: sentences joined by semicolons."""
    first = statement.evidence[0]
    sentences = [u for u in desk.index.units_of_clause(first.clause) if u.kind == "sentence"]
    at = next((n for n, u in enumerate(sentences) if u.start <= first.start < u.end), None)
    if at is None:
        return []
    start = at
    while start > 0 and sentences[start - 1].text[-1:] in GOES_ON:
        start -= 1
    end = at
    while end + 1 < len(sentences) and sentences[end].text[-1:] in GOES_ON:
        end += 1
    return [tier for u in sentences[start : end + 1] if (tier := read_tier(u))]


def read_tier(sentence: Unit) -> Tier | None:
    """The bounds of the case that a rule begins with (……以上的，); None where it has none."""
    text = sentence.text[: parts_of(sentence.text)[0][1]] if parts_of(sentence.text) else ""
    within, above, below = _RANGE.search(text), _FROM.search(text), _UNTIL.search(text)
    starts = [found.start() for found in (within, above, below) if found]
    if not starts or "的" not in text[min(starts) :]:
        return None  # a figure that is aimed at is no condition
    if within and within.start() - min(starts) <= _LEAD:
        low, unit = amount_in(within, "low")
        high, other = amount_in(within, "high")
        if unit == other and low < high:
            return Tier(sentence, unit, low, high)
    if above and (not below or above.start() <= below.start()):
        low, unit = amount_in(above, "low" if above["low"] else "reach")
        return Tier(sentence, unit, low, float("inf"))
    if below:
        high, unit = amount_in(below, "high" if below["high"] else "below")
        return Tier(sentence, unit, float("-inf"), high)
    return None


def told_by_tier(desk: Desk, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Each statement for the amount asked, each once."""
    return tuple(dict.fromkeys(at_tier(desk, statement) for statement in statements))
