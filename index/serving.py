"""The snapshot served now, by a process that goes on running while others are published."""

import threading
import time

from errors import SnapshotError
from index.snapshot import Index, reopen_if_newer


class ServedIndex:
    """Gives out the newest sound snapshot. Safe between threads.

    Take :meth:`current` once for each request and keep to that handle until its end: so nothing is ever put together from two
    snapshots. A handle that nobody holds any more is closed by itself.
    """

    def __init__(self, index: Index, *, every: float = 1.0) -> None:
        """Begin with an opened snapshot; look for a newer one at most once in ``every`` seconds."""
        self._index = index
        self._every = every
        self._looked = time.monotonic()
        self._looking = threading.Lock()
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why the newest snapshot is not the one given out (readiness is degraded); empty when it is."""
        return self._problem

    def current(self) -> Index:
        """The handle to answer with. While one thread opens a newer snapshot, the others get the one before."""
        if time.monotonic() - self._looked >= self._every and self._looking.acquire(blocking=False):
            try:
                self._index = reopen_if_newer(self._index)
                self._problem = ""
            except SnapshotError as error:
                self._problem = str(error)
            finally:
                self._looked = time.monotonic()
                self._looking.release()
        return self._index
