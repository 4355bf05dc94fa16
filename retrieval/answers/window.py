"""A figure or a plain fact: the shortest stretch of a sentence that answers."""

from dataclasses import replace

from corpus.script import simplified
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Statement, evidence_of
from retrieval.search.ledger import names_indicator
from retrieval.search.window import Window, best_window, other_year
from retrieval.search.wording import lead_time

#: Below this share of the question's weight a window is about something else.
_COVERED = 0.45
#: So short a sentence is said as a whole where a time is asked: 自……起施行，有效期至…….
_SHORT = 60
#: So much of the question covered, a window may miss its most telling word (said otherwise in the plan).
_WELL_COVERED = 0.6

#: From this probability on a figure is asked for, and nothing without one answers.
_SURE = 0.8


def compose_window(desk: Desk) -> list[Statement]:
    """The window that answers; nothing when no window is about the question."""
    window = best_window(desk.query, desk.weighted, desk.candidates(), figure=desk.query.kind == "number")
    if window is None or not answers(desk, window):
        return []
    whole = desk.query.asks_when and len(window.unit.text) <= _SHORT
    return [say_window(desk, replace(window, start=0, end=len(window.unit.text.rstrip("。"))) if whole else window)]


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
    """``unit.text[start:end]``, after the time that governs it."""
    time, said = lead_time(unit.text, start), unit.text[start:end]
    words = said if not time or time in said else f"{time}，{said}"
    return desk.say(f"{words.rstrip('。；，：、')}。", [evidence_of(desk.index, unit, start, end)])
