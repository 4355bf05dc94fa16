"""The end of the service: from the word on nothing new is answered, and what is being answered has until a deadline."""

import threading
import time
import weakref

from errors import ServiceClosing
from retrieval.departure import Departure

DRAIN_SECONDS = 10.0
"""Seconds that running answers have: an extractive one takes well under one, one of a model some 10; systems kill after 30 to 90."""


class Closing:
    """Announced once by whoever shuts the process down. Safe between threads, and in a signal handler.

    Every answer is made under a :meth:`departure` of this object; at the deadline those still running end with ``ServiceClosing``.
    """

    def __init__(self, seconds: float = DRAIN_SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.RLock()  # a signal handler may interrupt the thread that holds it
        self._deadline: float | None = None
        self._running: weakref.WeakSet[Departure] = weakref.WeakSet()

    @property
    def is_closing(self) -> bool:
        """Whether it has been announced."""
        return self._deadline is not None

    @property
    def deadline(self) -> float | None:
        """When (``time.monotonic``) running answers end; None before the announcement."""
        return self._deadline

    def announce(self) -> None:
        """Nothing new is answered from now on, and what runs ends at the deadline."""
        with self._lock:
            if self._deadline is not None:
                return
            self._deadline = time.monotonic() + self._seconds
        timer = threading.Timer(self._seconds, self._end)
        timer.daemon = True
        timer.start()

    def departure(self) -> Departure:
        """A departure for a new answer; after the announcement it has left already."""
        departure = Departure()
        with self._lock:
            if not self.is_closing:
                self._running.add(departure)
                return departure
        departure.announce(closing_error())
        return departure

    def _end(self) -> None:
        with self._lock:
            running = list(self._running)
        for departure in running:
            departure.announce(closing_error())


def closing_error() -> ServiceClosing:
    """What whoever waits is told."""
    return ServiceClosing("服务正在停止或重启，这个问题没有答完。请稍后重新提问。")
