"""One chat model behind deadlines, a breaker, a limit on requests at once, and cancellation: text comes, or a reason why not.

The model is driven on one event loop in a thread of its own; whoever asks reads its text piece by piece from any other thread.
"""

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel

from errors import ChatModelError
from retrieval.departure import Departure, NobodyWaits
from retrieval.writer.breaker import Breaker
from retrieval.writer.model import Deadlines

Message = tuple[Literal["system", "human"], str]
#: Characters of one reply; a model that goes on is not answering any more.
REPLY_CHARACTERS = 20_000
_GRACE = 1.0
_CLOSING = 0.5


class ReplyFailed(ChatModelError):
    """No usable reply; ``str(error)`` says why in a few Chinese words. ``at_fault``: the endpoint is, not the one who asked."""

    def __init__(self, reason: str, *, at_fault: bool = True) -> None:
        super().__init__(reason)
        self.at_fault = at_fault


@dataclass(frozen=True, slots=True)
class Told:
    """What an endpoint reported at the end of a reply: tokens in and out (None where it did not say), and why it stopped."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    finish: str = ""


_Item = str | Told | Exception


class Speaker:
    """Speaks for one model. Safe between threads; :meth:`close` ends its thread."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        deadlines: Deadlines | None = None,
        concurrency: int = 4,
        breaker: Breaker | None = None,
        says_when_done: bool = False,
    ) -> None:
        """``says_when_done``: the endpoint names a reason when a reply is complete; one that just ends was broken off."""
        self._model = model
        self.deadlines = deadlines or Deadlines()
        self._concurrency = concurrency
        self._says_when_done = says_when_done
        self._breaker = breaker or Breaker()
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._places: asyncio.Semaphore | None = None

    @property
    def name(self) -> str:
        """The model's name, for the record."""
        return str(getattr(self._model, "model_name", "") or type(self._model).__name__)

    @property
    def resting(self) -> bool:
        """Whether the endpoint is left alone for a while after failures in a row."""
        return self._breaker.open

    def say(
        self, messages: Sequence[Message], until: float, departure: Departure, *, may_be_empty: bool = False
    ) -> Iterator[str | Told]:
        """Pieces of text as they come, then one :class:`Told`. ``until`` is the end of the whole answer (``time.monotonic``).

        ``may_be_empty``: saying nothing is an answer too.

        Raises:
            ReplyFailed: a deadline passed, the endpoint refused or broke off, or the reply is no text.
            NobodyWaits, AnswerWithheld: the departure was announced, for that reason.
        """
        departure.check()
        if not self._breaker.allows():
            raise ReplyFailed("对话模型接连出错，暂不调用", at_fault=False)
        items: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        task = asyncio.run_coroutine_threadsafe(
            self._pump(list(messages), until, items, may_be_empty), self._running_loop()
        )

        def cancel() -> None:
            items.put(departure.reason)  # before the cancelled task says the same in other words
            task.cancel()

        departure.tell(cancel)
        fine = None
        try:
            while True:
                item = _next(items, until)
                if isinstance(item, ReplyFailed):
                    fine = False if item.at_fault else None
                if isinstance(item, Exception):
                    raise item
                yield item
                if isinstance(item, Told):
                    fine = True
                    return
        finally:
            departure.forget(cancel)
            task.cancel()
            {True: self._breaker.succeeded, False: self._breaker.failed, None: self._breaker.undecided}[fine]()

    def close(self) -> None:
        """End the thread; what is still being said is called off."""
        with self._starting:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(5)

    def open_tasks(self) -> int:
        """Tasks on the loop at this moment: 0 when nobody is being answered."""
        loop = self._loop
        return len(asyncio.all_tasks(loop)) if loop is not None else 0

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                self._places = asyncio.Semaphore(self._concurrency)
                self._thread = threading.Thread(target=_run, args=(loop,), name="wence-model", daemon=True)
                self._thread.start()
                self._loop = loop
            return self._loop

    async def _pump(
        self, messages: list[Message], until: float, items: "queue.SimpleQueue[_Item]", may_be_empty: bool
    ) -> None:
        assert self._places is not None
        try:
            async with asyncio.timeout(max(0.0, min(self.deadlines.first_token, until - time.monotonic()))):
                await self._places.acquire()
        except TimeoutError:
            items.put(ReplyFailed("向对话模型的请求太多，没有排到", at_fault=False))
            return
        try:
            told = await self._relay(messages, until, items, may_be_empty)
            items.put(told)
        except asyncio.CancelledError:
            items.put(NobodyWaits())
            raise
        except ReplyFailed as failed:
            items.put(failed)
        except Exception as error:  # noqa: BLE001  # whatever a client library raises, the reader must be told
            items.put(ReplyFailed(_reason(error)))
        finally:
            self._places.release()

    async def _relay(
        self, messages: list[Message], until: float, items: "queue.SimpleQueue[_Item]", may_be_empty: bool
    ) -> Told:
        """Text of the reply to ``items``. Only text counts as a sign of life: a drip of empty chunks runs into the deadline."""
        stream = self._model.astream(list(messages))
        said = 0
        counts: tuple[int | None, int | None] = (None, None)
        finish = ""
        due = time.monotonic() + self.deadlines.first_token
        try:
            while True:
                try:
                    async with asyncio.timeout(max(0.0, min(due, until) - time.monotonic())):
                        chunk = await anext(stream)
                except StopAsyncIteration:
                    break
                except TimeoutError:
                    raise ReplyFailed(_lateness(until, said)) from None
                finish = str(chunk.response_metadata.get("finish_reason") or finish)
                usage: Any = getattr(chunk, "usage_metadata", None)
                if usage:
                    counts = usage["input_tokens"], usage["output_tokens"]
                if chunk.text:
                    said += len(chunk.text)
                    due = time.monotonic() + self.deadlines.between_tokens
                    items.put(str(chunk.text))
                if said > REPLY_CHARACTERS:
                    raise ReplyFailed("对话模型说个不停")
        finally:
            with contextlib.suppress(BaseException):
                async with asyncio.timeout(_CLOSING):
                    await stream.aclose()  # type: ignore[attr-defined]  # an async generator in every implementation
        if not said and not may_be_empty:
            raise ReplyFailed("对话模型没有给出文字")
        if self._says_when_done and not finish:
            raise ReplyFailed("对话模型的回复没有说完就断了")
        return Told(*counts, finish)


