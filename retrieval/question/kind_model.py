"""What kind of answer a question asks for: a distribution learned from frames and questions, over its character n-grams.

A linear model over hashed n-grams (1 to 4 characters, and Latin words), as fastText's classifier (Joulin et al. 2017) without hidden layer.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from corpus.script import simplified
from index.vectors import Vectors

MODEL = Path(__file__).resolve().parent / "model" / "kinds.safetensors"
#: Buckets of the hash.
BUCKETS = 1 << 13
_LONGEST = 4
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LATIN = re.compile("[a-z]+")


def grams_of(text: str) -> list[int]:
    """The buckets of the n-grams of a question, each once; every number counts as 0."""
    plain = "^" + " ".join(_NUMBER.sub("0", simplified(text).lower()).split()) + "$"
    grams = {plain[i : i + n] for n in range(1, _LONGEST + 1) for i in range(len(plain) - n + 1)}
    grams |= {f"w:{word}" for word in _LATIN.findall(plain)}
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams})


@dataclass(frozen=True)
class KindModel:
    """``weights`` (buckets, kinds) and ``bias`` (kinds,) of ``names``."""

    names: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    def shares(self, text: str) -> Vectors:
        """The probability of each kind, (kinds,), in the order of ``names``."""
        grams = grams_of(text)
        logits = self.weights[grams].sum(axis=0, dtype=np.float32) / np.sqrt(len(grams)) + self.bias
        powers = np.exp(logits - logits.max())
        shares: Vectors = powers / powers.sum()
        return shares


_INSTEAD: ContextVar[KindModel | None] = ContextVar("kinds", default=None)


def load_kinds() -> KindModel:
    """The committed model, or the one that reads instead."""
    return _INSTEAD.get() or _committed(MODEL)


@contextmanager
def reading_kinds_with(model: KindModel) -> Iterator[None]:
    """Meanwhile this model reads the kinds of questions instead of the committed one."""
    before = _INSTEAD.set(model)
    try:
        yield
    finally:
        _INSTEAD.reset(before)


@cache
def _committed(path: Path) -> KindModel:
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        names = tuple(saved.metadata()["kinds"].split(","))
        scale = saved.get_tensor("scale")
        return KindModel(names, saved.get_tensor("weights") * scale, saved.get_tensor("bias"))
