"""Evidence recall of rankings of passages of any size, by whichever system: which gold quotes do the first passages hold?"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from eval.gold.questions import Evidence, GoldQuestion
from eval.peers.contestant import Found

#: A quote counts as found when this share of its characters lies in the passages.
_COVERED = 0.8
#: Shorter runs of a passage are not looked up: they stand anywhere.
_SHORTEST_RUN = 12
CHARACTERS = 2500
Span = tuple[int, int]


class Grounds:
    """Plan texts without white space, in which passages and quotes are located."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {plan: _squash(text) for plan, text in texts.items()}
        self._located = lru_cache(maxsize=None)(self._locate)

    def recall(self, questions: Sequence[GoldQuestion], ranked: Mapping[str, Sequence[Found]]) -> dict[str, float]:
        """Share of all quotes found in the first 1, 5, 10 passages, and in the first that fit into 2,500 characters.

        A quote is found when at least 80 % of its characters lie inside the passages counted, of its own plan; where a quote stands
        several times, the best place counts. Range 0 to 1; 0 where there are no quotes.
        """
        hits = dict.fromkeys(("1", "5", "10", str(CHARACTERS)), 0)
        quotes = 0
        for question in questions:
            passages = ranked.get(question.id, ())
            counted = {"1": passages[:1], "5": passages[:5], "10": passages[:10], str(CHARACTERS): fit(passages)}
            for evidence in question.evidence:
                quotes += 1
                for name, first in counted.items():
                    hits[name] += self.holds(evidence, first)
        return {name: hit / max(1, quotes) for name, hit in hits.items()}

    def holds(self, evidence: Evidence, passages: Sequence[Found]) -> bool:
        """Whether the passages hold the quote."""
        text, quote = self._texts.get(evidence.plan, ""), _squash(evidence.quote)
        spans = [s for p in passages if p.plan == evidence.plan for s in self._located(p.plan, _squash(p.text))]
        covered = {place for start, end in spans for place in range(start, end)}
        at = text.find(quote)
        while quote and at >= 0:
            if sum(place in covered for place in range(at, at + len(quote))) >= _COVERED * len(quote):
                return True
            at = text.find(quote, at + 1)
        return False

    def _locate(self, plan: str, passage: str) -> tuple[Span, ...]:
        """Where a passage stands: as a whole, else its longest runs from left to right (headings put in, page numbers taken out)."""
        text = self._texts.get(plan, "")
        at = text.find(passage)
        if at >= 0:
            return ((at, at + len(passage)),)
        spans, i = [], 0
        while i + _SHORTEST_RUN <= len(passage):
            length = _longest_run(text, passage, i)
            if length:
                at = text.find(passage[i : i + length])
                spans.append((at, at + length))
            i += length or 1
        return tuple(spans)


def _longest_run(text: str, passage: str, start: int) -> int:
    """Length of the longest piece of the passage from ``start`` that stands in the text; 0 when it is shorter than a run."""
    low, high = 0, len(passage) - start
    if high < _SHORTEST_RUN or passage[start : start + _SHORTEST_RUN] not in text:
        return 0
    low = _SHORTEST_RUN
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if passage[start : start + middle] in text else (low, middle - 1)
    return low


def fit(passages: Sequence[Found]) -> list[Found]:
    """The first passages that fit into 2,500 characters (white space not counted); the first one always does."""
    kept: list[Found] = []
    size = 0
    for passage in passages:
        size += len(_squash(passage.text))
        if size > CHARACTERS and kept:
            break
        kept.append(passage)
    return kept


def right_plan_first(questions: Sequence[GoldQuestion], ranked: Mapping[str, Sequence[Found]]) -> float:
    """Share of the questions with evidence whose first passage is of a plan that was asked about or holds evidence."""
    asked = [q for q in questions if q.evidence]
    firsts = [(q, list(ranked.get(q.id, ()))[:1]) for q in asked]
    right = sum(bool(first) and first[0].plan in {*q.plans, *(e.plan for e in q.evidence)} for q, first in firsts)
    return right / max(1, len(asked))


def _squash(text: str) -> str:
    return "".join(text.split())
