"""The REST interface: ask, what the index holds, a clause in full, health. FastAPI, JSON in UTF-8, no page."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import anyio
from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from errors import PlanUnknown, QuestionEmpty, QuestionError, QuestionTooLong, WenceError
from portal import refusal
from portal.contract import PlanCard, Service
from portal.refusal import Refusal
from retrieval.answer import Mode, Turn
from retrieval.departure import Departure, NobodyWaits
from settings import Settings

WAITING = 64
"""Questions that may wait for a free place; the next one is asked to come back."""
_CODES: tuple[tuple[type[WenceError], str], ...] = (
    (QuestionEmpty, "question_empty"),
    (QuestionTooLong, "question_too_long"),
    (PlanUnknown, "plan_unknown"),
    (QuestionError, "question_unusable"),
)


class TurnModel(BaseModel):
    """One earlier message."""

    model_config = ConfigDict(extra="forbid", strict=True)
    role: Annotated[str, Field(pattern="^(user|assistant)$")]
    content: Annotated[str, Field(max_length=20_000)]


class AskRequest(BaseModel):
    """A question, what was said before it, the plans to look in (all when empty) and how to answer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Annotated[str, Field(description="问题")]
    history: Annotated[list[TurnModel], Field(max_length=50, description="此前的对话")] = []
    plans: Annotated[list[str], Field(max_length=3000, description="限定的方案编号；空为不限")] = []
    mode: Annotated[Mode | None, Field(description="作答方式；不给则按设置")] = None

    def turns(self) -> tuple[Turn, ...]:
        """The history as the assistant takes it."""
        return tuple(Turn("user" if turn.role == "user" else "assistant", turn.content) for turn in self.history)


def build_api(service: Service, settings: Settings) -> FastAPI:
    """The API over a service. Owns the CORS answer for the whole site, the Gradio mount included."""
    app = FastAPI(title="问策", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
    )
    _add_refusals(app)
    _add_health(app, service)
    _add_library(app, service)
    _add_ask(app, service, settings)
    return app


def _add_ask(app: FastAPI, service: Service, settings: Settings) -> None:
    places = anyio.CapacityLimiter(settings.concurrency)

    @app.post("/api/ask", summary="提问，得到带出处的回答")
    async def ask(request: AskRequest, connection: Request) -> JSONResponse:
        if places.statistics().tasks_waiting >= WAITING:
            return _response(refusal.BUSY)

        departure = Departure()

        def answer() -> dict[str, Any]:
            asked = (request.question, request.turns(), tuple(request.plans), request.mode)
            return service.now().ask(*asked, departure=departure).to_dict()

        async with _watching(connection, departure):
            try:
                return JSONResponse(await anyio.to_thread.run_sync(answer, limiter=places))
            except NobodyWaits:
                return _response(refusal.BUSY)  # nobody reads it


@asynccontextmanager
async def _watching(connection: Request, departure: Departure) -> AsyncIterator[None]:
    """Announce the departure when the client hangs up before it was answered."""

    async def watch() -> None:
        while (await connection.receive())["type"] != "http.disconnect":
            pass
        departure.announce()

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def _add_library(app: FastAPI, service: Service) -> None:
    @app.get("/api/plans", summary="收录的方案")
    def plans() -> list[dict[str, str]]:
        return [_card(card) for card in service.now().plans]

    @app.get("/api/clauses", summary="一条条款的全文")
    def clauses(plan: Annotated[str, Query(max_length=200)], clause: Annotated[str, Query(max_length=200)]) -> Any:
        assistant = service.now()
        try:
            found = assistant.clause(plan, clause)
        except (LookupError, WenceError):
            told = "没有这条条款。请使用回答的出处（citations）里的 plan 和 clause；方案更新之后，请重新提问。"
            return _response(Refusal(404, "clause_unknown", told))
        return {
            "plan": found.plan,
            "id": found.id,
            "section": found.section,
            "address": found.address,
            "text": found.text,
            "start": found.start,
            "end": found.end,
            "index": assistant.fingerprint,
        }


def _add_health(app: FastAPI, service: Service) -> None:
    @app.get("/api/health/live", summary="进程在运行")
    def live() -> dict[str, str]:
        return {"status": "live"}

    @app.get("/api/health/ready", summary="索引可用")
    def ready() -> JSONResponse:
        try:
            facts = service.ready()
        except WenceError as error:
            return JSONResponse({"status": "unready", "error": "index_unusable", "message": str(error)}, 503)
        return JSONResponse({"status": "degraded" if "problem" in facts else "ready", **facts})


def _add_refusals(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    async def wrong_shape(_: Request, error: RequestValidationError) -> JSONResponse:
        place = ".".join(str(part) for part in error.errors()[0]["loc"] if part != "body")
        message = f"请求内容的“{place}”缺失、类型不对或超出限制。请对照 /api/openapi.json 修改后重新发送。"
        return _response(Refusal(422, "wrong_shape", message) if place else refusal.WRONG_SHAPE)

    @app.exception_handler(HTTPException)
    async def http_error(_: Request, error: HTTPException) -> JSONResponse:
        known = {404: refusal.NOT_FOUND, 405: refusal.BAD_METHOD, 400: refusal.BAD_JSON}
        other = Refusal(error.status_code, "refused", "请求未被接受。请对照 /api/openapi.json 修改后重新发送。")
        return _response(known.get(error.status_code, other))

    @app.exception_handler(WenceError)
    async def our_error(_: Request, error: WenceError) -> JSONResponse:
        code = next((code for kind, code in _CODES if isinstance(error, kind)), "unavailable")
        return _response(Refusal(422 if isinstance(error, QuestionError) else 503, code, str(error)))

    @app.exception_handler(Exception)
    async def own_fault(_: Request, error: Exception) -> JSONResponse:
        logging.getLogger("wence").error("%s", type(error).__name__)
        return _response(refusal.INTERNAL)


def _card(card: PlanCard) -> dict[str, str]:
    return {name: getattr(card, name) or "" for name in ("id", "title", "region", "province", "number", "date")}


def _response(no: Refusal) -> JSONResponse:
    return JSONResponse({"error": no.error, "message": no.message}, no.status)
