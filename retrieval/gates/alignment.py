"""Which sentences of what is cited a claim is about, and how well each of its words is met there, by form and by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from index.keyword import tagged
from index.vectors import Vectors
from retrieval.gates.cited import Cited
from retrieval.gates.claims import is_light
from retrieval.gates.overlap import official, pairs_of
from retrieval.gates.source import Source
from retrieval.reading.vectors import lengths_of, sums_of

#: A claim rests on so many sentences at most; one more must add so much of it.
_SENTENCES, _ADDS = 4, 0.06
#: Kinds of words as the segmenter names them, by their first letters.
KINDS = ("n", "v", "a", "d", "m", "ns", "nr", "nt")
_STOPS = ",，;；:：。!！?？()（）、"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: ``part`` counts the parts between commas, ``listed``: a 、 stands beside it."""

    text: str
    kind: str
    part: int
    listed: bool
    light: bool


@lru_cache(maxsize=4096)
def words_in(folded: str) -> tuple[Word, ...]:
    """The words of a folded text, figures and signs left out."""
    found: list[Word] = []
    part, listed = 0, False
    for text, kind in tagged(folded):
        if not text.strip():
            continue
        if text in _STOPS:
            part += text != "、"
            if text == "、" and found:
                last = found[-1]
                found[-1] = Word(last.text, last.kind, last.part, True, last.light)
            listed = text == "、"
            continue
        if not any("\u4e00" <= sign <= "\u9fff" or sign.isalpha() for sign in text):
            continue
        found.append(Word(text, kind, part, listed, is_light(text)))
        listed = False
    return tuple(found)


@lru_cache(maxsize=4096)
def vectors_of_words(texts: tuple[str, ...]) -> tuple[Vectors, Vectors]:
    """(unit vectors (n, d), how much each says (n,)) of words."""
    if not texts:
        return np.zeros((0, 1), dtype=np.float32), np.zeros(0, dtype=np.float32)
    sums = sums_of(list(texts))
    lengths = lengths_of(sums)
    return sums / (lengths[:, None] + 1e-9), lengths


