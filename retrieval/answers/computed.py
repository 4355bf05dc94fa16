"""What is computed over the figures that the other statements say: rankings, sums, differences, ratios."""

from collections.abc import Sequence

from corpus.plan import Target
from corpus.regions import short_name
from index.snapshot import Index
from retrieval.compute import Term, compute, extreme
from retrieval.figures import asks_for_ambition, is_ambitious
from retrieval.places import place_name
from retrieval.question import Query
from retrieval.statement import Statement


def compose_computed(index: Index, query: Query, statements: Sequence[Statement]) -> list[Statement]:
    """Statements that rank, add or compare what ``statements`` say, each on the evidence of its terms."""
    told = [s for s in statements if s.targets]
    terms = _places(index, query, told) if len(query.scope.plans) > 1 else _indicators(told)
    evidence = {s.plan: s.evidence for s in told}
    top = extreme(query.question, terms)
    computed = []
    for result in compute(query.question, terms):
        proof = tuple(dict.fromkeys(e for t in result.terms for e in evidence[t.plan]))
        computed.append(Statement(f"{result.text}。", proof, "", result.computed, (), top.plan if top else ""))
    return computed


def _places(index: Index, query: Query, told: Sequence[Statement]) -> list[Term]:
    """One term a place, in the order asked: A是B的几倍."""
    terms = [Term(s.plan, place_name(index.plan(s.plan)), _compared(query, s.targets)) for s in told]
    return sorted(terms, key=lambda t: query.question.find(short_name(t.place)))


def _indicators(told: Sequence[Statement]) -> list[Term]:
    """One term an indicator of the one plan; an indicator's 力争 value is no other indicator."""
    firsts = {t.canonical: t for s in told for t in reversed(s.targets)}
    return [Term(t.plan, t.indicator, t) for t in firsts.values()]


def _compared(query: Query, targets: Sequence[Target]) -> Target:
    """The figure of a place that is weighed against others: its firm one, or the ambitious one where that is asked."""
    ambitious = [t for t in targets if is_ambitious(t)]
    return ambitious[0] if ambitious and asks_for_ambition(query.question) else targets[0]
