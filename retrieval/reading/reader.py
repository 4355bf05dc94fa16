"""From a question and the candidates of a plan to their order, and the chance that the best of them answers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, overload

import numpy as np

from index.packed import unpack
from index.vectors import Vectors
from retrieval.question.kind_model import KindModel, load_kinds, reading_kinds_with
from retrieval.question.phrasing import Phrasing
from retrieval.question.standin import StandIn
from retrieval.reading.candidate import Candidate
from retrieval.reading.features import GROUPS, NAMES, features_of, suited
from retrieval.reading.network import BoostedTrees, Ranker, facts_of
from retrieval.reading.page import Page
from retrieval.reading.suits import SuitModel
from retrieval.search.ranking import Found

MODEL = Path(__file__).resolve().parent / "model" / "reader.safetensors"
#: Where the ways of being met stand among the features.
MET = slice(
    len(GROUPS["kernels"]), sum(len(GROUPS[g]) for g in ("kernels", "words", "pairs", "said", "cosines", "search"))
)
_SAID, _SUITS = NAMES.index("said with heading"), NAMES.index("suits")


class Ranked(NamedTuple):
    """A candidate with its share (0..1) of the plan's: the shares of all candidates sum to 1. A tuple, because each question makes dozens.

    ``said`` (0..1) is how much of what is asked stands in it, or in its heading, letter by letter; ``suits`` how well it suits the kind
    of the question.
    """

    candidate: Candidate
    share: float
    said: float
    suits: float = 0.0


class _Order(Sequence[Ranked]):
    """Candidates in an order, each made when it is looked at: of hundreds few are."""

    def __init__(self, page: Page, order: Sequence[int], shares: Vectors, said: Vectors, suits: Vectors) -> None:
        self._page, self._order = page, order
        self._share, self._said, self._suits = shares.item, said.item, suits.item

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Ranked: ...
    @overload
    def __getitem__(self, at: slice) -> list[Ranked]: ...
    def __getitem__(self, at: int | slice) -> Ranked | list[Ranked]:
        if isinstance(at, slice):
            return [self._ranked(number) for number in self._order[at]]
        return self._ranked(self._order[at])

    def _ranked(self, number: int) -> Ranked:
        return Ranked(self._page.candidates[number], self._share(number), self._said(number), self._suits(number))


@dataclass(frozen=True, slots=True)
class Reading:
    """The candidates of a plan, best first, and the chance (0..1) that the best of them answers the question."""

    ranked: Sequence[Ranked]
    chance: float


@dataclass(frozen=True)
class Reader:
    """The trained models."""

    kinds: KindModel
    suits: SuitModel
    ranker: Ranker
    judge: BoostedTrees

    def read(self, page: Page, asked: Phrasing, found: Found) -> Reading:
        """Order the candidates of a page and judge the best."""
        if not page.candidates:
            return Reading((), 0.0)
        kinds = self.kinds.shares(asked.placeless)
        features = suited(features_of(page, asked, found), self._leaning(page), kinds)
        scores = self.ranker.score(features, kinds)
        chance = self.judge.chance(facts_of(features, scores, kinds, MET, page.clauses))
        powers = np.exp(scores - scores.max())
        order = np.argsort(-scores, kind="stable").tolist()
        return Reading(_Order(page, order, powers / powers.sum(), features[:, _SAID], features[:, _SUITS]), chance)

    def _leaning(self, page: Page) -> Vectors:
        if self.suits not in page.kept:
            page.kept[self.suits] = self.suits.of_texts([candidate.text for candidate in page.candidates])
        return page.kept[self.suits]


_INSTEAD = StandIn[Reader]("reader")


def load_reader() -> Reader:
    """The committed reader, or the one that reads instead."""
    return _INSTEAD.get() or _committed(MODEL)


@contextmanager
def reading_with(reader: Reader) -> Iterator[None]:
    """Meanwhile this reader, with its kinds, reads instead of the committed one: what learns from readings wants one that has not seen the document."""
    with reading_kinds_with(reader.kinds), _INSTEAD.meanwhile(reader):
        yield


@cache
def _committed(path: Path) -> Reader:
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        arrays = {name: saved.get_tensor(name) for name in saved.keys()}  # noqa: SIM118  # no mapping
    suits = SuitModel(unpack(arrays, "suits"))
    return Reader(load_kinds(), suits, Ranker.of(arrays), BoostedTrees.of(arrays, "judge"))
