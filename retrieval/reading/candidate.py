"""Everything in a plan that can answer is one kind of thing: a candidate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.plan import Clause, Target
from corpus.script import simplified
from index.passage import Unit
from index.snapshot import Index
from retrieval.search.figures import BOUNDING, say_target

CandidateKind = Literal["sentence", "duty", "front", "heading", "row", "outline"]
KINDS: tuple[CandidateKind, ...] = ("sentence", "duty", "front", "heading", "row", "outline")

#: A clause with so many titled clauses below it can be asked for its parts.
_FEWEST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, a responsibility bracket, a fact of the document, a row of the number ledger, or a heading with what stands below it.

    ``text`` is what it says, in simplified characters, ``heading`` what it stands under; ``start`` and ``end`` are raw offsets.
    ``unit`` is the row of its unit in the index (for a ledger row that of the sentence it was read from; -1 where there is none).
    """

    kind: CandidateKind
    plan: str
    clause: str
    heading: str
    text: str
    start: int
    end: int
    unit: int = -1
    target: Target | None = None


def candidates_of(index: Index, plan: str) -> list[Candidate]:
    """All candidates of a plan: its units in text order, then the rows of its number ledger, then its headings with parts."""
    rows = [int(row) for row in index.unit_rows((plan,))]
    units = [index.unit(row) for row in rows]
    return [
        *(_of_unit(unit, row) for unit, row in zip(units, rows, strict=True)),
        *_rows(index, plan, list(zip(units, rows, strict=True))),
        *_outlines(index.clauses(plan)),
    ]


def _of_unit(unit: Unit, row: int) -> Candidate:
    heading, text = simplified(unit.heading), simplified(unit.text)
    return Candidate(unit.kind, unit.plan, unit.clause, heading, text, unit.start, unit.end, row)


def _rows(index: Index, plan: str, units: list[tuple[Unit, int]]) -> Iterator[Candidate]:
    sentence_of = {(unit.clause, unit.text): row for unit, row in units}
    for target in index.targets_of_plan(plan):
        heading = simplified(index.clause(target.clause).title)
        row = sentence_of.get((target.clause, target.sentence), -1)
        text = simplified(f"{target.scope}{say_target(replace(_as_read(target), scope=''))}")
        yield Candidate("row", plan, target.clause, heading, text, target.start, target.end, row, target)


def _as_read(target: Target) -> Target:
    """A row as the reader has learned to read it: of 力争不低于 only the 力争."""
    said = target.qualifier.split("；")
    return replace(target, qualifier="；".join(w for w in said if w not in BOUNDING)) if "力争" in said else target


def _outlines(clauses: tuple[Clause, ...]) -> Iterator[Candidate]:
    parts: dict[str, list[str]] = {}
    for clause in clauses:
        if clause.parent and clause.title:
            parts.setdefault(clause.parent, []).append(clause.title)
    for clause in clauses:
        below = parts.get(clause.id, [])
        if clause.title and len(below) >= _FEWEST_PARTS:
            text = simplified(f"{clause.title}：{'；'.join(below)}")
            end = clause.start + max(1, len(clause.heading))
            yield Candidate("outline", clause.plan, clause.id, simplified(clause.title), text, clause.start, end)
