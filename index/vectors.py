"""What vectors are: rows of float32, of length one where they are compared."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One vector, (d,), or a row for each, (n, d)."""
Rows = NDArray[np.int64]
"""Row numbers."""


def unit_length(rows: Vectors) -> Vectors:
    """Each row, (n, d), scaled to length one; a zero row stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
