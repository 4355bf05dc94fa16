"""The shortest stretch of a sentence that answers: contiguous comma parts, scored by what they cover of the question."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.script import simplified
from index.passage import Unit
from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.question.topic import LEVELS, Concept
from retrieval.question.years import given_years
from retrieval.search.wording import holds_figure, lead_time, names_time, parts_of, with_consequence

#: What follows a figure and belongs to it: a more ambitious value, a part of it.
_ANNEX = re.compile(r"^(?:力争|并力争|争取|其中)")
#: Words for the figure asked: plans give it without them, so that their rarity there tells little.
_MIDDLING = 0.6
_BOUND_WORDS = frozenset("门槛 上限 下限 起点".split())
_BRACKETS = re.compile(r"[（）()]")
#: Longer stretches are no short answer.
_MOST_PARTS = 6
_MOST_CHARACTERS = 220
#: Words the plans never use keep this much of their weight; the rest goes by how rare the word is.
_LEAST_RARITY = 0.2
#: From this length on a way of saying a concept may be met in part: in this share of its character pairs, at this discount.
_PARTIAL_LENGTH = 3
PARTIAL_SHARE = 0.5
PARTIAL_DISCOUNT = 0.8
#: What stands in the heading only counts this much.
_HEADING_SHARE = 0.6
#: The score of a window: its coverage, plus this much of its retrieval score, less this a character …
_RANK_SHARE = 0.25
_CHARACTER_COST = 0.0012
#: … plus this for a figure or a time where one is asked, less this for another year than asked.
_ASKED_FOR = 0.25
_OTHER_YEAR_COST = 0.3
#: The next part belongs to a window, where several things are asked, when it covers a concept this far.
_RELATED = 0.5


@dataclass(frozen=True, slots=True)
class WeightedConcept:
    """A concept with its weight in this index: what it says times how rare it is."""

    concept: Concept
    weight: float


@dataclass(frozen=True, slots=True)
class Window:
    """``unit.text[start:end]`` answers best. ``coverage`` is the share of the question's weight it covers (0..1)."""

    unit: Unit
    start: int
    end: int
    coverage: float
    score: float
    has_figure: bool

    @property
    def text(self) -> str:
        """The words of the window, verbatim."""
        return self.unit.text[self.start : self.end]


def weigh_concepts(index: Index, query: Query) -> list[WeightedConcept]:
    """Concepts of a query with their weights. Words the plans never use weigh little: people say more than they ask."""
    weighted = []
    for concept in query.concepts:
        rarest = max((index.rarity(a) for a in concept.alternatives), default=0.0)
        rarest = (
            1.0 if query.kind == "number" and concept.words in LEVELS else rarest
        )  # which level is meant decides, however common the word
        if query.kind == "number" and concept.words in _BOUND_WORDS:
            rarest = _MIDDLING
        weighted.append(WeightedConcept(concept, concept.weight * (_LEAST_RARITY + (1 - _LEAST_RARITY) * rarest)))
    return weighted


def covers(concept: Concept, text: str) -> float:
    """1 when a way of saying the concept stands in the text, else the best share of its character pairs (discounted)."""
    return _covers(concept.alternatives, text)


def bare_of(text: str) -> str:
    """A text as :func:`stands` looks for words in it."""
    return _BRACKETS.sub("", text).lower()


def stands(concept: Concept, text: str, bare: str) -> float:
    """As :func:`covers`, for texts (and :func:`bare_of` them) of which each is looked at once: what stands there whole is told without taking them to pieces."""
    ways = ways_of(concept.alternatives)
    if any(way in bare for way, _ in ways):
        return 1.0
    return covers(concept, text) if any(pairs for _, pairs in ways) else 0.0


def all_stand_in(concepts: Sequence[Concept], text: str) -> bool:
    """Whether a text has every concept, letter by letter in one of its ways; no concept stands nowhere."""
    return bool(concepts) and all(any(way in text for way in concept.alternatives) for concept in concepts)


@lru_cache(maxsize=16384)  # rows and windows share names, headings and sentences
def _covers(alternatives: tuple[str, ...], text: str) -> float:
    best = 0.0
    lower, held = as_searched(text)
    for way, pairs in ways_of(alternatives):
        if way in lower:
            return 1.0
        if pairs:
            share = len(pairs & held) / len(pairs)
            best = max(best, PARTIAL_DISCOUNT * share if share >= PARTIAL_SHARE else 0.0)
    return best


