"""What is reckoned of two figures of one sentence: what is left of a whole without the part of it that is told (6200辆，其中4000辆), what one has beyond another."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.plan import Target
from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.things import things
from retrieval.search.figures import as_written, difference_unit, in_one_unit, is_share, plain_number

_PART = re.compile("其中")


def compose_within_sentence(index: Index, query: Query, told: Sequence[Statement]) -> Statement | None:
    """What is left, or the difference that is asked of one plan, where one pair of figures of one sentence told gives it; else None."""
    reckoning = query.asking.reckoning
    if len(query.scope.plans) != 1 or query.kind != "number" or not (reckoning.remainder or reckoning.difference):
        return None
    firm = [s for s in told if s.plan and not s.nearest and not s.denies]
    units = list(dict.fromkeys(unit for statement in firm for unit in _sentences(index, statement)))
    found = _remainders(index, units) if reckoning.remainder else _differences(index, query, units)
    pairs = list(found)
    return _say(index, *pairs[0], left=reckoning.remainder) if len(pairs) == 1 else None


def _sentences(index: Index, statement: Statement) -> Iterator[Unit]:
    for evidence in statement.evidence:
        sentences = (u for u in index.units_of_clause(evidence.clause) if u.kind == "sentence")
        yield from (u for u in sentences if u.text == evidence.context)


def _rows(index: Index, unit: Unit) -> list[Target]:
    rows = (*index.targets_of_plan(unit.plan), *index.results_of_plan(unit.plan))
    inside = [row for row in rows if row.clause == unit.clause and row.sentence in unit.text and row.value is not None]
    return [row for row in inside if not is_share(row.unit)]


def _remainders(index: Index, units: Sequence[Unit]) -> Iterator[tuple[Unit, Target, Target]]:
    """A whole and the one part of it that a sentence tells behind 其中."""
    for unit in units:
        head, sign, tail = unit.text.partition(_PART.pattern)
        rows = _rows(index, unit) if sign else []
        wholes = [row for row in rows if row.value_text in head and row.value_text not in tail]
        parts = [row for row in rows if row.value_text in tail and row.value_text not in head]
        if len(wholes) == len(parts) == 1:
            yield unit, wholes[0], parts[0]


def _differences(index: Index, query: Query, units: Sequence[Unit]) -> Iterator[tuple[Unit, Target, Target]]:
    """Two figures of a sentence, each named by a thing of its own that the question names."""
    for unit in units:
        named = [(row, names) for row in _rows(index, unit) if (names := _names(query, row))]
        _, sign, tail = unit.text.partition(_PART.pattern)
        parts = [(row, names) for row, names in named if sign and row.value_text in tail]
        # 总投资里甲比乙多多少: of the parts, and not of the whole that they are of
        for (one, mine), (other, theirs) in combinations(parts if len(parts) > 1 else named, 2):
            if mine - theirs and theirs - mine:
                yield unit, one, other


def _names(query: Query, row: Target) -> set[str]:
    return {c.words for c in things(query.concepts) if any(way in row.indicator for way in c.alternatives)}


def _say(index: Index, unit: Unit, one: Target, other: Target, *, left: bool) -> Statement | None:
    amounts = in_one_unit([one, other])
    if not amounts or amounts[0].value == amounts[1].value or (left and amounts[0].value < amounts[1].value):
        return None
    (more, high), (less, low) = sorted(zip((one, other), amounts, strict=True), key=lambda each: -each[1].value)
    apart = f"{plain_number(round(high.value - low.value, 6))}{difference_unit(high.unit)}"
    shown = f"{as_written(more)}－{as_written(less)}"
    words = f"还剩{apart}（{shown}）" if left else f"{more.indicator}比{less.indicator}多{apart}（{shown}）"
    return Statement(
        f"{place_name(index.plan(unit.plan))}：{words}。", (evidence_of(index, unit),), unit.plan, (words,)
    )
