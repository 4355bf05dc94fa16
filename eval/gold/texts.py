"""The plans as the checker reads them: folded texts in which quotes are looked up, with the place of every clause."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.catalogue import load_corpus
from eval.gold.questions import GoldQuestion
from eval.gold.wording import fold

Span = tuple[int, int]
_SHORTEST_PIECE = 8
_SENTENCE = re.compile(r"[。！？；\n]")
_CONTEXT = 160


@dataclass(frozen=True, slots=True, eq=False)
class PlanText:
    """A plan's text as it is and folded. ``clauses`` are (clause id, start, end), and all spans half-open offsets into ``folded``.

    ``starts[i]`` is where the i-th character of ``raw`` begins in ``folded``; one more entry holds its length.
    """

    id: str
    title: str
    raw: str
    folded: str
    starts: tuple[int, ...]
    clauses: tuple[tuple[str, int, int], ...]

    def places(self, quote: str) -> list[Span]:
        """Every place where the quote stands."""
        wanted, found, at = fold(quote), [], -1
        while wanted and (at := self.folded.find(wanted, at + 1)) >= 0:
            found.append((at, at + len(wanted)))
        return found

    def context(self, quote: str) -> tuple[str, str, str] | None:
        """The first place of a quote as the plan has it: what stands before it in its sentence, itself, and what follows. None: nowhere."""
        place = next(iter(self.places(quote)), None)
        if place is None:
            return None
        start, end = bisect_right(self.starts, place[0]) - 1, bisect_left(self.starts, place[1])
        before = _SENTENCE.split(self.raw[max(0, start - _CONTEXT) : start])[-1]
        after = self.raw[end : end + _CONTEXT]
        stop = _SENTENCE.search(after)
        rest = "" if _SENTENCE.search(self.raw[end - 1 : end]) else after[: stop.end() if stop else None]
        return _one_line(before), _one_line(self.raw[start:end]), _one_line(rest)

    def spans(self, text: str) -> list[Span]:
        """Where the pieces of a passage stand; page numbers and headings that were taken out or put in do not matter."""
        return _located(self.folded, fold(text))


Texts = Mapping[str, PlanText]


def load_texts(folder: Path) -> Texts:
    """Plan id -> text of every plan of a corpus folder.

    Raises:
        CorpusMissing: there is no such folder, or no plan in it.
    """
    return {
        plan.id: fold_plan(plan.id, plan.title, plan.text, [(c.id, c.start, c.end) for c in plan.clauses])
        for plan in load_corpus(folder).plans
    }


def fold_plan(plan: str, title: str, text: str, clauses: Sequence[tuple[str, int, int]]) -> PlanText:
    """A plan's text folded sign by sign, so that offsets into the raw text can be carried over."""
    pieces, offsets, length = [], [], 0
    for sign in text:
        offsets.append(length)
        piece = _fold_sign(sign)
        pieces.append(piece)
        length += len(piece)
    offsets.append(length)
    folded = tuple((name, offsets[start], offsets[end]) for name, start, end in clauses)
    return PlanText(plan, title, text, "".join(pieces), tuple(offsets), folded)


@lru_cache(maxsize=20_000)
def _fold_sign(sign: str) -> str:
    return fold(sign)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _located(text: str, piece: str) -> list[Span]:
    """The piece where it stands whole, else its halves where they stand."""
    at = text.find(piece)
    if piece and at >= 0:
        return [(at, at + len(piece))]
    if len(piece) < 2 * _SHORTEST_PIECE:
        return []
    half = len(piece) // 2
    return _located(text, piece[:half]) + _located(text, piece[half:])


def misplaced_evidence(questions: Sequence[GoldQuestion], texts: Texts) -> list[str]:
    """What the gold says of plans that the corpus does not bear out, a line each: unknown plans, quotes that do not stand there."""
    problems = []
    for question in questions:
        unknown = sorted(question.asked_plans - texts.keys())
        problems += [f"{question.id}：语料里没有方案 {plan}" for plan in unknown]
        for evidence in question.evidence:
            if evidence.plan in texts and not texts[evidence.plan].places(evidence.quote):
                problems.append(f"{question.id}：{evidence.plan} 里没有证据原文“{evidence.quote[:30]}”")
    return problems
