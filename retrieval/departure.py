"""How the makers of an answer learn that nobody waits for it any longer."""

import threading
from collections.abc import Callable


class NobodyWaits(Exception):
    """Whoever asked has left: there is no answer to finish."""


class Departure:
    """Announced once by whoever was waiting; from then on work on the answer ends. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = False
        self._told: list[Callable[[], None]] = []

    @property
    def left(self) -> bool:
        """Whether it has been announced."""
        return self._left

    def announce(self) -> None:
        """Nobody waits any longer: everyone who asked is told, once."""
        with self._lock:
            told, self._told, self._left = self._told, [], True
        for callback in told:
            callback()

    def tell(self, callback: Callable[[], None]) -> None:
        """Call back when it is announced; at once where it already has been."""
        with self._lock:
            if not self._left:
                self._told.append(callback)
                return
        callback()

    def forget(self, callback: Callable[[], None]) -> None:
        """Do not call this one back any more."""
        with self._lock:
            self._told = [c for c in self._told if c != callback]
