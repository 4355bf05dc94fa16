"""What kind of answer a question asks for: a distribution learned from frames and questions, over its characters and words.

A linear model over hashed n-grams of characters, words and pairs of words, as fastText's classifier (Joulin et al. 2017) without hidden
layer.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from corpus.script import simplified
from index.keyword import words
from index.packed import unpack
from index.vectors import Vectors
from retrieval.question.figures import FIGURE_NAMED
from retrieval.question.standin import StandIn
from retrieval.question.years import BARE_YEAR

MODEL = Path(__file__).resolve().parent / "model" / "kinds.safetensors"
#: Buckets of the hash.
BUCKETS = 1 << 13
#: The longest n-gram, how far apart the words of a pair may stand, and how much of the end and the beginning counts by itself:
#: of 935 questions about the documents held out ``python -m eval read`` finds the kind of .67 with all of these, of .59 with n-grams up
#: to 4 alone.
_LONGEST, _APART, _END, _BEGINNING = 3, 6, 8, 6
#: What the names of the sorts of features hash to: a hash goes on from there.
_LATIN_WORD, _AT_END, _AT_BEGINNING = (zlib.crc32(sort) for sort in (b"w:", b"e:", b"b:"))
_ALONE, _BESIDE, _APART_FROM = (zlib.crc32(sort) for sort in (b"j:", b"k:", b"s:"))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TITLE = re.compile("《[^》]*》")
_LATIN = re.compile("[a-z]+")


def grams_of(text: str) -> list[int]:
    """The buckets of what a question consists of, each once."""
    return sorted({gram % BUCKETS for gram in hashes_of(text)})


def hashes_of(text: str) -> frozenset[int]:
    """The hashes of what a question consists of: n-grams of characters, words and pairs of words."""
    return _hashes_of(plain_of(text))


@lru_cache(maxsize=256)  # its kinds and its slots are told from the same
def _hashes_of(plain: str) -> frozenset[int]:
    signs = [sign.encode() for sign in f"^{plain}$"]
    hashes = [zlib.crc32(word.encode(), _LATIN_WORD) for word in _LATIN.findall(plain)]
    hashes += _grams(signs, 0, range(1, _LONGEST + 1))
    hashes += _grams(signs[-_END:], _AT_END, range(1, _LONGEST + 1))
    hashes += _grams(signs[:_BEGINNING], _AT_BEGINNING, range(2, _LONGEST + 1))
    return frozenset((*hashes, *_pairs(plain)))


@lru_cache(maxsize=256)  # one text is asked for its kinds and its slots again and again
def plain_of(text: str) -> str:
    """The text in simplified lower-case characters; which title, year or number stands in it says nothing of its kind."""
    simple = FIGURE_NAMED.sub("N", BARE_YEAR.sub("Y", _TITLE.sub("《》", simplified(text).lower())))
    return " ".join(_NUMBER.sub("0", simple).split()).rstrip("?？。!！ ")


def grams_in(signs: str, lengths: Iterable[int]) -> set[str]:
    """The n-grams of some lengths."""
    return {signs[i : i + n] for n in lengths for i in range(len(signs) - n + 1)}


def _grams(signs: Sequence[bytes], before: int, lengths: range) -> list[int]:
    """The hashes of the n-grams of some lengths, behind what hashes to ``before``: each goes on with that of the shorter one."""
    hashes, last = list[int](), [before] * len(signs)
    for length in range(1, lengths.stop):
        last = list(map(zlib.crc32, signs[length - 1 :], last))
        if length in lengths:
            hashes += last
    return hashes


def _pairs(plain: str) -> list[int]:
    """The hashes of the words, of each with the one behind it, and with those that follow at a distance: 哪些 … 牵头."""
    crc32 = zlib.crc32
    cut = [word.encode() for word in words(plain, known_only=True) if word.strip()]
    hashes = [crc32(word, _ALONE) for word in cut]
    hashes += map(crc32, [*cut, b"$"], [crc32(b"_", crc32(word, _BESIDE)) for word in (b"^", *cut)])
    for at, word in enumerate(cut):
        begun = crc32(b"~", crc32(word, _APART_FROM))
        hashes += [crc32(other, begun) for other in cut[at + 2 : at + 2 + _APART]]
    return hashes


@dataclass(frozen=True, eq=False)  # a key of caches: one model is another
class KindModel:
    """``weights`` (buckets, kinds) and ``bias`` (kinds,) of ``names``."""

    names: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    def shares(self, text: str) -> Vectors:
        """The probability of each kind, (kinds,), in the order of ``names``."""
        return _shares_of(self, plain_of(text))


@lru_cache(maxsize=256)  # each plan asks for those of one question
def _shares_of(model: KindModel, plain: str) -> Vectors:
    seen = np.zeros(BUCKETS, dtype=bool)
    hashes = _hashes_of(plain)
    seen[np.fromiter(hashes, np.int64, len(hashes)) % BUCKETS] = True
    grams = np.flatnonzero(seen)
    logits = model.weights[grams].sum(axis=0, dtype=np.float32) / np.sqrt(len(grams)) + model.bias
    powers = np.exp(logits - logits.max())
    shares: Vectors = powers / powers.sum()
    shares.flags.writeable = False
    return shares


_INSTEAD = StandIn[KindModel]("kinds")


def load_kinds() -> KindModel:
    """The committed model, or the one that reads instead."""
    return _INSTEAD.get() or _committed(MODEL)


def reading_kinds_with(model: KindModel) -> AbstractContextManager[None]:
    """Meanwhile this model reads the kinds of questions instead of the committed one."""
    return _INSTEAD.meanwhile(model)


@cache
def _committed(path: Path) -> KindModel:
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        names = tuple(saved.metadata()["kinds"].split(","))
        arrays = {name: saved.get_tensor(name) for name in saved.keys()}  # noqa: SIM118  # no mapping
    return KindModel(names, unpack(arrays, "weights"), arrays["bias"])
