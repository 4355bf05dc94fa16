"""The REST interface: ask, what the index holds, a clause in full, health. FastAPI, JSON in UTF-8, no page."""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from errors import WenceError, repeated
from portal import refusal
from portal.answering import Answering
from portal.asker import Asker
from portal.asking import AskRequest, refusal_of
from portal.checking import add_checking
from portal.citing import add_citing
from portal.clauses import add_clauses
from portal.closing import Closing, closing_error
from portal.contract import Service
from portal.document import add_document
from portal.duty_exports import add_duty_exports
from portal.feedback import add_feedback
from portal.following import add_following
from portal.growing import Grower
from portal.health_schema import Live, Ready, Unready
from portal.indicator_routes import add_indicators
from portal.language import language_asked
from portal.library import add_library
from portal.mcp.mounting import Manager, Mounted, mount_mcp
from portal.metering import add_metrics, sampling
from portal.openai.routes import add_openai
from portal.records.conversation_routes import add_conversations
from portal.records.me_routes import add_me
from portal.refusal import Refusal, respond
from portal.remembered import Remembered
from portal.retry import RetryAfter
from portal.schema import describe, refusals
from portal.searching import add_searching
from portal.sent_events import EVENTS, takes_events
from portal.side_by_side import add_side_by_side
from portal.streaming import Events, add_streaming, asked_by
from portal.target_exports import add_target_exports
from portal.welcome import add_welcome
from retrieval.answer import Answer
from retrieval.departure import NobodyWaits
from settings import Settings

if TYPE_CHECKING:  # where nothing is kept no database is needed
    from portal.records.records import Records


def build_api(
    service: Service, settings: Settings, closing: Closing | None = None, records: "Records | None" = None
) -> FastAPI:
    """The API over a service. Owns the CORS answer for the whole site, the Gradio mount included.

    ``records``: where conversations and remarks are kept; None keeps none.
    ``closing`` stands in ``app.state.closing`` and the audit log in ``app.state.audit``, for whoever else makes answers in this app.
    """
    answering, closing = Answering.of(settings), closing or Closing()
    asker = Asker(service, answering, closing, Remembered(), records)

    def make_tools() -> Manager:
        from portal.mcp.server import build_server, manager_of  # the SDK is imported when first asked for

        return manager_of(build_server(asker))

    app = FastAPI(
        title="问策",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # see describe: FastAPI would lay it out on the loop
        lifespan=lambda app: _running(service, answering, app.state.tools),
    )
    app.state.closing = closing
    app.state.audit = records.audit if records is not None else None
    app.state.tools = mount_mcp(app, make_tools)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],  # clients send headers of their own; the origins are those listed
        expose_headers=["retry-after", "x-request-id", "x-wence-conversation"],
    )
    app.add_middleware(RetryAfter)
    _add_refusals(app)
    _add_health(app, service)
    add_metrics(app, service, settings)
    add_library(app, service)
    add_clauses(app, service)
    add_target_exports(app, service)
    add_indicators(app, service)
    add_duty_exports(app, service)
    add_side_by_side(app, service)
    grower = Grower(service, answering, app.state.closing)
    _add_ask(app, asker, grower)
    add_streaming(app, grower, records)
    add_searching(app, service, answering)
    add_openai(app, settings, asker, grower)
    add_following(app, service, answering)
    add_citing(app, service)
    add_checking(app, service, answering)
    add_document(app, service)
    add_feedback(app, settings.feedback_path, records)
    add_conversations(app, records)
    add_me(app, records)
    add_welcome(app, service, settings)
    describe(app, settings)
    return app


@contextlib.asynccontextmanager
async def _running(service: Service, answering: Answering, tools: Mounted) -> AsyncIterator[None]:
    """What goes on in a process for as long as it serves."""
    async with sampling(service, answering):
        yield
    await tools.close()


def _add_ask(app: FastAPI, asker: Asker, grower: Grower) -> None:
    @app.post(
        "/api/ask",
        summary="提问，得到带出处的回答",
        operation_id="ask",
        response_model=Answer,
        responses={**refusals(404, 409, writing=True), 200: {"content": {EVENTS: {"schema": {"type": "string"}}}}},
    )
    async def ask(request: AskRequest, connection: Request) -> Response:
        asked = asked_by(request, asker.records, connection.scope)
        if takes_events(connection.headers.get("accept", "")):
            return await grower.respond(asked, Events(language_asked(connection.scope["headers"])), connection)
        if recalled := asker.recall(asked):
            return Response(orjson.dumps(recalled), media_type="application/json")
        departure = asker.closing.departure()
        made = await asker.answering.make(lambda: orjson.dumps(asker.answer(asked, departure)), connection, departure)
        return Response(made, headers=asked.keeping.headers, media_type="application/json")


def _add_health(app: FastAPI, service: Service) -> None:
    closing: Closing = app.state.closing
    unready = refusals()
    unready[503] |= {"model": Unready}

    @app.get(
        "/api/health/live",
        summary="进程在运行",
        operation_id="live",
        response_model=Live,
        responses=refusals(),
    )
    async def live() -> dict[str, str]:  # on the loop itself: it needs no thread, and waits for none
        return {"status": "live"}

    @app.get("/api/health/ready", summary="索引可用", operation_id="ready", response_model=Ready, responses=unready)
    def ready() -> JSONResponse:
        if closing.is_closing:
            return _unready("closing", closing_error())
        try:
            facts = service.ready()
        except WenceError as error:
            return _unready("index_unusable", error)
        return JSONResponse({"status": "degraded" if "problem" in facts else "ready", **facts})


def _add_refusals(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    async def wrong_shape(_: Request, error: RequestValidationError) -> Response:
        place = repeated(".".join(str(part) for part in error.errors()[0]["loc"] if part != "body"))
        message = f"请求内容的“{place}”缺失、类型不对或超出限制。请对照 /api/openapi.json 修改后重新发送。"
        english = f"The field “{place}” of the request is missing, of the wrong type or out of bounds. Compare it with /api/openapi.json."
        no = Refusal(422, "wrong_shape", message, english, param=place)
        return respond(no if place else refusal.WRONG_SHAPE)

    @app.exception_handler(HTTPException)
    async def http_error(_: Request, error: HTTPException) -> Response:
        known = {404: refusal.NOT_FOUND, 405: refusal.BAD_METHOD, 400: refusal.BAD_JSON}
        other = Refusal(error.status_code, "refused", "请求未被接受。请对照 /api/openapi.json 修改后重新发送。")
        return respond(known.get(error.status_code, other))

    @app.exception_handler(NobodyWaits)
    async def left(_: Request, error: NobodyWaits) -> Response:
        del error
        return respond(refusal.BUSY)  # nobody reads it

    @app.exception_handler(WenceError)
    async def our_error(_: Request, error: WenceError) -> Response:
        return respond(refusal_of(error))

    @app.exception_handler(Exception)
    async def own_fault(_: Request, error: Exception) -> Response:
        logging.getLogger("wence").error("%s", type(error).__name__)
        return respond(refusal.INTERNAL)


def _unready(code: str, error: WenceError) -> JSONResponse:
    return JSONResponse({"status": "unready", "error": code, "message": str(error)}, 503)
