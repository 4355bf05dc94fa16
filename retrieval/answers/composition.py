"""What is told of the plans together, and how the parts of a question become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answers.absence import Absence
from retrieval.answers.statement import Statement

_STOPS = "。；"


@dataclass(frozen=True, slots=True)
class Composition:
    """Statements in plan order, and the plans that do not say what was asked."""

    statements: tuple[Statement, ...]
    absences: tuple[Absence, ...]


def merge(compositions: Sequence[Composition]) -> Composition:
    """Statements in the order asked, each once; of a plan that gave anything only the parts are reported that it leaves open."""
    statements: list[Statement] = []
    for statement in (s for c in compositions for s in c.statements):
        same = [n for n, other in enumerate(statements) if _says_more(statement, other)]
        if same:
            statements[same[0]] = statement
        elif not any(_says_more(other, statement) for other in statements):
            statements.append(statement)
    told = {s.plan for s in statements}
    absent = [a for c in compositions for a in c.absences]
    silent = {a.plan: replace(a, part=None) for a in absent if a.plan not in told}
    left_open = [a for a in absent if a.plan in told and a.part is not None]
    return Composition(tuple(statements), (*left_open, *silent.values()))


def _says_more(one: Statement, other: Statement) -> bool:
    """Whether a statement says all that another says, with its evidence: what the ledgers say in other words counts by its words."""
    if one.plan != other.plan or not same_evidence(other, one):
        return False
    verbatim = all(e.quote.rstrip(_STOPS) in other.text for e in other.evidence)
    return verbatim or other.text.rstrip(_STOPS) in one.text


def same_evidence(one: Statement, other: Statement) -> bool:
    """Whether all that a statement quotes stands in what another quotes."""
    return bool(one.evidence) and all(any(a.quote in b.quote for b in other.evidence) for a in one.evidence)
