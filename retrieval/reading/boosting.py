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


@dataclass(frozen=True, slots=True)
class Wood:
    """How trees over many rows are boosted, their facts in bins: ``leaves`` a tree, ``smallest`` the fewest rows of a leaf."""

    trees: int
    leaves: int
    rate: float
    features: float
    smallest: int
    shrink: float = 0.0


def learn_many(facts: Vectors, answers: Vectors, weights: Vectors, wood: Wood, seed: int) -> BoostedTrees:
    """Trees from facts (n, G), whether each is so (n,) and weights (n,); for tens of thousands of rows and more (Ke et al. 2017)."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    boosted = HistGradientBoostingClassifier(
        max_iter=wood.trees,
        max_leaf_nodes=wood.leaves,
        learning_rate=wood.rate,
        max_features=wood.features,
        min_samples_leaf=wood.smallest,
        l2_regularization=wood.shrink,
        early_stopping=False,
        random_state=seed,
    ).fit(facts, answers, weights)
    trees = [tree.nodes for (tree,) in boosted._predictors]
    size = max(map(len, trees))

    def padded(name: str, kind: type) -> Any:
        return np.stack([np.pad(tree[name], (0, size - len(tree))) for tree in trees]).astype(kind)

    leaf = padded("is_leaf", bool) | (np.arange(size) >= np.array([len(tree) for tree in trees])[:, None])
    return BoostedTrees(
        np.where(leaf, -1, padded("feature_idx", np.int16)).astype(np.int16),
        padded("num_threshold", np.float32),
        padded("left", np.int16),
        padded("right", np.int16),
        np.where(leaf, padded("value", np.float32), 0).astype(np.float32),
        boosted._baseline_prediction.reshape(-1).astype(np.float32),
    )
