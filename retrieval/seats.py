"""Seats for the two kinds of work: reading, which needs the processor and ends soon, and waiting for a chat model, which may take long.

They are kept apart, so that models that hang keep nobody from an extractive answer. Reading is done in a thread of its own under a
deadline. It ends by itself between two steps; whoever waits for it does not depend on that and is told at the deadline.
"""

import contextvars
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from errors import AnswerLate, ServiceBusy
from retrieval.departure import Departure

T = TypeVar("T")
Check = Callable[[], None]

WAITING = 64
"""Readings that may wait for a seat: at the 40 answers a second of two cores they are through in 2 seconds. The next is sent away."""
ABANDONED = 16
"""Readings that nobody waits for and that have not ended yet; with as many, none is begun. Each holds a thread and what it reads."""


class Seats:
    """``reading`` readings at once, each within ``seconds``, and ``models`` answers with a chat model. Safe between threads."""

    def __init__(self, reading: int = 4, models: int = 4, seconds: float = 20.0) -> None:
        self._free = reading
        self._seconds = seconds
        self._lock = threading.Lock()
        self._queue: deque[_Ticket] = deque()
        self._abandoned: set[_Job[Any]] = set()
        self._idle: list[_Reader] = []
        self._models = threading.Semaphore(models)

    @property
    def abandoned(self) -> int:
        """Readings that nobody waits for and that have not ended yet."""
        return len(self._abandoned)

    @property
    def stuck(self) -> int:
        """Those of the abandoned that have not ended by their deadline."""
        with self._lock:
            return sum(job.is_late() for job in self._abandoned)

    @property
    def waiting(self) -> int:
        """Readings that wait for a seat."""
        return len(self._queue)

    def read(self, work: Callable[[Check], T], departure: Departure) -> T:
        """What ``work`` gives, done in another thread; it calls its argument between its steps, which ends it when it shall end.

        Raises:
            AnswerLate: it took longer than the seconds allowed.
            ServiceBusy: no seat can be had.
            Exception: the departure's reason when that was announced; whatever ``work`` raises.
        """
        until = time.monotonic() + self._seconds
        self._sit_down(until, departure)
        job = _Job(work, departure, until, self._late)
        self._hand_over(job)
        departure.tell(job.ended.set)
        job.ended.wait(max(0.0, until - time.monotonic()))
        departure.forget(job.ended.set)
        with self._lock:
            job.abandoned = not job.done
            if job.abandoned:
                self._abandoned.add(job)
                self._stand_up()
        if job.abandoned:
            departure.check()
            raise self._late()
        return job.result()

    @contextmanager
    def at_the_model(self) -> Iterator[bool]:
        """Whether a seat at the chat model was free: it is held for the block, and nobody waits for one."""
        free = self._models.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._models.release()

    def over(self, job: "_Job[Any]", reader: "_Reader") -> None:
        """A reader has done a job and is free again."""
        with self._lock:
            job.done = True
            self._idle.append(reader)
            if job.abandoned:
                self._abandoned.discard(job)
            else:
                self._stand_up()
        job.ended.set()

    def _late(self) -> AnswerLate:
        return AnswerLate(
            f"这个问题在 {self._seconds:g} 秒内没有答完，已停止。请缩小范围（例如只问一个地方）后再问。",
            f"The question was not answered within {self._seconds:g} seconds and was given up. Ask about less, for instance one place.",
        )

    def _sit_down(self, until: float, departure: Departure) -> None:
        """Take a seat, after those who came before."""
        ticket = _Ticket()
        with self._lock:
            if len(self._queue) >= WAITING or len(self._abandoned) >= ABANDONED:
                raise ServiceBusy("正在回答的问题较多。请稍后重试。")
            self._queue.append(ticket)
            self._call_in()
        departure.tell(ticket.called.set)
        ticket.called.wait(max(0.0, until - time.monotonic()))
        departure.forget(ticket.called.set)
        with self._lock:
            left = (
                departure.left
            )  # looked at once: who leaves after this has the seat, and gives it back as a reader does
            if not ticket.seated:
                self._queue.remove(ticket)
            elif left:
                self._stand_up()
        if left:
            raise departure.reason
        if not ticket.seated:
            raise ServiceBusy("正在回答的问题较多，没有排到。请稍后重试。")

    def _stand_up(self) -> None:
        self._free += 1
        self._call_in()

    def _call_in(self) -> None:
        while self._free and self._queue:
            ticket = self._queue.popleft()
            self._free -= 1
            ticket.seated = True
            ticket.called.set()

    def _hand_over(self, job: "_Job[Any]") -> None:
        """Give a job to a reader that is free, or to a new one."""
        with self._lock:
            reader = self._idle.pop() if self._idle else None
        if reader is None:
            reader = _Reader()
            try:
                reader.start()
            except RuntimeError:  # the system gives no more threads
                with self._lock:
                    self._stand_up()
                raise ServiceBusy("服务器的线程已用尽。请稍后重试。") from None
        reader.jobs.put((job, self))


class _Ticket:
    """Somebody who waits for a seat."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.seated = False


class _Job(Generic[T]):
    """One reading: what is to be done, and what came of it."""

    def __init__(
        self, work: Callable[[Check], T], departure: Departure, until: float, late: Callable[[], AnswerLate]
    ) -> None:
        self._work, self._departure, self._until, self._late = work, departure, until, late
        self._context = contextvars.copy_context()
        self._value: T | None = None
        self._error: BaseException | None = None
        self.ended = threading.Event()
        self.done = False
        self.abandoned = False

    def check(self) -> None:
        """End the work when nobody waits for it, or not any longer."""
        self._departure.check()
        if self.is_late():
            raise self._late()

    def is_late(self) -> bool:
        """Whether its deadline has passed."""
        return time.monotonic() >= self._until

    def run(self) -> None:
        """Do it."""
        try:
            self._value = self._context.run(self._work, self.check)
        except BaseException as error:  # noqa: BLE001  # it is raised where somebody waits
            self._error = error

    def result(self) -> T:
        """What came of it; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # set where nothing was raised


class _Reader(threading.Thread):
    """A thread that reads; it ends with the process, whatever it is stuck in."""

    def __init__(self) -> None:
        super().__init__(name="wence-reading", daemon=True)
        self.jobs: queue.SimpleQueue[tuple[_Job[Any], Seats]] = queue.SimpleQueue()

    def run(self) -> None:
        """Do one job after another."""
        while True:
            job, seats = self.jobs.get()
            job.run()
            seats.over(job, self)
            del job  # what it read is not kept until the next one comes
