"""The figures of one measure that many plans give: one a place, those that are of something else, another year or another unit counted apart."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.plan import Target
from corpus.regions import short_name
from index.snapshot import Index
from retrieval.answers.computed import compared, shared_indicator
from retrieval.answers.many.rows import rows_asked, rows_named
from retrieval.answers.measured import Term
from retrieval.answers.number import lacks_incentive
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import is_ambitious, measured_alike
from retrieval.search.ledger import Match
from retrieval.search.window import WeightedConcept

#: A figure of this is one of the whole place: 全市, 全州, 全域.
_WHOLE = re.compile(r"全?(?:[省市州区县旗盟域]|地区|社会)*")
#: A row for another year fits better than one for the year asked by more than this: see :mod:`retrieval.answers.number`.
_BETTER = 0.3


@dataclass(frozen=True)
class Gathered:
    """One term a place, in the order of the plans, with the ``rows`` of its plan, the firm one first.

    ``apart`` are plans whose figure is not weighed with those, by why; ``silent`` are those that give none.
    """

    canonical: str
    terms: tuple[Term, ...]
    rows: Mapping[str, tuple[Target, ...]]
    apart: Mapping[str, tuple[str, ...]]
    silent: tuple[str, ...]


def gather(index: Index, query: Query, weighted: Sequence[WeightedConcept]) -> list[Gathered]:
    """The figures asked for of all plans in scope: one measure, or several where several things are asked; empty where no ledger has any."""
    plans = query.scope.plans
    told = _told(index, query, weighted, plans)
    if not told:
        return []
    firsts = Counter(rows[0].canonical for rows in told.values())
    main = shared_indicator(rows[:1] for rows in told.values()) or firsts.most_common(1)[0][0]
    names = [main]
    if query.several:
        counts = Counter(name for rows in told.values() for name in {row.canonical for row in rows})
        own = dict.fromkeys(row.canonical for rows in told.values() for row in rows)
        names = [name for name in own if 2 * counts[name] > len(told)] or names
    return [_of_indicator(index, query, told, name) for name in names]


def _told(
    index: Index, query: Query, weighted: Sequence[WeightedConcept], plans: Sequence[str]
) -> dict[str, list[Target]]:
    """Plan id -> its rows that are asked for and give a number, the firm ones first."""
    asked = rows_asked(index, query, weighted, plans)
    elsewhere = rows_asked(index, replace(query, years=()), weighted, plans) if query.years else {}
    told = {}
    for plan, matches in asked.items():
        rows = [match.target for match in matches if match.target.value is not None]
        of_other_year = _fit(elsewhere.get(plan, ())) > _fit(matches) + _BETTER
        if rows and not of_other_year and not lacks_incentive(query, rows):
            told[plan] = sorted(rows, key=is_ambitious)
    return told


def _fit(matches: Iterable[Match]) -> float:
    return max((match.fit for match in matches), default=0.0)


def _of_indicator(index: Index, query: Query, told: Mapping[str, list[Target]], canonical: str) -> Gathered:
    """The figures of one indicator, of plans that told another or nothing as well, where they have it."""
    plans = query.scope.plans
    lacking = [plan for plan in plans if not any(row.canonical == canonical for row in told.get(plan, ()))]
    beside = rows_named(index, canonical, lacking) if lacking else {}
    rows: dict[str, tuple[Target, ...]] = {}
    other: list[str] = []
    for plan in plans:
        own = [row for row in told.get(plan, ()) if row.canonical == canonical]
        own = own or [row for row in beside.get(plan, ()) if row.value is not None and _is_in_time(query, row)]
        if own:
            rows[plan] = tuple(sorted(own, key=is_ambitious))
        elif plan in told:
            other.append(plan)
    terms = [Term(plan, place_name(index.plan(plan)), compared(query, own)) for plan, own in rows.items()]
    kept, apart = _of_one_measure(index, terms)
    silent = tuple(plan for plan in plans if plan not in rows and plan not in told)
    unlike = {"用别的名称": tuple(other)} if other else {}
    return Gathered(canonical, tuple(kept), rows, {**apart, **unlike}, silent)


def _is_in_time(query: Query, row: Target) -> bool:
    return not query.years or row.target_year in query.years


def _of_one_measure(index: Index, terms: Sequence[Term]) -> tuple[list[Term], dict[str, tuple[str, ...]]]:
    """(the terms that can be weighed with most of the others, the plans of those that cannot, by why)."""
    kept, apart = list(terms), {}
    for why, key in _KEYS.items():
        of = {term.plan: key(index, term) for term in kept}
        counts = Counter(value for value in of.values() if value is not None)
        usual = counts.most_common(1)[0][0] if counts else None
        others = [term for term in kept if of[term.plan] not in (None, usual)]
        if others:
            apart[why] = tuple(term.plan for term in others)
            kept = [term for term in kept if of[term.plan] in (None, usual)]
    return kept, apart


def _scope(index: Index, term: Term) -> str:
    """What a figure applies to, where that is not its whole place."""
    region = index.plan(term.plan).region
    said = term.target.scope.replace(region, "").replace(short_name(region) or region, "")
    return "" if _WHOLE.fullmatch(said) else said


def _sense(_: Index, term: Term) -> str:
    """Whether a figure says by how much a thing moves, or what it amounts to."""
    comparison = term.target.comparison
    return comparison if comparison in ("decrease", "reduction_amount") else "level"


#: What figures must have in common to be weighed, by what is said of those that have not; what a plan leaves unsaid (None) sets none apart.
_KEYS: dict[str, Callable[[Index, Term], Hashable | None]] = {
    "用别的单位": lambda _, term: measured_alike(term.target),
    "按别的口径": _sense,
    "为别的范围": _scope,
    "为别的年份": lambda _, term: term.target.target_year,
    "以别的年份为基数": lambda _, term: term.target.base_year,
}
