"""Learns what kinds of question a text answers, from the texts that prove the answers of questions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.vectors import Vectors
from retrieval.reading.examples import Example
from retrieval.reading.suits import BUCKETS, SuitModel, buckets_of

if TYPE_CHECKING:
    import torch

#: So many of the texts that prove an answer are learned from, so many times.
_PROOFS, _EPOCHS = 3, 8


def learn_suits(examples: Sequence[Example], names: Sequence[str], seed: int) -> SuitModel:
    """What kinds of question a text answers, from the texts that prove the answers of examples."""
    import torch

    torch.set_num_threads(1)
    proofs = [(e.texts[at], e.kind) for e in examples if e.answerable for at in e.right[:_PROOFS].tolist()]
    if not proofs:
        return SuitModel(np.zeros((BUCKETS, len(names)), dtype=np.float32))
    bags = [torch.tensor(buckets_of(text)) for text, _ in proofs]
    labels = torch.tensor([names.index(kind) for _, kind in proofs])
    return SuitModel(_learn_linear(bags, labels, len(names), seed))


def _learn_linear(bags: Sequence["torch.Tensor"], labels: "torch.Tensor", kinds: int, seed: int) -> Vectors:
    """The weights (buckets, kinds) that tell labels by bags of buckets; the bias, how frequent a kind is, is left out."""
    import torch

    torch.manual_seed(seed)
    sizes = torch.tensor([len(bag) for bag in bags])
    table = torch.nn.EmbeddingBag(BUCKETS, kinds, mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.zeros(kinds))
    optimizer = torch.optim.AdamW([table.weight, bias], lr=0.01, weight_decay=0.05)
    for _ in range(_EPOCHS):
        for rows in torch.randperm(len(bags)).split(512):  # type: ignore[no-untyped-call]
            flat, starts = torch.cat([bags[i] for i in rows.tolist()]), torch.cumsum(sizes[rows], 0) - sizes[rows]
            logits = table(flat, starts) / sizes[rows, None].sqrt() + bias
            loss = torch.nn.functional.cross_entropy(logits, labels[rows], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    weights: Vectors = table.weight.detach().numpy()
    return weights
