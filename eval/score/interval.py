"""A mean never stands alone: n and a 95 % interval beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_SEED = 20251120
_RESAMPLES = 2000
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of ``n`` values with its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, float]:
        """JSON-ready, rounded to six decimals."""
        return {"mean": round(self.mean, 6), "low": round(self.low, 6), "high": round(self.high, 6), "n": self.n}


def estimate(values: Sequence[float]) -> Estimate | None:
    """Mean and interval: Wilson's where all values are 0 or 1, else a percentile bootstrap. None for no values."""
    if not values:
        return None
    if all(value in (0.0, 1.0) for value in values):
        return wilson(int(sum(values)), len(values))
    low, high = _bootstrap(np.asarray(values, dtype=np.float64))
    return Estimate(sum(values) / len(values), low, high, len(values))


def wilson(hits: int, n: int) -> Estimate:
    """Wilson's score interval of a share (Wilson 1927): honest at 0 and at 1, where a bootstrap has no width."""
    share, square = hits / n, _Z * _Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Estimate(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)), n)


def paired_difference(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """Mean of ``after - before`` question by question, with a percentile bootstrap over questions (Efron & Tibshirani 1993)."""
    differences = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    low, high = _bootstrap(differences)
    return Estimate(float(differences.mean()), low, high, len(differences))


def ratio(counts: Sequence[tuple[float, int]]) -> Estimate | None:
    """Share of all things counted, from (found, of how many) for each question; questions are drawn whole. ``n`` counts things.

    None where there is nothing to count.
    """
    return paired_ratio([(0.0, of) for _, of in counts], counts) if any(of for _, of in counts) else None


def paired_ratio(before: Sequence[tuple[float, int]], after: Sequence[tuple[float, int]]) -> Estimate:
    """Difference of two such shares over the same questions, with a percentile bootstrap over questions. ``n`` counts things."""
    gained = np.array([b[0] - a[0] for a, b in zip(before, after, strict=True)])
    sizes = np.array([of for _, of in after], dtype=np.float64)
    drawn = np.random.default_rng(_SEED).integers(0, len(sizes), (_RESAMPLES, len(sizes)))
    shares = gained[drawn].sum(axis=1) / np.maximum(sizes[drawn].sum(axis=1), 1)
    low, high = np.quantile(shares, (0.025, 0.975))
    return Estimate(float(gained.sum() / sizes.sum()), float(low), float(high), int(sizes.sum()))


def _bootstrap(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    """2.5 % and 97.5 % quantiles of the means of 2,000 resamples; the seed is fixed, so the same values give the same interval."""
    drawn = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def quantile(values: Sequence[float], share: float) -> float | None:
    """A quantile of the values themselves (p50, p95); None for no values."""
    return float(np.quantile(values, share)) if values else None
