"""Figures from the number ledger."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from corpus.plan import Target
from retrieval.answers.computed import shared_indicator
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.matching import match_rows
from retrieval.answers.slots import POINTS, lacks_rate
from retrieval.answers.statement import Evidence, Statement, evidence_of, evidence_of_row
from retrieval.answers.whole import Stretch, whole_span
from retrieval.answers.window import compose_window
from retrieval.question.query import Query
from retrieval.search.figures import is_ambitious, is_listed, is_tabled, say_target, unit_of
from retrieval.search.ledger import Match, siblings, told_share
from retrieval.search.parted import with_the_parts_beside
from retrieval.search.wording import holds_figure, holds_number, lead_time

#: A name alone must fit a row this well.
_NAMED_BY = 0.75
#: From so many plans on they are weighed against each other.
_SIDE_BY_SIDE = 2
#: A row fits better than another by more than this.
_BETTER = 0.3
#: The signs of what a rate amounts to.
_SHARES = ("%", "％")


def compose_number(desk: Desk) -> list[Statement]:
    """The rows of the number ledger that are asked for; where the ledger has none, the window of a sentence.

    A ledger that has the thing without a figure, or for another year only, has no answer, and no sentence has one.
    """
    if desk.query.asks_when:
        return compose_window(desk)
    elsewhere = match_rows(replace(desk.query, years=()), desk.weighted, desk.rows) if desk.query.years else []
    matches = [] if _is_better(elsewhere, desk.matches) else desk.matches
    matched = [m.target for m in matches]
    targets = siblings(matched, desk.rows) if desk.query.rest else matched
    told = [t for t in targets if t.value is not None]
    if told and lacks_incentive(desk.query, told):
        return []
    if told:
        return _level_told(desk, told) or [say_targets(desk, told)]
    if lacks_rate(desk):
        return []
    if matches:
        return []
    return compose_window(desk.only_of_years(desk.index.targets_of_plan(desk.plan)) if elsewhere else desk)


def _is_better(elsewhere: Sequence[Match], matches: Sequence[Match]) -> bool:
    """Whether a row for another year fits so much better that those for the year asked are of something else."""
    best, own = (max((m.fit for m in each), default=0.0) for each in (elsewhere, matches))
    return bool(matches) and best > own + _BETTER


def _level_told(desk: Desk, rows: Sequence[Target]) -> list[Statement]:
    """Where the level of a rate is asked for, and rows say only by how many points it is to move: the sentence that tells the level."""
    if not desk.query.asks_standing or any(unit_of(row) != POINTS for row in rows):
        return []
    told = compose_window(replace(desk, query=replace(desk.query, units=_SHARES)))
    return [s for s in told if holds_number(s.text, _SHARES)]


def lacks_incentive(query: Query, targets: Sequence[Target]) -> bool:
    """Whether the incentive goal is asked for, and rows give only the firm one: a plan without it has nothing to say."""
    return query.asking.incentive and not any(is_ambitious(t) for t in targets)


def compose_told(desk: Desk) -> list[Statement]:
    """The rows that a mere name means, when one fits it well."""
    matches = desk.matches
    told = [m.target for m in matches if m.target.value is not None]
    named = any(m.fit >= _NAMED_BY or _begins_with(desk.query, m.target) for m in matches)
    return [say_targets(desk, told)] if told and named else []


def _begins_with(query: Query, target: Target) -> bool:
    """Whether the only thing asked begins the indicator's name: 氨氮 of 氨氮重点工程减排量."""
    ways = query.concepts[0].alternatives if len(query.concepts) == 1 else ()
    return any(target.indicator.startswith(way) for way in ways)


