"""How an answer is to be said, as probabilities: what the learned kinds of question come to."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal, get_args

import numpy as np

from index.vectors import Vectors
from retrieval.question.kind_model import KindModel, load_kinds

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
    "measure",
    "fact",
    "reason",
    "person",
    "condition",
    "chat",
    "offtopic",
]
#: The kinds of each way; a kind may belong to several.
_KINDS: dict[Way, str] = {
    "number": "number share times difference sum ratio extreme rank compare_two compare_many filter all_numbers other_year last_rank",
    "weigh": "times difference sum ratio share compare_two compare_many",
    "when": "when deadline",
    "duty": "duty person body_role",
    "tasks": "body_tasks",
    "list": "list structure as_list",
    "document": "document basis",
    "definition": "definition",
    "measure": "measure summary longer more",
    "fact": "fact contact yesno condition reason scope why confirm false_premise wrong_premise definition",
    "reason": "why reason",
    "person": "person contact",
    "condition": "condition scope yesno",
    "figures": "all_numbers",
    "offtopic": "offtopic chitchat",
    "chat": "about_assistant chitchat complaint goodbye greeting offtopic thanks injection",
}

#: From these probabilities on a way is taken for likely, and for possible.
LIKELY, POSSIBLE = 0.5, 0.3
#: Over sixty kinds the model is less sure than it is right; to this power its shares are about as sure as they are right: on the
#: documents held out ``python -m eval read`` prints both.
SHARPER = 1.5


@cache
def _columns(names: tuple[str, ...]) -> Vectors:
    return np.array([[name in _KINDS[way].split() for way in get_args(Way)] for name in names], dtype=np.float32)


def ways_of(text: str) -> Mapping[Way, float]:
    """The probability that each way fits."""
    shares = kind_shares(text) @ _columns(load_kinds().names)
    return dict(zip(get_args(Way), shares.tolist(), strict=True))


def share_of(text: str, *kinds: str) -> float:
    """The probability that a question is of one of these learned kinds."""
    shares = _by_name(load_kinds(), text)
    return float(sum(shares[kind] for kind in kinds))


def kind_shares(text: str) -> Vectors:
    """The probability of each kind, (kinds,), as sure as it is right."""
    return _sharpened(load_kinds(), text)


@lru_cache(maxsize=256)  # one question is asked for its kinds again and again
def _sharpened(model: KindModel, text: str) -> Vectors:
    shares = model.shares(text) ** SHARPER
    sure: Vectors = shares / shares.sum()
    sure.flags.writeable = False
    return sure


@lru_cache(maxsize=256)
def _by_name(model: KindModel, text: str) -> Mapping[str, np.float32]:
    return dict(zip(model.names, _sharpened(model, text), strict=True))


def weighing(ways: Mapping[Way, float]) -> Mapping[Way, float]:
    """The ways of a question that a superlative or a rank (最高, 倒数第二) turns into one about figures, whatever else it says."""
    return {**dict.fromkeys(ways, 0.0), "number": 1.0, "weigh": ways["weigh"]}
