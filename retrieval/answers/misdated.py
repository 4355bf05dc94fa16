"""A document called by a year of which it is not: 甲市2023年发的那个方案, where that of 甲市 is of 2022."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.regions import short_name
from retrieval.answers.desk import Desk
from retrieval.answers.document import Fact, front_facts
from retrieval.answers.statement import Statement, evidence_of

#: What a word of the titles of the documents keeps of its weight, at most.
_OF_TITLE = 0.2
#: What is asked of what stands in a document.
_OF_CONTENT = ("number", "duty", "tasks", "list")


def compose_misdated(desks: Sequence[Desk]) -> list[Statement]:
    """That the document called by a year is of another, with the dates of all that are named; empty where it is of that year, or undated."""
    year, at = desks[0].query.asking.year_of_issue if desks else (0, 0)
    meant = _called(desks, at) if year else None
    dates = {desk.plan: (desk, fact) for desk in desks if (fact := _date(desk))}
    if meant is None or meant.plan not in dates or str(year) in dates[meant.plan][1].value:
        return []
    denial = f"不是{year}年。"
    others = [_say(*dates[desk.plan]) for desk in desks if desk is not meant and desk.plan in dates]
    own = _say(*dates[meant.plan])
    denied = own.text.replace("：", f"：{denial}", 1)
    return [replace(own, text=denied, own_words=(*own.own_words, denial), denies=True), *others]


def asks_of_dates(desk: Desk) -> bool:
    """Whether a question names nothing beside documents and days: which is the later, or why. Words of their titles weigh next to nothing."""
    query = desk.query
    fields = set(query.fields) - {"date"}
    of_dates = query.kind not in _OF_CONTENT and not fields and not query.piece
    return of_dates and all(concept.weight <= _OF_TITLE for concept in query.concepts)


def _called(desks: Sequence[Desk], at: int) -> Desk | None:
    """The desk of the document that stands before the year: of its place, named last before it; the only one where no place is named there."""
    places = {desk.plan: desk.query.asking.place_of(short_name(desk.region)) for desk in desks}
    named = [desk for desk in desks if 0 <= places[desk.plan] < at]
    return max(named, key=lambda desk: places[desk.plan], default=desks[0] if len(desks) == 1 else None)


def _date(desk: Desk) -> Fact | None:
    return next((fact for fact in front_facts(desk) if fact.kind == "date"), None)


def _say(desk: Desk, fact: Fact) -> Statement:
    said = "成文日期为"
    return desk.say(f"{said}{fact.value}。", [evidence_of(desk.index, fact.unit)], (said,))
