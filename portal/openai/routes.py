"""``/v1/chat/completions`` and ``/v1/models``: what the official ``openai`` client, and whatever speaks as it does, asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from portal.asker import Asked, Asker
from portal.growing import Grower, Step
from portal.language import Language, language_asked
from portal.openai.completion import Chunks, Form
from portal.openai.inquiry import inquiry_of
from portal.openai.models import model_record, model_unknown, models_of
from portal.openai.schema import ChatCompletion, ChatRequest, ModelOut, ModelsOut, failures
from portal.openai.wording import text_of
from portal.problem import openai_error
from portal.records.keeping import Keeping
from portal.refusal import Refusal, respond
from portal.sent_events import EVENTS, event
from retrieval.answer import Mode
from settings import Settings

DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Stream:
    """Chunks as events without names, and ``[DONE]`` at their end."""

    form: Form
    chunks: Chunks
    language: Language
    counts: bool
    media: str = EVENTS

    def prepare(self) -> None:
        """Count the messages."""
        if self.counts:
            _ = self.form.asked

    def part(self, step: Step) -> bytes:
        """The chunks of a step."""
        made = self.chunks.end(step.answer) if step.complete else self.chunks.grow(step.answer)
        return b"".join(map(event, made)) + (DONE if step.complete else b"")

    def fault(self, no: Refusal) -> bytes:
        """The error, which the client raises."""
        return event({"error": openai_error(no, self.language)})


def add_openai(app: FastAPI, settings: Settings, asker: Asker, grower: Grower) -> None:
    """Add the routes."""
    models = models_of(settings)
    _add_models(app, models)
    _add_completions(app, _Completions(settings, asker, grower, models))


class _Completions:
    """Answers chat requests."""

    def __init__(self, settings: Settings, asker: Asker, grower: Grower, models: Mapping[str, Mode | None]) -> None:
        self._settings, self._asker, self._grower, self._models = settings, asker, grower, models

    async def answered(self, request: ChatRequest, connection: Request) -> Response:
        """The completion, its stream, or why there is none."""
        if request.model not in self._models:
            return respond(model_unknown(request.model, self._models))
        inquiry = inquiry_of(request)
        if isinstance(inquiry, Refusal):
            return respond(inquiry)
        said = (inquiry.question, inquiry.history, request.conversation)
        keeping = Keeping.of(self._asker.records, connection.scope, *said, told=text_of)
        asked = Asked(keeping, tuple(request.plans), self._models[request.model])
        base = self._settings.public_url.rstrip("/") or str(connection.base_url).rstrip("/")
        form = Form(request.model, base, self._settings.token_encoding, inquiry.texts)
        if not request.stream:
            return await self._whole(asked, form, connection)
        usage = bool(request.stream_options and request.stream_options.include_usage)
        language = language_asked(connection.scope["headers"])
        stream = Stream(form, Chunks(form, usage=usage), language, counts=usage)
        return await self._grower.respond(asked, stream, connection)

    async def _whole(self, asked: Asked, form: Form, connection: Request) -> Response:
        departure = self._asker.closing.departure()

        def completion() -> dict[str, Any]:
            return form.whole(self._asker.answer(asked, departure))

        made = await self._asker.answering.make(completion, connection, departure)
        return JSONResponse(made, headers=asked.keeping.headers)


def _add_completions(app: FastAPI, completions: _Completions) -> None:
    @app.post(
        "/v1/chat/completions",
        summary="提问（OpenAI 格式）；stream 为 true 时逐段给出",
        operation_id="chat_completions",
        response_model=ChatCompletion,
        responses={**failures(404, 409, 413), 200: {"content": {EVENTS: {"schema": {"type": "string"}}}}},
    )
    async def chat_completions(request: ChatRequest, connection: Request) -> Response:
        return await completions.answered(request, connection)


def _add_models(app: FastAPI, models: Mapping[str, Mode | None]) -> None:
    @app.get(
        "/v1/models",
        summary="可以用的模型名称（OpenAI 格式）",
        operation_id="models",
        response_model=ModelsOut,
        responses=failures(),
    )
    async def listed() -> dict[str, Any]:
        return {"object": "list", "data": [*map(model_record, models)]}

    @app.get(
        "/v1/models/{model}",
        summary="一个模型名称（OpenAI 格式）",
        operation_id="model",
        response_model=ModelOut,
        responses=failures(404),
    )
    async def one(model: str) -> Any:
        return model_record(model) if model in models else respond(model_unknown(model, models))
