"""Why there is a document at all: what it says of that itself, at its beginning."""

import re
from collections.abc import Sequence

from retrieval.answers.desk import Desk
from retrieval.answers.sentences import stopped
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.query import Query
from retrieval.question.things import things
from retrieval.question.ways import LIKELY

#: 为……，制定本方案: the sentence in which a document says what it is made for.
_MADE_FOR = re.compile(
    "为(?!指导|主|期)[^。]*(?:制[定订]|编制|印发|出台)[^。]{0,4}(?:本|如下|以下|该|此|方案|意见|计划|规划|办法|规定)"
)

#: 为解决上述问题: the sentence before tells them.
_ABOVE = re.compile("[上前]述|以上|这些")
#: What is done to a document, and what it rests on, which it says in the same sentence.
_OF_DOCUMENT = re.compile(
    "(?:制[定订]|编制|出台|印发|发布|开展|实施|方案|文件|计划|规划|意见|目的|背景|初衷|依据|根据)+"
)


def purpose_asked(query: Query, titles: Sequence[str]) -> bool:
    """Whether a reason is asked for, and of nothing but the document: 为什么要制定这个方案, 为什么开展三年行动 of one called so."""
    named = [c.words for c in things(query.concepts)]
    of_document = all(_OF_DOCUMENT.fullmatch(words) or all(words in title for title in titles) for words in named)
    of_figure = query.kind == "number" or bool(query.figures)  # 为什么定14%
    return query.ways["reason"] >= LIKELY and of_document and not of_figure and not query.goes_on


def say_purpose(desk: Desk) -> Statement | None:
    """The sentence that says what the document is made for; None where none does."""
    opening = (c for c in desk.index.clauses(desk.plan) if c.kind in ("preamble", "front"))
    units = [u for c in opening for u in desk.index.units_of_clause(c.id) if u.kind == "sentence"]
    at = next((at for at, unit in enumerate(units) if _MADE_FOR.search(unit.text)), None)
    if at is None:
        return None
    told = units[max(at - 1, 0) : at + 1] if _ABOVE.search(units[at].text) else units[at : at + 1]
    return desk.say("".join(stopped(unit.text) for unit in told), [evidence_of(desk.index, unit) for unit in told])
