"""The dates of many documents: which is the earliest, which the latest, how many of each year."""

import re
from collections import Counter
from datetime import date

from index.snapshot import Index
from retrieval.answers.document import front_facts
from retrieval.answers.holdings import called
from retrieval.answers.sheet import Cell, Sheet
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.writing import Draft
from retrieval.question.places import place_name
from retrieval.question.query import Query

_WRITTEN = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
#: So many documents stand in the table.
_SHOWN = 10
_SEVERAL = 2


def draft_dates(index: Index, query: Query) -> Draft | None:
    """The order of the documents by their dates; None where no order is asked for, or fewer than two give a date."""
    dated = sorted((day, plan) for plan in query.scope.plans if (day := _day(index, plan)))
    if not query.asking.weighs_days or len(dated) < _SEVERAL:
        return None
    plans = len(query.scope.plans)
    shown = dated[:_SHOWN] if query.asking.first_day else dated[::-1][:_SHOWN]
    said = {plan: _said(index, plan) for _, plan in {*shown, dated[0], dated[-1]}}
    years = "、".join(f"{year}年{many}份" for year, many in sorted(Counter(day.year for day, _ in dated).items()))
    counted = f"{plans}份{called(index)}，{len(dated)}份写有日期（{years}）。"
    ends = [f"最早的是{_called(index, dated[0][1])}", f"最晚的是{_called(index, dated[-1][1])}"]
    proof = tuple(e for _, plan in (dated[0], dated[-1]) for e in said[plan].evidence)
    apart = f"，相差{(dated[-1][0] - dated[0][0]).days}天" if query.asking.days_apart else ""
    own = (apart,) if apart else ()
    picks = dated[0 if query.asking.first_day else -1][1]
    lines = (
        Statement(counted, own_words=(counted,)),
        Statement(f"{'，'.join(ends)}{apart}。", proof, own_words=own, picks=picks),
    )
    rows = tuple(
        (
            Cell(place_name(index.plan(plan))),
            Cell(index.plan(plan).province or "—"),
            Cell(index.plan(plan).date, said[plan]),
        )
        for _, plan in shown
    )
    sheet = Sheet(("地区", "省份", "日期"), rows)
    closing = f"没有写日期的有{plans - len(dated)}份。" if plans > len(dated) else ""
    return Draft((*lines, *sheet.statements), closing=closing, certainty=1.0, band="sure", sheets=(sheet,))


def _day(index: Index, plan: str) -> date | None:
    found = _WRITTEN.fullmatch("".join(index.plan(plan).date.split()))
    return date(*map(int, found.groups())) if found else None


def _called(index: Index, plan: str) -> str:
    return f"{place_name(index.plan(plan))}（{index.plan(plan).date}）"


def _said(index: Index, plan: str) -> Statement:
    """The date of a plan, with where it stands."""
    fact = next(fact for fact in front_facts(index, plan) if fact.kind == "date")
    return Statement(f"{place_name(index.plan(plan))}：{fact.value}。", (evidence_of(index, fact.unit),), plan)
