"""The small models of the reader, in numpy: a network that orders candidates, and boosted trees that say how likely something is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from index.vectors import Rows, Vectors, one_thread


@dataclass(frozen=True)
class Ranker:
    """A score a candidate: a linear part, and H hidden units (tanh) that see the features and the kinds of the question.

    ``mean`` and ``scale`` (F,) bring the features to a common size.
    """

    mean: Vectors
    scale: Vectors
    hidden: Vectors
    kinds: Vectors
    bias: Vectors
    out: Vectors
    linear: Vectors

    @classmethod
    def of(cls, arrays: Mapping[str, Vectors]) -> "Ranker":
        """From the arrays of a saved model."""
        return cls(**{name: arrays[f"ranker.{name}"].astype(np.float32) for name in cls.__dataclass_fields__})

    @one_thread()
    def score(self, features: Vectors, kinds: Vectors) -> Vectors:
        """Scores (C,) of candidates with ``features`` (C, F) for a question of ``kinds`` (K,); only differences mean something."""
        sized: Vectors = (features - self.mean) / self.scale
        inside: Vectors = np.tanh(sized @ self.hidden + (kinds @ self.kinds + self.bias))
        scores: Vectors = inside @ self.out + sized @ self.linear
        return scores


@dataclass(frozen=True)
class BoostedTrees:
    """The probability of something from facts about it: boosted regression trees (Friedman 2001).

    T trees of at most N nodes: a node sends facts at or below its ``threshold`` to ``left``, else to ``right``; a leaf (``feature`` -1)
    has a ``value``. ``base`` (1,) and the values add up to log odds.
    """

    feature: Rows
    threshold: Vectors
    left: Rows
    right: Rows
    value: Vectors
    base: Vectors

    @classmethod
    def of(cls, arrays: Mapping[str, Any], name: str) -> "BoostedTrees":
        """From the arrays of a saved model, those under ``name``."""
        saved = {each: arrays[f"{name}.{each}"] for each in cls.__dataclass_fields__}
        return cls(**saved | {"value": saved["value"].astype(np.float32)})

    def arrays(self, name: str) -> dict[str, Any]:
        """The arrays to save, under ``name``; half precision is enough for the values."""
        kept = {each: getattr(self, each) for each in self.__dataclass_fields__}
        return {f"{name}.{each}": array for each, array in (kept | {"value": self.value.astype(np.float16)}).items()}

    def chance(self, facts: Vectors) -> float:
        """From facts, (G,), a probability."""
        walk = self._walk
        at = walk.roots
        for _ in range(walk.depth):
            at = walk.under.take(2 * at + (facts.take(walk.feature.take(at)) <= walk.threshold.take(at)))
        return float(1 / (1 + np.exp(-(self.base[0] + walk.value.take(at).sum()))))

    def chances(self, rows: Vectors) -> Vectors:
        """From facts of several, (n, G), their probabilities (n,)."""
        walk = self._walk
        at = np.repeat(walk.roots[None], len(rows), axis=0)
        for _ in range(walk.depth):
            seen = np.take_along_axis(rows, walk.feature[at], axis=1)
            at = walk.under[2 * at + (seen <= walk.threshold[at])]
        chances: Vectors = 1 / (1 + np.exp(-(self.base[0] + walk.value[at].sum(axis=1))))
        return chances

    @cached_property
    def _walk(self) -> "_Walk":
        """The trees laid end to end, in which a leaf leads to itself: all are walked down at once, in as many steps as the deepest has."""
        trees, size = self.feature.shape
        roots = np.arange(trees, dtype=np.int64) * size
        own = roots[:, None] + np.arange(size)
        leaf = self.feature < 0
        ways = [np.where(leaf, own, roots[:, None] + each) for each in (self.right, self.left)]
        under = np.stack(ways, axis=2)
        depth, at = 0, roots
        while not np.array_equal(lower := np.unique(under.reshape(-1, 2)[at]), at):
            depth, at = depth + 1, lower
        feature = np.where(leaf, 0, self.feature).reshape(-1).astype(np.int64)
        return _Walk(feature, self.threshold.reshape(-1), under.reshape(-1), self.value.reshape(-1), roots, depth)


@dataclass(frozen=True, slots=True)
class _Walk:
    """N nodes of T trees: ``under`` (2 N,) has the two nodes below each, that for facts at or below its ``threshold`` second."""

    feature: Rows
    threshold: Vectors
    under: Rows
    value: Vectors
    roots: Rows
    depth: int


def facts_of(features: Vectors, scores: Vectors, kinds: Vectors, met: slice, clauses: Rows) -> Vectors:
    """What the trees see that judge a reading: how far the best candidate and its clause lead, its own features, the best of each way of being met, the
    kinds of the question. ``clauses`` (C,) numbers the clause that each candidate stands in.
    """
    order = np.argsort(-scores)[:5]
    best = scores[order[0]]
    gaps = [best - scores[order[min(at, len(order) - 1)]] for at in (1, 2, 4)]
    powers = np.exp(scores - best)
    of_clauses = np.sort(np.bincount(clauses, weights=powers))[::-1] / powers.sum()
    together = [of_clauses[0], of_clauses[1] if len(of_clauses) > 1 else 0.0]
    first = features[order[0]]
    return np.concatenate(
        [[best, np.log(powers.sum()), *gaps, *together], first, features[:, met].max(axis=0), kinds]
    ).astype(np.float32)
