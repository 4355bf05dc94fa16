"""The snapshot served now, by a process that goes on running while others are published."""

import logging
import threading
import time
from dataclasses import dataclass

from errors import SnapshotDamaged, WenceError
from index.snapshot import Index, reopen_if_newer

#: A snapshot that was refused is tried again after so many times the usual pause: checking a large one takes seconds.
_PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the last look at all checksums of a version found: when (seconds since 1970), and what is damaged (empty: nothing)."""

    version: str
    at: float
    damage: str = ""


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
        self._inspection = Inspection(index.manifest.version, time.time())  # opening compares them all

    @property
    def inspected(self) -> float:
        """When all checksums were last compared, in seconds since 1970."""
        return self._inspection.at

    @property
    def damage(self) -> str:
        """What the last inspection of the snapshot given out found damaged (readiness is degraded), and what to do; empty: nothing."""
        inspection = self._inspection
        return inspection.damage if inspection.version == self._index.manifest.version else ""

    def inspect(self) -> None:
        """Compare every checksum of the snapshot given out anew, whatever was found before. Takes seconds for a large one.

        A file that is damaged is not trusted when the next snapshot is opened, should it be part of that too.
        """
        index, damage = self._index, ""
        try:
            if index.store.served()[0] != index.manifest.version:
                return  # a newer one is taken up in a moment
            index.version.inspect()
        except SnapshotDamaged as error:
            damage = str(error)
            if not self.damage:
                logging.getLogger("wence").error("the snapshot served is damaged: %s", damage)
        except WenceError:
            return  # it cannot be looked at, which whoever looks for a newer one tells
        self._inspection = Inspection(index.manifest.version, time.time(), damage)

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

    def at_hand(self) -> Index | None:
        """The handle of :meth:`current` where that waits for nothing; None where it is time to look for a newer snapshot."""
        return self._index if time.monotonic() < self._look_at else None

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
