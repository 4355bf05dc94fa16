"""Asked of no place: what plans say that only come near, where another says the very thing, is no answer beside it."""

from collections.abc import Sequence

from retrieval.answers.choice import Choice
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Statement
from retrieval.question.query import Query
from retrieval.search.window import all_stand_in

#: The reader is sure of its first sentence from this share on, and knows none below the other. Of the questions of the gold sets that name
#: no place (``python -m eval all``) these leave all right answers as they are.
_SURE, _KNOWS_NONE = 0.95, 0.75


def without_outdone(query: Query, desks: Sequence[Desk], chosen: Sequence[Choice]) -> list[Choice]:
    """What is chosen of each plan, without the sentences of plans of which the reader knows none that answers, where it knows one of another."""
    if not _asks_anywhere(query):
        return list(chosen)
    loose = [any(_is_loose(query, s) for s in choice.statements) for choice in chosen]
    if not any(loose) or not plans_known(desks):
        return list(chosen)
    return [
        Choice((), min(share, choice.certainty)) if said and (share := _share_of_first(desk)) < _KNOWS_NONE else choice
        for desk, choice, said in zip(desks, chosen, loose, strict=True)
    ]


def plans_known(desks: Sequence[Desk]) -> set[str]:
    """The plans of which the reader is sure of a sentence that answers."""
    return {desk.plan for desk in desks if _share_of_first(desk) >= _SURE}


def _share_of_first(desk: Desk) -> float:
    """How sure the reader is (0..1) of the sentence of a plan that it puts first."""
    return float(desk.reading.ranked[0].share) if desk.reading.ranked else 0.0


def _asks_anywhere(query: Query) -> bool:
    """Whether a thing is asked about wherever it may be, and no figures of places are weighed."""
    anywhere = query.scope.reason == "all" and len(query.scope.plans) > 1
    return anywhere and query.kind != "which" and not query.compares and not query.fields


def _is_loose(query: Query, statement: Statement) -> bool:
    """Whether a statement is a sentence (no row, no list, no correction) that has not all of several things asked."""
    exact = bool(statement.targets or statement.items or statement.denies)
    whole = len(query.concepts) > 1 and all_stand_in(query.concepts, statement.text)
    return not exact and not whole
