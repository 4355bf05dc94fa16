"""What a part of a question asks of the thing that the part before tells (……补多少，封顶多少), where the same sentence says it."""

from collections.abc import Iterator, Sequence

from index.snapshot import Index
from retrieval.answers.composition import Composition
from retrieval.answers.statement import Statement, evidence_of, sentence_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.things import only_the_figure
from retrieval.question.topic import Concept
from retrieval.search.wording import holds_number, parts_of


def told_of_aspect(index: Index, part: Query, before: Composition) -> Composition | None:
    """The sentences told before, as far as to where they say what is asked; None where the part asks of a thing of its own, or they do not say it."""
    own = [c for c in part.concepts if part.asking.names(c.words)]
    firm = [s for s in before.statements if s.plan in part.scope.plans and not s.nearest]
    if not only_the_figure(own) or not firm:
        return None
    said = [statement for each in firm for statement in _said_on(index, own, each)]
    return Composition(tuple(said), ()) if {s.plan for s in said} == set(part.scope.plans) else None


def _said_on(index: Index, own: Sequence[Concept], told: Statement) -> Iterator[Statement]:
    """A statement, grown to where its sentence says something of the concepts."""
    for evidence in told.evidence:
        unit = sentence_of(index, evidence)
        at = unit.text.find(evidence.quote) if unit else -1
        ends = (b for a, b in parts_of(unit.text) if b > at and _says(own, unit.text[a:b])) if unit and at >= 0 else ()
        if unit and (end := next(iter(ends), 0)):
            whole = max(end, at + len(evidence.quote))
            text = f"{place_name(index.plan(told.plan))}：{unit.text[at:whole].rstrip('，；。')}。"
            yield Statement(text, (evidence_of(index, unit, at, whole),), told.plan)
            return


def _says(own: Sequence[Concept], text: str) -> bool:
    return holds_number(text, ()) and any(way in text for concept in own for way in concept.alternatives)
