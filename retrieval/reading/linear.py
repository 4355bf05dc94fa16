"""Linear models over bags of hashed features, learned by descent: of kinds, of topics, of what suits them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.vectors import Vectors

if TYPE_CHECKING:
    import torch

#: From the numbers of some bags and their logits (n, outputs) to a loss.
Loss = Callable[["torch.Tensor", "torch.Tensor"], "torch.Tensor"]


def learn_linear(
    bags: Sequence[Sequence[int]],
    shape: tuple[int, int],
    loss: Loss,
    *,
    seed: int,
    epochs: int,
    batch: int,
    rate: float,
    decay: float,
) -> tuple[Vectors, Vectors]:
    """(weights (buckets, outputs), bias (outputs,)) of that ``shape``; a bag's logits are its weights' sum by the root of its size."""
    import torch

    torch.set_num_threads(1)  # two threads that share their cores with anything else were ten times slower
    held = [torch.tensor(bag) for bag in bags]
    sizes = torch.tensor([len(bag) for bag in bags])
    torch.manual_seed(seed)
    table = torch.nn.EmbeddingBag(*shape, mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.zeros(shape[1]))
    optimizer = torch.optim.AdamW([table.weight, bias], lr=rate, weight_decay=decay)
    for _ in range(epochs):
        for rows in torch.randperm(len(held)).split(batch):
            flat, starts = torch.cat([held[i] for i in rows.tolist()]), torch.cumsum(sizes[rows], 0) - sizes[rows]
            step = loss(rows, table(flat, starts) / sizes[rows, None].sqrt() + bias)
            optimizer.zero_grad()
            step.backward()
            optimizer.step()
    return table.weight.detach().numpy(), bias.detach().numpy()
