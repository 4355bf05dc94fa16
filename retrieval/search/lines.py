"""Many short texts searched at once: which of them a thing stands in, and how much of it stands in each of the others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.vectors import Rows
from retrieval.search.window import PARTIAL_DISCOUNT, PARTIAL_SHARE, as_searched, ways_of


@dataclass(frozen=True)
class Lines:
    """Texts as they are searched: without brackets, in lower case."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lines":
        """The lines of these texts as written."""
        return cls(tuple(as_searched(text)[0] for text in texts))

    @cached_property
    def whole(self) -> str:
        """All of them, a line each."""
        return "\n".join(self.texts)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    @cached_property
    def _pairs(self) -> Mapping[str, Rows]:
        """Pair of neighbouring characters -> the lines that have it."""
        having: defaultdict[str, list[int]] = defaultdict(list)
        for line, text in enumerate(self.texts):
            for pair in as_searched(text)[1]:
                having[pair].append(line)
        return {pair: np.array(lines) for pair, lines in having.items()}

    def with_words(self, words: str) -> list[int]:
        """Which lines have the words."""
        found: list[int] = []
        at = -1 if self._lack(words) else self.whole.find(words)
        while at >= 0:
            found.append(bisect_right(self._starts, at) - 1)
            at = self.whole.find(words, self._starts[found[-1] + 1])
        return found

    def have(self, words: str) -> bool:
        """Whether any line has the words."""
        return not self._lack(words) and words in self.whole

    def _lack(self, words: str) -> bool:
        """Whether no line has some pair of neighbouring characters of the words: told sooner than by reading all of them."""
        return not all(map(self._pairs.__contains__, map(str.__add__, words, words[1:])))

    def covered(self, alternatives: tuple[str, ...]) -> NDArray[np.float64]:
        """For each line, (n,), what :func:`retrieval.search.window.covers` says of a thing with these ways of saying it."""
        best = np.zeros(len(self.texts))
        for _, pairs in ways_of(alternatives):
            having = [self._pairs[pair] for pair in pairs if pair in self._pairs]
            if len(having) >= PARTIAL_SHARE * len(pairs) > 0:
                share = np.bincount(np.concatenate(having), minlength=len(best)) / len(pairs)
                partly = share >= PARTIAL_SHARE
                best[partly] = np.maximum(best[partly], PARTIAL_DISCOUNT * share[partly])
        for way, _ in ways_of(alternatives):
            best[self.with_words(way)] = 1.0
        return best
