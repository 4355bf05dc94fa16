"""A name that the plans put in quotation marks is one name in a question too: 光储直柔是什么 as “光储直柔”是什么."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.script import simplified
from corpus.units import PLAIN_UNIT
from index.keyword import words
from index.records import PlanCard
from retrieval.question.kept_by_cards import kept_by_cards
from retrieval.question.slot_model import asks_for
from retrieval.question.topic import find_concepts

_SHORTEST, _LONGEST = 3, 12
#: A name of so many characters is meant also where a word seems to run on behind it: 光储直柔和, cut 光储 直 柔和.
_TELLING = 4
#: The short numbers by which public services are called (12369, 95598, as the national numbering plan 电信网编号计划 has them): names, and no figures.
_SERVICE = re.compile(rf"(?<![\d.“])(?:12\d{{3}}|9[56]\d{{3,4}})(?![\d.%％万亿千百余多”]|{PLAIN_UNIT})")


@dataclass(frozen=True)
class Quoted:
    """The names that plans quote, in simplified characters, and what each begins with."""

    names: frozenset[str]
    begin: frozenset[str]


def quoted_by(cards: Sequence[PlanCard]) -> Quoted:
    """The names that some plans quote: to be asked for once, however many questions are read (thousands of plans take a fifth of a millisecond)."""
    return _quoted_by(tuple(cards))


def as_quoted(question: str, quoted: Quoted) -> str:
    """The question (in simplified characters) with such names in quotation marks, where no topic of it holds the name as a whole."""
    question = _SERVICE.sub(r"“\g<0>”", question)
    if not any(question[at : at + _SHORTEST] in quoted.begin for at in range(len(question))):
        return question  # most hold none: of a long conversation each is looked at
    named = _named(question, quoted.names)
    held = [concept.words for concept in find_concepts(question)] if named else []
    for start, end in reversed(named):
        name = question[start:end]
        asks = asks_for(name, "existence") or asks_for(name, "whether")  # 有没有, which some plan quotes
        if not (asks or any(name in whole for whole in held) or question[:start].endswith(tuple("“「『《"))):
            question = f"{question[:start]}“{name}”{question[end:]}"
    return question


@kept_by_cards(8)
def _quoted_by(cards: tuple[PlanCard, ...]) -> Quoted:
    names = frozenset(simplified(name) for card in cards for name in card.quoted)
    return Quoted(names, frozenset(name[:_SHORTEST] for name in names))


def _named(question: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """The spans of the names that begin where a word does, and a short one ends so, the longest where several begin."""
    edges, at = {0}, 0
    for word in words(question):
        at = question.index(word, at) + len(word)
        edges |= {at - len(word), at}
    found: list[tuple[int, int]] = []
    for start in sorted(edges):
        ends = (
            start + size for size in range(_LONGEST, _SHORTEST - 1, -1) if size >= _TELLING or start + size in edges
        )
        end = next((end for end in ends if question[start:end] in names), None)
        if end and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found
