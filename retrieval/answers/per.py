"""What plans write only as that by which another thing is measured: 单位GDP能耗 is no GDP, 万元工业增加值用水量 no 工业增加值."""

from collections.abc import Sequence

from corpus.plan import Target
from retrieval.answers.absence import Absence
from retrieval.answers.desk import Desk
from retrieval.answers.number import say_targets
from retrieval.answers.statement import Statement
from retrieval.search.ledger import match_targets, measures_by, stands_by_itself
from retrieval.search.window import covers
from retrieval.search.wording import holds_number

#: So much of what is asked is the thing that others are measured by.
_ALL = 0.7


def told_only_per(desks: Sequence[Desk]) -> list[Absence | None]:
    """For each desk the absence of the thing asked, which its plan only measures other things by; None where it does not.

    Empty where any plan gives a figure of the thing itself.
    """
    if not desks or desks[0].query.kind not in ("number", "which"):
        return []
    rows = [desk.index.targets_of_plan(desk.plan) for desk in desks]
    if any(match_targets(desk.query, desk.weighted, own) for desk, own in zip(desks, rows, strict=True)):
        return []
    per = [_measured_by(desk, own) for desk, own in zip(desks, rows, strict=True)]
    if not any(per):
        return []
    return [_absent(desk, own) if own else None for desk, own in zip(desks, per, strict=True)]


def _measured_by(desk: Desk, rows: Sequence[Target]) -> list[Target]:
    """The rows that measure other things by the one asked, where all that is asked is that."""
    told = [row for row in rows if row.value is not None and measures_by(desk.query, desk.weighted, row)]
    text = desk.index.plan_text(desk.plan) if told else ""
    if any(stands_by_itself(desk.weighted, row, text) for row in told):
        return []
    total = sum(item.weight for item in desk.weighted)
    return [row for row in told if _met(desk, row) >= _ALL * total]


def _met(desk: Desk, row: Target) -> float:
    name = f"{row.indicator} {row.canonical}"
    return sum(item.weight * covers(item.concept, name) for item in desk.weighted)


def _absent(desk: Desk, rows: Sequence[Target]) -> Absence:
    thing = "".join(w.concept.words for w in desk.weighted if not holds_number(w.concept.words, ()))
    note = f"没有给出{thing}，写到的是"
    said = say_targets(desk, rows)
    text = said.text.replace("：", f"：{note}", 1)
    return Absence(desk.plan, None, said=Statement(text, said.evidence, desk.plan, (*said.own_words, note)))
