"""The items that run on in a sentence (以A、B、C等行业为重点), for who asks which is the third of them."""

import re
from collections.abc import Iterator
from statistics import median

from index.keyword import tagged, words
from retrieval.answers.statement import Statement
from retrieval.question.query import Query
from retrieval.search.window import covers
from retrieval.search.wording import parts_of

#: What numbers the items that stand in one paragraph.
_NUMBER = re.compile("[①-⑳]")
_NEXT = re.compile(r"、|(?<=》)(?=《)|(?<=[^、])(?:以及|和|及|与)(?=[^、]+$)(?![^《]*》)")
#: What closes an enumeration: 等行业, 等4个海湾.
_CLOSES = re.compile(r"等(?=[\u4e00-\u9fff\d]|$).*$")
#: What leads up to the first item, by the first letter of its tag: prepositions, verbs, adverbs, conjunctions, idioms.
_LEADS = "pvdci"
_FEWEST, _FEWEST_CLOSED, _LONGEST = 3, 2, 24
#: An item is about as long as the others.
_LONGER = 1


def items_in(query: Query, statement: Statement) -> tuple[str, ...]:
    """The items that are numbered in what is quoted, or those of the enumeration that speaks most of what is asked, the longest of those; empty where there is none."""
    numbered = [item.strip("；。，、 ") for item in _NUMBER.split("".join(e.quote for e in statement.evidence))[1:]]
    if len(numbered) >= _FEWEST_CLOSED:
        return tuple(numbered)
    best: tuple[float, int, tuple[str, ...]] = (-1.0, 0, ())
    for quote in (evidence.quote for evidence in statement.evidence):
        for part in _enumerating(quote):
            items = _items(part)
            if items:
                closing = "".join(_CLOSES.findall(part))
                met = sum(c.weight * (covers(c, part) + covers(c, closing)) for c in query.concepts)
                met += sum(any(covers(c, item) == 1.0 for c in query.concepts) for item in items) / len(items)
                best = max(best, (met, len(items), items), key=lambda b: b[:2])
    return best[2]


def _enumerating(quote: str) -> Iterator[str]:
    """The comma parts with an enumeration, and what is in brackets apart."""
    bare = re.sub(r"[（(〔][^（）()〔〕]*[）)〕]", "", quote)
    return (bare[start:end] for start, end in parts_of(bare))


def _items(part: str) -> tuple[str, ...]:
    closed = _CLOSES.sub("", part)
    items = [item.strip() for item in _NEXT.split(closed)]
    least = _FEWEST if closed == part else _FEWEST_CLOSED
    if len(items) < least or any(not item for item in items):
        return ()
    usual = median(map(len, items[1:-1] or items[-1:]))
    items[0] = _without_lead(items[0], usual)
    items[-1] = items[-1] if closed != part else _cut(items[-1], usual)
    fitting = all(0 < len(item) <= _LONGEST for item in items)
    return tuple(items) if fitting else ()


def _without_lead(item: str, usual: float) -> str:
    """The first item without the words that lead up to it, as long as it is longer than the others; a title from its mark on."""
    if "《" in item:
        return item[item.index("《") :]
    cut = tagged(item)
    while len(cut) > 1 and (cut[0][1][:1] == "p" or (len(item) > usual + _LONGER and cut[0][1][:1] in _LEADS)):
        item, cut = item[len(cut[0][0]) :], cut[1:]
    return item


def _cut(item: str, usual: float) -> str:
    """The last item, of one that runs on in its sentence as many words as the others have."""
    kept = ""
    for word in words(item):
        if kept and len(kept + word) > usual + _LONGER:
            break
        kept += word
    return kept
