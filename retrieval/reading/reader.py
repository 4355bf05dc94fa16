"""From a question and the candidates of a plan to their order, and the chance that the best of them answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from retrieval.reading.candidate import Candidate
from retrieval.reading.features import GROUPS, NAMES, Asked, Found, features_of
from retrieval.question.kind_model import KindModel, load_kinds
from retrieval.reading.network import Judge, Ranker, facts_of
from retrieval.reading.page import Page

MODEL = Path(__file__).resolve().parent / "model" / "reader.safetensors"
#: Where the ways of being met stand among the features.
MET = slice(len(GROUPS["kernels"]), sum(len(GROUPS[g]) for g in ("kernels", "words", "pairs", "said", "cosines", "search")))
_SHARED = NAMES.index("rare words exact")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its share (0..1) of the plan's: the shares of all candidates sum to 1.

    ``shared`` (0..1) is how much of the question's telling words stands in it letter by letter.
    """

    candidate: Candidate
    share: float
    shared: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The candidates of a plan, best first, and the chance (0..1) that the best of them answers the question.

    ``sure``: the chance is above the bound of doubt.
    """

    ranked: Sequence[Ranked]
    chance: float
    sure: bool = False


@dataclass(frozen=True)
class Reader:
    """The trained models; ``doubt`` is the chance below which it is in doubt whether the best candidate answers."""

    kinds: KindModel
    ranker: Ranker
    judge: Judge
    doubt: float

    def read(self, page: Page, asked: Asked, found: Found) -> Reading:
        """Order the candidates of a page and judge the best."""
        if not page.candidates:
            return Reading((), 0.0)
        kinds = self.kinds.shares(asked.text)
        features = features_of(page, asked, found)
        scores = self.ranker.score(features, kinds)
        chance = self.judge.chance(facts_of(features, scores, kinds, MET))
        powers = np.exp(scores - scores.max())
        shares = powers / powers.sum()
        order = np.argsort(-scores, kind="stable")
        ranked = [Ranked(page.candidates[i], float(shares[i]), float(features[i, _SHARED])) for i in order.tolist()]
        return Reading(ranked, chance, chance >= self.doubt)


@cache
def load_reader(path: Path = MODEL) -> Reader:
    """The committed reader."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        arrays = {name: saved.get_tensor(name) for name in saved.keys()}  # noqa: SIM118  # no mapping
        facts = saved.metadata()
    return Reader(load_kinds(), Ranker.of(arrays), Judge.of(arrays), float(facts["doubt"]))
