"""What is reckoned of two figures of one sentence: what is left of a whole without the part of it that is told (6200辆，其中4000辆), what one has beyond another."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.plan import Target
from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.computed import rows_within
from retrieval.answers.measured import Term, descending, gap, measure
from retrieval.answers.statement import Statement, evidence_of, sentence_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.things import things
from retrieval.search.figures import is_share

PART = "其中"
_Pair = tuple[Unit, Target, Target]


def compose_within_sentence(index: Index, query: Query, told: Sequence[Statement]) -> Statement | None:
    """What is left, or the difference that is asked of one plan, where one pair of figures of one sentence told gives it; else None."""
    reckoning = query.asking.reckoning
    if len(query.scope.plans) != 1 or query.kind != "number" or not (reckoning.remainder or reckoning.difference):
        return None
    of = _remainders if reckoning.remainder else _differences
    pairs = [pair for unit in sentences_told(index, told) for pair in of(query, unit, amounts_of(index, unit))]
    return _say(index, *pairs[0], left=reckoning.remainder) if len(pairs) == 1 else None


def sentences_told(index: Index, told: Sequence[Statement]) -> list[Unit]:
    """The sentences that what is firmly told of places rests on, each once."""
    quotes = (e for s in told if s.plan and not s.nearest and not s.denies for e in s.evidence)
    return list(dict.fromkeys(unit for quote in quotes if (unit := sentence_of(index, quote))))


def amounts_of(index: Index, unit: Unit) -> list[Target]:
    """The amounts of a sentence, shares aside."""
    whole = Statement("", (evidence_of(index, unit),), unit.plan)
    return [row for row in rows_within(index, whole) if row.value is not None and not is_share(row.unit)]


def _remainders(_: Query, unit: Unit, rows: Sequence[Target]) -> Iterator[_Pair]:
    """A whole and the one part of it that a sentence tells behind 其中."""
    head, _sign, tail = unit.text.partition(PART)
    wholes = [row for row in rows if row.value_text in head and row.value_text not in tail]
    parts = [row for row in rows if row.value_text in tail and row.value_text not in head]
    if len(wholes) == len(parts) == 1:
        yield unit, wholes[0], parts[0]


def _differences(query: Query, unit: Unit, rows: Sequence[Target]) -> Iterator[_Pair]:
    """Two figures of a sentence, each named by a thing of its own that the question names."""
    named = [(row, names) for row in rows if (names := _names(query, row))]
    tail = unit.text.partition(PART)[2]
    parts = [(row, names) for row, names in named if row.value_text in tail]
    # 总投资里甲比乙多多少: of the parts, and not of the whole that they are of
    for (one, mine), (other, theirs) in combinations(parts if len(parts) > 1 else named, 2):
        if mine - theirs and theirs - mine:
            yield unit, one, other


def _names(query: Query, row: Target) -> set[str]:
    return {c.words for c in things(query.concepts) if any(way in row.indicator for way in c.alternatives)}


def _say(index: Index, unit: Unit, one: Target, other: Target, *, left: bool) -> Statement | None:
    ordered = descending(measure([Term(row.plan, row.indicator, row) for row in (one, other)]))
    if not ordered or ordered[0][1] == ordered[1][1] or (left and ordered[0][0].target is not one):
        return None
    (high, _), (low, _) = ordered
    apart, shown = gap(*ordered)
    words = f"还剩{apart}（{shown}）" if left else f"{high.place}比{low.place}多{apart}（{shown}）"
    place = place_name(index.plan(unit.plan))
    return Statement(f"{place}：{words}。", (evidence_of(index, unit),), unit.plan, (words,))
