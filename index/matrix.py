"""The units' vectors of a snapshot: files of rows one after another, mapped into memory and never changed, only added to.

The vector of stored unit row i is the i-th of all files together. A plan's rows are compared one by one, straight from the
files. Over the whole of a large index, inverted lists name candidates first, which are then compared by their own vectors. Numbers have four
bytes; in what is written to an index of many rows two, which changes an inner product by less than a thousandth.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from index.alike import AlikeRows
from index.linking import count_linked, link
from index.rows import Span
from index.store import InvertedLists, nearest
from index.vectors import Rows, Vectors

LISTS = "lists.faiss"
#: Files of rows by the end of their names, and what their numbers are.
_KINDS: dict[str, np.dtype[Any]] = {".f32": np.dtype(np.float32), ".f16": np.dtype(np.float16)}
#: Compared by their vectors for each row asked for. Of 150,185 rows in 1,024 lists, 32 for each of the 80 best find .999 of them, 16 find
#: .998, 8 find .996, 4 find .967; of the 3.6 million of a million passages 1,280 in all find .977 of the ten best (`python -m eval.bench
#: million`). Lists that find too little are not used (index.neighbours).
_CANDIDATES, _FEWEST_CANDIDATES = 16, 1280
_SPARE = 8  # rows that rounding may have put just behind the last one asked for
_GATHERED = 64  # more stretches of rows than this are copied together before they are compared


class MatrixWriter:
    """Adds rows after those of ``base``, whose files are linked, small ones at the end put together in the new one."""

    def __init__(self, folder: Path, dimension: int, many: int, base: Path | None = None) -> None:
        """Begin in a new folder. From ``many`` rows on, those of ``base`` among them, numbers are written with two bytes.

        Raises:
            OSError: it cannot be written.
        """
        folder.mkdir(parents=True)
        older = _row_files(base) if base else []
        linked = count_linked([path.stat().st_size for path in older])
        for path in older[:linked]:
            link(path, folder / path.name)
        self._place = folder / f"{linked + 1:06d}"
        self._whole = max(many - sum(len(_map(path, dimension)) for path in older[:linked]), 0)
        #: Rows that wait until it is known how many there are; None once there are many.
        self._waiting: list[Vectors] | None = []
        self._file: BinaryIO | None = None
        for path in older[linked:]:
            self.add(_map(path, dimension))

    def add(self, vectors: Vectors) -> None:
        """Add rows, (n, d)."""
        if self._waiting is None:
            self._write(vectors)
            return
        self._waiting.append(vectors)
        self._whole -= len(vectors)
        if self._whole <= 0:
            self._write_waiting(".f16")

    def finish(self) -> None:
        """Write everything out."""
        if self._waiting is not None:
            self._write_waiting(".f32")
        if self._file:
            self._file.close()

    def _write_waiting(self, suffix: str) -> None:
        waiting, self._waiting = self._waiting or [], None
        self._kind, self._file = _KINDS[suffix], self._place.with_suffix(suffix).open("wb")
        for vectors in waiting:
            self._write(vectors)

    def _write(self, vectors: Vectors) -> None:
        assert self._file
        self._file.write(np.ascontiguousarray(vectors, dtype=self._kind).data)


class Matrix:
    """The vectors in a folder, and the stored rows that belong to plans. Searching is safe between threads."""

    def __init__(self, folder: Path, dimension: int, spans: Sequence[Span], probes: int = 0) -> None:
        """Map the files. With ``probes``, the whole is searched by looking at so many of the inverted lists.

        Raises:
            OSError, ValueError: a file is missing or not what its name says, or the rows are not all there.
        """
        self._files = [_map(path, dimension) for path in _row_files(folder)]
        self._firsts = [0]
        for matrix in self._files:
            self._firsts.append(self._firsts[-1] + len(matrix))
        self.dimension = dimension
        self.rows = self._firsts[-1]
        self._spans = _joined(spans)
        if max((span.end for span in spans), default=0) > self.rows:
            raise ValueError("向量少于句子")
        self._probes = probes
        self._lists = InvertedLists.load(folder / LISTS) if probes else None
        self._alike = AlikeRows.load(folder) if probes else AlikeRows.none()
        #: A mark a row of the lists, set where a plan holds the row, and a bit a kind; None when all are held.
        self._held = self._held_rows()
        self._alive = None if self._held is None else np.packbits(self._alike.any_of(self._held), bitorder="little")

    def __len__(self) -> int:
        return sum(span.count for span in self._spans)

    def stretches(self, spans: Iterable[Span]) -> list[tuple[int, Vectors]]:
        """The vectors of stored rows, as (first row, matrix) for each unbroken stretch inside one file; numbers as they are in the file."""
        found = []
        for span in spans:
            at = span.first
            while at < span.end:
                number = bisect_right(self._firsts, at) - 1
                end = min(span.end, self._firsts[number + 1])
                found.append((at, self._files[number][at - self._firsts[number] : end - self._firsts[number]]))
                at = end
        return found

    def rows_of(self, span: Span) -> Vectors:
        """The vectors of one plan's stored rows."""
        found = [np.asarray(matrix, dtype=np.float32) for _, matrix in self.stretches([span])]
        return np.concatenate(found) if found else np.empty((0, self.dimension), dtype=np.float32)

    def gather(self, rows: Rows) -> Vectors:
        """The vectors of some stored rows, float32 (n, d)."""
        if len(self._files) == 1:
            return np.asarray(np.asarray(self._files[0]).take(rows, axis=0), dtype=np.float32)
        numbers = np.searchsorted(self._firsts, rows, side="right") - 1
        gathered = np.empty((len(rows), self.dimension), dtype=np.float32)
        for number in np.unique(numbers).tolist():
            own = numbers == number
            gathered[own] = np.asarray(self._files[number])[rows[own] - self._firsts[number]]
        return gathered

    def search(self, vector: Vectors, limit: int, spans: Sequence[Span] | None = None) -> tuple[Rows, Vectors]:
        """Stored rows with their exact inner products, best first.

        Args:
            vector: float32 (d,).
            limit: the most rows to return.
            spans: the rows in scope, each of which is compared. None is all of them, by inverted lists where there are any.
        """
        wanted = limit + _SPARE if limit > 0 else 0
        if spans is not None or self._lists is None:
            rows = self._search_exactly(vector, wanted, self._spans if spans is None else _joined(spans))
        else:
            listed = len(self._alike)
            newer = [Span(max(s.first, listed), s.end - max(s.first, listed)) for s in self._spans]
            newer = [span for span in newer if span.count > 0]
            rows = np.concatenate([self._search_lists(vector, limit), self._search_exactly(vector, wanted, newer)])
        return self._compare(vector, rows, limit)

    def _search_lists(self, vector: Vectors, limit: int) -> Rows:
        """Rows of the lists that are probably the best, all that are wanted of the best kinds."""
        assert self._lists
        many = max(limit * _CANDIDATES, _FEWEST_CANDIDATES)
        kinds = self._lists.search(vector, many, self._probes, self._alive)
        near = np.einsum("ij,j->i", self.gather(self._alike.firsts(kinds)), vector)
        chosen, missing = [np.empty(0, dtype=np.int64)], limit + _SPARE
        for kind in kinds[np.argsort(-near, kind="stable")].tolist():
            rows = self._alike.rows_of(kind)
            chosen.append((rows if self._held is None else rows[self._held[rows]])[:missing])
            missing -= len(chosen[-1])
            if missing <= 0:
                break
        return np.concatenate(chosen)

    def _compare(self, vector: Vectors, rows: Rows, limit: int) -> tuple[Rows, Vectors]:
        """The best of a few rows, best first, with scores that do not depend on where a row stands in a file."""
        if not len(rows) or limit <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        found = self.gather(rows)
        if len(rows) > 2 * (limit + _SPARE):  # most need no exact score
            near = np.einsum("ij,j->i", found, vector)  # which wakes no other thread
            kept = np.argpartition(-near, limit + _SPARE)[: limit + _SPARE]
            rows, found = rows[kept], found[kept]
        scores: Vectors = (found * vector).sum(axis=1)
        return _best(rows, scores, limit)

    def _search_exactly(self, vector: Vectors, limit: int, spans: Sequence[Span]) -> Rows:
        """The best of these stored rows, every one compared."""
        stretches = self.stretches(spans)
        if len(stretches) > _GATHERED:
            return self._search_gathered(vector, limit, stretches)
        found = [(first, *nearest(matrix, vector, limit)) for first, matrix in stretches]
        if not found:
            return np.empty(0, dtype=np.int64)
        rows = np.concatenate([rows + first for first, rows, _ in found])
        return _best(rows, np.concatenate([scores for _, _, scores in found]), limit)[0]

    def _search_gathered(self, vector: Vectors, limit: int, stretches: Sequence[tuple[int, Vectors]]) -> Rows:
        scores = np.concatenate([np.asarray(matrix, dtype=np.float32) @ vector for _, matrix in stretches])
        rows = np.concatenate([np.arange(first, first + len(matrix)) for first, matrix in stretches])
        return rows[np.argpartition(-scores, limit)[:limit]] if len(rows) > limit else rows

    def _held_rows(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]] | None":
        held = np.zeros(len(self._alike), dtype=bool)
        for span in self._spans:
            held[span.first : span.end] = True
        return None if held.all() else held


def _best(rows: Rows, scores: Vectors, limit: int) -> tuple[Rows, Vectors]:
    order = np.lexsort((rows, -scores))[:limit]
    return rows[order], scores[order]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbouring spans made one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: s.first):
        if joined and joined[-1].end == span.first:
            joined[-1] = Span(joined[-1].first, joined[-1].count + span.count)
        elif span.count:
            joined.append(span)
    return joined


def _row_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in _KINDS)


def _map(path: Path, dimension: int) -> Vectors:
    size, kind = path.stat().st_size, _KINDS[path.suffix]
    if size % (kind.itemsize * dimension):
        raise ValueError(f"{path.name} 的长度不是整行")
    if size == 0:
        return np.empty((0, dimension), dtype=np.float32)
    mapped: Vectors = np.memmap(path, dtype=kind, mode="r").reshape(-1, dimension)
    return mapped
