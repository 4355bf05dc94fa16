"""The names of many rows as texts that are searched all at once: by their words, by how these sound, and by pairs of neighbouring signs."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from corpus.periods import PART_OF_YEAR
from corpus.plan import Target
from corpus.script import simplified
from index.vectors import Rows
from retrieval.question.sounds import syllables
from retrieval.reading.features import ALL_BUT_ONE, LONG_NAME
from retrieval.reading.page import pairs_of
from retrieval.search.ledger import name_of, says_by_what, without_total
from retrieval.search.lines import Lines

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]
#: Above the end of a line, which parts one name from the next.
_FIRST_SIGN = 0x20000


@dataclass(frozen=True)
class NameTexts:
    """N names, each of a row that is called so."""

    samples: tuple[Target, ...]

    @cached_property
    def lines(self) -> Lines:
        """The names as they are searched, (N,)."""
        return Lines.of(self._plain)

    @cached_property
    def part_of_year(self) -> NDArray[np.str_]:
        """The part of a year that an indicator names, (N,)."""
        found = (PART_OF_YEAR.search(row.indicator) for row in self.samples)
        return np.array([part.group() if part else "" for part in found], dtype=np.str_)

    @cached_property
    def by_what(self) -> Flags:
        """Whether a name says by what it measures: 单位GDP能耗."""
        return np.array([any(map(says_by_what, pair)) for pair in zip(*self._both, strict=True)], dtype=np.bool_)

    def with_words(self, words: str) -> Flags:
        """Which names have the words, letter by letter."""
        return self._words.having(words)

    def sounding_like(self, words: str) -> Flags:
        """Which names hold two or more characters that sound like the words, as :func:`retrieval.question.sounds.sounds_within` has it."""
        said = syllables(words)
        if len(said) > 1 and all(map(self._signs.__contains__, said)):
            return self._sounds.having("".join(map(self._signs.__getitem__, said)))
        return np.zeros(len(self.samples), dtype=np.bool_)

    def told(self, pairs: Collection[str]) -> Shares:
        """The share of a name's own pairs that are among these, as :func:`retrieval.search.ledger.told_share` has it."""
        shares = [held.counted(pairs) / np.maximum(held.sizes, 1) for held in self._told]
        return np.maximum(*shares)

    def that_may_be(self, ways: Collection[str]) -> Rows:
        """The names that may be one of these, or have a long one with a word put into it; every name that does is among them."""
        found = [self._named[way] for way in ways if way in self._named]
        for way in ways:
            if len(way) >= LONG_NAME:
                own = pairs_of(way)
                plain = [pair for pair in own if not pair.isascii() and pair == pair.lower()]
                least = ALL_BUT_ONE * len(own) - (len(own) - len(plain))  # letters are kept as they are written
                found += [np.flatnonzero(held.counted(plain) >= max(least, 1)) for held in self._pairs]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def warm(self) -> None:
        """Have made what the first question needs."""
        self.lines.have("指标")
        _ = self.part_of_year, self.by_what, self._named, self._pairs, self._told, self._words, self._sounds

    @cached_property
    def _plain(self) -> Sequence[str]:
        return [name_of(row) for row in self.samples]

    @cached_property
    def _both(self) -> tuple[Sequence[str], Sequence[str]]:
        """What each indicator is called as written, and commonly."""
        return [simplified(row.indicator) for row in self.samples], [simplified(row.canonical) for row in self.samples]

    @cached_property
    def _named(self) -> Mapping[str, Rows]:
        """A whole name in lower case -> those that are called so."""
        having: defaultdict[str, list[int]] = defaultdict(list)
        for names in self._both:
            for at, name in enumerate(names):
                having[name.lower()].append(at)
        return {name: np.array(rows, dtype=np.int64) for name, rows in having.items()}

    @cached_property
    def _pairs(self) -> tuple["_Pairs", "_Pairs"]:
        written, common = self._both
        return _Pairs.of(written), _Pairs.of(common)

    @cached_property
    def _told(self) -> tuple["_Pairs", "_Pairs"]:
        written, common = (list(map(without_total, names)) for names in self._both)
        return _Pairs.of(written), _Pairs.of(common)

    @cached_property
    def _words(self) -> "_Joined":
        return _Joined.of(self._plain)

    @cached_property
    def _signs(self) -> Mapping[str, str]:
        """A sign of its own for each syllable that there is: texts of these are searched many times faster than spelt ones."""
        heard = dict.fromkeys(syllable for name in self._plain for syllable in syllables(name))
        return {syllable: chr(_FIRST_SIGN + number) for number, syllable in enumerate(heard)}

    @cached_property
    def _sounds(self) -> "_Joined":
        return _Joined.of("".join(map(self._signs.__getitem__, syllables(name))) for name in self._plain)


@dataclass(frozen=True)
class _Joined:
    """Texts a line each, and where each begins."""

    whole: str
    starts: Sequence[int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "_Joined":
        kept = [text.replace("\n", " ") for text in texts]
        return cls("\n".join(kept), [0, *accumulate(len(text) + 1 for text in kept)])

    def having(self, words: str) -> Flags:
        found, at = np.zeros(len(self.starts) - 1, dtype=np.bool_), self.whole.find(words)
        while at >= 0:
            line = bisect_right(self.starts, at) - 1
            found[line] = True
            at = self.whole.find(words, self.starts[line + 1])
        return found


@dataclass(frozen=True)
class _Pairs:
    """Pair of neighbouring signs -> the texts that have it; and how many different ones each has."""

    having: Mapping[str, Rows]
    sizes: Rows

    @classmethod
    def of(cls, texts: Sequence[str]) -> "_Pairs":
        having: defaultdict[str, list[int]] = defaultdict(list)
        sizes = np.zeros(len(texts), dtype=np.int64)
        for at, text in enumerate(texts):
            pairs = frozenset(map(str.__add__, text, text[1:]))
            sizes[at] = len(pairs)
            for pair in pairs:
                having[pair].append(at)
        return cls({pair: np.array(rows, dtype=np.int64) for pair, rows in having.items()}, sizes)

    def counted(self, pairs: Collection[str]) -> Rows:
        """How many of these each text has."""
        found = [self.having[pair] for pair in pairs if pair in self.having]
        if not found:
            return np.zeros(len(self.sizes), dtype=np.int64)
        return np.bincount(np.concatenate(found), minlength=len(self.sizes))
