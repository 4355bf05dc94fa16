"""What the plans hold, as the API gives it: the list of plans, one plan with its clauses and ledgers, ledgers over several plans.

Rows are those of the ledgers; ``role`` is the one that the bracket's words give (:mod:`portal.duty_words`), ``address`` says where a row stands, and in a plan given whole ``mark`` where its words stand
in the clause's text.
Rows of the number ledger also come as people read them (:mod:`portal.figures`).
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse

from corpus.plan import Clause, Duty, Target
from errors import PlanUnknown, repeated
from portal.apart import apart_from
from portal.assignments import Assignment, assignments_of
from portal.contract import PlanCard, Service, Snapshot
from portal.figures import readings_of
from portal.places import Places
from portal.refusal import Refusal, respond
from portal.schema import DutiesOut, PlanOut, TargetsOut, WholePlanOut, refusals
from portal.task_text import bracket_of

TOGETHER = 50
"""Plans whose ledgers are given in one reply: some 2,000 rows, 2 MB."""
PlanIds = Annotated[list[str] | None, Query(max_length=TOGETHER, description="方案编号，可以给多个；不给为全部")]


CLAUSE_UNKNOWN = Refusal(
    404,
    "clause_unknown",
    "没有这条条款。请使用回答的出处（citations）里的 plan 和 clause；方案更新之后，请重新提问。",
)
PLAN_UNKNOWN = Refusal(404, "plan_unknown", "没有这份方案。请从 /api/plans 列出的编号中选。")


def add_library(app: FastAPI, service: Service) -> None:
    """Add what can be read of the plans."""
    _add_plans(app, service)
    _add_ledgers(app, service)


def card_of(card: PlanCard) -> dict[str, str]:
    """A plan's card as the API gives it."""
    return {name: getattr(card, name) or "" for name in ("id", "title", "region", "province", "number", "date")}


def chosen(snapshot: Snapshot, plans: Sequence[str] | None, most: int = TOGETHER) -> list[PlanCard]:
    """The cards of these plans, in the order of the corpus; of all where none is named.

    Raises:
        PlanUnknown: an id is none of the corpus's, or there are more than ``most`` plans.
    """
    cards = {card.id: card for card in snapshot.plans}
    if unknown := [plan for plan in plans or () if plan not in cards]:
        name = repeated(unknown[0])
        raise PlanUnknown(
            f"没有编号为“{name}”的方案。请从 /api/plans 列出的编号中选。",
            f"No plan has the id “{name}”. Choose from those that /api/plans lists.",
        )
    found = [card for card in cards.values() if not plans or card.id in plans]
    if len(found) > most:
        raise PlanUnknown(
            f"资料共有 {len(found)} 份，一次最多给出 {most} 份。请用 plan=编号 选出要看的方案。",
            f"There are {len(found)} plans, and at most {most} are given at once. Choose with plan=ID.",
        )
    return found


def clauses_of(snapshot: Snapshot, plan: str, places: Places) -> list[dict[str, Any]]:
    """A plan's clauses in text order, each with where its paragraphs begin."""
    return [_clause(clause, places) for clause in snapshot.clauses(plan)]


def clause_of(snapshot: Snapshot, clause: Clause) -> dict[str, Any]:
    """One clause, likewise."""
    return _clause(clause, Places(snapshot, clause.plan))


def targets_of(snapshot: Snapshot, plan: str, places: Places | None = None) -> list[dict[str, Any]]:
    """A plan's number ledger in text order, marked where the ``places`` of the plan are given."""
    clauses = {clause.id: clause for clause in snapshot.clauses(plan)}
    rows = snapshot.targets_of_plan(plan)
    return [_row(row, clauses[row.clause], places) | readings_of(row) for row in rows]


def duties_of(assignments: Sequence[Assignment], places: Places | None = None) -> list[dict[str, Any]]:
    """A plan's responsibility ledger in text order, likewise."""
    return [
        _row(one.duty, one.clause, places)
        | {"role": one.role, "title": one.clause.title, "family": one.family}
        | {"binds": [clause.id for clause in one.binds]}
        for one in assignments
    ]


def tasks_of(assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """What the brackets of the ledger stand behind, each once."""
    tasks = {(one.clause.id, bracket_of(one.duty)): one for one in assignments}
    return [{"clause": clause, "start": start, "text": one.task} for (clause, (start, _)), one in tasks.items()]


def compared_targets(snapshot: Snapshot, cards: Sequence[PlanCard]) -> list[dict[str, Any]]:
    """The number ledgers of several plans, each row with what sets it apart from the others."""
    targets = [target for card in cards for target in snapshot.targets_of_plan(card.id)]
    rows = [row for card in cards for row in targets_of(snapshot, card.id)]
    return [row | {"apart": asdict(apart)} for row, apart in zip(rows, apart_from(targets), strict=True)]


def _row(row: Target | Duty, clause: Clause, places: Places | None) -> dict[str, Any]:
    mark = {"mark": places.mark(clause, row.start, row.end) or [0, 0]} if places else {}
    return {**asdict(row), "address": clause.address, **mark}


def _add_plans(app: FastAPI, service: Service) -> None:
    @app.get(
        "/api/plans",
        summary="收录的方案",
        operation_id="plans",
        response_model=list[PlanOut],
        responses=refusals(),
    )
    def plans() -> list[dict[str, str]]:
        return [card_of(card) for card in service.now().plans]

    @app.get(
        "/api/plans/{plan}",
        summary="一份方案：全部条款、指标和责任分工",
        operation_id="plan",
        response_model=WholePlanOut,
        responses=refusals(404, 422),
    )
    def plan(plan: str) -> Any:
        assistant = service.now()
        snapshot = assistant.index
        card = next((card for card in snapshot.plans if card.id == plan), None)
        if card is None:
            return respond(PLAN_UNKNOWN)
        places = Places(snapshot, plan)
        return JSONResponse(
            {
                **card_of(card),
                "recipients": card.recipients,
                "index": assistant.fingerprint,
                "clauses": clauses_of(snapshot, plan, places),
                "targets": targets_of(snapshot, plan, places),
                "duties": duties_of(assignments_of(snapshot, card), places),
            }
        )


def _add_ledgers(app: FastAPI, service: Service) -> None:
    @app.get(
        "/api/targets",
        summary="指标台账：一份或几份方案",
        operation_id="targets",
        response_model=TargetsOut,
        responses=refusals(422),
    )
    def targets(plan: PlanIds = None) -> JSONResponse:
        assistant = service.now()
        cards = chosen(assistant.index, plan)
        rows = compared_targets(assistant.index, cards)
        return JSONResponse({"index": assistant.fingerprint, "plans": [*map(card_of, cards)], "rows": rows})

    @app.get(
        "/api/duties",
        summary="责任分工台账：一份或几份方案",
        operation_id="duties",
        response_model=DutiesOut,
        responses=refusals(422),
    )
    def duties(plan: PlanIds = None) -> JSONResponse:
        assistant = service.now()
        cards = chosen(assistant.index, plan)
        found = [one for card in cards for one in assignments_of(assistant.index, card)]
        return JSONResponse(
            {
                "index": assistant.fingerprint,
                "plans": [*map(card_of, cards)],
                "rows": duties_of(found),
                "tasks": tasks_of(found),
            }
        )


def _clause(clause: Clause, places: Places) -> dict[str, Any]:
    named = ("id", "kind", "label", "title", "address", "level", "parent", "heading", "text", "start", "end")
    more = {"section": clause.section, "name": clause.name, "breaks": places.breaks(clause)}
    return {name: getattr(clause, name) for name in named} | more
