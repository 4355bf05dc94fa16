"""Why there is a document at all: what it says of that itself, at its beginning."""

import re

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

#: What it rests on it says in the same sentence.
_BASIS = {"依据", "根据"}


def purpose_asked(query: Query) -> bool:
    """Whether a reason is asked for, and of nothing but the document: 为什么要制定这个方案."""
    of_document = not things(query.concepts) or {c.words for c in query.concepts} <= _BASIS
    of_figure = query.kind == "number" or bool(query.figures)  # 为什么定14%
    return query.ways["reason"] >= LIKELY and of_document and not of_figure and not query.goes_on


def say_purpose(desk: Desk) -> Statement | None:
    """The sentence that says what the document is made for; None where none does."""
    opening = (c for c in desk.index.clauses(desk.plan) if c.kind in ("preamble", "front"))
    units = (unit for clause in opening for unit in desk.index.units_of_clause(clause.id))
    told = next((unit for unit in units if unit.kind == "sentence" and _MADE_FOR.search(unit.text)), None)
    return desk.say(stopped(told.text), [evidence_of(desk.index, told)]) if told else None
