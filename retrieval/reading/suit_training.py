"""Learns what kinds of question a text answers, from the texts that prove the answers of questions."""

from collections.abc import Sequence

import numpy as np

from retrieval.reading.examples import Example
from retrieval.reading.linear import learn_linear
from retrieval.reading.suits import BUCKETS, SuitModel, buckets_of

#: So many of the texts that prove an answer are learned from, so many times.
_PROOFS, _EPOCHS = 3, 8


def learn_suits(examples: Sequence[Example], names: Sequence[str], seed: int) -> SuitModel:
    """What kinds of question a text answers, from the texts that prove the answers of examples."""
    import torch

    proofs = [(e.texts[at], e.kind) for e in examples if e.answerable for at in e.right[:_PROOFS].tolist()]
    if not proofs:
        return SuitModel(np.zeros((BUCKETS, len(names)), dtype=np.float32))
    labels = torch.tensor([names.index(kind) for _, kind in proofs])

    def loss(rows: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(logits, labels[rows], label_smoothing=0.05)

    bags = [buckets_of(text) for text, _ in proofs]
    # how frequent a kind is, the bias, is left out
    weights, _ = learn_linear(
        bags, (BUCKETS, len(names)), loss, seed=seed, epochs=_EPOCHS, batch=512, rate=0.01, decay=0.05
    )
    return SuitModel(weights)
