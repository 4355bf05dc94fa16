"""``POST /api/ask/next``: questions to go on with after an answer, made from the corpus and each answered before it is offered."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field

from corpus.regions import short_name
from errors import AnswerLate, WenceError
from portal.answering import Answering
from portal.closing import Closing
from portal.contract import Assistant, PlanCard, Service
from portal.schema import CLAUSE_ID, PLAN_ID, NextOut, refusals
from retrieval.departure import Departure, NobodyWaits

OFFERED = 3
SECONDS = 0.1
"""For all of them together: whoever reads an answer does not wait for them, and neither does whoever asks meanwhile."""
_LONGEST_NAME = 14
_RESPONSIBLE = ("负责", "牵头", "责任单位", "主管")


class PlaceIn(BaseModel):
    """Where an answer was found."""

    model_config = ConfigDict(strict=True)
    plan: Annotated[str, Field(max_length=PLAN_ID)]
    clause: Annotated[str, Field(max_length=CLAUSE_ID)]


class NextRequest(BaseModel):
    """A question that was answered, the place of its first citation, and the plans it was asked of (all when empty)."""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Annotated[str, Field(max_length=20_000)]
    cited: PlaceIn
    plans: Annotated[list[str], Field(max_length=3000)] = []


def add_following(app: FastAPI, service: Service, answering: Answering) -> None:
    """Add the route. Nothing is offered while others wait for an answer."""
    closing: Closing = app.state.closing

    @app.post(
        "/api/ask/next",
        summary="可以接着问的问题：由资料得出，每个都已试答",
        operation_id="ask_next",
        response_model=NextOut,
        responses=refusals(writing=True),
    )
    async def ask_next(request: NextRequest, connection: Request) -> dict[str, Any]:
        if not answering.idle:
            return {"questions": []}
        departure = closing.departure()
        enough = AnswerLate("试答用时过长，不再给出可以接着问的问题。请直接提问。")
        timer = asyncio.get_running_loop().call_later(SECONDS, departure.announce, enough)
        try:
            found = await answering.make(lambda: _answered(service.now(), request, departure), connection, departure)
        except (WenceError, NobodyWaits):
            return {"questions": []}
        finally:
            timer.cancel()
        return {"questions": found}


def _answered(assistant: Assistant, request: NextRequest, departure: Departure) -> list[str]:
    found: list[str] = []
    until = time.monotonic() + SECONDS
    try:
        for kind in (_elsewhere, _responsible, _figures):
            for question, plan in kind(assistant, request):
                if len(found) == OFFERED or time.monotonic() > until:
                    return found
                answer = assistant.ask(question, plans=tuple(request.plans), mode="extract", departure=departure)
                if answer.status == "answered" and {citation.plan for citation in answer.citations} == {plan}:
                    found.append(question)
                    break
    except (WenceError, NobodyWaits):  # no time left: what was found is offered
        pass
    return found


Candidates = Iterator[tuple[str, str]]


def _elsewhere(assistant: Assistant, request: NextRequest) -> Candidates:
    """The same of another place."""
    cards = _cards(assistant, request)
    at = next((at for at, card in enumerate(cards) if card.id == request.cited.plan), None)
    if at is None or not cards[at].region:
        return
    home = cards[at].region
    named = next((name for name in (home, short_name(home)) if name and name in request.question), None)
    if named is None:
        return
    for card in [*cards[at + 1 :], *cards[:at]][:2]:
        if card.region and card.region != home:
            yield request.question.replace(named, card.region, 1), card.id


def _responsible(assistant: Assistant, request: NextRequest) -> Candidates:
    """Who is responsible for what the clause is about."""
    place, plan, clause = _place(assistant, request), request.cited.plan, request.cited.clause
    if not place or any(word in request.question for word in _RESPONSIBLE):
        return
    title = next((one.title for one in assistant.index.clauses(plan) if one.id == clause), "")
    if title and len(title) <= _LONGEST_NAME and assistant.index.duties_of_clause(clause):
        yield f"{place}{title}由谁负责？", plan


def _figures(assistant: Assistant, request: NextRequest) -> Candidates:
    """Another figure of the plan, of the same clause first."""
    place, plan = _place(assistant, request), request.cited.plan
    rows = [row for row in assistant.index.targets_of_plan(plan) if row.value is not None and place]
    rows.sort(key=lambda row: row.clause != request.cited.clause)
    asked = "".join(request.question.split())
    names = {row.indicator: row for row in reversed(rows) if len(row.indicator) <= _LONGEST_NAME}
    fresh = [name for name in reversed(names) if name not in asked and names[name].canonical not in asked]
    for name in fresh[:2]:
        year = names[name].target_year
        yield f"{place}{f'到{year}年' if year else ''}{name}的目标是多少？", plan


def _place(assistant: Assistant, request: NextRequest) -> str:
    return next((card.region for card in assistant.plans if card.id == request.cited.plan), "") or ""


def _cards(assistant: Assistant, request: NextRequest) -> Sequence[PlanCard]:
    return [card for card in assistant.plans if not request.plans or card.id in request.plans]
