"""Rows with the very same vector, told together: plans share sentences word for word, and thousands alike would crowd out all others."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vectors import Rows, Vectors

_ROWS, _BEGINS = "alike.rows.npy", "alike.begins.npy"
_BATCH = 65_536
Marks = NDArray[np.uint64]


class AlikeRows:
    """The rows of a folder of vectors, those of one vector together; kinds of vectors are numbered by their first row."""

    def __init__(self, rows: NDArray[np.int32], begins: NDArray[np.int64]) -> None:
        """``rows`` kind by kind, rising in each; ``begins`` is where each kind begins in them, and at last their number."""
        self._rows, self._begins = rows, begins

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def kinds(self) -> int:
        """How many vectors there are that differ."""
        return len(self._begins) - 1

    @classmethod
    def none(cls) -> "AlikeRows":
        """Of no rows."""
        return cls(np.empty(0, dtype=np.int32), np.zeros(1, dtype=np.int64))

    def extended(self, matrices: Sequence[Vectors]) -> "AlikeRows":
        """With the rows of these behind the last, (n, d) each; they are held against each other, and not against those before."""
        marks = np.concatenate([_marks(matrix) for matrix in matrices])
        order = np.lexsort((np.arange(len(marks)), marks[:, 1], marks[:, 0]))
        ordered = marks[order]
        begins = (
            np.flatnonzero(np.r_[True, (ordered[1:] != ordered[:-1]).any(axis=1)]) if len(marks) else np.empty(0, int)
        )
        counts = np.diff(np.r_[begins, len(marks)])
        by_first = np.argsort(order[begins])
        place = np.empty_like(by_first)
        place[by_first] = np.arange(len(by_first))
        rows = order[np.argsort(np.repeat(place, counts), kind="stable")]
        ends = len(self) + np.cumsum(counts[by_first])
        return AlikeRows(
            np.concatenate([self._rows, (rows + len(self)).astype(np.int32)]), np.concatenate([self._begins, ends])
        )

    def firsts(self, kinds: Rows) -> Rows:
        """The first row of each of these kinds."""
        return self._rows[self._begins[kinds]].astype(np.int64)

    def rows_of(self, kind: int) -> Rows:
        """All rows of a kind, rising."""
        return self._rows[self._begins[kind] : self._begins[kind + 1]].astype(np.int64)

    def any_of(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each kind whether it has a row that is marked in ``rows``, a mark a row."""
        if not self.kinds:
            return np.empty(0, dtype=bool)
        found: NDArray[np.bool_] = np.logical_or.reduceat(rows[self._rows], self._begins[:-1])
        return found

    def save(self, folder: Path) -> None:
        """Write the files."""
        np.save(folder / _ROWS, self._rows)
        np.save(folder / _BEGINS, self._begins)

    @classmethod
    def load(cls, folder: Path) -> "AlikeRows":
        """Map what :meth:`save` wrote. The caller has checked the files' checksums.

        Raises:
            OSError, ValueError: a file is missing or not what its name says.
        """
        rows, begins = (np.load(folder / name, mmap_mode="r") for name in (_ROWS, _BEGINS))
        if begins[-1] != len(rows):
            raise ValueError(f"{_BEGINS} 与 {_ROWS} 不合")
        return cls(rows, begins)


def alike_files(folder: Path) -> list[Path]:
    """The files that :meth:`AlikeRows.save` writes."""
    return [folder / _ROWS, folder / _BEGINS]


def _marks(matrix: Vectors) -> Marks:
    """Two numbers a row, (n, 2), the same for the same bytes; others share both of them in one of some 10^25 pairs."""
    words = matrix.shape[1] * matrix.dtype.itemsize // 4
    factors = np.random.default_rng(words).integers(1, 1 << 63, size=(words, 2), dtype=np.uint64) | np.uint64(1)
    marks = np.empty((len(matrix), 2), dtype=np.uint64)
    for start in range(0, len(matrix), _BATCH):
        bits = np.ascontiguousarray(matrix[start : start + _BATCH]).view(np.uint32).astype(np.uint64) + np.uint64(1)
        bits *= bits ^ np.uint64(0x9E3779B97F4A7C15)
        for number in (0, 1):
            mixed = (bits ^ (bits >> np.uint64(29))) * factors[:, number]
            marks[start : start + _BATCH, number] = (mixed ^ (mixed >> np.uint64(32))).sum(axis=1, dtype=np.uint64)
    return marks
