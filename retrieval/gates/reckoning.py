"""Figures that a claim gives as differences or as the ends of a range: reckoned so, or written so in the text."""

import itertools
import re

from retrieval.gates.alignment import Alignment
from retrieval.gates.claims import amounts
from retrieval.gates.values import reckoned, same_quantity

_DIFFERENCE = re.compile("(?:相差|差了?|差距是?|多出?了?|少了?|高出?了?|低了?|快了?|慢了?)(?:约|将近)?$")
_RANGE = re.compile("(?:及?以上|至|到|-|~|—)(?:不满|不足)?")


def wrong_reckoning(alignment: Alignment) -> str:
    """Which difference or range of a folded claim neither follows from the text nor stands there; empty when none."""
    claim, text = alignment.claim, alignment.cited.words
    mine, theirs = amounts(claim), amounts(text)
    for at, amount in enumerate(mine):
        same = [t for t in theirs if same_quantity(amount, t)]
        said = _DIFFERENCE.search(claim[: amount.start])
        if said and same and not any(_DIFFERENCE.search(text[: t.start]) for t in same):
            told = [m for m in mine if m is not amount and any(same_quantity(m, t) for t in theirs)]
            if not reckoned(amount, told, theirs, claim):
                return f"{amount.number}{amount.unit} 不是两者之差"
        if at + 1 < len(mine) and _RANGE.fullmatch(claim[amount.end : mine[at + 1].start]):
            pairs = [(a, b) for a, b in itertools.pairwise(theirs) if b.start - a.end <= 6]
            upper = mine[at + 1]
            known = any(same_quantity(upper, t) for t in theirs) and same
            if (
                known
                and amount.unit == upper.unit
                and not any(same_quantity(amount, a) and same_quantity(upper, b) for a, b in pairs)
            ):
                return f"原文没有 {amount.number} 到 {upper.number}{upper.unit} 这一档"
    return ""
