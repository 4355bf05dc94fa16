"""An answer sent while it grows, in whatever form the client reads: lines, events, the chunks of OpenAI's interface."""

import logging
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request
from starlette.responses import Response

from errors import WenceError
from portal.answering import Answering
from portal.asker import Asked
from portal.asking import refusal_of
from portal.closing import Closing
from portal.contract import Service
from portal.guard import Receive, Scope, Send
from portal.metrics import count_answer
from portal.refusal import INTERNAL, Refusal
from retrieval.answer import Answer
from retrieval.departure import Departure, NobodyWaits


@dataclass(frozen=True, slots=True)
class Step:
    """An answer as far as it is written; ``complete`` once it is."""

    answer: Answer
    complete: bool


class Form(Protocol):
    """How a stream is written."""

    @property
    def media(self) -> str:
        """Its media type."""

    def prepare(self) -> None:
        """What takes a while before anything is sent; called in the thread that answers."""

    def part(self, step: Step) -> bytes:
        """What a step adds; nothing where it adds nothing."""

    def fault(self, no: Refusal) -> bytes:
        """The last part of a stream in which something went wrong: the status has been sent."""


class Growing(Response):
    """Parts as they come; the generator behind them is closed when nobody reads them any longer."""

    media_type = "application/x-ndjson"  # what FastAPI documents; each response has its form's own

    def __init__(
        self,
        first: bytes,
        rest: AsyncGenerator[bytes, None],
        media: str,
        status_code: int = 200,
        more: Mapping[str, str] | None = None,
    ) -> None:  # FastAPI reads the status from the signature
        # a gateway that collects a response before it passes it on is asked not to (nginx)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no", **(more or {})}
        super().__init__(status_code=status_code, media_type=media, headers=headers)
        del self.headers["content-length"]
        self._first = first
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send each part at once; that the client hung up is noticed where the answer is made."""
        del scope, receive
        async with aclosing(self._rest):
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": self._first, "more_body": True})
            async for part in self._rest:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


class Grower:
    """Answers in growing responses."""

    def __init__(self, service: Service, answering: Answering, closing: Closing) -> None:
        self._service = service
        self._answering = answering
        self._closing = closing

    async def respond(self, asked: Asked, form: Form, connection: Request) -> Response:
        """The response. What is refused before anything was said is refused with its own status: the errors of the assistant are raised."""
        departure = self._closing.departure()
        growing = self._answering.grow(self._steps(asked, form, departure), connection, departure)
        first = await anext(growing)
        return Growing(form.part(first), _to_its_end(growing, form), form.media, more=asked.keeping.headers)

    def _steps(self, asked: Asked, form: Form, departure: Departure) -> Callable[[], Iterator[Step]]:
        def steps() -> Iterator[Step]:
            form.prepare()
            last: Answer | None = None
            question = (asked.keeping.question, asked.keeping.turns(), asked.plans, asked.mode)
            for answer in self._service.now().stream(*question, departure=departure):
                last = answer
                yield Step(answer, complete=False)
            if last is not None:
                count_answer(last)
                asked.keeping.keep(last)
                yield Step(last, complete=True)

        return steps


async def _to_its_end(growing: AsyncGenerator[Step, None], form: Form) -> AsyncGenerator[bytes, None]:
    """The parts that are left; what goes wrong becomes the last one."""
    async with aclosing(growing):
        try:
            async for step in growing:
                if part := form.part(step):
                    yield part
        except NobodyWaits:
            return
        except WenceError as error:
            yield form.fault(refusal_of(error))
        except Exception as error:  # noqa: BLE001  # whatever it is: somebody waits for an answer in our form
            logging.getLogger("wence").error("%s", type(error).__name__)
            yield form.fault(INTERNAL)
