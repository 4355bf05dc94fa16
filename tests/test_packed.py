"""Weights in four bits come back as near as their steps are wide."""

import numpy as np

from index.packed import in_bytes, pack, unpack


def test_packed_weights_come_back_within_half_a_step_of_their_column() -> None:
    spread = np.array([1, 10, 0.01, 3, 0.5], dtype=np.float32)
    weights = np.random.default_rng(3).normal(size=(64, 5)).astype(np.float32) * spread
    arrays = pack(weights, "w")
    assert arrays["w.packed"].nbytes * 8 == weights.size * 4
    step = np.abs(weights).max(axis=0) / 7
    assert (np.abs(unpack(arrays, "w") - weights) <= step / 2 + 1e-6).all()


def test_the_largest_weights_of_a_column_and_nothing_come_back_as_they_are() -> None:
    weights = np.array([[7, 0], [-7, 2], [0, -2], [3, 0]], dtype=np.float32)
    assert unpack(pack(weights, "w"), "w").round(4).tolist() == weights.tolist()


def test_weights_in_eight_bits_come_back_within_half_a_step() -> None:
    for weights in (np.linspace(-3, 2, 40, dtype=np.float32), np.linspace(-3, 2, 40, dtype=np.float32).reshape(20, 2)):
        arrays = in_bytes(weights)
        assert arrays["weights"].nbytes == weights.size
        assert (np.abs(arrays["weights"] * arrays["scale"] - weights) <= arrays["scale"] / 2 + 1e-6).all()
