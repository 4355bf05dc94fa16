"""What is computed over the figures that the other statements say: rankings, sums, differences, ratios."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.plan import Target
from corpus.regions import short_name
from index.snapshot import Index
from retrieval.answers.compute import compute, extreme, totals
from retrieval.answers.measured import Term, descending, measure
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.reading.page import pairs_of
from retrieval.search.figures import is_ambitious, part_of
from retrieval.search.ledger import rows_of

#: 丙市城市: what is measured there is measured in its city.
_PART = re.compile("(?<=市)城市$")
_SEVERAL = 2
#: From so many places on, each with a name of its own, most pairs of names share so much (0..1, of the pairs of signs of the shorter).
_FEWEST_NAMES, _ALIKE = 3, 0.3


def compose_computed(index: Index, query: Query, statements: Sequence[Statement]) -> list[Statement]:
    """Statements that rank, add or compare what ``statements`` say, each on the evidence of its terms; the nearest is no term."""
    several = len(query.scope.plans) > 1
    summed = query.asking.reckoning.sum and not several
    firm = [_with_rows(index, query, s) if summed and not s.targets else s for s in statements if not s.nearest]
    if several and query.asking.reckoning.reckons and not any(s.targets for s in firm):
        firm = [_with_own_row(index, query, s) for s in firm]
    told = [s for s in firm if s.targets]
    added = totals(query.asking, [_named_apart(query, _indicators(index, [s])) for s in told] if several else [])
    terms = _places(index, query, told) if several else _named_apart(query, _indicators(index, told))
    if several and not _is_one_measure(terms):
        return []
    if not several and query.switches and not query.asking.reckoning.reckons:
        return []  # 上海呢, after an order of places, orders no figures of the one
    evidence = {s.plan: s.evidence for s in told}
    top = extreme(query.asking, terms)
    computed = []
    for result in added or compute(query.asking, terms, query.ranked, query.claims):
        proof = tuple(dict.fromkeys(e for t in result.terms for e in evidence[t.plan]))
        orders = result.ranks or result.whole
        parts = () if several or not orders else _parts_in_order(result.terms)
        ranking = tuple(t.plan for t in result.terms) if orders and not parts else ()
        computed.append(
            Statement(
                f"{result.text}。",
                proof,
                own_words=result.computed,
                picks=top.plan if top else "",
                ranking=ranking,
                parts=parts,
                tied=result.tied,
                whole=result.whole,
            )
        )
    return computed


def _parts_in_order(terms: Sequence[Term]) -> tuple[str, ...]:
    """The parts of a place whose figures these are, the highest first; empty where they are no figures of parts."""
    return tuple(t.place for t, _ in descending(measure(terms))) if all(part_of(t.target) for t in terms) else ()


def compose_over_parts(index: Index, parts: Sequence[Query], told: Sequence[Sequence[Statement]]) -> list[Statement]:
    """What a part asks to be reckoned of the figures that it and the parts before it tell of one plan: A多少，B呢，一共多少."""
    for at, part in enumerate(parts[1:], 1):
        reckoned = any(not s.plan for s in told[at])
        if part.asking.reckoning.reckons and len(part.scope.plans) == 1 and not reckoned:
            figures = [s for said in told[: at + 1] for s in said if s.plan in part.scope.plans]
            return compose_computed(index, part, figures)
    return []


def _is_one_measure(terms: Sequence[Term]) -> bool:
    """Whether figures of several places are of one thing: by one name, or most of them by names alike; 货物吞吐量 is not weighed against 进出口总额."""
    names = {t.target.canonical for t in terms}
    if len(terms) < _FEWEST_NAMES or len(names) < len(terms):
        return True
    pairs = [pairs_of(name) for name in names]
    alike = [
        len(one & other) / max(1, min(len(one), len(other))) >= _ALIKE
        for at, one in enumerate(pairs)
        for other in pairs[:at]
    ]
    return 2 * sum(alike) > len(alike)


def _with_rows(index: Index, query: Query, statement: Statement) -> Statement:
    """A statement that quotes one list of figures (分别达A、B、C), with the rows of the ledger that these are."""
    inside = [
        row
        for evidence in statement.evidence
        for row in rows_of(index, query, statement.plan)
        if evidence.start <= row.start and row.end <= evidence.end
    ]
    listed = len({(row.start, row.end) for row in inside}) == 1 < len(inside)
    return replace(statement, targets=tuple(inside)) if listed else statement


def rows_within(index: Index, statement: Statement) -> list[Target]:
    """The figures, to come or of the year before, that the ledgers read from what a statement of one place rests on."""
    rows = (*index.targets_of_plan(statement.plan), *index.results_of_plan(statement.plan))
    return [row for row in rows if any(e.start <= row.start and row.end <= e.end for e in statement.evidence)]


def _with_own_row(index: Index, query: Query, statement: Statement) -> Statement:
    """A sentence told of a place, with the one figure in it whose name holds all that is asked of."""
    if not statement.plan or not query.concepts:
        return statement
    own = [
        row
        for row in rows_within(index, statement)
        if all(any(way in row.indicator for way in c.alternatives) for c in query.concepts)
    ]
    named = {way for c in query.concepts for way in c.alternatives}
    exact = [row for row in own if {row.indicator, row.canonical} & named]  # 地区生产总值, and not its 增长
    own = exact if len(own) > 1 else own
    return replace(statement, targets=tuple(own)) if len(own) == 1 else statement


def _places(index: Index, query: Query, told: Sequence[Statement]) -> list[Term]:
    """One term a place, in the order asked: A是B的几倍."""
    shared = shared_indicator(s.targets for s in told)
    rows = {s.plan: [t for t in s.targets if t.canonical == shared] or s.targets for s in told}
    terms = [Term(plan, place_name(index.plan(plan)), compared(query, rows[plan])) for plan in rows]
    return sorted(terms, key=lambda t: query.asking.place_of(short_name(t.place)))


def shared_indicator(told: Iterable[Sequence[Target]]) -> str:
    """The indicator that most plans tell, of those that at least two tell; empty when they tell none in common."""
    counts = Counter(canonical for targets in told for canonical in dict.fromkeys(t.canonical for t in targets))
    canonical, count = counts.most_common(1)[0] if counts else ("", 0)
    return canonical if count > 1 else ""


def _indicators(index: Index, told: Sequence[Statement]) -> list[Term]:
    """One term an indicator of the one plan, by its name; of one that it gives for several parts of its place, one a part, by theirs.

    An indicator's 力争 value is no other indicator.
    """
    firsts = {(t.canonical, t.scope): t for s in told for t in reversed(s.targets)}
    rows = sorted(firsts.values(), key=lambda t: (t.start, t.quote.find(t.value_text)))
    parted = len({t.canonical for t in rows}) == 1 < len(rows)
    return [
        Term(t.plan, _PART.sub("", t.scope) if parted else t.indicator, t, place_name(index.plan(t.plan))) for t in rows
    ]


def _named_apart(query: Query, terms: Sequence[Term]) -> Sequence[Term]:
    """The terms that are added or between which a difference is asked: of several indicators those that the question says most of.

    For a difference it must tell them from each other, unless it asks for the ends of an order (四项里最多的和最少的差多少).
    """
    reckoning = query.asking.reckoning
    differs = reckoning.difference and not reckoning.sum and not query.asking.extreme
    if not (differs or reckoning.sum) or len({t.target.canonical for t in terms}) < _SEVERAL:
        return terms
    said = [{c.words for c in query.concepts if any(w in t.target.indicator for w in c.alternatives)} for t in terms]
    most = max(map(len, said))
    kept = [(term, words) for term, words in zip(terms, said, strict=True) if len(words) == most]
    apart = all(mine != other for at, (_, mine) in enumerate(kept) for _, other in kept[:at])
    if differs:
        return [term for term, _ in kept] if apart else ()
    return [term for term, _ in kept] if len(kept) >= _SEVERAL else terms


def compared(query: Query, targets: Sequence[Target]) -> Target:
    """The figure of a place that is weighed against others: its firm one, or the ambitious one where that is asked."""
    ambitious = [t for t in targets if is_ambitious(t)]
    return ambitious[0] if ambitious and query.asking.ambition else targets[0]
