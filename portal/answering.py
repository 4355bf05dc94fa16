"""Answers made in threads for clients that wait on the event loop: whatever a thread does, the client is told in time."""

import asyncio
import contextlib
import math
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Generic, TypeVar

import anyio
from starlette.requests import Request

from errors import AnswerLate, ServiceBusy
from retrieval.departure import Departure
from retrieval.seats import WAITING
from settings import Settings

T = TypeVar("T")

GRACE = 1.0
"""Seconds that a thread has to end with its own words after it was told to end; well above a step of reading."""


class Answering:
    """Makes answers in threads, never more than ``threads`` of them, those included that nobody waits for any longer."""

    def __init__(self, threads: int, seconds: float) -> None:
        """``seconds``: longer than any answer takes by its own deadlines."""
        self._threads = threads
        self._seconds = seconds
        self._running = 0
        self._unlimited: anyio.CapacityLimiter | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Answering":
        """For the seats that these settings give, and those who wait for one."""
        threads = settings.concurrency + settings.model_concurrency + WAITING
        model = settings.model_total_seconds if settings.has_model else 0.0
        return cls(threads, settings.answer_seconds + model + GRACE)

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered."""
        return not self._running

    @property
    def running(self) -> int:
        """Threads at work, those included that nobody waits for any longer."""
        return self._running

    async def make(self, work: Callable[[], T], connection: Request, departure: Departure) -> T:
        """What ``work`` gives, which heeds the departure; announced where the client hangs up or the time is over.

        Raises:
            ServiceBusy: every thread is taken.
            Exception: the departure's reason, also where ``work`` does not heed it; whatever ``work`` raises.
        """
        departure.check()
        if self._running >= self._threads:
            raise ServiceBusy("正在回答的问题较多。请稍后重试。")
        self._unlimited = self._unlimited or anyio.CapacityLimiter(math.inf)  # it is of the loop it is made in
        async with _announcing(departure, connection, self._seconds):
            with anyio.CancelScope() as scope, _ended(departure, scope):
                counted = self._counted(work)
                return await anyio.to_thread.run_sync(counted, abandon_on_cancel=True, limiter=self._unlimited)
        raise departure.reason

    async def grow(
        self, work: Callable[[], Iterator[T]], connection: Request, departure: Departure
    ) -> AsyncGenerator[T, None]:
        """Each step of ``work``, as :meth:`make` would give the whole; of steps that come faster than they are taken only the newest.

        The departure is announced when nobody takes them any longer, too. Raises like :meth:`make`.
        """
        departure.check()
        if self._running >= self._threads:
            raise ServiceBusy("正在回答的问题较多。请稍后重试。")
        self._unlimited = self._unlimited or anyio.CapacityLimiter(math.inf)
        newest = _Newest[T]()

        def follow() -> None:
            try:
                for step in work():
                    newest.put(step)
                newest.end()
            except BaseException as error:  # noqa: BLE001  # it is raised where somebody waits
                newest.end(error)

        counted = self._counted(follow)
        running = asyncio.create_task(
            anyio.to_thread.run_sync(counted, abandon_on_cancel=True, limiter=self._unlimited)
        )
        try:
            async with _announcing(departure, connection, self._seconds):
                with _told_to_end(departure, lambda: newest.end(departure.reason)):
                    async for step in newest:
                        yield step
        finally:
            departure.announce()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    def _counted(self, work: Callable[[], T]) -> Callable[[], T]:
        """The work, counted until it ends, not only until nobody waits for it."""
        loop = asyncio.get_running_loop()
        self._running += 1

        def over() -> None:
            self._running -= 1

        def counted() -> T:
            try:
                return work()
            finally:
                with contextlib.suppress(RuntimeError):  # the loop is gone, and the count with it
                    loop.call_soon_threadsafe(over)

        return counted


class _Newest(Generic[T]):
    """What a thread made last, for the loop to take: a client that reads slowly holds one step and no more."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._steps: list[T] = []
        self._over = False
        self._error: BaseException | None = None
        self._changed = asyncio.Event()

    def put(self, step: T) -> None:
        """The thread has made a step."""
        with self._lock:
            self._steps = [step]
        self._tell()

    def end(self, error: BaseException | None = None) -> None:
        """No more will come; the first word counts."""
        with self._lock:
            if not self._over:
                self._over, self._error = True, error
        self._tell()

    def _tell(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone, and whoever waited in it
            self._loop.call_soon_threadsafe(self._changed.set)

    async def __aiter__(self) -> AsyncIterator[T]:
        while True:
            await self._changed.wait()
            self._changed.clear()
            with self._lock:
                steps, self._steps, over = self._steps, [], self._over
            for step in steps:
                yield step
            if over:
                if self._error is not None:
                    raise self._error
                return


def _ended(departure: Departure, scope: anyio.CancelScope) -> AbstractContextManager[None]:
    """Leave the scope a moment after the departure, should the thread not have ended by then."""
    return _told_to_end(departure, scope.cancel)


@contextlib.contextmanager
def _told_to_end(departure: Departure, end: Callable[[], None]) -> Iterator[None]:
    """Call ``end`` in the loop a moment after the departure."""
    loop = asyncio.get_running_loop()

    def soon() -> None:
        loop.call_later(GRACE, end)

    def later() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone, and whoever waited in it
            loop.call_soon_threadsafe(soon)

    departure.tell(later)
    try:
        yield
    finally:
        departure.forget(later)


@asynccontextmanager
async def _announcing(departure: Departure, connection: Request, seconds: float) -> AsyncIterator[None]:
    """Announce the departure when the client hangs up, or after so many seconds."""

    async def watch() -> None:
        while (await connection.receive())["type"] != "http.disconnect":
            pass
        departure.announce()

    late = AnswerLate(
        f"这个问题在 {seconds:g} 秒内没有答完，已停止。请稍后重试。",
        f"The question was not answered within {seconds:g} seconds and was given up. Try again later.",
    )
    timer = asyncio.get_running_loop().call_later(seconds, departure.announce, late)
    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        timer.cancel()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
