"""Boosted trees from facts with labels: the one place that learns them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.vectors import Vectors
from retrieval.reading.network import BoostedTrees


@dataclass(frozen=True, slots=True)
class Forest:
    """How trees are boosted: ``features`` is the share of the facts that each split may look at."""

    trees: int = 400
    depth: int = 4
    rate: float = 0.04
    features: float = 0.1
    leaf: int = 20


def learn_trees(rows: Sequence[tuple[Vectors, bool, float]], forest: Forest, seed: int) -> BoostedTrees:
    """Trees from (facts, whether it is so, weight)."""
    from sklearn.ensemble import GradientBoostingClassifier

    facts, answers, weights = (np.array(column) for column in zip(*rows, strict=True))
    boosted = GradientBoostingClassifier(
        n_estimators=forest.trees,
        learning_rate=forest.rate,
        max_depth=forest.depth,
        subsample=0.5,
        max_features=forest.features,
        min_samples_leaf=forest.leaf,
        random_state=seed,
    ).fit(facts, answers, weights)
    trees = [tree.tree_ for tree in boosted.estimators_[:, 0]]
    size = max(tree.node_count for tree in trees)

    def padded(name: str, kind: type) -> Any:
        return np.stack(
            [np.pad(getattr(tree, name).reshape(-1), (0, size - tree.node_count)) for tree in trees]
        ).astype(kind)

    feature = padded("feature", np.int16)
    leaves = padded("children_left", np.int16) < 0
    odds = float(boosted.init_.class_prior_[1])
    return BoostedTrees(
        np.where(leaves, -1, feature).astype(np.int16),
        padded("threshold", np.float32),
        padded("children_left", np.int16),
        padded("children_right", np.int16),
        (padded("value", np.float32) * forest.rate).astype(np.float32),
        np.array([np.log(odds / (1 - odds))], dtype=np.float32),
    )
