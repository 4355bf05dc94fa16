"""What vectors are: rows of float32, of length one where they are compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Vectors = NDArray[np.float32]
"""One vector, (d,), or a row for each, (n, d)."""
Rows = NDArray[np.int64]
"""Row numbers."""


def unit_length(rows: Vectors) -> Vectors:
    """Each row, (n, d), scaled to length one; a zero row stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


@contextmanager
def one_thread() -> Iterator[None]:
    """Multiply in one thread meanwhile: for small matrices, waking another thread costs four times the work."""
    with _threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
