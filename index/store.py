"""Vectors of units: the only door to faiss. Row i of the matrix is unit row i."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

_FLAT_INNER_PRODUCT = b"IxFI"  # the first four bytes of a serialised IndexFlatIP


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

    def save(self, path: Path) -> None:
        """Write the index. Python's own file API, because faiss' cannot open every path (Chinese names on Windows)."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def load(cls, path: Path) -> "VectorStore":
        """Read what :meth:`save` wrote. The caller has checked the file's checksum: faiss keeps none.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is not an index of the kind written here.
        """
        data = path.read_bytes()
        if not data.startswith(_FLAT_INNER_PRODUCT):
            raise ValueError(f"{path.name} 不是内积平面索引")
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError(f"{path.name} 无法解析：{error}") from error
        # downcast gives a view that does not keep the index alive: look at it, keep the index itself
        if type(faiss.downcast_index(index)) is not faiss.IndexFlatIP:
            raise ValueError(f"{path.name} 不是内积平面索引")
        return cls(index)

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
