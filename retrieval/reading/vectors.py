"""Word vectors of the reader: always the bundled model's, whatever model the index was built with."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from corpus.script import simplified
from index.embed import BUNDLED, StaticEmbedder, open_static_embedder
from index.keyword import words
from index.vectors import Vectors, unit_length

_WORD = re.compile(r"\w")
#: Longer texts are no single words.
_WORD_LENGTH = 8


@cache
def _embedder() -> StaticEmbedder:
    return open_static_embedder(BUNDLED)


def words_of(text: str) -> list[str]:
    """The words of a text in simplified lower-case characters, punctuation left out."""
    return [word for word in words(simplified(text).lower()) if _WORD.search(word)]


def sums_of(texts: Sequence[str]) -> Vectors:
    """The sum of the piece vectors of each text, (n, d): its direction is what it means, its length how much it says."""
    if all(len(text) <= _WORD_LENGTH for text in texts) and texts:
        return np.concatenate([_sum_of_word(text) for text in texts]).reshape(len(texts), -1)
    return _embedder().sum_pieces(texts)


@lru_cache(maxsize=8192)  # a kilobyte each; the words of plans and questions come again and again
def _sum_of_word(word: str) -> Vectors:
    sums: Vectors = _embedder().sum_pieces([word])[0]
    sums.flags.writeable = False
    return sums


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Unit vectors of texts, (n, d)."""
    return unit_length(sums_of(texts))


def lengths_of(sums: Vectors) -> Vectors:
    """How much each of the texts says, (n,)."""
    lengths: Vectors = np.sqrt(np.add.reduce(sums * sums, axis=1))
    return lengths
