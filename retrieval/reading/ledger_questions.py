"""Questions made from what a document's ledgers hold, and about things that it has nowhere: frames filled with its own indicators and titles.

Writers ask in their own words; officials ask by the names of things. Each made question knows its answer exactly, or that there is none.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.script import simplified
from index.snapshot import Index
from retrieval.reading.candidate import Candidate
from retrieval.reading.data import SLOT, Frame, ReadingData
from retrieval.reading.page import open_page
from retrieval.reading.terms import find_terms

#: So many questions of each sort are made about a document.
_ROWS, _DUTIES, _ABSENT = 16, 8, 14
_LONGEST, _SHORTEST = 24, 3
_YEAR = re.compile(r"[到至]?\{Y\}年?底?[的，,]?")
_THING_ALONE = re.compile(r"^[^{}]*(?:\{[XPY]\}[^{}]*){1,3}$")


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question about one document; ``right`` are the numbers of the candidates that answer it, none where nothing does."""

    id: str
    document: str
    kind: str
    question: str
    right: tuple[int, ...]


def make_questions(
    index: Index, document: str, documents: Sequence[str], data: ReadingData, seed: int
) -> Iterator[MadeQuestion]:
    """Questions about the rows and the duties of a document, and about indicators of ``documents`` that it has not; the same for the
    same seed.
    """
    chance = random.Random(f"{seed}-{document}")  # noqa: S311  # reproducible sampling, not a secret
    candidates = open_page(index, document).candidates
    text = "".join(simplified(index.plan_text(document)).lower().split())
    made = [
        *_of_rows(candidates, chance),
        *_of_duties(index, candidates, chance),
        *_absent(index, [d for d in documents if d != document], text, chance),
    ]
    for number, (kind, thing, right) in enumerate(made):
        frame = chance.choice(
            [f for f in data.frames if f.kind == kind and f.frame.count("{X}") == 1 and _THING_ALONE.match(f.frame)]
        )
        yield MadeQuestion(f"made-{document}-{number:03d}", document, kind, _filled(frame, thing), right)


_Made = tuple[str, str, tuple[int, ...]]


def _of_rows(candidates: Sequence[Candidate], chance: random.Random) -> list[_Made]:
    """Each row, and the sentence that it was read from."""
    rows = [
        (at, c)
        for at, c in enumerate(candidates)
        if c.target and c.target.value is not None and _fits(c.target.indicator)
    ]
    made: list[_Made] = []
    for at, row in chance.sample(rows, min(_ROWS, len(rows))):
        assert row.target is not None
        same = [n for n, c in enumerate(candidates) if c.unit == row.unit and c.kind == "sentence"]
        alike = [
            n
            for n, c in rows
            if c.target and c.target.canonical == row.target.canonical and c.target.scope == row.target.scope
        ]
        made.append(("number", _reworded(row.target.indicator, chance), tuple(sorted({at, *same, *alike}))))
    return made


def _of_duties(index: Index, candidates: Sequence[Candidate], chance: random.Random) -> list[_Made]:
    """The duties of each titled clause, one or several brackets."""
    clauses = {c.clause for c in candidates if c.kind == "duty"}
    titled = sorted(clause for clause in clauses if _fits(index.clause(clause).title))
    made: list[_Made] = []
    for clause in chance.sample(titled, min(_DUTIES, len(titled))):
        right = tuple(n for n, c in enumerate(candidates) if c.clause == clause and c.kind == "duty")
        made.append(("duty", _reworded(index.clause(clause).title, chance), right))
    return made


def _absent(index: Index, documents: Sequence[str], text: str, chance: random.Random) -> list[_Made]:
    """Indicators of other documents that stand here in no way that the table of wordings knows."""
    others = sorted({t.indicator for document in documents for t in index.targets_of_plan(document)})
    made: list[_Made] = []
    for indicator in chance.sample(others, min(len(others), 40 * _ABSENT)):
        terms = [
            term
            for term in find_terms(simplified(indicator).lower())[0]
            if term.official and len(term.words) > _SHORTEST
        ]
        missing = terms and not any(way in text for term in terms for way in term.ways if len(way) > 1)
        if missing and _fits(indicator) and len(made) < _ABSENT:
            made.append((chance.choice(("number", "number", "duty", "measure")), _reworded(indicator, chance), ()))
    return made


def _fits(thing: str) -> bool:
    return _SHORTEST <= len(thing) <= _LONGEST


def _reworded(thing: str, chance: random.Random) -> str:
    """A thing as it is called, or one of its terms called another way: an abbreviation, an everyday wording."""
    terms = [t for t in find_terms(simplified(thing).lower())[0] if len(t.ways) > 1]
    if not terms or chance.random() < 0.5:  # every other one
        return thing
    term = chance.choice(terms)
    return simplified(thing).lower().replace(term.words, chance.choice(term.ways), 1)


def _filled(frame: Frame, thing: str) -> str:
    """The frame about a thing, without the place and the year that it may name."""
    timeless = _YEAR.sub("", frame.frame)
    return SLOT.sub(lambda slot: thing if slot.group(1) == "X" else "", timeless)
