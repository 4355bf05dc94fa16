"""How the makers of an answer learn that they shall end: nobody waits any longer, or there is no time left."""

import threading
from collections.abc import Callable


class NobodyWaits(Exception):
    """Whoever asked has left: there is no answer to finish."""


class Departure:
    """Announced once by whoever was waiting, or on their behalf; from then on work on the answer ends. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reason: Exception | None = None
        self._told: list[Callable[[], None]] = []

    @property
    def left(self) -> bool:
        """Whether it has been announced."""
        return self._reason is not None

    @property
    def reason(self) -> Exception:
        """What the work ends with: the error that whoever still waits is told, :class:`NobodyWaits` where nobody does."""
        return self._reason or NobodyWaits()

    def announce(self, reason: Exception | None = None) -> None:
        """Work on the answer ends, for this ``reason`` (none: nobody waits): everyone who asked is told, once."""
        with self._lock:
            if self._reason is not None:
                return
            told, self._told, self._reason = self._told, [], reason or NobodyWaits()
        for callback in told:
            callback()

    def check(self) -> None:
        """Raise the reason once it has been announced; for work to call between its steps."""
        if self._reason is not None:
            raise self._reason

    def tell(self, callback: Callable[[], None]) -> None:
        """Call back when it is announced; at once where it already has been."""
        with self._lock:
            if self._reason is None:
                self._told.append(callback)
                return
        callback()

    def forget(self, callback: Callable[[], None]) -> None:
        """Do not call this one back any more."""
        with self._lock:
            self._told = [c for c in self._told if c != callback]
