"""One task in two to five plans side by side, as the API gives it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse

from corpus.plan import Clause
from portal.contract import PlanCard, Service, Snapshot
from portal.counterparts import Counterpart, Likeness, beside, comparable
from portal.differences import Kinds, common, compare, spans
from portal.library import CLAUSE_UNKNOWN, PLAN_UNKNOWN, card_of, chosen, clause_of
from portal.refusal import respond
from portal.schema import CLAUSE_ID, PLAN_ID, CounterpartsOut, refusals

OTHERS = 4
"""Plans beside the first: five columns are as many as can be read together."""
Others = Annotated[
    list[Annotated[str, Query(max_length=PLAN_ID)]] | None,
    Query(max_length=OTHERS, description="对照的方案编号，一到四个；不给则取标题最相近的两份"),
]
Picks = Annotated[
    list[Annotated[str, Query(max_length=CLAUSE_ID)]] | None,
    Query(max_length=OTHERS, description="指定某份方案用哪一条来对照；不是这些方案的条款的不计"),
]


def add_side_by_side(app: FastAPI, service: Service) -> None:
    """Add what finds the counterparts of a clause."""

    @app.get(
        "/api/counterparts",
        summary="同一任务在几份方案里的写法，标出不同",
        operation_id="counterparts",
        response_model=CounterpartsOut,
        responses=refusals(404, 422),
    )
    def counterparts(
        plan: Annotated[str, Query(max_length=PLAN_ID)],
        clause: Annotated[str, Query(max_length=CLAUSE_ID)],
        other: Others = None,
        pick: Picks = None,
    ) -> Any:
        assistant = service.now()
        snapshot = assistant.index
        cards = {card.id: card for card in snapshot.plans}
        if plan not in cards:
            return respond(PLAN_UNKNOWN)
        asked = next((each for each in snapshot.clauses(plan) if each.id == clause), None)
        if asked is None:
            return respond(CLAUSE_UNKNOWN)
        named = dict.fromkeys(each for each in other or () if each != plan)
        if named:
            chosen(snapshot, list(named))  # refuses unknown ones
        others = [cards[each] for each in named] or beside(snapshot, plan)
        columns = _columns(snapshot, cards[plan], asked, others, pick or ())
        return JSONResponse({"index": assistant.fingerprint, "columns": columns})


def _columns(
    snapshot: Snapshot, card: PlanCard, asked: Clause, others: Sequence[PlanCard], picks: Sequence[str]
) -> list[dict[str, Any]]:
    likeness = Likeness(snapshot, [card.id, *(each.id for each in others)])
    first, columns = [], []
    for each in others:
        found = likeness.counterpart(asked, each.id)
        if picked := next((clause for clause in snapshot.clauses(each.id) if clause.id in picks), None):
            found = Counterpart(picked, "chosen", likeness.between(asked, picked)[0])
        kinds: Kinds = []
        if found.clause:
            own, kinds = compare(_body(asked), _body(found.clause))
            first.append(own)
        columns.append(_column(snapshot, each, found, kinds) | _candidates(snapshot, likeness, asked, each))
    given = _column(snapshot, card, Counterpart(asked, "given", 1.0), common(first))
    return [given | _candidates(snapshot, None, asked, card), *columns]


def _column(snapshot: Snapshot, card: PlanCard, found: Counterpart, kinds: Kinds) -> dict[str, Any]:
    clause = found.clause
    return {
        "plan": card_of(card),
        "clause": clause_of(snapshot, clause) if clause else None,
        "certainty": found.certainty,
        "likeness": round(found.likeness, 3),
        "differences": spans(kinds, len(clause.heading) if clause else 0),
    }


def _candidates(snapshot: Snapshot, likeness: Likeness | None, asked: Clause, card: PlanCard) -> dict[str, Any]:
    """The clauses to choose from, with how like each is; in the plan that is compared with the others that is nobody's question."""

    def share(clause: Clause) -> float | None:
        return round(likeness.between(asked, clause)[0], 3) if likeness else None

    clauses = comparable(snapshot.clauses(card.id))
    return {"candidates": [{"id": each.id, "name": each.name, "likeness": share(each)} for each in clauses]}


def _body(clause: Clause) -> str:
    return clause.text[len(clause.heading) :]
