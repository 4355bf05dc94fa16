"""Boosted trees are walked down all at once: as each of them alone would be."""

import numpy as np

from retrieval.answers.choice import load_chooser
from retrieval.reading.network import BoostedTrees
from retrieval.reading.reader import load_reader


def by_tree(trees: BoostedTrees, facts: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    """The same probability, tree by tree and node by node."""
    values = []
    for tree in range(len(trees.feature)):
        at = 0
        while (feature := trees.feature[tree, at]) >= 0:
            below = facts[feature] <= trees.threshold[tree, at]
            at = int((trees.left if below else trees.right)[tree, at])
        values.append(trees.value[tree, at])
    odds = trees.base[0] + np.array(values, dtype=np.float32).sum()
    return float(1 / (1 + np.exp(-odds)))


def test_trees_say_together_what_they_say_one_by_one() -> None:
    chance = np.random.default_rng(0)
    for trees in (load_chooser().right, load_chooser().answerable, load_reader().judge):
        facts = chance.random((3, int(trees.feature.max()) + 1), dtype=np.float32) * 4 - 1
        facts[0, 0] = np.nan
        assert [trees.chance(row) for row in facts] == [by_tree(trees, row) for row in facts]
