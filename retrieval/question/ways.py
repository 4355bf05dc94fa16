"""How an answer is to be said, as probabilities: what the learned kinds of question come to."""

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

import numpy as np

from index.vectors import Vectors
from retrieval.question.kind_model import load_kinds

Way = Literal[
    "number",
    "weigh",
    "figures",
    "when",
    "duty",
    "tasks",
    "list",
    "document",
    "definition",
    "which",
    "measure",
    "fact",
    "switch",
    "chat",
    "offtopic",
]
#: The kinds of each way; a kind may belong to several.
_KINDS: dict[Way, str] = {
    "number": "number share times difference sum ratio extreme rank compare_two compare_many filter all_numbers other_year last_rank",
    "weigh": "times difference sum ratio share compare_two compare_many",
    "when": "when deadline",
    "duty": "duty person contact body_role",
    "tasks": "body_tasks",
    "list": "list structure as_list",
    "document": "document",
    "definition": "definition",
    "which": "which_places only_place",
    "measure": "measure summary longer more",
    "fact": "fact yesno condition reason scope why confirm false_premise wrong_premise definition",
    "figures": "all_numbers",
    "switch": "switch_place switch_thing switch_year correction",
    "offtopic": "offtopic chitchat",
    "chat": "about_assistant chitchat complaint goodbye greeting offtopic thanks injection",
}

#: Over sixty kinds the model is less sure than it is right; to this power its shares are as sure as they are right (docs/reading.md).
_SHARPER = 2.0


@cache
def _columns(names: tuple[str, ...]) -> Vectors:
    return np.array([[name in _KINDS[way].split() for way in get_args(Way)] for name in names], dtype=np.float32)


def ways_of(text: str) -> Mapping[Way, float]:
    """The probability that each way fits."""
    kinds = load_kinds()
    shares = kinds.shares(text) ** _SHARPER
    shares = shares / shares.sum() @ _columns(kinds.names)
    return dict(zip(get_args(Way), shares.tolist(), strict=True))


def weighing(ways: Mapping[Way, float]) -> Mapping[Way, float]:
    """The ways of a question that a superlative or a rank (最高, 倒数第二) turns into one about figures, whatever else it says."""
    return {**dict.fromkeys(ways, 0.0), "number": 1.0, "weigh": ways["weigh"], "which": ways["which"]}