@dataclass(frozen=True)
class Alignment:
    """A folded claim beside the sentences that it rests on: ``sources``, the best first, and how much of it they say (0..1)."""

    claim: str
    cited: Cited
    sources: tuple[Source, ...]
    best: float
    together: float

    @cached_property
    def evidence(self) -> str:
        """What the sentences say."""
        return "。".join(s.words for s in self.sources)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the claim."""
        return words_in(self.claim)

    @cached_property
    def their_words(self) -> tuple[Word, ...]:
        """The words of the sentences."""
        return words_in(self.evidence)


def align(claim: str, cited: Cited) -> Alignment:
    """The sentences that say most of a folded claim: the best, and up to three more that each add to it."""
    own = pairs_of(claim)
    if not own or not cited.single:
        return Alignment(claim, cited, cited.single[:1], 0.0, 0.0)
    met = [own & pairs_of(source.words) for source in cited.single]
    chosen: list[Source] = []
    left, best = own, 0.0
    for _ in range(_SENTENCES):
        scores = [len(left & m) - 0.02 * n for n, m in enumerate(met)]
        at = int(np.argmax(scores))
        gain = len(left & met[at]) / len(own)
        if chosen and gain < _ADDS:
            break
        best = best or gain
        chosen.append(cited.single[at])
        left -= met[at]
    return Alignment(claim, cited, tuple(chosen), best, 1 - len(left) / len(own))


def facts_of_words(alignment: Alignment) -> Vectors:
    """(words of the claim, features) how each is met: see :data:`NAMES`."""
    words = alignment.words
    if not words:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    evidence, cited = alignment.evidence, alignment.cited
    texts = tuple(w.text for w in words)
    near, lengths = vectors_of_words(texts)
    of_evidence = _nearest(near, tuple(dict.fromkeys(w.text for w in alignment.their_words)))
    everywhere = tuple(dict.fromkeys(w.text for w in words_in(cited.everything)))
    of_all = _nearest(near, everywhere)
    exact = np.array([t in evidence for t in texts], dtype=np.float32)
    parts = np.array([w.part for w in words])
    last = parts.max()
    rows = []
    for at, word in enumerate(words):
        mine = parts == word.part
        said = official(word.text)
        rows.append(
            [
                exact[at],
                word.text in cited.words,
                word.text in cited.headings,
                _pairs_met(word.text, evidence),
                of_evidence[at],
                of_all[at],
                lengths[at],
                len(word.text),
                bool(said) and any(o in evidence for o in said.split("，")),
                exact[at - 1] if at else 1.0,
                exact[at + 1] if at + 1 < len(words) else 1.0,
                sum(sign in evidence for sign in word.text) / len(word.text),
                *(word.kind.startswith(kind) for kind in KINDS),
                at / len(words),
                word.part == last,
                exact[mine].mean(),
                mine.sum(),
                word.listed,
                word.light,
                exact.mean(),
                _joined_met(texts, at, evidence),
                alignment.best,
                alignment.together,
            ]
        )
    return np.array(rows, dtype=np.float32)


NAMES = (
    *("exact", "in cited", "in headings", "pairs", "near evidence", "near cited", "says", "length", "official"),
    *("left exact", "right exact", "signs", *(f"kind {k}" for k in KINDS), "place", "last part", "part exact"),
    *("part size", "listed", "light", "all exact", "joined", "best", "together"),
)


def _nearest(vectors: Vectors, others: tuple[str, ...]) -> Vectors:
    """The largest cosine of each vector with any of the words."""
    if not others or not len(vectors):
        return np.zeros(len(vectors), dtype=np.float32)
    theirs, _ = vectors_of_words(others)
    nearest: Vectors = (vectors @ theirs.T).max(axis=1)
    return nearest


def _pairs_met(word: str, text: str) -> float:
    pairs = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
    return sum(p in text for p in pairs) / len(pairs)


def _joined_met(texts: Sequence[str], at: int, evidence: str) -> float:
    """How many of the two joints with its neighbours stand there too: the last sign of one word and the first of the next."""
    joints = []
    if at:
        joints.append(texts[at - 1][-1] + texts[at][0] in evidence)
    if at + 1 < len(texts):
        joints.append(texts[at][-1] + texts[at + 1][0] in evidence)
    return sum(joints) / len(joints) if joints else 1.0


OMITTED_NAMES = (
    *("length", "says", "near claim", "before said", "behind said", "light", "part said", "part size", "bracket"),
    *(f"kind {k}" for k in KINDS),
    *("best source", "opens part", "signs"),
)


def facts_of_omitted(alignment: Alignment) -> tuple[list[str], Vectors]:
    """(words of the sentences that stand right beside words the claim says and that it does not say, features (n, f))."""
    claim = alignment.claim
    mine = tuple(dict.fromkeys(w.text for w in alignment.words))
    omitted: list[str] = []
    rows: list[list[float]] = []
    for rank, source in enumerate(alignment.sources[:2]):
        words = words_in(source.words)
        said = np.array([w.text in claim for w in words], dtype=np.float32)
        if not len(said):
            continue
        parts = np.array([w.part for w in words])
        beside = [
            at
            for at, word in enumerate(words)
            if not said[at]
            and ((at + 1 < len(words) and said[at + 1] and parts[at + 1] == word.part) or (at and said[at - 1]))
        ]
        texts = tuple(words[at].text for at in beside)
        vectors, lengths = vectors_of_words(texts)
        near = _nearest(vectors, mine)
        for n, at in enumerate(beside):
            word = words[at]
            same = parts == word.part
            omitted.append(word.text)
            rows.append(
                [
                    len(word.text),
                    float(lengths[n]),
                    float(near[n]),
                    float(said[at - 1]) if at and parts[at - 1] == word.part else 0.0,
                    float(said[at + 1]) if at + 1 < len(words) and parts[at + 1] == word.part else 0.0,
                    word.light,
                    float(said[same].mean()),
                    float(same.sum()),
                    "(" in source.words,
                    *(word.kind.startswith(kind) for kind in KINDS),
                    rank == 0,
                    not at or parts[at - 1] != word.part,
                    sum(sign in claim for sign in word.text) / len(word.text),
                ]
            )
    return omitted, np.array(rows, dtype=np.float32).reshape(-1, len(OMITTED_NAMES))