def _next(items: "queue.SimpleQueue[_Item]", until: float) -> _Item:
    try:
        return items.get(timeout=max(0.0, until - time.monotonic()) + _GRACE)
    except queue.Empty:
        return ReplyFailed("对话模型超过了整个回答的时限")


def _lateness(until: float, said: int) -> str:
    if time.monotonic() >= until:
        return "对话模型超过了整个回答的时限"
    return "对话模型中途停住" if said else "对话模型迟迟没有回答"


#: Names of exceptions of openai and httpx -> what to tell people. Their messages may hold parts of the key: never shown.
_REASONS = (
    ("AuthenticationError", "对话模型的接口不认密钥"),
    ("PermissionDeniedError", "对话模型的接口不认密钥"),
    ("RateLimitError", "对话模型的接口限流"),
    ("NotFoundError", "对话模型的接口没有这个地址或模型"),
    ("BadRequestError", "对话模型的接口不接受请求"),
    ("ContextOverflow", "问题和资料超过了对话模型的长度"),
    ("InternalServerError", "对话模型的接口内部出错"),
    ("APITimeoutError", "连接对话模型超时"),
    ("APIConnectionError", "连不上对话模型"),
    ("ConnectionError", "连不上对话模型"),
    ("TimeoutException", "连接对话模型超时"),
    ("TransportError", "与对话模型的连接中断"),
)


def _reason(error: Exception) -> str:
    names = [kind.__name__ for kind in type(error).__mro__]
    said = next((text for name, text in _REASONS if name in names), "对话模型的回复无法读懂")
    return f"{said}（{type(error).__name__}）"


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
