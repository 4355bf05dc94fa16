"""A plan that does not give what was asked: why it is held not to, and the closest that it says."""

from dataclasses import dataclass
from typing import Literal

from retrieval.answers.desk import SHORTEST_QUOTE, Desk
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.answers.whole import whole_span
from retrieval.question.query import Query
from retrieval.reading.features import stands_anywhere, things_asked
from retrieval.reading.page import open_page
from retrieval.search.window import Window, best_window, covers

#: Results or a time that the plan is not about; a county it does not name; a year it does not name; an official term that stands nowhere
#: in it; no figure where one is asked; no name of a thing in the question; no figure for each year, but one for all; else no sentence
#: that answers.
Reason = Literal["period", "place", "year", "indicator", "figure", "not understood", "evidence", "yearly"]
#: Below this share of the question's weight what is nearest is too far off to be shown.
_NEAREST = 0.3
#: A figure that is nearest must be of this share of the things asked.
_OF_THINGS = 0.5


@dataclass(frozen=True, slots=True)
class Absence:
    """A plan in scope that does not give what was asked; ``nearest`` is the closest it says, if anything is close.

    ``certainty`` (0..1) is how likely it gives it all the same; ``part`` is the part of the question that it leaves open, where it
    answers others; ``said`` says in its own way what the plan has instead.
    """

    plan: str
    nearest: Evidence | None
    reason: Reason = "evidence"
    certainty: float = 0.0
    part: Query | None = None
    said: Statement | None = None


def absence_of(desk: Desk, certainty: float) -> Absence:
    """The absence from a plan, with the nearest it says."""
    nearest = best_window(desk.query, desk.weighted, desk.candidates(), figure=False)
    if nearest is None or nearest.coverage < _NEAREST or (nearest.has_figure and not _is_of_things(desk, nearest)):
        return Absence(desk.plan, None, _reason(desk, near=False), certainty)
    start, end = whole_span(nearest.unit.text, nearest.start, nearest.end, most_figures=0)
    evidence = evidence_of(desk.index, nearest.unit, start, end)
    if len(evidence.quote) < SHORTEST_QUOTE:
        return Absence(desk.plan, None, _reason(desk, near=False), certainty)
    return Absence(desk.plan, evidence, _reason(desk, near=True), certainty)


def _is_of_things(desk: Desk, nearest: Window) -> bool:
    """Whether a figure is of most of what is asked, however rare the words are: one of another thing would be taken for the answer."""
    words = nearest.text + nearest.unit.heading
    total = sum(w.concept.weight for w in desk.weighted)
    met = sum(w.concept.weight * covers(w.concept, words) for w in desk.weighted)
    return met >= _OF_THINGS * total


def _reason(desk: Desk, *, near: bool) -> Reason:
    query, page = desk.query, open_page(desk.index, desk.plan)
    text = desk.index.plan_text(desk.plan)
    if query.scope.counties and not any(county in text for county in query.scope.counties):
        return "place"
    if query.years and not desk.names_years:
        return "year"
    if any(not stands_anywhere(page, thing.ways) for thing in things_asked(query.phrasing) if thing.official):
        return "indicator"
    if not query.concepts and not query.fields:
        return "not understood"
    return "figure" if near and query.asks_figure else "evidence"
