"""How likely what is cited says a claim: learned from natural sentences that hold and the same with one fault (support_training)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

from index.vectors import Vectors, one_thread
from retrieval.gates.alignment import Alignment, facts_of_omitted, facts_of_words
from retrieval.gates.facts import facts_of_claim
from retrieval.reading.network import BoostedTrees

MODEL = Path(__file__).resolve().parent / "model" / "support.safetensors"


@dataclass(frozen=True)
class SupportModel:
    """Three boosted trees: of a word of the claim (is it unsupported), of an omitted word of the source (is it missed), of the claim."""

    words: BoostedTrees
    omitted: BoostedTrees
    claims: BoostedTrees

    @classmethod
    def of(cls, arrays: Mapping[str, Any]) -> "SupportModel":
        """From the arrays of a saved model."""
        return cls(*(BoostedTrees.of(arrays, name) for name in cls.__dataclass_fields__))

    def arrays(self) -> dict[str, Any]:
        """The arrays to save."""
        return {k: v for name in self.__dataclass_fields__ for k, v in getattr(self, name).arrays(name).items()}

    @one_thread()
    def weigh(self, alignment: Alignment, found: dict[str, str]) -> tuple[float, str]:
        """(chance that the sentences cited say the claim, its word that most likely they do not). ``found``: see ``check_all``."""
        unmet, left = self.chances(alignment)
        facts = facts_of_claim(alignment, found, unmet, left)
        worst = alignment.words[int(np.argmax(unmet))].text if len(unmet) else ""
        return self.claims.chance(facts), worst

    def chances(self, alignment: Alignment) -> tuple[Vectors, Vectors]:
        """(that each word of the claim is unsupported, that each omitted word of the source is missed)."""
        return self.words.chances(facts_of_words(alignment)), self.omitted.chances(facts_of_omitted(alignment)[1])


@cache
def open_support_model(path: Path = MODEL) -> SupportModel:
    """The committed model."""
    return SupportModel.of(load_file(path))
