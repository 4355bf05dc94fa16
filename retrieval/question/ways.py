"""How an answer is to be said, as a distribution: what the learned kinds of question come to."""

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

import numpy as np

from index.vectors import Vectors
from retrieval.question.kind_model import load_kinds

Way = Literal["number", "when", "duty", "tasks", "list", "document", "definition", "which", "say"]
_KINDS: dict[Way, str] = {
    "number": "number share times difference sum ratio extreme rank compare_two compare_many filter all_numbers other_year last_rank",
    "when": "when deadline",
    "duty": "duty person contact",
    "tasks": "body_tasks body_role",
    "list": "list structure as_list",
    "document": "document",
    "definition": "definition",
    "which": "which_places only_place",
}


@cache
def _columns(names: tuple[str, ...]) -> Vectors:
    of = {kind: way for way, kinds in _KINDS.items() for kind in kinds.split()}
    order = get_args(Way)
    table = np.zeros((len(names), len(order)), dtype=np.float32)
    for row, name in enumerate(names):
        table[row, order.index(of.get(name, "say"))] = 1
    return table


def ways_of(text: str) -> Mapping[Way, float]:
    """The probability of each way (they sum to 1)."""
    kinds = load_kinds()
    shares = kinds.shares(text) @ _columns(kinds.names)
    return dict(zip(get_args(Way), shares.tolist(), strict=True))