def align_figures(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> list[list[Statement]]:
    """What plans side by side say, brought to the one indicator that most of them tell, when one is asked for.

    A plan that was silent, or told another, tells it too if it has it; one without any figure of the ledger is weighed against
    nothing.
    """
    firsts = Counter(s[0].targets[0].canonical for s in told if s and s[0].targets)
    if len(desks) < _SIDE_BY_SIDE or not firsts:
        return list(told)
    canonical = shared_indicator(s[0].targets for s in told if s) or firsts.most_common(1)[0][0]
    unit = next(unit_of(t) for s in told if s for t in s[0].targets if t.canonical == canonical)
    return [_aligned(desk, said, canonical, unit) for desk, said in zip(desks, told, strict=True)]


def _in_unit(said: Sequence[Statement], unit: str) -> bool:
    """Whether statements give a figure in the unit of those they stand beside."""
    return any(holds_figure(s.text, (unit.lstrip("万亿千百"),)) for s in said if unit)


def _aligned(desk: Desk, said: list[Statement], canonical: str, unit: str) -> list[Statement]:
    rows = [t for s in said for t in s.targets]
    same = [t for t in rows if t.canonical == canonical]
    if not same:
        same = [t for t in desk.rows if _is_row_of(desk.query, t, canonical)]
    if not same:
        weighed = desk.query.compares or desk.query.asks_figure
        return said if rows or not weighed or _in_unit(said, unit) else []
    if rows and (all(row in same for row in rows) or desk.query.several):
        return said
    if same and rows and unit_of(rows[0]) == unit and _told(desk.query, rows) > _told(desk.query, same):
        return said  # 外贸进出口总额, beside 进出口总额, and not 经某口岸的进出口
    return [say_targets(desk, same)]


def _told(query: Query, rows: Sequence[Target]) -> float:
    """How much of its name a question says, of the row of which it says most."""
    return max(told_share(query, row) for row in rows)


def _is_row_of(query: Query, target: Target, canonical: str) -> bool:
    in_time = not query.years or target.target_year in query.years
    return target.canonical == canonical and target.value is not None and in_time


def say_targets(desk: Desk, targets: Sequence[Target], denied: Sequence[str] = ()) -> Statement:
    """Rows of one plan in one line: verbatim where all of a stretch is asked for, else each row in its own words.

    ``denied`` are figures that they are said not to be.
    """
    targets = with_the_parts_beside(desk.query, targets, desk.rows)
    parts, evidence = [], []
    for _, group in groupby(targets, key=lambda t: (t.clause, t.sentence)):
        rows = list(group)
        words, quotes = _words_of(desk, rows)
        time = lead_time(rows[0].sentence, rows[0].sentence.find(rows[0].quote))
        parts.append(words if not time or time in words else f"{time}，{words}")
        evidence += quotes
    firm_first = tuple(sorted(targets, key=is_ambitious))
    denial = f"不是{'、'.join(denied)}。" if denied else ""
    return desk.say(f"{denial}{'；'.join(parts)}。", evidence, (), firm_first)


def _words_of(desk: Desk, rows: Sequence[Target]) -> tuple[str, list[Evidence]]:
    """(words, evidence) for rows of one sentence."""
    quotes = {(r.start, r.end): r for r in rows}
    evidence = list(map(evidence_of_row, quotes.values()))
    whole = [r for r in quotes.values() if not any(r is not o and r.quote in o.quote for o in quotes.values())]
    if all(map(is_listed, rows)):
        above = desk.index.clause(desk.index.clause(rows[0].clause).parent or rows[0].clause)
        return "，".join(say_target(r) for r in rows), [*evidence, title_evidence(desk, above)]
    sharing = [t for t in desk.rows if (t.start, t.end) in quotes]
    if len(sharing) > len(rows) or any(is_tabled(r) for r in rows):  # part of an enumeration: 分别完成A、B、C、D
        return "、".join(say_target(r) for r in rows), evidence
    found = {r: _stretch_of(desk, r) for r in whole}
    titles = [r for r, stretch in found.items() if stretch is None]
    stretches = list(dict.fromkeys(stretch for stretch in found.values() if stretch))
    stretches = [s for s in stretches if not any(s is not o and _is_inside(s, o) for o in stretches)]
    words = [r.quote for r in titles]
    words += [_closed(unit.text[start:end].rstrip("。；")) for unit, start, end in stretches]
    of_titles = [e for e in evidence if any(e.start == r.start for r in titles)]
    return "，".join(words), [*of_titles, *(evidence_of(desk.index, *stretch) for stretch in stretches)]


def _is_inside(one: Stretch, other: Stretch) -> bool:
    """Whether a stretch stands inside another of its sentence."""
    return one[0] is other[0] and other[1] <= one[1] and one[2] <= other[2]


def _closed(words: str) -> str:
    """Words that stand in brackets without the one that closes them."""
    return words[:-1] if words.endswith("）") and words.count("）") > words.count("（") else words


def _stretch_of(desk: Desk, row: Target) -> Stretch | None:
    """The words of a row in its sentence, made whole unless figures of several places stand side by side; None where it begins in a title."""
    unit = next((u for u in desk.index.units_of_clause(row.clause) if u.start <= row.start < u.end), None)
    if unit is None:
        return None
    start = unit.text.find(row.quote)
    end = start + len(row.quote)
    side_by_side = len(desk.query.scope.plans) > 1 or desk.query.weighs
    return (unit, start, end) if side_by_side else (unit, *whole_span(unit.text, start, end))
