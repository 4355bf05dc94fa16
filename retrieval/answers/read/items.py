"""Lists: the titles of the parts of a clause."""

from corpus.plan import Clause
from retrieval.answers.desk import Desk
from retrieval.answers.items import say_parts, titled_parts
from retrieval.answers.paragraph import RUN_IN
from retrieval.answers.statement import Statement

#: A clause with so many titled clauses below it can be asked for its parts.
_FEWEST_PARTS = 2
#: So many of the best candidates may be the heading whose parts are counted in the question (十大工程).
_LOOKED_AT = 20


def compose_items(desk: Desk) -> list[Statement]:
    """The parts of the heading that the reader puts first; else of a heading with as many parts as the question counts."""
    parts = _parts_asked(desk)
    return [say_parts(desk, parts)] if parts else []


def _parts_asked(desk: Desk) -> list[Clause]:
    ranked = desk.reading.ranked
    first = ranked[0].candidate
    if first.kind == "outline":
        return titled_parts(desk, first.clause)
    number = desk.query.asking.counted if desk.query.asking.parts else 0
    for each in ranked[:_LOOKED_AT] if number else ():
        parts = titled_parts(desk, each.candidate.clause)
        if len(parts) == number:
            return parts
    parts = titled_parts(desk, first.clause) if first.kind == "heading" or len(first.text) <= RUN_IN else []
    return parts if len(parts) >= _FEWEST_PARTS else []
