"""Which words of a question are its topic and which are the wording around it: learned from frames, which mark exactly that.

A logistic model over hashed features of a word, of the words beside it and of the part of the question that it stands in.
"""

import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from corpus.script import simplified
from index.keyword import tagged
from index.vectors import Vectors
from retrieval.question.kind_model import grams_in
from retrieval.question.standin import StandIn

MODEL = Path(__file__).resolve().parent / "model" / "topics.safetensors"
#: Buckets of the hash.
BUCKETS = 1 << 15
#: The longest n-gram of a word, how much of its distance from either end counts, and how much of its length.
_LONGEST, _FAR, _LONG = 2, 4, 5
#: Beside a topic, words of this logit (a probability of .4) are topic as well: they widen a search, and the topic stays what it is.
_PERHAPS = -0.4
#: From this probability on a word weighs whole, below in proportion.
_SURE = 0.7
#: A character by itself may be of any word, and must be surer (.7).
_ALONE = 0.85
#: So many words are the head of a part, and so many parts behind it count.
_HEAD = _PARTS = 2
#: Parts of speech that say something: nouns, verbs, adjectives, states, places and idioms.
FULL = re.compile("[nvaijlbsz]")
#: More often than in so many doublings is as often.
_MOST_STEPS = 7
_WORD = re.compile(r"\w")
_YEAR = re.compile(r"20\d\d年?")
_NUMERAL = re.compile(r"[\d.一二两三四五六七八九十几]")
_STOP = re.compile("[，,。；;：:？?！!（(）)]")
_START, _END = ("^", "^"), ("$", "$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A word of a question, its part of speech, where it stands, and the buckets of what is seen of it: of itself (``own``) and of what is around it."""

    word: str
    kind: str
    start: int
    end: int
    own: tuple[int, ...]
    around: tuple[int, ...]

    @property
    def grams(self) -> list[int]:
        """All of them."""
        return [*self.own, *self.around]


@lru_cache(maxsize=256)  # training reads what it marks as topic, and then what it fills
def marked(text: str) -> tuple[Marked, ...]:
    """The words of a text, blanks and marks left out."""
    cut = list(_cut(text))
    seen = [(word, kind) for word, kind, _ in cut]
    heads = _heads(seen)
    found = []
    for at, (word, kind, start) in enumerate(cut):
        if not _WORD.search(word):
            continue
        own, around = _features(word, kind, [*_beside(seen, at)], heads[at], (at, len(seen) - 1 - at))
        found.append(Marked(word, kind, start, start + len(word), _buckets(own), _buckets(around)))
    return tuple(found)


def _cut(text: str) -> Iterator[tuple[str, str, int]]:
    """(word, kind, start) in simplified lower-case characters; which year or numeral stands there says nothing."""
    plain = simplified(text).lower()
    if len(plain) != len(text):
        plain = text
    plain = _YEAR.sub(lambda year: "Y" * len(year.group()), plain)
    at = 0
    for word, kind in tagged(plain):
        start = plain.index(word, at)
        at = start + len(word)
        if word.strip():
            yield (_NUMERAL.sub("0", word) if kind == "m" else word), kind, start


def _heads(seen: list[tuple[str, str]]) -> list[tuple[str, int]]:
    """For each word the head of the part that it stands in, and how many parts follow."""
    parts, heads = sum(bool(_STOP.fullmatch(word)) for word, _ in seen[:-1]), []
    head: list[str] = []
    for word, _ in seen:
        if len(head) < _HEAD:
            head.append(word)
        heads.append(("_".join(head), min(parts, _PARTS)))
        if _STOP.fullmatch(word):
            head, parts = [], parts - 1
    return heads


def _beside(seen: list[tuple[str, str]], at: int) -> Iterator[tuple[str, str]]:
    """The two words before and the two behind."""
    for other in (at - 2, at - 1, at + 1, at + 2):
        yield _START if other < 0 else _END if other >= len(seen) else seen[other]


def _features(
    word: str, kind: str, beside: list[tuple[str, str]], head: tuple[str, int], ends: tuple[int, int]
) -> tuple[list[str], list[str]]:
    (second, _), (before, its), (behind, theirs), (last, _) = beside
    grams = (f"g:{gram}" for gram in grams_in(word, range(1, _LONGEST + 1)))
    own = [f"w:{word}", *grams, f"f:{word[0]}", f"z:{word[-1]}", f"P:{before}_{word}", f"N:{word}_{behind}"]
    own += [f"a:{its}_{word}", f"b:{word}_{theirs}"]
    around = [f"p:{before}", f"n:{behind}", f"pp:{second}", f"nn:{last}", f"T:{before}_{behind}"]
    around += [f"k:{kind}", f"pk:{its}", f"nk:{theirs}", f"pk:{its}_{kind}", f"nk:{kind}_{theirs}"]
    around += [f"s:{min(ends[0], _FAR)}", f"e:{min(ends[1], _FAR)}", f"l:{min(len(word), _LONG)}"]
    around += [f"pc:{before[-1]}", f"nc:{behind[0]}", f"h:{head[0]}", f"h1:{head[0].split('_')[0]}_{head[1]}"]
    return own, around


def _buckets(features: list[str]) -> tuple[int, ...]:
    return tuple(map(_bucket, features))


@lru_cache(maxsize=1 << 15)  # a question is read several times, with and without its places
def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


def ends_full(text: str) -> bool:
    """Whether the last word of a text says something, so that the text may name a thing: 治理率, and not 平均一个月."""
    kinds = [kind for _, kind in tagged(text)]
    return bool(kinds) and bool(FULL.match(kinds[-1]))


def _share(logit: float) -> float:
    """The probability of a logit."""
    return 1 / (1 + math.exp(-logit))


def of_counts(word: Marked, frames: int, terms: int) -> tuple[int, ...]:
    """The buckets of how many frames say a word around their things, and how many official terms have it."""
    return _of_steps(_step(frames), _step(terms), word.kind[:1])


@cache  # a few of each
def _of_steps(said: int, had: int, kind: str) -> tuple[int, ...]:
    return _buckets([f"c:{said}", f"t:{had}", f"ct:{said}_{had}", f"ck:{said}_{kind}", f"tk:{had}_{kind}"])


def _step(count: int) -> int:
    """0, 1, 2 to 3, 4 to 7, …: how often in doublings, up to so many."""
    return min(count.bit_length(), _MOST_STEPS)


def _least(word: Marked, *, topical: bool, beside: bool) -> float:
    """The logit from which on a word is kept; ``topical``: another is topic, ``beside``: one that it touches, and it is in no frame itself.

    A single sign is often one of the wording; of 碳普惠, which no dictionary of words has, each is of the thing.
    """
    if len(word.word) == 1 and not beside:
        return _ALONE
    return _PERHAPS if topical and FULL.match(word.kind) else 0.0


@dataclass(frozen=True, eq=False)  # a key of caches: one model is another
class TopicModel:
    """``weights`` (buckets,) and ``bias``; ``wording``: words that many frames say around a thing, the rarer first.

    ``frames``, ``terms``: in how many frames, and in how many official terms, a word stands.
    """

    weights: Vectors
    bias: float
    wording: tuple[str, ...] = ()
    frames: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, int] = field(default_factory=dict)

    def shares(self, text: str) -> list[tuple[Marked, float]]:
        """The words of a text, each with the probability that it is topic."""
        return [(word, _share(self._logit(word))) for word in marked(text)]

    def is_topic(self, word: Marked) -> bool:
        """Whether a word is more likely topic than not."""
        return self._logit(word) >= 0

    def without_wording(self, text: str) -> str:
        """The text with a blank for each character of the wording; where it has a topic, what may belong to that is kept too."""
        shares = self.shares_in(text)
        return "".join(sign if share else " " for sign, share in zip(text, shares, strict=True))

    def shares_in(self, text: str) -> list[float]:
        """How surely each character is of a topic (1: likelier than not by far); 0 for the wording and what stands between words."""
        found = [(word, self._logit(word)) for word in marked(text)]
        topical = any(logit >= 0 and len(word.word) > 1 for word, logit in found)
        shares = [0.0] * len(text)
        likely = [word for word, logit in found if logit >= 0]
        starts, stops = {word.start for word in likely}, {word.end for word in likely}
        for word, logit in found:
            beside = (word.start in stops or word.end in starts) and word.word not in self.frames
            if logit >= _least(word, topical=topical, beside=beside):
                shares[word.start : word.end] = [min(1.0, _share(logit) / _SURE)] * len(word.word)
        return shares

    def _logit(self, word: Marked) -> float:
        grams = [*word.grams, *of_counts(word, self.frames.get(word.word, 0), self.terms.get(word.word, 0))]
        weight: float = sum(map(self._each.__getitem__, grams)) / len(grams) ** 0.5
        return weight + self.bias

    @cached_property
    def _each(self) -> list[float]:
        """The weights one by one: a word has a few dozen, which are added sooner than gathered."""
        each: list[float] = self.weights.tolist()
        return each


_INSTEAD = StandIn[TopicModel]("topics")


def load_topics() -> TopicModel:
    """The committed model, or the one that reads instead."""
    return _INSTEAD.get() or open_topics(MODEL)


def reading_topics_with(model: TopicModel) -> AbstractContextManager[None]:
    """Meanwhile this model tells topics instead of the committed one."""
    return _INSTEAD.meanwhile(model)


def _counts(words: Mapping[str, str]) -> dict[str, int]:
    """Word -> count, of the words (comma apart) of each count."""
    return {word: int(count) for count, each in words.items() for word in each.split(",")}


@cache
def open_topics(path: Path) -> TopicModel:
    """A saved model."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        weights, bias = saved.get_tensor("weights") * saved.get_tensor("scale"), float(saved.get_tensor("bias")[0])
        facts = saved.metadata()
        counts = (_counts(json.loads(facts[name])) for name in ("frames", "terms"))
        return TopicModel(weights, bias, tuple(facts["wording"].split(",")), *counts)
