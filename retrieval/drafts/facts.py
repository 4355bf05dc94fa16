"""Facts of a document that a draft states and that are no figures: its number, the day it was issued, who leads."""

import re
from collections.abc import Iterator
from typing import Literal

from corpus.frontmatter import DOCUMENT_NUMBER
from corpus.numerals import READ_OUT, numeral
from corpus.plan import FrontField
from index.records import PlanCard
from retrieval.question.years import WRITTEN_DAY

Fact = Literal["number", "date", "lead"]
_NUMBER = re.compile(DOCUMENT_NUMBER)
#: What is said of a number before it is none of its words: 文号是, 以.
_AHEAD = re.compile("^.*(?:文号|[是为以：:])")
_DAY = re.compile(WRITTEN_DAY)
_IN_SIGNS = re.compile("[一二三四五六七八九十]+(?=[月日])")
_ISSUED = re.compile("印发|发布|成文|下发|出台|公布|签发|制定")
_LEAD = re.compile(r"(?:由|[，、]由?|^由?)(?P<body>[一-鿿]{2,24}?)(?:负责)?牵头")


def facts_told(words: str) -> Iterator[tuple[Fact, tuple[int, int]]]:
    """The facts that a sentence of a draft states, each with its place."""
    for found in _NUMBER.finditer(words):
        ahead = _AHEAD.match(found.group())
        yield "number", (found.start() + (ahead.end() if ahead else 0), found.end())
    if _ISSUED.search(words):
        for found in _DAY.finditer(words):
            yield "date", found.span()
    for found in _LEAD.finditer(words):
        yield "lead", found.span("body")


def field_of(card: PlanCard, kind: Fact) -> FrontField | None:
    """Where a plan says the fact; None where it does not, or not in its front matter."""
    return None if kind == "lead" else card.field("number" if kind == "number" else "date")


def is_same_fact(kind: Fact, told: str, given: str) -> bool:
    """Whether a fact of a draft is the one that a plan gives, in whichever brackets and digits."""
    if kind == "date":
        return _day(told) == _day(given)
    return re.findall(r"\w", told) == re.findall(r"\w", given)


def _day(words: str) -> list[int]:
    digits = _IN_SIGNS.sub(lambda sign: f"{numeral(sign.group()):.0f}", words).translate(READ_OUT)
    return [int(number) for number in re.findall(r"\d+", digits)]
