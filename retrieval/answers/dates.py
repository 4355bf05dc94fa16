"""The dates of several plans weighed against each other: the earliest, the latest, the days between."""

import re
from collections.abc import Sequence
from datetime import date

from retrieval.answers.desk import Desk
from retrieval.answers.document import Fact, front_facts
from retrieval.answers.statement import Statement, evidence_of

_WRITTEN = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_SEVERAL = 2

_Dated = tuple[date, Desk, Fact]


def compose_dates(desks: Sequence[Desk]) -> list[Statement]:
    """Which plan is the earliest and the latest, in what order; of two the days between. Empty where no order is asked for."""
    query = desks[0].query
    dated = sorted((d for desk in desks if (d := _dated(desk))), key=lambda d: d[0])
    if len(dated) < _SEVERAL or not query.asking.weighs_days:
        return []
    (first, one, early), (last, other, late) = dated[0], dated[-1]
    said = [f"最早的是{one.region}（{early.value}），最晚的是{other.region}（{late.value}）"]
    if len(dated) > _SEVERAL:
        said.append(f"由早到晚：{'、'.join(f'{desk.region}{fact.value}' for _, desk, fact in dated)}")
    apart = f"相差{(last - first).days}天"
    if query.asking.days_apart:
        said.append(apart)
    evidence = tuple(evidence_of(desk.index, fact.unit) for _, desk, fact in dated)
    picked = one if query.asking.first_day else other
    return [Statement(f"{'。'.join(said)}。", evidence, "", (apart,), (), picked.plan)]


def _dated(desk: Desk) -> _Dated | None:
    """The desk with the date of its plan; None where the plan gives none."""
    for fact in front_facts(desk.index, desk.plan):
        written = _WRITTEN.fullmatch("".join(fact.value.split())) if fact.kind == "date" else None
        if written:
            return date(*map(int, written.groups())), desk, fact
    return None
