"""What a question asks for beside its kind: the chance of each slot, learned from frames and questions, several of which may hold at once.

A logistic model for each slot over the n-grams that the kinds of questions are told from; of those it keeps the few that tell a slot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from index.vectors import Vectors
from retrieval.question.kind_model import hashes_of

MODEL = Path(__file__).resolve().parent / "model" / "slots.safetensors"
Slot = Literal[
    "percentage",  # the figure asked for is in percent
    "money",  # … or a sum of money
    "mean",
    "same",  # whether figures are alike
    "sum",
    "difference",
    "table",  # figures side by side
    "dates",  # of documents, weighed against each other
    "apart",  # … with the days between
    "earliest",
    "firms",  # that are named
    "each",  # several things are asked for
    "rest",  # what was left out before
    "remainder",  # a figure without the part of it that is told
    "parts",  # the items of a list may be the parts of a clause
    "agenda",  # what is to be done, or was, in a year, whatever it is about
    "others",  # all but those who lead
    "takers",  # others beside those who lead
    "existence",
    "whether",
    "counts",  # how many there are
    "goals",  # what the document aims at
    "wording",  # the words of the document themselves
    "condition",  # it is set, and what follows is asked
    "alone",  # who is responsible without others
    "talk",  # it asks the documents for nothing
]
#: From this chance on a slot is asked for.
LIKELY = 0.5


@dataclass(frozen=True, eq=False)
class SlotModel:
    """``weights`` (grams, slots) and ``bias`` (slots,) of ``names``; ``rows`` has the row of each gram by its hash."""

    names: tuple[str, ...]
    rows: Mapping[int, int]
    weights: Vectors
    bias: Vectors

    def chances(self, text: str) -> Vectors:
        """The chance of each slot, (slots,), in the order of ``names``."""
        rows = sorted(map(self.rows.__getitem__, hashes_of(text) & self.rows.keys()))
        chances: Vectors = 1 / (1 + np.exp(-(self.weights[rows].sum(axis=0) + self.bias)))
        return chances


def chance_of(text: str, slot: Slot) -> float:
    """The chance that a question asks for a slot."""
    return _chances(text)[slot]


def asks_for(text: str, slot: Slot) -> bool:
    """Whether a question likely asks for a slot."""
    return chance_of(text, slot) >= LIKELY


@lru_cache(maxsize=256)  # one question is asked for its slots again and again
def _chances(text: str) -> Mapping[str, float]:
    model = load_slots()
    return dict(zip(model.names, model.chances(text).tolist(), strict=True))


def load_slots() -> SlotModel:
    """The committed model."""
    return read_slots(MODEL)


@cache
def read_slots(path: Path) -> SlotModel:
    """The model in a file."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        names = tuple(saved.metadata()["slots"].split(","))
        weights = saved.get_tensor("weights").astype(np.float32) * saved.get_tensor("scale")
        rows = {gram: row for row, gram in enumerate(saved.get_tensor("grams").tolist())}
        return SlotModel(names, rows, weights, saved.get_tensor("bias"))


SLOTS: tuple[Slot, ...] = get_args(Slot)
