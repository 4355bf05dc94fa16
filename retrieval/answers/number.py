"""Figures from the number ledger."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from corpus.plan import Target
from corpus.script import simplified
from retrieval.answers.computed import shared_indicator
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Evidence, Statement
from retrieval.question.asked import asks_for_several, numbered
from retrieval.question.query import Query
from retrieval.reading.features import Asked, things_asked
from retrieval.reading.figures import is_ambitious, is_tabled, say_target, with_unit
from retrieval.reading.reader import Ranked
from retrieval.reading.wording import holds_figure, holds_number, lead_time

#: A goal of its own beside the firm one: a plan without it has nothing to say.
_INCENTIVE = re.compile("激励目标")
#: A row is told beside the best one when it has this share of its share.
_NEAR = 0.6
#: A row stands for its sentence when it says so much of what the sentence says of the question.
_SAYS_AS_MUCH = 0.7
#: From this probability on all figures of a clause are asked for.
_ALL_FIGURES = 0.3
#: From so many plans on they are weighed against each other.
_SIDE_BY_SIDE = 2


def compose_number(desk: Desk) -> list[Statement]:
    """The rows of the number ledger that are asked for; empty where the sentence found has no row that says as much as it does."""
    rows = rows_asked(desk)
    if desk.query.rest:
        rows = _siblings(rows, desk.index.targets_of_plan(desk.plan))
    if rows and _INCENTIVE.search(desk.query.text) and not any(is_ambitious(t) for t in rows):
        return []
    return [say_targets(desk, rows)] if rows else []


def rows_asked(desk: Desk) -> list[Target]:
    """In text order: the rows of the best sentence, or beside the best row, that come near the best of them.

    Where several things are asked, those that each of them names; where all figures are, the rows of the best clause.
    """
    if not desk.reading.ranked:
        return []
    first, query = desk.reading.ranked[0], desk.query
    rows = [
        r for r in desk.reading.ranked if r.candidate.kind == "row" and r.candidate.clause == first.candidate.clause
    ]
    if query.ways["figures"] >= _ALL_FIGURES:
        return _in_order(_told(rows))
    rows = [r for r in rows if r.candidate.unit == first.candidate.unit]
    if query.units and not query.weighs:
        rows = [
            r for r in rows if r.candidate.target and holds_number(with_unit(r.candidate.target), query.units)
        ] or rows
    several = query.weighs or asks_for_several(query.text)
    if not rows or (not several and rows[0].said < _SAYS_AS_MUCH * first.said):
        return []
    near = _of_several(desk, rows) if several and len(rows) > 1 else []
    told = _told(near or [r for r in rows if r.share >= _NEAR * rows[0].share])
    return _in_order([t for t in _told(rows) if t in told or any(_same_indicator(t, other) for other in told)])


def _told(rows: Iterable[Ranked]) -> list[Target]:
    return [t for r in rows if (t := r.candidate.target) and t.value is not None]


def _of_several(desk: Desk, rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows that the things asked name: each thing that some rows have in their name and others have not, has its rows.

    Where no thing tells the rows apart, and as many are asked as the enumeration of the best has, all of it is meant.
    """
    names = [simplified(r.candidate.target.indicator).lower() if r.candidate.target else "" for r in rows]
    things = (thing for thing in things_asked(Asked(desk.query.text)) if len(thing.words) > 1)
    named = [{n for n, name in enumerate(names) if any(way in name for way in thing.ways)} for thing in things]
    telling = set().union(*(found for found in named if 0 < len(found) < len(rows)))
    if telling:
        return [r for n, r in enumerate(rows) if n in telling]
    best = rows[0].candidate
    together = [r for r in rows if (r.candidate.start, r.candidate.end) == (best.start, best.end)]
    return together if numbered(desk.query.text) in (0, len(together)) else list(rows[: numbered(desk.query.text)])


def _in_order(rows: Sequence[Target]) -> list[Target]:
    return sorted(rows, key=lambda t: (t.start, t.quote.find(t.value_text)))


