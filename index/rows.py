"""Row numbers: where a plan's passages and units are stored, and the numbers readers know them by.

Stored rows are given out once, in the order in which plans come in: a plan that is replaced leaves a gap, and nothing else moves.
Readers see the rows numbered from 0 without gaps, plan by plan in the order of ids, whatever the history of the index.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Span:
    """Stored rows of one plan: ``first``, and how many."""

    first: int
    count: int

    @property
    def end(self) -> int:
        """The row after its last."""
        return self.first + self.count


class RowNumbers:
    """The two numberings of one kind of record, plan by plan."""

    def __init__(self, spans: Sequence[Span]) -> None:
        """``spans`` are the stored rows of each plan, in the order of the plans' ids."""
        counts = np.array([span.count for span in spans], dtype=np.int64)
        ends = np.cumsum(counts)
        self.shown = [Span(int(end - count), int(count)) for end, count in zip(ends, counts, strict=True)]
        kept = [(stored, shown) for stored, shown in zip(spans, self.shown, strict=True) if stored.count]
        by_stored = sorted(kept, key=lambda pair: pair[0].first)
        self._stored = np.array([stored.first for stored, _ in by_stored], dtype=np.int64)
        self._stored_shift = np.array([shown.first - stored.first for stored, shown in by_stored], dtype=np.int64)
        self._shown = np.array([shown.first for _, shown in kept], dtype=np.int64)
        self._shown_shift = np.array([stored.first - shown.first for stored, shown in kept], dtype=np.int64)
        #: The same as lists: a single number is found in them in a tenth of the time.
        self._firsts, self._shifts = self._shown.tolist(), self._shown_shift.tolist()
        self.total = int(ends[-1]) if len(ends) else 0

    def to_shown(self, stored: Numbers) -> Numbers:
        """The numbers readers know, for stored rows that belong to a plan."""
        if not len(stored):
            return stored
        return stored + self._stored_shift[np.searchsorted(self._stored, stored, side="right") - 1]

    def to_stored(self, shown: int) -> int:
        """The stored row of a reader's number; -1 when there is none."""
        if not 0 <= shown < self.total:
            return -1
        return int(shown + self._shifts[bisect_right(self._firsts, shown) - 1])

    def find(self, shown: int) -> int:
        """The stored row of a reader's number. Raises KeyError when there is none."""
        stored = self.to_stored(shown)
        if stored < 0:
            raise KeyError(shown)
        return stored
