"""A document called by a year of which it is not: 甲市2023年发的那个方案, where that of 甲市 is of 2022."""

from collections.abc import Sequence

from corpus.regions import short_name
from index.snapshot import Index
from retrieval.answers.document import Fact, front_facts
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.places import place_name
from retrieval.question.query import Query

#: What a word of the titles of the documents keeps of its weight, at most.
_OF_TITLE = 0.2
#: What is asked of what stands in a document.
_OF_CONTENT = ("number", "duty", "tasks", "list")
_DATED = "成文日期为"


def compose_misdated(index: Index, query: Query) -> Sequence[Statement]:
    """That the document called by a year is of another, with the dates of all that are named; empty where it is of that year, or undated."""
    year, at = query.asking.year_of_issue
    meant = _called(index, query, at) if year else ""
    dates = {plan: fact for plan in query.scope.plans if meant and (fact := _date(index, plan))}
    if meant not in dates or str(year) in dates[meant].value:
        return ()
    first = sorted(dates, key=lambda plan: plan != meant)
    return [_say(index, plan, dates[plan], f"不是{year}年。" if plan == meant else "") for plan in first]


def asks_of_dates(query: Query) -> bool:
    """Whether a question names nothing beside documents and days: which is the later, or why. Words of their titles weigh next to nothing."""
    fields = set(query.fields) - {"date"}
    of_dates = query.kind not in _OF_CONTENT and not fields and not query.piece and not query.parts
    return of_dates and all(concept.weight <= _OF_TITLE for concept in query.concepts)


def _called(index: Index, query: Query, at: int) -> str:
    """The plan that stands before the year: of its place, named last before it; the only one where no place is named there."""
    plans = query.scope.plans
    places = {plan: query.asking.place_of(short_name(place_name(index.plan(plan)))) for plan in plans}
    named = [plan for plan in plans if 0 <= places[plan] < at]
    return max(named, key=lambda plan: places[plan], default=plans[0] if len(plans) == 1 else "")


def _date(index: Index, plan: str) -> Fact | None:
    return next((fact for fact in front_facts(index, plan) if fact.kind == "date"), None)


def _say(index: Index, plan: str, fact: Fact, denial: str) -> Statement:
    text = f"{place_name(index.plan(plan))}：{denial}{_DATED}{fact.value}。"
    return Statement(text, (evidence_of(index, fact.unit),), plan, (denial, _DATED), denies=bool(denial))