def _same_indicator(one: Target, other: Target) -> bool:
    """Whether a row gives another value of the same indicator: 力争 beside the firm one."""
    return one.canonical == other.canonical and one.scope == other.scope and one.sentence == other.sentence


def _siblings(told: Sequence[Target], targets: Sequence[Target]) -> list[Target]:
    """The other rows of the enumerations that rows stand in: 另外三项."""
    quotes = {(t.start, t.end) for t in told}
    return [t for t in targets if (t.start, t.end) in quotes and t not in told and t.value is not None]


def align_figures(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> list[list[Statement]]:
    """What plans side by side say, brought to the one indicator that most of them tell, when one is asked for.

    A plan that was silent, or told another, tells it too if it has it; one without any figure of the ledger is weighed against
    nothing.
    """
    firsts = Counter(s[0].targets[0].canonical for s in told if s and s[0].targets)
    if len(desks) < _SIDE_BY_SIDE or not firsts:
        return list(told)
    canonical = shared_indicator(s[0].targets for s in told if s) or firsts.most_common(1)[0][0]
    unit = next(t.unit for s in told if s for t in s[0].targets if t.canonical == canonical)
    return [_aligned(desk, said, canonical, unit) for desk, said in zip(desks, told, strict=True)]


def _in_unit(said: Sequence[Statement], unit: str) -> bool:
    """Whether statements give a figure in the unit of those they stand beside."""
    return any(holds_figure(s.text, (unit.lstrip("万亿千百"),)) for s in said if unit)


def _aligned(desk: Desk, said: list[Statement], canonical: str, unit: str) -> list[Statement]:
    rows = [t for s in said for t in s.targets]
    same = [t for t in rows if t.canonical == canonical]
    if not same:
        same = [t for t in desk.index.targets_of_plan(desk.plan) if _is_row_of(desk.query, t, canonical)]
    if not same:
        return said if rows or not desk.query.compares or _in_unit(said, unit) else []
    if rows and (len(same) == len(rows) or asks_for_several(desk.query.text)):
        return said
    return [say_targets(desk, same)]


def _is_row_of(query: Query, target: Target, canonical: str) -> bool:
    in_time = not query.years or target.target_year in query.years
    return target.canonical == canonical and target.value is not None and in_time


def say_targets(desk: Desk, targets: Sequence[Target]) -> Statement:
    """Rows of one plan in one line: verbatim where all of a stretch is asked for, else each row in its own words."""
    parts, evidence = [], []
    for _, group in groupby(targets, key=lambda t: (t.clause, t.sentence)):
        rows = list(group)
        words, quotes = _words_of(desk, rows)
        time = lead_time(rows[0].sentence, rows[0].sentence.find(rows[0].quote))
        parts.append(words if not time or time in words else f"{time}，{words}")
        evidence += quotes
    firm_first = tuple(sorted(targets, key=is_ambitious))
    return desk.say(f"{_denial(desk.query, targets)}{'；'.join(parts)}。", evidence, (), firm_first)


def _denial(query: Query, targets: Sequence[Target]) -> str:
    """不是10.6%。 when the question asserts a figure that the rows do not give."""
    given = {t.value_text.replace(" ", "") for t in targets}
    wrong = [c for c in query.claims if not any(c in g for g in given)]
    return f"不是{'、'.join(wrong)}。" if wrong and len(query.scope.plans) == 1 else ""


def _words_of(desk: Desk, rows: Sequence[Target]) -> tuple[str, list[Evidence]]:
    """(words, evidence) for rows of one sentence."""
    quotes = {(r.start, r.end): r for r in rows}
    evidence = [Evidence(r.plan, r.clause, r.quote, r.sentence, r.start, r.end) for r in quotes.values()]
    whole = [r for r in quotes.values() if not any(r is not o and r.quote in o.quote for o in quotes.values())]
    sharing = [t for t in desk.index.targets_of_plan(desk.plan) if (t.start, t.end) in quotes]
    if len(sharing) > len(rows) or any(is_tabled(r) for r in rows):  # part of an enumeration: 分别完成A、B、C、D
        return "、".join(say_target(r) for r in rows), evidence
    return "，".join(r.quote for r in whole), evidence
