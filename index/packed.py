"""Weights of linear models in few bits, each column with its scale: in four, two to a byte, or in eight."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from index.vectors import Vectors

#: Four bits hold -7 to 7. A trial on the kinds of 1023 questions apart gave .662 right beside .660 in eight bits.
_MOST = 7


def in_bytes(weights: Vectors) -> dict[str, Any]:
    """The arrays to save of weights, (n,) or (n, columns), in eight bits: ``weights`` times ``scale`` gives them back."""
    scale = np.atleast_1d(np.abs(weights).max(axis=0) / 127 + 1e-9).astype(np.float32)
    return {"weights": np.round(weights / scale).astype(np.int8), "scale": scale}


def pack(weights: Vectors, name: str) -> dict[str, Any]:
    """The arrays to save under ``name`` of weights (n, columns), n even: (n / 2, columns) bytes, and the scale of each column."""
    scale = (np.abs(weights).max(axis=0) / _MOST + 1e-9).astype(np.float32)
    steps = (np.round(weights / scale) + _MOST + 1).astype(np.uint8)
    return {f"{name}.packed": steps[0::2] << 4 | steps[1::2], f"{name}.scale": scale}


def unpack(arrays: Mapping[str, Any], name: str) -> Vectors:
    """The weights (n, columns) of saved arrays."""
    packed = arrays[f"{name}.packed"]
    steps = np.stack([packed >> 4, packed & 15], axis=1).reshape(2 * len(packed), -1).astype(np.float32)
    weights: Vectors = (steps - _MOST - 1) * arrays[f"{name}.scale"]
    return weights
