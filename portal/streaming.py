"""``POST /api/ask/stream``: an answer while it grows, one JSON object a line; the last line says that it is complete, or why not.

The same as events, for whoever asks ``/api/ask`` for ``text/event-stream``: ``answer`` while it grows, then ``done`` or ``error``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import FastAPI, Request
from starlette.responses import Response

from portal.asker import Asked
from portal.asking import AskRequest
from portal.growing import Grower, Growing, Step
from portal.language import Language, language_asked
from portal.records.keeping import Keeping
from portal.refusal import Refusal
from portal.schema import GrowingAnswer, refusals
from portal.sent_events import EVENTS, event

if TYPE_CHECKING:  # where nothing is kept no database is needed
    from portal.records.records import Records

LINES = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Lines:
    """A JSON object a line, each the whole answer as far as it is written."""

    language: Language
    media: str = LINES

    def prepare(self) -> None:
        """Nothing."""

    def part(self, step: Step) -> bytes:
        """A line."""
        return orjson.dumps(record_of(step)) + b"\n"

    def fault(self, no: Refusal) -> bytes:
        """A line with code and message."""
        return orjson.dumps(no.told(self.language)) + b"\n"


@dataclass(frozen=True, slots=True)
class Events:
    """The same objects as server-sent events."""

    language: Language
    media: str = EVENTS

    def prepare(self) -> None:
        """Nothing."""

    def part(self, step: Step) -> bytes:
        """An event, named after whether it is the last."""
        return event(record_of(step), "done" if step.complete else "answer")

    def fault(self, no: Refusal) -> bytes:
        """The event ``error``."""
        return event(no.told(self.language), "error")


def record_of(step: Step) -> dict[str, Any]:
    """A step as an object."""
    return step.answer.to_dict() | {"complete": step.complete}


def asked_by(request: AskRequest, records: "Records | None", scope: Mapping[str, Any]) -> Asked:
    """What a request of ours asks, and where it is kept. Raises ConversationUnknown."""
    keeping = Keeping.of(records, scope, request.question, request.turns(), request.conversation)
    return Asked(keeping, tuple(request.plans), request.mode)


def add_streaming(app: FastAPI, grower: Grower, records: "Records | None" = None) -> None:
    """Add the route. What is refused before anything was said is refused with its own status, as by ``/api/ask``."""

    @app.post(
        "/api/ask/stream",
        summary="提问，回答写出多少给多少：每行一个 JSON 对象，最后一行的 complete 为 true，或是一个问题",
        operation_id="ask_stream",
        response_class=Growing,
        response_model=None,
        responses={**refusals(404, 409, writing=True), 200: {"model": GrowingAnswer, "description": "逐行给出的回答"}},
    )
    async def ask_stream(request: AskRequest, connection: Request) -> Response:
        form = Lines(language_asked(connection.scope["headers"]))
        return await grower.respond(asked_by(request, records, connection.scope), form, connection)
