"""What vectors are: rows of float32, of length one where they are compared."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Vectors = NDArray[np.float32]
"""One vector, (d,), or a row for each, (n, d)."""
Rows = NDArray[np.int64]
"""Row numbers."""


def unit_length(rows: Vectors) -> Vectors:
    """Each row, (n, d), scaled to length one; a zero row stays as it is."""
    lengths: Vectors = np.sqrt(
        np.add.reduce(rows * rows, axis=1, keepdims=True)
    )  # as numpy.linalg.norm, no choices made
    lengths[lengths == 0] = 1
    unit: Vectors = rows / lengths
    return unit


@contextmanager
def one_thread() -> Iterator[None]:
    """Multiply in one thread meanwhile: for small matrices, waking another thread costs four times the work."""
    _ONE.begin()
    try:
        yield
    finally:
        _ONE.end()


class _OneThread:
    """Holds the whole process to one thread while anybody multiplies so: the first to begin limits it, the last to end lets it go."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._within = 0
        self._limits = ExitStack()

    def begin(self) -> None:
        """Count one more, and limit the threads for the first."""
        with self._lock:
            if not self._within:
                self._limits.enter_context(_threads().limit(limits=1, user_api="blas"))
            self._within += 1

    def end(self) -> None:
        """Count one less, and let the threads go behind the last."""
        with self._lock:
            self._within -= 1
            if not self._within:
                self._limits.close()


_ONE = _OneThread()


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
