"""What the learned reader puts first, said by its type: a ledger row, the duties of a clause, the parts of a heading, a sentence."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.document import compose_document
from retrieval.answers.duty import compose_tasks, duties_asked, say_clause_duties, verdict_on
from retrieval.answers.items import say_parts, titled_parts
from retrieval.answers.number import say_targets
from retrieval.answers.sentences import RUN_IN, begins_paragraph, lacks_quoted, say_below, say_stretches
from retrieval.answers.statement import Statement
from retrieval.question.asked import asks_for_figure
from retrieval.reading.features import asked_of
from retrieval.reading.reader import Ranked
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.reading.window import holds_figure, names_time

#: A row with this share of what the best one has is told beside it.
_NEAR_ROW = 0.6
#: A further sentence of the same clause, where sentences are asked for.
_NEAR_SENTENCE = 0.25
_MOST_SENTENCES = 3
#: A sentence so short is said as a whole; of a longer one the stretch that answers.
_SHORT = 100
#: So long is what a heading that runs on says with the sentences behind it, and what several sentences say.
_MOST_CHARACTERS = 380
#: From this probability on a kind decides how the answer is said.
_LIKELY = 0.5


def compose_read(desk: Desk) -> list[Statement]:
    """The answer that the reader found in a plan; empty where it holds that the plan does not give it."""
    ways = desk.query.ways
    if ways["tasks"] >= _LIKELY and (tasks := compose_tasks(desk)):
        return tasks
    if ways["document"] >= _LIKELY and (facts := compose_document(desk)):
        return facts
    reading = desk.reading
    if not reading.ranked or reading.chance < desk.floor:
        return []
    said = _say(desk, reading.ranked)
    if not all(_in_kind(desk, statement) for statement in said) or lacks_quoted(desk):
        return []
    return said if reading.sure else [replace(statement, nearest=True) for statement in said]


def _in_kind(desk: Desk, statement: Statement) -> bool:
    """Whether a statement holds the figure, in the unit, or the time that the question asks for in so many words."""
    query = desk.query
    text = statement.text.split("：", 1)[-1]
    if query.ways["when"] >= _LIKELY:
        return names_time(text) or holds_figure(text, ())
    if query.ways["number"] >= _LIKELY and (query.units or asks_for_figure(query.question)):
        return holds_figure(text, query.units)
    return True


def _say(desk: Desk, ranked: Sequence[Ranked]) -> list[Statement]:
    best, ways = ranked[0].candidate, desk.query.ways
    if ways["duty"] >= _LIKELY or best.kind == "duty":
        clause = _clause_of(desk, ranked)
        duties = duties_asked(desk, clause) if clause else []
        if clause and duties:
            return [say_clause_duties(desk, clause, duties, verdict_on(desk.query, duties))]
        if best.kind == "duty":
            return []
    if best.kind == "outline":
        return [say_parts(desk, titled_parts(desk, best.clause))]
    if best.kind == "front":
        return compose_document(desk)
    if best.kind == "row" or ways["number"] >= _LIKELY:
        rows = _rows(desk, ranked)
        if rows:
            return [say_targets(desk, rows)]
    sentence = next((r for r in ranked if r.candidate.kind == "sentence" or r.candidate.unit >= 0), None)
    return _say_sentences(desk, sentence, ranked) if sentence else []


def _clause_of(desk: Desk, ranked: Sequence[Ranked]):
    """The clause with duties that most of the shares fall to."""
    shares: dict[str, float] = {}
    for each in ranked:
        shares[each.candidate.clause] = shares.get(each.candidate.clause, 0.0) + each.share
    having = [c for c in shares if desk.index.duties_of_clause(c)]
    best = max(having, key=shares.__getitem__, default=None)
    return desk.index.clause(best) if best else None


def _rows(desk: Desk, ranked: Sequence[Ranked]) -> list[Target]:
    """The best row and those of its clause that come near it, in text order; none where a sentence is far better."""
    rows = [r for r in ranked if r.candidate.kind == "row"]
    if not rows or rows[0].share < 0.2 * ranked[0].share:
        return []
    best = rows[0]
    near = [r.candidate for r in rows if r.share >= _NEAR_ROW * best.share]
    told = [c.target for c in near if c.clause == best.candidate.clause and c.target and c.target.value is not None]
    every = [c.candidate.target for c in rows if c.candidate.target is not None]
    told += [t for t in every if t not in told and t.value is not None and any(_same(t, o) for o in told)]
    return sorted(told, key=lambda t: (t.start, t.quote.find(t.value_text)))


def _same(one: Target, other: Target) -> bool:
    return one.canonical == other.canonical and one.scope == other.scope and one.sentence == other.sentence


def _say_sentences(desk: Desk, best: Ranked, ranked: Sequence[Ranked]) -> list[Statement]:
    """A sentence, of a long one the stretch that answers; a heading that runs on with the sentences behind it."""
    unit = desk.index.unit(best.candidate.unit)
    if len(unit.text) <= RUN_IN and (begins_paragraph(desk, unit) or desk.query.ways["list"] + desk.query.ways["say"] >= _LIKELY):
        return say_below(desk, unit, _MOST_CHARACTERS)
    chosen = {unit: (0, len(unit.text))}
    size = len(unit.text)
    for each in ranked:
        other = desk.index.unit(each.candidate.unit) if each.candidate.unit >= 0 else None
        if other is None or other in chosen or other.kind != "sentence" or len(chosen) >= _MOST_SENTENCES:
            continue
        near = each.share >= _NEAR_SENTENCE * best.share and other.clause == unit.clause
        if near and size + len(other.text) <= _MOST_CHARACTERS:
            chosen[other] = (0, len(other.text))
            size += len(other.text)
    if len(chosen) == 1 and len(unit.text) > _SHORT:
        figure = desk.query.ways["number"] >= _LIKELY
        if figure or desk.query.ways["say"] < _LIKELY or len(unit.text) > _MOST_CHARACTERS:
            chosen[unit] = best_stretch(Meaning.of(asked_of(desk.query)), unit.text, figure=figure)
    ordered = sorted(chosen, key=lambda u: u.start)
    return [say_stretches(desk, [(u, *chosen[u]) for u in ordered])]
