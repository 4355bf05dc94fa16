"""What the answer to a question that stays whole leaves untold: each piece of it that names a thing of its own is asked by itself.

汽车产量多少，其中新能源车多少 is one question, whose pieces lean on each other; the sentence that answers it best may tell of one alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.agreed import names_nothing_of
from retrieval.answers.composition import Composition, merge
from retrieval.answers.holdings import called
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.things import only_aspects, things
from retrieval.question.understanding import asked_within
from retrieval.search.wording import holds_number


def with_what_is_left(
    index: Index, query: Query, whole: Composition, compose: Callable[[Index, Query], Composition]
) -> Composition:
    """The composition with what answers the pieces that it does not tell of, in the order asked."""
    if len(query.scope.plans) != 1 or any(s.denies for s in whole.statements):
        return whole
    if not whole.statements and any(absence.said for absence in whole.absences):
        return whole  # 没有给出某县的数，只有全州的
    told, absences = [whole], list(whole.absences if whole.statements else ())
    for at, piece in enumerate(asked_within(query, index.plans)):
        known = [s for composition in told for s in composition.statements]
        if not _is_left(index, piece, known):
            continue
        new = compose(index, piece)
        firm = Composition(tuple(s for s in new.statements if whole.statements or not s.nearest), ())
        if not _is_left(index, piece, firm.statements):
            told.insert(len(told) if at else 0, firm)
        elif unwritten := _unwritten(index, piece, query.scope.plans[0]):
            absences.append(unwritten)
        elif not whole.statements:
            absences += [replace(absence, part=piece) for absence in new.absences]
    if not any(composition.statements for composition in told):
        return whole  # none of its pieces is told either
    statements = merge(told).statements if len(told) > 1 else whole.statements
    return Composition(statements, tuple(absences))


def _unwritten(index: Index, piece: Query, plan: str) -> Absence | None:
    """That a plan has nowhere what a piece only names (其中厨余呢); None where it has, or the piece asks otherwise."""
    name = piece.asking.only_named
    if not name or name in index.plan_text(plan):
        return None
    text = f"{place_name(index.plan(plan))}：{called(index)}没有写到“{name}”。"
    return Absence(plan, None, "figure", part=piece, said=Statement(text, (), "", (text,)))


def _is_left(index: Index, piece: Query, told: Sequence[Statement]) -> bool:
    """Whether a piece names a thing of its own that is not told, or asks for a figure where none is."""
    named = things(piece.concepts)
    if not named or only_aspects(named):
        return False
    no_figure = piece.asks_figure and not any(holds_number(s.text, piece.units) for s in told)
    return no_figure or names_nothing_of(index, piece, told)
