"""``POST /api/ask/next``: questions to go on with after an answer, made of what it was answered from, each answered before it is offered.

The words of the question are never used again: what somebody claims of one place is not to be asked of another.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Annotated, Any

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field

from corpus.plan import Clause, Target
from errors import AnswerLate, WenceError
from portal.answering import Answering
from portal.closing import Closing
from portal.contract import Assistant, Service
from portal.schema import CLAUSE_ID, PLAN_ID, NextOut, refusals
from retrieval.departure import Departure, NobodyWaits
from retrieval.question.premises import claims, confirms
from retrieval.starters import Starter, is_short, of_duty, of_figure

OFFERED = 3
SECONDS = 0.1
"""For all of them together: whoever reads an answer does not wait for them, and neither does whoever asks meanwhile."""
_TRIED = 2
"""Questions of one kind that are tried."""
_RESPONSIBLE = ("负责", "牵头", "责任单位", "主管")


class PlaceIn(BaseModel):
    """Where an answer was found: its first citation."""

    model_config = ConfigDict(strict=True)
    plan: Annotated[str, Field(max_length=PLAN_ID)]
    clause: Annotated[str, Field(max_length=CLAUSE_ID)]
    start: Annotated[int, Field(ge=0, description="引文在方案原文中的起止；不给时只知道条款")] = 0
    end: Annotated[int, Field(ge=0)] = 0


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
        for kind in _kinds(request):
            for starter in islice(kind(assistant, request), _TRIED):
                if len(found) == OFFERED or time.monotonic() > until:
                    return found
                plans = tuple(request.plans)
                if starter.is_met(assistant.ask(starter.question, plans=plans, mode="extract", departure=departure)):
                    found.append(starter.question)
                    break
    except (WenceError, NobodyWaits):  # no time left: what was found is offered
        pass
    return found


Candidates = Iterator[Starter]
_Kind = Callable[[Assistant, NextRequest], Candidates]


def _kinds(request: NextRequest) -> tuple[_Kind, ...]:
    """Whoever had a statement checked is offered the same of another place, and nothing that leads away from it."""
    stated = claims(request.question) or confirms(request.question)
    return (_elsewhere,) if stated else (_elsewhere, _alike, _responsible, _figures)


def _elsewhere(assistant: Assistant, request: NextRequest) -> Candidates:
    """The figure that was told, of another place."""
    told = _told(assistant, request)
    for plan, place in _others(assistant, request) if told else ():
        rows = assistant.index.targets_of_plan(plan)
        alike = [one for one in rows if told and one.canonical == told.canonical and one.value is not None]
        if alike and is_short(alike[0].indicator):
            yield of_figure(place, alike[0])


def _told(assistant: Assistant, request: NextRequest) -> Target | None:
    """The figure that an answer rests on: of those in its quote the one likest to the question, else one of the clause that it names."""
    cited, asked = request.cited, _asked(request)
    rows = [one for one in assistant.index.targets_of_plan(cited.plan) if one.clause == cited.clause]
    quoted = [one for one in rows if cited.start <= one.start and one.end <= cited.end]
    named = [one for one in rows if one.indicator in asked or one.canonical in asked]
    return max(quoted or named, key=lambda one: _shared(one.indicator, asked), default=None)


def _shared(name: str, asked: str) -> float:
    """The share of a name's characters that the question has."""
    return len(set(name) & set(asked)) / len(set(name))


def _alike(assistant: Assistant, request: NextRequest) -> Candidates:
    """Who is responsible for what the clause is called, in another place."""
    clause = _clause(assistant, request)
    if clause is None or not any(word in request.question for word in _RESPONSIBLE):
        return
    for plan, place in _others(assistant, request):
        for other in assistant.index.clauses(plan):
            duties = assistant.index.duties_of_clause(other.id) if other.title == clause.title else ()
            if duties and is_short(other.title):
                yield of_duty(place, other.title, duties[0])


def _responsible(assistant: Assistant, request: NextRequest) -> Candidates:
    """Who is responsible for what the clause is about."""
    clause, place = _clause(assistant, request), _place(assistant, request)
    if clause is None or not place or any(word in request.question for word in _RESPONSIBLE):
        return
    duties = assistant.index.duties_of_clause(clause.id)
    if duties and is_short(clause.title):
        yield of_duty(place, clause.title, duties[0])


def _figures(assistant: Assistant, request: NextRequest) -> Candidates:
    """Another figure of the plan, of the same clause first."""
    place, plan, asked = _place(assistant, request), request.cited.plan, _asked(request)
    rows = [row for row in assistant.index.targets_of_plan(plan) if row.value is not None and place]
    rows.sort(key=lambda row: row.clause != request.cited.clause)
    fresh = {row.indicator: row for row in reversed(rows) if row.indicator not in asked and row.canonical not in asked}
    yield from (of_figure(place, fresh[name]) for name in reversed(fresh) if is_short(name))


def _asked(request: NextRequest) -> str:
    return "".join(request.question.split())


def _clause(assistant: Assistant, request: NextRequest) -> Clause | None:
    clauses = assistant.index.clauses(request.cited.plan)
    return next((one for one in clauses if one.id == request.cited.clause), None)


def _place(assistant: Assistant, request: NextRequest) -> str:
    return next((card.region for card in assistant.plans if card.id == request.cited.plan), "") or ""


def _others(assistant: Assistant, request: NextRequest) -> list[tuple[str, str]]:
    """The other plans that may be asked and their places, in turn after the one that was cited."""
    home = _place(assistant, request)
    cards = [card for card in assistant.plans if not request.plans or card.id in request.plans]
    at = next((at for at, card in enumerate(cards) if card.id == request.cited.plan), 0)
    return [(card.id, card.region) for card in (*cards[at + 1 :], *cards[:at]) if card.region and card.region != home]
