"""What a part has of its whole where a sentence tells it behind 其中: 专项资金4.5亿元，其中绿色交通2.7亿元."""

from collections.abc import Iterator

from corpus.plan import Target
from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.unreckoned import asks_share_of_one
from retrieval.answers.within_sentence import PART, amounts_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.things import things
from retrieval.search.figures import as_written, in_one_unit, plain_number
from retrieval.search.window import covers

_Pair = tuple[Unit, Target, Target]


def compose_share_within(index: Index, query: Query) -> list[Statement]:
    """The share that is asked of one place, before the sentence that tells part and whole; empty unless one sentence tells both."""
    pairs = list(_pairs(index, query)) if asks_share_of_one(query) else []
    if len(pairs) != 1:
        return []
    unit, part, whole = pairs[0]
    amounts = in_one_unit([part, whole])
    value = f"{plain_number(round(amounts[0].value / amounts[1].value * 100, 1))}%"
    words = f"{as_written(part)}约占{as_written(whole)}的{value}（{as_written(part)}÷{as_written(whole)}）"
    place, proof = place_name(index.plan(unit.plan)), (evidence_of(index, unit),)
    reckoned = Statement(f"{place}：{words}。", proof, unit.plan, (words,), (part, whole))
    return [reckoned, Statement(f"{place}：{unit.text}", proof, unit.plan)]


def _pairs(index: Index, query: Query) -> Iterator[_Pair]:
    """Each sentence with the part and the whole that it tells, where the part has a name asked, and part and whole have all of them."""
    for clause in index.clauses(query.scope.plans[0]):
        for unit in index.units_of_clause(clause.id):
            if unit.kind == "sentence" and PART in unit.text:
                yield from _told(index, query, unit)


def _told(index: Index, query: Query, unit: Unit) -> Iterator[_Pair]:
    head, _, tail = unit.text.partition(PART)
    asked = things(query.concepts)
    rows = amounts_of(index, unit)
    wholes = [row for row in rows if row.value_text in head]
    for part in rows:
        if part.value_text not in tail or part.value_text in head:
            continue
        before = tail[: tail.index(part.value_text)].rsplit("、", 1)[-1]
        named = [concept for concept in asked if covers(concept, before)]
        if not named or not all(concept in named or covers(concept, head) for concept in asked):
            continue
        for whole in wholes[-1:]:
            amounts = in_one_unit([part, whole])
            if amounts and 0 < amounts[0].value < amounts[1].value:
                yield unit, part, whole
