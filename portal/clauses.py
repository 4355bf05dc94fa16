"""``GET /api/clauses``: a clause in full, by plan and clause as a citation has them, or by the clause's id alone."""

from typing import Annotated, Any

from fastapi import FastAPI, Path, Query

from corpus.plan import Clause
from errors import WenceError
from portal.contract import Assistant, Service
from portal.library import CLAUSE_UNKNOWN
from portal.places import Places
from portal.refusal import respond
from portal.schema import CLAUSE_ID, PLAN_ID, ClauseOut, refusals

Start = Annotated[int | None, Query(ge=0, description="引文的 start：连同 end 给出时，答回它在 text 中的起止")]
End = Annotated[int | None, Query(ge=0, description="引文的 end")]


def add_clauses(app: FastAPI, service: Service) -> None:
    """Add both routes."""

    @app.get(
        "/api/clauses",
        summary="一条条款的全文",
        operation_id="clauses",
        response_model=ClauseOut,
        responses=refusals(404, 422),
    )
    def clauses(
        plan: Annotated[str, Query(max_length=PLAN_ID)],
        clause: Annotated[str, Query(max_length=CLAUSE_ID)],
        start: Start = None,
        end: End = None,
    ) -> Any:
        assistant = service.now()
        found = _clause(assistant, plan, clause)
        return clause_record(assistant, found, start, end) if found else respond(CLAUSE_UNKNOWN)

    @app.get(
        "/api/clauses/{clause:path}",
        summary="一条条款的全文，按它的编号（百分号编码）",
        operation_id="clause",
        response_model=ClauseOut,
        responses=refusals(404, 422),
    )
    def clause(clause: Annotated[str, Path(max_length=CLAUSE_ID)], start: Start = None, end: End = None) -> Any:
        assistant = service.now()
        found = clause_named(assistant, clause)
        return clause_record(assistant, found, start, end) if found else respond(CLAUSE_UNKNOWN)


def clause_named(assistant: Assistant, clause: str) -> Clause | None:
    """The clause of this id, which begins with that of its plan; None where there is none."""
    plans = sorted((card.id for card in assistant.plans if clause.startswith(card.id)), key=len, reverse=True)
    return next((found for plan in plans if (found := _clause(assistant, plan, clause))), None)


def clause_record(assistant: Assistant, clause: Clause, start: int | None, end: int | None) -> dict[str, Any]:
    """A clause as the interface gives it, with where the span of a quote stands in its text."""
    named = ("plan", "id", "section", "address", "text", "start", "end")
    asked = start is not None and end is not None
    mark = Places(assistant.index, clause.plan).mark(clause, start or 0, end or 0) if asked else None
    return {**{name: getattr(clause, name) for name in named}, "mark": mark, "index": assistant.fingerprint}


def _clause(assistant: Assistant, plan: str, clause: str) -> Clause | None:
    try:
        return assistant.clause(plan, clause)
    except (LookupError, WenceError):
        return None
