"""What kinds of question a text answers: learned from the texts that proved the answers to questions of known kinds.

Beside the kinds of a question it says how well the two suit each other: who is responsible is answered by a list of bodies, why by a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.vectors import Vectors
from retrieval.question.kind_model import grams_of

#: Buckets of the hash.
BUCKETS = 2048


def buckets_of(text: str) -> list[int]:
    """What a text consists of, each once, as the model of kinds sees a question."""
    return sorted({gram % BUCKETS for gram in grams_of(text)})


@dataclass(frozen=True, eq=False)  # a key of what is kept: one model is another
class SuitModel:
    """``weights`` (buckets, kinds): how much more likely than without it a text with that answers a question of that kind."""

    weights: Vectors

    def of_texts(self, texts: Sequence[str]) -> Vectors:
        """How far each text leans to answering each kind, (texts, kinds)."""
        rows = [buckets_of(text) for text in texts]
        leaning = [self.weights[row].sum(axis=0, dtype=np.float32) / max(1, len(row)) ** 0.5 for row in rows]
        return np.stack(leaning) if leaning else np.zeros((0, self.weights.shape[1]), dtype=np.float32)
