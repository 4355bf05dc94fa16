"""The snapshot served now, by a process that goes on running while others are published."""

import threading
import time

from errors import WenceError
from index.snapshot import Index, reopen_if_newer

#: A snapshot that was refused is tried again after so many times the usual pause: checking a large one takes seconds.
_PATIENCE = 30


class ServedIndex:
    """Gives out the newest sound snapshot. Safe between threads.

    Take :meth:`current` once for each request and keep to that handle until its end: so nothing is ever put together from two
    snapshots. A handle that nobody holds any more is closed by itself.
    """

    def __init__(self, index: Index, *, every: float = 1.0) -> None:
        """Begin with an opened snapshot; look for a newer one at most once in ``every`` seconds."""
        self._index = index
        self._every = every
        self._look_at = time.monotonic() + every
        self._looking = threading.Lock()
        self._refused: tuple[str, str] | None = None
        self._refused_until = 0.0
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why the newest snapshot is not the one given out (readiness is degraded); empty when it is."""
        return self._problem

    def current(self) -> Index:
        """The handle to answer with. While one thread opens a newer snapshot, the others get the one before."""
        if time.monotonic() >= self._look_at and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._look_at = time.monotonic() + self._every
                self._looking.release()
        return self._index

    def _look(self) -> None:
        pointer = None
        try:
            pointer = self._index.store.served()
            if pointer == self._refused and time.monotonic() < self._refused_until:
                return
            self._index = reopen_if_newer(self._index)
            self._problem = ""
        except WenceError as error:
            self._refused, self._refused_until = pointer, time.monotonic() + _PATIENCE * self._every
            self._problem = str(error)
