"""What the learned reader puts first, said by its type: a ledger row, the duties of a clause, the parts of a heading, a sentence."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.duty import duties_asked, say_clause_duties
from retrieval.answers.items import say_parts, titled_parts
from retrieval.answers.number import say_targets
from retrieval.answers.sentences import RUN_IN, begins_paragraph, say_below
from retrieval.answers.statement import Statement
from retrieval.answers.window import say_stretch
from retrieval.reading.candidate import Candidate
from retrieval.reading.features import asked_of, known_share
from retrieval.reading.page import open_page
from retrieval.reading.reader import Ranked, load_reader
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.search.ranking import search_plan

#: A row with this share of what the best one has is told beside it.
_NEAR_ROW = 0.4
#: A sentence so short is said as a whole; of a longer one the stretch that answers.
_SHORT = 100
#: So long is what a heading that runs on says with the sentences behind it.
_MOST_CHARACTERS = 260
#: A question says so much in words of the plan, or of the candidate, that the words decide. Chosen on the questions of the gold sets
#: (everyday2 among them) that the words leave open: most that are then read right say less, most that no plan answers say more.
_KNOWN, _OWN_WORDS = 0.36, 0.2
_CHINESE = re.compile("[\u4e00-\u9fff]")
_FEWEST_CHARACTERS = 4


def compose_read(desk: Desk) -> list[Statement]:
    """The nearest that the plan says, where the question is put in other words than the plan's and the reader holds it for an answer.

    Where a question uses the plan's own words and they lead nowhere, the plan does not say it; the reader speaks where words cannot tell.
    """
    if len(_CHINESE.findall(desk.query.text)) < _FEWEST_CHARACTERS:
        return []  # the bundled vectors know next to no other script
    page, asked = open_page(desk.index, desk.plan), asked_of(desk.query)
    if known_share(page, asked) >= _KNOWN:
        return []
    reading = load_reader().read(page, asked, search_plan(desk.index, desk.query, desk.plan))
    best = reading.ranked[0] if reading.ranked else None
    if best is None or not reading.sure or best.shared >= _OWN_WORDS or not _may_answer(desk, best.candidate):
        return []
    return [replace(statement, nearest=True) for statement in _say(desk, reading.ranked)]


def _say(desk: Desk, ranked: Sequence[Ranked]) -> list[Statement]:
    best = ranked[0].candidate
    if best.kind == "row":
        return [say_targets(desk, rows)] if (rows := _rows(desk, ranked)) else []
    if best.kind == "duty" or desk.query.kind == "duty":
        clause = desk.index.clause(best.clause)
        return [say_clause_duties(desk, clause, duties)] if (duties := duties_asked(desk, clause)) else []
    if best.kind == "outline":
        return [say_parts(desk, titled_parts(desk, best.clause))]
    return _say_sentence(desk, desk.index.unit(best.unit)) if best.kind == "sentence" else []


def _rows(desk: Desk, ranked: Sequence[Ranked]) -> list[Target]:
    """The best row and those of its clause that come near it, in text order."""
    best = ranked[0]
    near = [r.candidate for r in ranked if r.candidate.kind == "row" and r.share >= _NEAR_ROW * best.share]
    same = [c for c in near if c.clause == best.candidate.clause and _may_answer(desk, c)]
    rows = [c.target for c in same if c.target is not None and c.target.value is not None]
    return sorted(rows, key=lambda t: (t.start, t.quote.find(t.value_text)))


def _say_sentence(desk: Desk, unit: Unit) -> list[Statement]:
    """A sentence, of a long one the stretch that answers; a heading that runs on with the sentences behind it."""
    if len(unit.text) <= RUN_IN and begins_paragraph(desk, unit):
        return say_below(desk, unit, _MOST_CHARACTERS)
    start, end = 0, len(unit.text)
    if end > _SHORT:
        start, end = best_stretch(Meaning.of(asked_of(desk.query)), unit.text, figure=desk.query.kind == "number")
    return [say_stretch(desk, unit, start, end)]


def _may_answer(desk: Desk, candidate: Candidate) -> bool:
    """Whether nothing that the question names rules a candidate out: another year, a county it does not speak of."""
    if desk.query.years:
        row = candidate.target
        given = {row.target_year} if row and row.target_year else desk.years_given(candidate.text, candidate.clause)
        if not desk.may_speak_of_years(given):
            return False
    counties = desk.query.scope.counties if desk.query.scope.reason == "county" else ()
    return not counties or any(c in candidate.text for c in counties)
