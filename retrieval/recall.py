"""What earlier answers of a conversation established, found by answering a few of its questions again."""

from collections.abc import Callable, Sequence

from index.records import PlanCard
from retrieval.answers.inline import list_told
from retrieval.answers.parted_goals import is_parted
from retrieval.answers.statement import Statement
from retrieval.answers.writing import Draft
from retrieval.question.earlier import Said
from retrieval.question.established import NOTHING, Established
from retrieval.question.query import Query
from retrieval.question.understanding import read_again
from retrieval.question.ways import LIKELY

#: So many earlier questions are answered again for one question, those included that they go on with in turn.
_MOST = 4
#: A longer one asks many things, and costs as much again: what it established is left aside.
_LONGEST = 120


class Recall:
    """Answers earlier questions again with ``draft``, each once and a few in all: history is text, and the text of answers is not read."""

    def __init__(self, cards: Sequence[PlanCard], plans: Sequence[str], draft: Callable[[Query], Draft]) -> None:
        self._cards, self._plans, self._draft = cards, plans, draft
        self._left = _MOST

    def __call__(self, said: Said) -> Established:
        """What the answer to an earlier question established; nothing once the few are used up."""
        if not self._left or said.act or len(said.question) > _LONGEST:
            return NOTHING
        self._left -= 1
        query = read_again(said, self._cards, self._plans)
        return established_by(query, self._draft(query).statements)


def established_by(query: Query, statements: Sequence[Statement]) -> Established:
    """What the statements of an answer establish."""
    firm = [s for s in statements if not s.nearest]
    said = [s for s in statements if s.plan] or firm  # one line may say it of all places: 超过50%的：甲市、乙市
    return Established(
        plans=query.scope.plans,
        told=tuple(dict.fromkeys(s.plan for s in firm if s.plan)),
        picked=next((s.picks for s in firm if s.picks), ""),
        ranking=next((s.ranking for s in firm if s.ranking), ()),
        tied=next((s.tied for s in firm if s.ranking), ()),
        found=next((s.found for s in firm if s.found), ()),
        items=_items(query, statements),
        indicators=tuple(dict.fromkeys(row.indicator for s in firm for row in s.targets)),
        cited=tuple(dict.fromkeys((e.clause, e.start, e.end) for s in said for e in s.evidence)),
        parts=next((s.parts for s in firm if s.parts), ()) or _parts_told(firm),
        bodies=tuple(dict.fromkeys(body for s in firm for body in s.bodies)),
    )


def _parts_told(statements: Sequence[Statement]) -> tuple[str, ...]:
    """The parts of the one place whose figures of one goal are told, the highest first."""
    rows = [row for s in statements if is_parted([s]) for row in s.targets if row.value is not None]
    ordered = sorted(rows, key=lambda row: -(row.value or 0.0)) if len({row.canonical for row in rows}) == 1 else []
    return tuple(dict.fromkeys(row.scope for row in ordered))


def _items(query: Query, statements: Sequence[Statement]) -> tuple[str, ...]:
    """The items of a list that was told; those that run on in the one sentence of one plan only where a list was asked for."""
    asking = query.asking
    asked = query.kind == "list" or query.ways["list"] >= LIKELY
    asked = asked or asking.several() or bool(asking.which_ones)
    run_on = asked and not asking.nth_item and len(statements) == 1
    return () if query.nth else list_told(query, statements, run_on=run_on)[1]
