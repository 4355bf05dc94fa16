"""What vectors are: rows of float32, of length one where they are compared."""

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Vectors = NDArray[np.float32]
"""One vector, (d,), or a row for each, (n, d)."""
Rows = NDArray[np.int64]
"""Row numbers."""


def unit_length(rows: Vectors) -> Vectors:
    """Each row, (n, d), scaled to length one; a zero row stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


def use_one_thread() -> None:
    """Let this process multiply in one thread: our matrices are small, and waking another thread costs four times the work."""
    threadpool_limits(limits=1, user_api="blas")
