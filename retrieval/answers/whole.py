"""Whole stretches: what answers, grown to what it is part of, with what bounds it and what follows where it is not kept."""

import re
from collections.abc import Sequence

from corpus.sentences import GOES_ON, STOPS
from index.passage import Unit
from index.snapshot import Index
from retrieval.search.wording import FIGURE, SETS_CONDITION, parts_of

#: Words of a sentence: ``unit.text[start:end]``.
Stretch = tuple[Unit, int, int]

#: A sentence so short is said as a whole, unless that brings more figures than so many. Chosen on the gold sets and the unseen
#: plans: 80 characters lose an answer, 60 two, and one figure instead of two three.
_SHORT, _MOST_FIGURES = 100, 2
#: What begins so is a part of what stands before it.
_PART = re.compile("^(?:其中|其余|(?:党政)?主要(?:负责|领导))")
#: What begins so bounds what stands before it: how much at most, for whom not.
_BOUND = re.compile("^(?:最高|最多|单个|每[户人个家]|累计|合计|总额|同一|但|上限)")
#: What begins so says what follows where the rule before it is not kept.
_OTHERWISE = re.compile("^(?:未|不[^断仅得]|否则|逾期|拒不|对(?:未|不|拒|逾期|弄虚作假))")
#: So long a rule is said together with what follows where it is not kept.
_SHORT_RULE = 120
#: How the items of a list that runs on are counted, and how long one may be.
_NUMERALS = "一二三四五六七八九十"
COUNTERS = (
    *([f"{opening}{numeral}{closing}" for numeral in _NUMERALS] for opening, closing in ("（）", "()")),
    [f"{numeral}是" for numeral in _NUMERALS],
    [f"（{number}）" for number in range(1, 21)],
    [chr(ord("①") + number) for number in range(20)],
)
_LONGEST_LIST = 600
#: The next item of a count begins so many sentences on at most.
_MOST_OF_ITEM = 3


def whole_stretches(index: Index, unit: Unit, start: int, end: int) -> list[Stretch]:
    """``unit.text[start:end]`` made whole, with the sentence that it is part of and the one that says what follows otherwise."""
    start, end = whole_span(unit.text, start, end)
    before, after = neighbours(index, unit)
    stretches = [(unit, start, end)]
    if before and start == 0 and _PART.match(unit.text):
        stretches.insert(0, (before, parts_of(before.text)[-1][0], len(before.text)))
    if end >= len(unit.text.rstrip(STOPS)) and (listed := _rest_of_list(index, unit)):
        return [*stretches[:-1], (unit, start, len(unit.text)), *((u, 0, len(u.text)) for u in listed)]
    if after and end >= len(unit.text.rstrip(GOES_ON)) and _follows_otherwise(unit, after):
        stretches = [*stretches[:-1], (unit, start, len(unit.text)), (after, 0, len(after.text))]
    return stretches


def _rest_of_list(index: Index, unit: Unit) -> list[Unit]:
    """The items behind the first of a list that runs on (……：（一）甲；（二）乙；, 一是……；二是……), or below a sentence that only announces them."""
    if unit.text[-1:] in "：:":
        clauses = index.clauses(unit.plan)
        items = [c for c in clauses if c.parent == unit.clause and not c.title]
        below = [u for c in items for u in index.units_of_clause(c.id) if u.kind == "sentence"]
        return below if sum(len(u.text) for u in below) <= _LONGEST_LIST else []
    counters = next((each for each in COUNTERS if each[0] in unit.text), None)
    sentences = [u for u in index.units_of_clause(unit.clause) if u.kind == "sentence" and u.start > unit.start]
    rest = [sentence for item in counted_on(sentences, counters[1:] if counters else ()) for sentence in item]
    return rest if sum(len(u.text) for u in rest) <= _LONGEST_LIST else []


def counted_on(sentences: Sequence[Unit], counters: Sequence[str]) -> list[list[Unit]]:
    """The items of a count, as far as it goes on from the first sentence, each with the sentences that stand before the next."""
    items: list[list[Unit]] = []
    for at, sentence in enumerate(sentences):
        coming = counters[len(items)] if len(items) < len(counters) else ""
        if coming and sentence.text.startswith(coming):
            items.append([sentence])
        elif coming and items and any(s.text.startswith(coming) for s in sentences[at : at + _MOST_OF_ITEM]):
            items[-1].append(sentence)
        else:
            break
    return items


def _follows_otherwise(rule: Unit, after: Unit) -> bool:
    """Whether the sentence behind a rule says what follows where the rule is not kept, in few words."""
    goes_on = rule.text[-1:] in GOES_ON and bool(_OTHERWISE.match(after.text))
    return goes_on and len(rule.text) + len(after.text) <= _SHORT_RULE


def whole_span(text: str, start: int, end: int, most_figures: int = _MOST_FIGURES) -> tuple[int, int]:
    """A stretch of a sentence made whole: the sentence where it is short, else with what it is part of and what bounds it."""
    brought = _figures_in(text) - _figures_in(text[start:end])
    if len(text) <= _SHORT and brought <= most_figures and not SETS_CONDITION.search(text, end):
        return 0, len(text)
    parts = parts_of(text)
    if _PART.match(text[start:]):
        start = max((a for a, _ in parts if a < start), default=start)
    for first, last in parts:
        if first >= end and not _BOUND.match(text[first:last]):
            break
        end = max(end, last)
    return start, end


def _figures_in(text: str) -> int:
    return len(FIGURE.findall(text))


def neighbours(index: Index, unit: Unit) -> tuple[Unit | None, Unit | None]:
    """The sentences before and behind one in its clause."""
    sentences: Sequence[Unit] = [u for u in index.units_of_clause(unit.clause) if u.kind == "sentence"]
    before = max((u for u in sentences if u.start < unit.start), key=lambda u: u.start, default=None)
    after = min((u for u in sentences if u.start > unit.start), key=lambda u: u.start, default=None)
    return before, after
