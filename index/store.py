"""Comparing vectors: the only door to faiss. Row i is the vector of row i."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.vectors import Rows, Vectors

_FLAT_INNER_PRODUCT = b"IxFI"  # the first four bytes of a serialised IndexFlatIP
_INVERTED_LISTS = b"IwPf"  # of an IndexIVFPQFastScan
#: So many numbers of a vector are told by one of so many codes, four bits each. Chosen on the 3.6 million sentences of a million passages,
#: where four numbers a code found too little (.958 of the ten best when tried); what two find `python -m eval.bench million` prints.
_NUMBERS_A_CODE, _CODES = 2, 16
_SAMPLE_A_LIST, _FEWEST_A_LIST = 50, 39  # vectors that a list's centre is learnt from; faiss warns when there are fewer
_BATCH = 65_536


class VectorStore:
    """An exact inner-product index, kept in memory. Searching is safe between threads."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @classmethod
    def build(cls, matrix: Vectors) -> "VectorStore":
        """Index the rows of ``matrix``: float32 (n, d), each of length 1."""
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(np.ascontiguousarray(matrix, dtype=np.float32))
        return cls(index)

    def add(self, matrix: Vectors) -> None:
        """Add rows after the last. Nobody may search meanwhile."""
        self._index.add(np.ascontiguousarray(matrix, dtype=np.float32))

    def remove(self, rows: Rows) -> None:
        """Take rows out; those behind them move up. Nobody may search meanwhile."""
        self._index.remove_ids(np.ascontiguousarray(rows, dtype=np.int64))

    def rows(self, rows: Rows) -> Vectors:
        """The vectors of these rows, float32 (n, d)."""
        found: Vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def to_bytes(self) -> bytes:
        """The index as bytes, for Python's own file API: faiss' cannot open every path (Chinese names on Windows)."""
        data: bytes = faiss.serialize_index(self._index).tobytes()
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> "VectorStore":
        """Read what :meth:`to_bytes` gave. The caller has compared a checksum: faiss keeps none.

        Raises:
            ValueError: it is not an index of the kind written here.
        """
        if not data.startswith(_FLAT_INNER_PRODUCT):
            raise ValueError("不是内积平面索引")
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError(f"无法解析：{error}") from error
        # downcast gives a view that does not keep the index alive: look at it, keep the index itself
        if type(faiss.downcast_index(index)) is not faiss.IndexFlatIP:
            raise ValueError("不是内积平面索引")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> "VectorStore":
        """Read what :meth:`save` wrote. The caller has checked the file's checksum.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is not an index of the kind written here.
        """
        try:
            return cls.from_bytes(path.read_bytes())
        except ValueError as error:
            raise ValueError(f"{path.name} {error}") from error

    def search(self, vector: Vectors, limit: int, within: Rows | None = None) -> list[tuple[int, float]]:
        """The best rows with their inner products, best first.

        Args:
            vector: float32 (d,).
            limit: the most rows to return.
            within: the rows in scope, int64 (m,); None is all of them. Only these are compared, and exactly.
        """
        limit = min(limit, len(self) if within is None else len(within))
        if limit <= 0:
            return []
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if within is None:
            scores, rows = self._index.search(query, limit)
        else:
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorArray(np.ascontiguousarray(within, dtype=np.int64))
            scores, rows = self._index.search(query, limit, params=parameters)
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]


def nearest(matrix: Vectors, vector: Vectors, limit: int) -> tuple[Rows, Vectors]:
    """The best rows of ``matrix`` ((n, d), float32 or float16, need not be in memory) for ``vector`` ((d,)), all compared.

    Row numbers and inner products, best first.
    """
    query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
    scores, rows = _nearest(matrix, query, min(limit, len(matrix)))
    return rows[0], scores[0]


def nearest_scores(matrices: Sequence[Vectors], queries: Vectors, limit: int) -> Vectors:
    """For each query (float32 (n, d)) its best inner products with the rows of all matrices, best first, (n, limit)."""
    found = [_nearest(matrix, queries, min(limit, len(matrix)))[0] for matrix in matrices]
    best: Vectors = -np.sort(-np.concatenate(found, axis=1), axis=1)[:, :limit]
    return best


