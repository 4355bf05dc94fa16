"""A figure or a plain fact: the shortest stretch of a sentence that answers."""

from collections.abc import Sequence

from corpus.ordered_values import IN_ORDER
from corpus.plan import Clause
from corpus.script import simplified
from index.passage import Unit
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.whole import Stretch, whole_stretches
from retrieval.search.ledger import names_indicator
from retrieval.search.window import Window, best_window, other_year
from retrieval.search.wording import FIGURE, lead_time

#: Below this share of the question's weight a window is about something else.
_COVERED = 0.45
#: So much of the question covered, a window may miss its most telling word (said otherwise in the plan).
_WELL_COVERED = 0.6

#: From this probability on a figure is asked for, and nothing without one answers.
_SURE = 0.8


def compose_window(desk: Desk) -> list[Statement]:
    """The window that answers; nothing when no window is about the question."""
    window = best_window(desk.query, desk.weighted, desk.candidates(), figure=desk.query.kind == "number")
    if window is None or not answers(desk, window):
        return []
    return [say_window(desk, window)]


def answers(desk: Desk, window: Window) -> bool:
    """Whether a window covers enough of the question, with the figure, the core and the year that are asked."""
    query = desk.query
    if window.coverage < _COVERED:
        return False
    if query.kind == "number" and not window.has_figure and (query.units or query.ways["number"] >= _SURE):
        return False
    if window.coverage < _WELL_COVERED and not desk.meets_core(window.unit.heading + window.text):
        return False
    if query.kind == "number" and not names_indicator(query, window.unit.heading + simplified(window.text)):
        return False
    return not other_year(query.years, window.unit.text, window.start, window.end)


def say_window(desk: Desk, window: Window) -> Statement:
    """The window's words, after the time that governs them."""
    return say_stretch(desk, window.unit, window.start, window.end)


def say_stretch(desk: Desk, unit: Unit, start: int, end: int) -> Statement:
    """``unit.text[start:end]`` made whole, after the time that governs it."""
    stretches = whole_stretches(desk.index, unit, start, end)
    first, at, _ = stretches[0]
    time, said = lead_time(first.text, at), "".join(u.text[a:b] for u, a, b in stretches)
    words = said if not time or time in said else f"{time}，{said}"
    return say_named(desk, f"{words.rstrip('。；，：、')}。", stretches)


def say_named(desk: Desk, words: str, stretches: Sequence[Stretch]) -> Statement:
    """The words of stretches, bare figures after the headings that name them."""
    first, start, _ = stretches[0]
    names = _names_of(desk, first) if FIGURE.match(first.text[start:]) else []
    evidence = [title_evidence(desk, clause) for clause in names]
    evidence += [evidence_of(desk.index, *stretch) for stretch in stretches]
    return desk.say("".join(f"{clause.title}：" for clause in names) + words, evidence)


def _names_of(desk: Desk, unit: Unit) -> list[Clause]:
    """The headings that say what bare figures are of: the one above them, and the one above that where it says their order."""
    clauses = {c.id: c for c in desk.index.clauses(desk.plan)}
    own = clauses[unit.clause]
    above = clauses.get(own.parent or "")
    names = [above, own] if above and IN_ORDER.search(above.title) else [own]
    return [clause for clause in names if clause.title]