@lru_cache(maxsize=2048)
def ways_of(alternatives: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each way of saying a thing in lower case, with its character pairs where it may be met in part."""
    partial = (len(way) >= _PARTIAL_LENGTH and not way.isascii() for way in alternatives)
    pairs = (
        frozenset(way[i : i + 2] for i in range(len(way) - 1)) if met else frozenset()
        for way, met in zip(alternatives, partial, strict=True)
    )
    return tuple(zip((way.lower() for way in alternatives), pairs, strict=True))


@lru_cache(maxsize=2048)  # every concept of a question is held against the same sentences
def as_searched(text: str) -> tuple[str, frozenset[str]]:
    """A text without brackets (企（事）业单位 is 企事业单位) in lower case, and its pairs of characters."""
    bare = _BRACKETS.sub("", text)
    return bare.lower(), frozenset(map(str.__add__, bare, bare[1:]))


def coverage(weighted: Sequence[WeightedConcept], text: str, heading: str = "") -> float:
    """Share of a question's weight that a text covers, its heading counting in part (0..1)."""
    total = share = 0.0
    for item in weighted:
        alternatives = item.concept.alternatives
        met = _covers(alternatives, text)
        if met < _HEADING_SHARE and heading:
            met = max(met, _HEADING_SHARE * _covers(alternatives, heading))
        total += item.weight
        share += item.weight * met
    return share / (total or 1.0)


def core_of(weighted: Sequence[WeightedConcept]) -> WeightedConcept | None:
    """The most telling concept of a question; None when it has none."""
    return max(weighted, key=lambda w: w.weight, default=None)


def _share(weighted: Sequence[WeightedConcept], in_text: Sequence[float], in_heading: Sequence[float]) -> float:
    total = sum(w.weight for w in weighted) or 1.0
    met = zip(weighted, in_text, in_heading, strict=True)
    return sum(w.weight * max(text, _HEADING_SHARE * heading) for w, text, heading in met) / total


def best_window(
    query: Query, weighted: Sequence[WeightedConcept], units: Iterable[tuple[Unit, float]], *, figure: bool
) -> Window | None:
    """The window with the best score over units (given with their retrieval scores in 0..1).

    A window gains by what it covers of the question (its heading counts in part), loses by length, and, when a ``figure`` is
    asked, must hold one to be preferred. Ties go to the shorter, then the earlier.
    """
    best: Window | None = None
    for unit, rank in units:
        if best and _at_most(query, weighted, unit, rank, figure=figure) < best.score:
            continue
        for window in _windows(query, weighted, unit, rank, figure=figure):
            if best is None or (window.score, window.start - window.end) > (best.score, best.start - best.end):
                best = window
    return best


def _at_most(query: Query, weighted: Sequence[WeightedConcept], unit: Unit, rank: float, *, figure: bool) -> float:
    """What no window of a unit can score more than: its windows are read only where that may be the best."""
    in_text = [covers(w.concept, _reading_of(unit)) for w in weighted]
    in_heading = [covers(w.concept, simplified(unit.heading)) for w in weighted]
    return _share(weighted, in_text, in_heading) + _RANK_SHARE * rank + _ASKED_FOR * (figure + query.asks_when)


def _reading_of(unit: Unit) -> str:
    reading = simplified(unit.text)
    return reading if len(reading) == len(unit.text) else unit.text


def _windows(
    query: Query, weighted: Sequence[WeightedConcept], unit: Unit, rank: float, *, figure: bool
) -> Iterator[Window]:
    reading = _reading_of(unit)
    in_heading = [covers(w.concept, simplified(unit.heading)) for w in weighted]
    parts = parts_of(unit.text)
    in_part = [[covers(w.concept, reading[a:b]) for w in weighted] for a, b in parts]
    for first in range(len(parts)):
        for last in range(first, min(first + _MOST_PARTS, len(parts))):
            start, end = parts[first][0], parts[last][1]
            if end - start > _MOST_CHARACTERS and last > first:
                break
            covered = [max(column) for column in zip(*in_part[first : last + 1], strict=True)] if weighted else []
            share = _share(weighted, covered, in_heading)
            end = _with_annexes(query, unit.text, parts, in_part, last) if figure else end
            end = with_consequence(unit.text, parts, end)
            has_figure = holds_figure(unit.text[start:end], query.units)
            score = share + _RANK_SHARE * rank - _CHARACTER_COST * (end - start)
            score += _ASKED_FOR if figure and has_figure else 0.0
            score += _ASKED_FOR if query.asks_when and names_time(unit.text[start:end]) else 0.0
            score -= _OTHER_YEAR_COST if other_year(query.years, unit.text, start, end) else 0.0
            yield Window(unit, start, end, share, score, has_figure)


def _with_annexes(
    query: Query, text: str, parts: Sequence[tuple[int, int]], in_part: Sequence[Sequence[float]], last: int
) -> int:
    """End of a window with what belongs to it: a more ambitious value, and, when several things are asked, the next of them."""
    several = query.asking.several()
    while last + 1 < len(parts):
        following = text[slice(*parts[last + 1])]
        related = several and holds_figure(following, ()) and max(in_part[last + 1], default=0.0) >= _RELATED
        if not related and not _ANNEX.match(following):
            break
        last += 1
    return parts[last][1]


def other_year(years: Sequence[int], text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is about another year than those asked; words without a year stand for the whole period."""
    given = given_years(lead_time(text, start) + text[start:end])
    return bool(years) and bool(given) and not given & set(years)