def _nearest(matrix: Vectors, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
    """Inner products and rows, (n, limit), best first. What is not float32 already is made so a batch at a time."""
    scores, rows = np.empty((len(queries), 0), dtype=np.float32), np.empty((len(queries), 0), dtype=np.int64)
    batch = max(len(matrix), 1) if matrix.dtype == np.float32 else _BATCH
    for start in range(0, len(matrix) if limit > 0 else 0, batch):
        part = np.ascontiguousarray(matrix[start : start + batch], dtype=np.float32)
        found = faiss.knn(queries, part, min(limit, len(part)), metric=faiss.METRIC_INNER_PRODUCT)
        scores, rows = np.hstack([scores, found[0]]), np.hstack([rows, found[1].astype(np.int64) + start])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :limit]
        scores, rows = np.take_along_axis(scores, best, axis=1), np.take_along_axis(rows, best, axis=1)
    return scores, rows


class InvertedLists:
    """An approximate inner-product index: rows parted into lists around learnt centres, two bits a number (product quantization).

    Searching looks at some lists only and is safe between threads; whoever asks compares what it finds by the vectors themselves.
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return int(self._index.nlist)

    @classmethod
    def train(cls, matrices: Sequence[Vectors], lists: int) -> "InvertedLists":
        """Learn at most so many centres from a sample of the rows of ``matrices`` (each float32 (n, d)) and add none yet.

        Texts that many plans share word for word count once: else some centres would be the same and searching them in vain.
        """
        rows, wanted = sum(map(len, matrices)), lists * _SAMPLE_A_LIST
        step = max(rows // wanted, 1)
        # one step through all of them: the first rows of each plan are its title and headings
        begins = np.cumsum([0, *map(len, matrices)])
        parts = [matrix[-begin % step :: step] for begin, matrix in zip(begins.tolist(), matrices, strict=False)]
        sample = np.unique(np.concatenate(parts)[: 2 * wanted], axis=0)
        lists, dimension = max(min(lists, len(sample) // _FEWEST_A_LIST), 1), sample.shape[1]
        pieces = max(n for n in range(1, max(dimension // _NUMBERS_A_CODE, 1) + 1) if dimension % n == 0)
        index: Any = faiss.index_factory(dimension, f"IVF{lists},PQ{pieces}x4fsr", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = 8
        fewest = max(len(sample), _CODES)  # fewer are repeated
        index.train(np.ascontiguousarray(np.resize(sample, (fewest, dimension)), dtype=np.float32))
        return cls(index)

    def add(self, matrix: Vectors) -> None:
        """Add rows; they are numbered on from the last."""
        for start in range(0, len(matrix), _BATCH):
            self._index.add(np.ascontiguousarray(matrix[start : start + _BATCH], dtype=np.float32))

    def save(self, path: Path) -> None:
        """Write the index."""
        path.write_bytes(faiss.serialize_index(self._index).data)

    @classmethod
    def load(cls, path: Path) -> "InvertedLists":
        """Read what :meth:`save` wrote. The caller has checked the file's checksum.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is not an index of the kind written here.
        """
        data = np.fromfile(path, dtype=np.uint8)
        if data[:4].tobytes() != _INVERTED_LISTS:
            raise ValueError(f"{path.name} 不是倒排向量索引")
        try:
            index = faiss.deserialize_index(data)
        except RuntimeError as error:
            raise ValueError(f"{path.name} 无法解析：{error}") from error
        return cls(index)

    def search(self, vector: Vectors, limit: int, probes: int, alive: NDArray[np.uint8] | None = None) -> Rows:
        """Rows that are probably the best, in no order. ``alive`` is a bit a row, least first: the rows that may be found."""
        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = probes
        if alive is not None:
            selector: Any = faiss.IDSelectorBitmap
            parameters.sel = selector(alive)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        threads = faiss.omp_get_max_threads()
        # of this thread only: a second one does not help with one question, and waits by turning
        faiss.omp_set_num_threads(1)
        try:
            _, rows = self._index.search(query, min(limit, len(self)), params=parameters)
        finally:
            faiss.omp_set_num_threads(threads)
        found: Rows = rows[0][rows[0] >= 0]
        return found
