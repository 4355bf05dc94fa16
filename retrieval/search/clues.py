"""Passages that the ledgers and the front matter point at: evidence beside what keyword and dense search find."""

from collections.abc import Iterable, Sequence

from corpus.plan import Target
from index.chunk import FRONT_HEADINGS
from index.passage import Passage, Unit
from index.snapshot import Index
from retrieval.question.kinds import USUAL_FIELDS
from retrieval.question.query import Query
from retrieval.search.ledger import match_targets
from retrieval.search.window import weigh_concepts


def find_clues(index: Index, query: Query, plan: str, units: Sequence[Unit]) -> dict[str, float]:
    """Passage id -> how surely it holds what is asked of a plan, 0..1; most passages are not pointed at.

    Args:
        units: the plan's units as search ranks them, best first.
    """
    if query.kind == "number":
        return _figures(index, query, plan)
    if query.kind == "duty":
        return _duties(index, units)
    if query.kind == "document" and not query.asking.other_document:
        return _front_matter(index, query, plan)
    return {}


def _figures(index: Index, query: Query, plan: str) -> dict[str, float]:
    """Where the number ledger's rows stand that are asked for, by how well each fits."""
    clues: dict[str, float] = {}
    for match in match_targets(query, weigh_concepts(index, query), index.targets_of_plan(plan)):
        passage = _holding(index.passages_of_clause(match.target.clause), match.target)
        if passage:
            clues[passage.id] = max(match.fit, clues.get(passage.id, 0.0))
    return clues


def _holding(passages: Iterable[Passage], target: Target) -> Passage | None:
    return next((p for p in passages if p.start <= target.start < p.end), None)


def _duties(index: Index, units: Sequence[Unit]) -> dict[str, float]:
    """Where the clause that the question is about says who is responsible."""
    clause = index.units_of_clause(units[0].clause) if units else ()
    return {unit.passage: 1.0 for unit in clause if unit.kind == "duty"}


def _front_matter(index: Index, query: Query, plan: str) -> dict[str, float]:
    """Where the document's own facts stand that are asked for."""
    asked = set(query.fields or USUAL_FIELDS)
    wanted = {heading for field, heading in FRONT_HEADINGS.items() if field in asked}
    fronts = [clause for clause in index.clauses(plan) if clause.kind != "clause"]
    units = [unit for clause in fronts for unit in index.units_of_clause(clause.id)]
    return {unit.passage: 1.0 for unit in units if unit.kind == "front" and unit.heading in wanted}
