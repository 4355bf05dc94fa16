"""``POST /api/ask/stream``: an answer while it grows, one JSON object a line; the last line says that it is complete, or why not."""

import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from typing import Any

import orjson
from fastapi import FastAPI, Request
from starlette.responses import Response

from errors import WenceError
from portal import refusal
from portal.answering import Answering
from portal.asking import AskRequest, refusal_of
from portal.closing import Closing
from portal.contract import Service
from portal.guard import Receive, Scope, Send
from portal.language import Language, language_asked
from portal.refusal import INTERNAL, respond
from portal.schema import GrowingAnswer, refusals
from retrieval.answer import Answer
from retrieval.departure import Departure, NobodyWaits

LINES = "application/x-ndjson"
Line = dict[str, Any]


class Growing(Response):
    """Lines as they come; the generator behind them is closed when nobody reads them any longer."""

    media_type = LINES

    def __init__(self, first: Line, rest: AsyncGenerator[Line, None], status_code: int = 200) -> None:
        super().__init__(status_code=status_code, headers={"cache-control": "no-store"})
        del self.headers["content-length"]
        self._first = first
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send each line at once; that the client hung up is noticed where the answer is made."""
        del scope, receive
        async with aclosing(self._rest):
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": _written(self._first), "more_body": True})
            async for line in self._rest:
                await send({"type": "http.response.body", "body": _written(line), "more_body": True})
            await send({"type": "http.response.body", "body": b""})


def add_streaming(app: FastAPI, service: Service, answering: Answering) -> None:
    """Add the route. What is refused before anything was said is refused with its own status, as by ``/api/ask``."""
    closing: Closing = app.state.closing

    @app.post(
        "/api/ask/stream",
        summary="提问，回答写出多少给多少：每行一个 JSON 对象，最后一行的 complete 为 true，或是一个问题",
        operation_id="ask_stream",
        response_class=Growing,
        response_model=None,
        responses={**refusals(writing=True), 200: {"model": GrowingAnswer, "description": "逐行给出的回答"}},
    )
    async def ask_stream(request: AskRequest, connection: Request) -> Response:
        departure = closing.departure()
        growing = answering.grow(_steps(service, request, departure), connection, departure)
        try:
            first = await anext(growing)
        except NobodyWaits:
            return respond(refusal.BUSY)  # nobody reads it
        return Growing(first, _to_its_end(growing, language_asked(connection.scope["headers"])))


def _steps(service: Service, request: AskRequest, departure: Departure) -> Callable[[], Iterator[Line]]:
    def steps() -> Iterator[Line]:
        last: Answer | None = None
        asked = (request.question, request.turns(), tuple(request.plans), request.mode)
        for answer in service.now().stream(*asked, departure=departure):
            last = answer
            yield last.to_dict() | {"complete": False}
        if last is not None:
            yield last.to_dict() | {"complete": True}

    return steps


async def _to_its_end(growing: AsyncGenerator[Line, None], language: Language) -> AsyncGenerator[Line, None]:
    """The lines that are left; what goes wrong becomes the last one, since the status has been sent."""
    async with aclosing(growing):
        try:
            async for line in growing:
                yield line
        except NobodyWaits:
            return
        except WenceError as error:
            yield refusal_of(error).told(language)
        except Exception as error:  # noqa: BLE001  # whatever it is: somebody waits for an answer in our form
            logging.getLogger("wence").error("%s", type(error).__name__)
            yield INTERNAL.told(language)


def _written(line: Line) -> bytes:
    return orjson.dumps(line) + b"\n"
