"""What the learned reader puts first, said by its type: a ledger row, the duties of a clause, the parts of a heading, a sentence."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from index.passage import Unit
from retrieval.answers.duty import duties_asked
from retrieval.answers.number import say_targets
from retrieval.desk import Desk, title_evidence
from retrieval.duties import evidence_of_duties, say_duties
from retrieval.ranking import search_plan
from retrieval.reading.candidate import Candidate
from retrieval.reading.features import asked_of
from retrieval.reading.page import open_page
from retrieval.reading.reader import Ranked, Reading, load_reader
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.statement import Statement, evidence_of
from retrieval.window import lead_time
from retrieval.years import given_years

#: A row with this share of what the best one has is told beside it.
_NEAR_ROW = 0.4
#: A sentence so short is said as a whole; of a longer one the stretch that answers.
_SHORT = 100
#: A heading so short runs on into the sentences behind it.
_RUN_IN = 26
_MOST_CHARACTERS = 260
_STOPS = "。！？；"
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
    reader, reading = load_reader(), read_plan(desk)
    ranked = [r for r in reading.ranked if _may_answer(desk, r.candidate)]
    if not ranked or reading.chance < reader.bounds[1] or ranked[0] is not reading.ranked[0]:
        return []
    if reading.known >= _KNOWN or ranked[0].shared >= _OWN_WORDS:
        return []
    return [replace(statement, nearest=True) for statement in _say(desk, ranked)]


def read_plan(desk: Desk) -> Reading:
    """The candidates of the desk's plan in the reader's order."""
    reader = load_reader()
    kinds = reader.kinds_of(desk.query.text or desk.query.question)
    found = search_plan(desk.index, desk.query, desk.plan)
    return reader.read(open_page(desk.index, desk.plan), asked_of(desk.query), kinds, found)


def _say(desk: Desk, ranked: Sequence[Ranked]) -> list[Statement]:
    best = ranked[0].candidate
    if best.kind == "row":
        return [say_targets(desk, rows)] if (rows := _rows(ranked)) else []
    if best.kind == "duty" or desk.query.kind == "duty":
        return _say_duties(desk, best.clause)
    if best.kind == "outline":
        parts = [c for c in desk.index.clauses(desk.plan) if c.parent == best.clause and c.title]
        count = f"共{len(parts)}项"
        said = f"{count}：{'；'.join(c.title for c in parts)}。"
        return [desk.say(said, (title_evidence(desk, c) for c in parts), (count,))]
    return [_say_sentence(desk, desk.index.unit(best.unit))] if best.kind == "sentence" else []


def _rows(ranked: Sequence[Ranked]) -> list[Target]:
    best = ranked[0]
    near = [r.candidate for r in ranked if r.candidate.kind == "row" and r.share >= _NEAR_ROW * best.share]
    same = [c for c in near if c.clause == best.candidate.clause]
    rows = [c.target for c in same if c.target is not None and c.target.value is not None]
    return sorted(rows, key=lambda t: (t.start, t.quote.find(t.value_text)))


def _say_duties(desk: Desk, of: str) -> list[Statement]:
    clause = desk.index.clause(of)
    duties = duties_asked(desk, clause)
    if not duties:
        return []
    subject = f"{clause.title}，" if clause.title else ""
    return [desk.say(f"{subject}{say_duties(duties)}。", evidence_of_duties(duties), (clause.title,))]


def _say_sentence(desk: Desk, unit: Unit) -> Statement:
    """A sentence, or its stretch after the time that governs it; a heading that runs on with the sentences behind it."""
    if len(unit.text) <= _RUN_IN:
        units = _running_on(desk, unit)
        words = "".join(_stopped(u.text) for u in units)
        return desk.say(words, (evidence_of(desk.index, u) for u in units))
    start, end = 0, len(unit.text)
    if end > _SHORT:
        start, end = best_stretch(Meaning.of(asked_of(desk.query)), unit.text, figure=desk.query.kind == "number")
    time, said = lead_time(unit.text, start), unit.text[start:end]
    words = said if not time or time in said else f"{time}，{said}"
    return desk.say(_stopped(words), [evidence_of(desk.index, unit, start, end)])


def _running_on(desk: Desk, heading: Unit) -> list[Unit]:
    chosen = [heading]
    for unit in desk.index.units_of_clause(heading.clause):
        if unit.kind == "sentence" and unit.start > heading.start:
            if sum(len(u.text) for u in chosen) + len(unit.text) > _MOST_CHARACTERS:
                break
            chosen.append(unit)
    return chosen


def _stopped(words: str) -> str:
    return words if words[-1:] in _STOPS else f"{words.rstrip('，,、：:')}。"


def _may_answer(desk: Desk, candidate: Candidate) -> bool:
    """Whether nothing that the question names rules a candidate out: another year, a county it does not speak of."""
    years = set(desk.query.years)
    if years:
        given = given_years(candidate.text) or given_years(desk.index.clause(candidate.clause).section)
        if candidate.target and candidate.target.target_year:
            given = {candidate.target.target_year}
        if not years & given and (given or not years & given_years(desk.index.plan_text(desk.plan))):
            return False
    counties = desk.query.scope.counties if desk.query.scope.reason == "county" else ()
    return not counties or any(c in candidate.text for c in counties)
