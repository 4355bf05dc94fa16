"""Hits to statements without any model: for each plan the shortest words that answer, said for that plan, with their evidence.

Each kind of question has its way (:mod:`retrieval.answers`). A plan that does not say what was asked gives an :class:`Absence`
instead: the composer never borrows from another plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.absence import Absence, absence_of
from retrieval.answers.achieved import compose_achieved
from retrieval.answers.against_whole import compose_against_whole
from retrieval.answers.alike import find_alike
from retrieval.answers.beside import counties_left_out, told_of_city
from retrieval.answers.between_years import compose_between_years
from retrieval.answers.bounded import compose_bounded
from retrieval.answers.by_rate import compose_by_rate
from retrieval.answers.choice import Choice, choose
from retrieval.answers.composition import Composition
from retrieval.answers.computed import compose_computed
from retrieval.answers.correction import compose_correction
from retrieval.answers.counted import counted_list
from retrieval.answers.dates import compose_dates
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.document import compose_document
from retrieval.answers.doubts import is_of_thing_before
from retrieval.answers.due import say_due
from retrieval.answers.duty import compose_duty, compose_tasks, say_task
from retrieval.answers.firms import asks_of_some, say_firms
from retrieval.answers.force import force_asked, say_force
from retrieval.answers.governed import of_whole, told_of_whole
from retrieval.answers.holder import say_holder
from retrieval.answers.items import compose_items, numbered_asked, run_in_asked, within_item
from retrieval.answers.left import with_what_is_left
from retrieval.answers.list_item import say_list_item
from retrieval.answers.misdated import asks_of_dates, compose_misdated
from retrieval.answers.named import say_titles, sort_asked
from retrieval.answers.note import compose_note
from retrieval.answers.number import align_figures, compose_number, compose_told
from retrieval.answers.outdone import without_outdone
from retrieval.answers.part_of_whole import compose_part_of_whole
from retrieval.answers.parted_goals import compose_parted, is_parted, of_its_plan
from retrieval.answers.parts import compose_parts
from retrieval.answers.per import told_only_per
from retrieval.answers.piece import compose_piece
from retrieval.answers.purpose import purpose_asked, say_purpose
from retrieval.answers.results import apart_from_ranked, of_one_measure, with_results
from retrieval.answers.same_bodies import compose_same_bodies
from retrieval.answers.sentences import compose_definition, compose_fact, compose_measure
from retrieval.answers.several import compose_each
from retrieval.answers.share import shared_by_all
from retrieval.answers.share_within import compose_share_within
from retrieval.answers.standing import compose_standing
from retrieval.answers.statement import Statement
from retrieval.answers.term import is_explained, say_counted, say_used, stands, term_asked, units_with
from retrieval.answers.there import told_there
from retrieval.answers.threshold import with_side
from retrieval.answers.tiers import told_by_tier
from retrieval.answers.undated import without_year_carried
from retrieval.answers.unique import compose_unique
from retrieval.answers.unreckoned import left_unreckoned, left_without_share
from retrieval.answers.unwritten import unwritten
from retrieval.answers.which import compose_mentions, compose_which, say_givers
from retrieval.answers.within_sentence import compose_within_sentence
from retrieval.answers.year_before import of_its_year, of_year_before, only_of_year_before
from retrieval.answers.yearly import lacks_yearly
from retrieval.question.kinds import Kind
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.window import weigh_concepts

#: From this probability on a thing that is only named may stand for its figure.
_FIGURE_MEANT = 0.15


def compose_open(desk: Desk) -> list[Statement]:
    """A thing that is only named (福州氨氮) stands for the figure of that name, else for what a plan does about it."""
    measures = desk.query.switches and desk.query.ways["measure"] >= _ASKED
    figure = desk.query.ways["number"] >= _FIGURE_MEANT or desk.query.asking.of_done  # 财政收入下降了吗
    named = not measures and figure and compose_told(desk)
    return named or compose_measure(desk)


#: How the half that goes by words says each kind of answer.
_WAYS: dict[Kind, Callable[[Desk], list[Statement]]] = {
    "number": compose_number,
    "duty": compose_duty,
    "tasks": compose_tasks,
    "document": compose_document,
    "list": compose_items,
    "fact": compose_fact,
    "measure": compose_open,
    "definition": compose_definition,
}
#: From this probability on the question that another place is put into asks what is done.
_ASKED = 0.5
#: 基本原则是什么 names the heading of a list when the heading has this share of it.
_NAMED = 0.8


def by_words(desk: Desk) -> list[Statement]:
    """What the half that goes by words says to a question that is not for places (which)."""
    corrected = compose_correction(desk)
    if corrected:
        return corrected
    way = _WAYS.get(desk.query.kind)
    named = run_in_asked(desk, named=_NAMED) if desk.query.kind in ("fact", "definition") else None
    return [named] if named else way(desk) if way else []


def compose(index: Index, query: Query, check: Callable[[], None] = lambda: None) -> Composition:
    """Answer the query for each plan in scope; a question that asks several things is answered thing by thing.

    ``check`` is called before each plan, and ends the work by what it raises.
    """
    if query.out_of_time or _names_no_period(index, query):
        return Composition((), tuple(Absence(plan, None, "period") for plan in query.scope.plans))
    query = without_year_carried(index, query)
    misdated = compose_misdated(index, query)
    if query.parts:
        parts = compose_parts(index, query, lambda index, part: compose(index, part, check))
        return replace(parts, statements=(*misdated, *parts.statements))
    whole = _compose_whole(index, query, misdated, check)
    return with_what_is_left(index, query, whole, lambda index, piece: _compose_whole(index, piece, (), check))


def _compose_whole(index: Index, query: Query, misdated: Sequence[Statement], check: Callable[[], None]) -> Composition:
    """Answer a question that asks one thing; ``misdated`` is said before."""
    if missing := unwritten(index, query):
        note = f"没有写{'和'.join(missing)}。"
        said = {plan: f"{place_name(index.plan(plan))}：{note}" for plan in query.scope.plans}
        return Composition((), tuple(Absence(p, None, said=Statement(s, (), "", (s,))) for p, s in said.items()))
    if unique := compose_unique(index, query):
        return Composition(tuple(unique), ())
    if within := compose_share_within(index, query):
        return Composition(tuple(within), ())
    query = of_whole(told_there(index, shared_by_all(index, of_its_plan(index, query))))
    weighted = weigh_concepts(index, query)
    statements: list[Statement] = []
    absences: list[Absence] = []
    desks: list[Desk] = []
    for plan in query.scope.plans:
        check()
        desks.append(lay_out(index, query, plan, weighted))
    if misdated and asks_of_dates(query):
        return Composition((*misdated, *compose_dates(desks)), ())
    chosen = without_outdone(query, desks, _choose(desks, query, check))
    told = [list(choice.statements) for choice in chosen]
    for desk, choice, found in zip(desks, chosen, _side_by_side(desks, told), strict=True):
        statements += found
        if not found or choice.absence:
            absences.append(choice.absence or absence_of(desk, choice.certainty))
    if statements and query.scope.reason == "all" and term_asked(query):
        absences = []  # what a term means is told by those that use it
    if not statements:
        absences = [
            told_of_city(index, query, absence, lambda asked: compose(index, asked, check).statements)
            for absence in absences
        ]
    statements, without = with_results(desks, statements)
    absences += without
    absences += counties_left_out(index, query, statements)
    statements, unlike = of_one_measure(query, statements)
    absences += unlike
    if not absences and (yearly := lacks_yearly(query, statements)):
        absences.append(yearly)
    settled = bool(query.piece) or bool(sort_asked(query))
    together = [] if settled else _said_of_all(desks, told, statements)
    statements, apart = apart_from_ranked(query, together, statements)
    absences += apart
    if share := compose_part_of_whole(index, query, statements):
        statements.append(share)
    elif not together and (
        reckoned := compose_by_rate(index, query, statements)
        or compose_between_years(index, query, statements)
        or compose_within_sentence(index, query, statements)
    ):
        statements.insert(0, reckoned)
    elif unreckoned := left_unreckoned(query, [*together, *statements]) or left_without_share(query, statements):
        absences.append(unreckoned)
    if not together and (givers := say_givers(desks, statements)):
        together, absences = [givers], []
    if together and query.kind == "document" and set(query.fields) <= {"date"}:
        statements = []  # the order of the dates says them all
    if any(s.whole for s in together):
        statements = _kept_beside(query, together, statements)
    if not together:
        statements = [with_side(query, statement) for statement in statements]
    return Composition((*misdated, *together, *statements), tuple(absences))


def _names_no_period(index: Index, query: Query) -> bool:
    """Whether no plan in scope names a five-year period that is asked of: 十三五."""
    periods, plans = query.asking.periods, query.scope.plans
    return bool(periods) and not any(period in index.plan_text(plan) for plan in plans for period in periods)


def _choose(desks: Sequence[Desk], query: Query, check: Callable[[], None]) -> list[Choice]:
    """What is said for each plan."""
    if query.of_task:
        return [Choice(tuple(said), float(bool(said))) for said in map(say_task, desks)]
    sort = sort_asked(query)
    if sort:
        return [_of_titles(desk, sort) for desk in desks]
    if query.asking.firms and not asks_of_some(desks):
        return [_of_names(say_firms(desk)) for desk in desks]
    counted = query.kind in ("list", "tasks") and query.asking.counted and len(desks) == 1
    counted = counted and not query.asking.within_counted
    if counted and (listed := numbered_asked(desks[0]) or counted_list(desks[0]) or within_item(desks[0])):
        return [Choice((listed,), 1.0)]
    if len(desks) == 1 and (item := say_list_item(desks[0])):
        return [Choice((item,), 1.0)]
    if len(desks) == 1 and (due := say_due(desks[0])):
        return [Choice((due,), 1.0)]
    if len(desks) == 1 and (holder := say_holder(desks[0])):
        return [Choice((holder,), 1.0)]
    if purpose_asked(query, [desk.index.plan(desk.plan).title for desk in desks]) and any(
        made_for := [say_purpose(desk) for desk in desks]
    ):
        return [Choice((said,), 1.0) if said else Choice((), 0.0) for said in made_for]
    if force_asked(query.fields):
        return [_of_force(desk) for desk in desks]
    of_part = query.scope.reason == "county"  # what a plan aims at is not what a county of it does
    if (query.piece or query.asking.quoted) and not of_part and any(said := [_of_piece(desk) for desk in desks]):
        return [piece or choose(desk, by_words) for desk, piece in zip(desks, said, strict=True)]
    if term := term_asked(query):
        return [_of_term(desk, term, desks) for desk in desks]
    if len(desks) == 1 and (bounded := compose_bounded(desks[0])):
        return [Choice(tuple(bounded), 1.0)]
    if len(desks) == 1 and (parted := compose_parted(desks[0])):
        return [Choice(tuple(parted), 1.0)]
    if query.kind == "which":
        corrected = compose_correction(desks[0]) if desks else []
        told = [corrected] if corrected else compose_which(desks)
        return [Choice(tuple(said), float(bool(said))) for said in told]
    if len(desks) == 1 and (holding := compose_standing(desks[0])):
        return [Choice(tuple(holding), 1.0)]
    if any(per := told_only_per(desks)):
        return [Choice((), 0.0, absence) for absence in per]
    chosen = []
    for desk in desks:
        check()
        note = compose_note(desk)  # the document itself says what its words mean
        choice = Choice(tuple(note), 1.0) if note else told_of_whole(desk, compose_each(desk, _read(desk), _read))
        kept = (s for s in told_by_tier(desk, choice.statements) if _is_of_county(desk, s))
        chosen.append(replace(choice, statements=tuple(kept)))
    return chosen


def _read(desk: Desk) -> Choice:
    """What is chosen of a plan, or where that is nothing firm the result of the year before that is asked for."""
    told = of_year_before(desk, by_words) if desk.query.asking.of_done else None
    if told and not is_of_thing_before(desk, told.statements):
        return told
    choice = choose(desk, by_words)
    if any(not s.nearest for s in choice.statements):
        return replace(choice, statements=tuple(of_its_year(desk, s) for s in choice.statements))
    if (achieved := compose_achieved(desk)) and not is_of_thing_before(desk, achieved):
        return Choice(tuple(achieved), 1.0)
    before = None if choice.statements else only_of_year_before(desk, by_words)
    return before or of_year_before(desk, by_words) or choice


def _of_force(desk: Desk) -> Choice:
    """From when and until when a plan holds, and who explains it; after the other facts of it that are asked for."""
    asked = force_asked(desk.query.fields)
    said, open_ones = say_force(desk, asked)
    others = tuple(field for field in desk.query.fields if field not in asked)
    facts = compose_document(replace(desk, query=replace(desk.query, fields=others))) if others else []
    return Choice((*facts, *said), float(bool(facts or said)), open_ones)


def _of_term(desk: Desk, term: str, desks: Sequence[Desk]) -> Choice:
    """What a term means; where the plan uses it without saying so, where it does. A plan that has it nowhere says nothing where others do."""
    if note := compose_note(desk):
        return Choice(tuple(note), 1.0)
    using = units_with(desk, term)
    if using and not is_explained(desk, term, using):
        return Choice((say_counted(desk, term) or say_used(desk, term, using),), 1.0)
    if not using and (any(units_with(other, term) for other in desks) or not stands(desk, term)):
        return Choice((), 0.0)  # what a term means that stands nowhere, no sentence says
    return choose(desk, by_words)


def _of_titles(desk: Desk, sort: str) -> Choice:
    """The documents of a sort that a plan names."""
    return _of_names(say_titles(desk, sort))


def _of_names(said: Statement | Absence) -> Choice:
    """Names that a plan gives, or that it gives none."""
    return Choice((), 0.0, said) if isinstance(said, Absence) else Choice((said,), 1.0)


def _of_piece(desk: Desk) -> Choice | None:
    """What is said of the piece of a plan that is asked for as such; None where it is not told which."""
    said = compose_piece(desk)
    if said.missing:
        return Choice((), 0.0, Absence(desk.plan, None, "evidence", said=said.missing))
    return Choice(said.statements, 1.0) if said.statements else None


def _is_of_county(desk: Desk, statement: Statement) -> bool:
    """Whether what is said is said of the county asked, where one is: its sentence or the headings above it name it."""
    goes_on = desk.query.kind == "duty" and desk.query.alone  # 这块谁牵头, after a figure of a county
    counties = desk.query.scope.counties if desk.query.scope.reason == "county" and not goes_on else ()
    said = (e.context + desk.index.clause(e.clause).section for e in statement.evidence)
    return not counties or any(county in words for words in said for county in counties)


def _side_by_side(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> list[list[Statement]]:
    """What each plan says beside the others: its firm figures brought to one indicator, else what is nearest, where none gives a figure."""
    firm = [[s for s in said if not s.nearest] for said in told]
    figures = len(desks) > 1 and any(s.targets for said in firm for s in said)
    nearest = [[s for s in said if s.nearest and not figures] for said in told]
    of_piece = bool(desks) and bool(desks[0].query.piece)  # all that each sets, not the one indicator that all set
    aligned = firm if of_piece or not desks else find_alike(desks, align_figures(desks, firm))
    return [said or near for said, near in zip(aligned, nearest, strict=True)]


def _said_of_all(
    desks: Sequence[Desk], told: Sequence[list[Statement]], statements: Sequence[Statement]
) -> list[Statement]:
    """What is said of all the plans together, before what each says."""
    if not desks:
        return []
    query = desks[0].query
    if query.kind == "which" and not is_parted(statements):
        return compose_mentions(desks, told)
    if query.kind == "document":
        return compose_dates(desks)
    index = desks[0].index
    together = compose_same_bodies(index, query, statements) or compose_against_whole(index, query, statements)
    return together or compose_computed(index, query, statements)


def _kept_beside(query: Query, together: Sequence[Statement], statements: Sequence[Statement]) -> list[Statement]:
    """What stands beside a line that says it all: nothing, unless the figures of the places it names are wanted as a table."""
    named = {plan for s in together for plan in s.ranking}
    return [s for s in statements if s.plan in named] if query.act or query.nth else []
