"""Whether what is said for a plan is said firmly, or as the nearest."""

from collections.abc import Mapping

from corpus.script import simplified
from retrieval.answers.agreed import names_nothing_of
from retrieval.answers.attempt import Attempt
from retrieval.answers.desk import Desk
from retrieval.question.kinds import Kind
from retrieval.question.query import Query
from retrieval.reading.features import things_asked
from retrieval.search.window import all_stand_in

#: From this certainty on what a half says is said firmly, below it as the nearest.
FIRM = {"words": 0.35, "reader": 0.6}
#: Where neither a figure, a body nor a yes or no is asked, from this chance on that it is right, whatever else the plan may say: the certainty
#: counts many made questions that have no answer, and tells less there (of what the development sets had in doubt, the chance alone ranks .67
#: of the pairs, the certainty .60). Of 315 answers in doubt 107 were so made firm, 99 of them right, and 132 of the 208 left are
#: (``python -m eval run`` and ``score`` over ``eval/gold``, 1 December 2026). A definition is found or is none.
_CHANCE: Mapping[Kind, float] = {"definition": 0.0, "document": 0.0, "fact": 0.25, "list": 0.25, "measure": 0.25}
#: A body that is asked for and found: 13 of 14.
_FIRM_DUTY = 0.4


def is_firm(desk: Desk, best: Attempt, certainty: float, chance: float) -> bool:
    """Whether an attempt that is no row or heading found by name is sure enough; ``certainty`` and ``chance`` (0..1) as the chooser has them."""
    query = desk.query
    if query.kind == "number" and (_lacks_thing(query, best) or _is_unlike(desk, best)):
        return False
    return certainty >= FIRM[best.by] or _found(query, certainty, chance) or _is_of_task_named(query, best)


def _found(query: Query, certainty: float, chance: float) -> bool:
    if query.asking.whether:
        return False
    return (query.kind == "duty" and certainty >= _FIRM_DUTY) or chance >= _CHANCE.get(query.kind, 2.0)


def _is_of_task_named(query: Query, best: Attempt) -> bool:
    """Whether who is responsible was found by words, with all that the question names of the task."""
    said = "".join(s.text for s in best.statements)
    of_task = query.kind == "duty" and best.by == "words" and len(query.scope.plans) == 1
    return of_task and bool(query.concepts) and all_stand_in(query.concepts, said)


def _is_unlike(desk: Desk, best: Attempt) -> bool:
    """房价, which no word of the plan is like."""
    return not desk.query.concepts and names_nothing_of(desk.index, desk.query, best.statements)


def _lacks_thing(query: Query, best: Attempt) -> bool:
    """Whether a figure is asked for of an official thing of which nothing said has a name: 三季度增长 after 经济下行压力 is no 经济增长."""
    text = simplified("".join(s.text for s in best.statements)).lower()
    official = [thing for thing in things_asked(query.phrasing) if thing.official]
    return bool(official) and not any(way in text for thing in official for way in thing.ways)
