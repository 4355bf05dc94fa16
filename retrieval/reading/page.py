"""A plan as the reader sees it: its candidates with their words, vectors and signs, made once and kept while it is used."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.kept import Kept
from index.snapshot import Index
from index.vectors import Rows, Vectors, unit_length
from retrieval.question.years import WRITTEN_YEAR, given_years
from retrieval.reading.candidate import KINDS, Candidate, candidates_of
from retrieval.reading.vectors import sums_of, vectors_of, words_of
from retrieval.search.lines import Lines
from retrieval.search.wording import FIGURE, names_time, parts_of

#: Pages kept: some 3 MB each.
_KEPT = 32
#: Units of which a page keeps where it counts in them.
_UNITS_KEPT = 64
#: Comma parts of a candidate that are looked at one by one.
_MOST_PARTS = 12
_RUN = re.compile("[\u4e00-\u9fffa-z0-9]{2,}")


@dataclass(frozen=True)
class Ragged:
    """Lists of different lengths, end to end: list i is ``flat[starts[i]:starts[i + 1]]``; none is empty."""

    flat: Rows
    starts: Rows

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Ragged":
        """From lists of numbers; an empty one becomes [0]."""
        filled = [list(each) or [0] for each in lists]
        sizes = [len(each) for each in filled]
        return cls(
            np.array([n for each in filled for n in each], dtype=np.int64),
            np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64) if sizes else np.zeros(0, np.int64),
        )


@dataclass(frozen=True)
class Page:
    """C candidates of a plan over a vocabulary of U words.

    ``words`` (U, d) are unit vectors; ``rarity`` (U,) is 0 for a word in every candidate, 1 for one in a single one. ``texts`` and
    ``headings`` list the words of each candidate; ``text_vectors`` and ``full_vectors`` (C, d) are of the text, and of heading and
    text; ``part_vectors`` of its comma parts, as ``parts`` lists them. A candidate's name is that of its indicator, or its heading; ``lines``
    are the texts (C,) and behind them the headings (C,) as they are searched. ``signs`` (C, S) do not depend on the question.
    """

    candidates: tuple[Candidate, ...]
    vocabulary: dict[str, int]
    words: Vectors
    rarity: Vectors
    texts: Ragged
    headings: Ragged
    text_vectors: Vectors
    full_vectors: Vectors
    part_vectors: Vectors
    parts: Ragged
    pairs: dict[str, Rows]
    heading_pairs: dict[str, Rows]
    name_pairs: dict[str, Rows]
    name_sizes: Vectors
    lines: Lines
    signs: Vectors
    years: tuple[frozenset[int], ...]
    units: tuple[int, ...]
    clauses: Rows

    @cached_property
    def kept(self) -> dict[object, Vectors]:
        """What a model has said of the texts, (C, …), by the model: each is asked once."""
        return {}

    def counted_in(self, unit: str) -> Vectors:
        """1 for each candidate that gives a number in a unit, (C,); read once for each unit."""
        return self._counted.get(unit, self._count)

    @cached_property
    def _counted(self) -> Kept[str, Vectors]:
        return Kept(_UNITS_KEPT)

    def _count(self, unit: str) -> Vectors:
        pattern = re.compile(rf"\d[万亿千百]*{unit}")
        return np.array([bool(pattern.search(c.text)) for c in self.candidates], dtype=np.float32)


_PAGES: Kept[tuple[str, str], Page] = Kept(_KEPT)


def sign_names() -> list[str]:
    """The columns of :attr:`Page.signs`."""
    return [
        *(f"is {kind}" for kind in KINDS),
        "figure",
        "figures",
        "time",
        "items",
        "commas",
        "length",
        "place",
    ]


def open_page(index: Index, plan: str) -> Page:
    """The page of a plan of an open snapshot; the pages used last are kept, the snapshot is not."""
    return _PAGES.get((index.fingerprint, plan), lambda _: make_page(candidates_of(index, plan)))


def make_page(candidates: Sequence[Candidate]) -> Page:
    """The page of these candidates."""
    vocabulary: dict[str, int] = {}
    texts = [[vocabulary.setdefault(w, len(vocabulary)) for w in words_of(c.text)] for c in candidates]
    headings = [[vocabulary.setdefault(w, len(vocabulary)) for w in words_of(c.heading)] for c in candidates]
    parts = [[c.text[a:b] for a, b in parts_of(c.text)[:_MOST_PARTS]] or [c.text] for c in candidates]
    clauses = {clause: at for at, clause in enumerate(dict.fromkeys(c.clause for c in candidates))}
    names = [c.target.indicator if c.target else c.heading for c in candidates]
    ends = np.cumsum([len(each) for each in parts])
    return Page(
        candidates=tuple(candidates),
        vocabulary=vocabulary,
        words=unit_length(sums_of(list(vocabulary) or [""])),
        rarity=_rarity(texts, max(1, len(vocabulary))),
        texts=Ragged.of(texts),
        headings=Ragged.of(headings),
        text_vectors=vectors_of([c.text for c in candidates]),
        full_vectors=vectors_of([f"{c.heading}。{c.text}" for c in candidates]),
        part_vectors=vectors_of([part for each in parts for part in each]),
        parts=Ragged.of(range(end - len(each), end) for end, each in zip(ends.tolist(), parts, strict=True)),
        pairs=_pairs(c.text for c in candidates),
        heading_pairs=_pairs(c.heading for c in candidates),
        name_pairs=_pairs(names),
        name_sizes=np.array([max(1, len(pairs_of(name))) for name in names], dtype=np.float32),
        lines=Lines.of([*(c.text for c in candidates), *(c.heading for c in candidates)]),
        signs=_signs(candidates),
        years=tuple(frozenset(given_years(c.text)) for c in candidates),
        units=tuple(c.unit for c in candidates),
        clauses=np.array([clauses[c.clause] for c in candidates], dtype=np.int64),
    )


def _rarity(texts: Sequence[Sequence[int]], size: int) -> Vectors:
    held = np.zeros(size, dtype=np.float32)
    for each in texts:
        held[list(set(each))] += 1
    rare: Vectors = (np.log((len(texts) + 1) / (held + 1)) / np.log(len(texts) + 2)).astype(np.float32)
    return rare


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text, punctuation left out."""
    return {pair for run in _RUN.findall(text.lower()) for pair in map(str.__add__, run, run[1:])}


def _pairs(texts: Iterable[str]) -> dict[str, Rows]:
    """Character pair -> the candidates that have it."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for pair in pairs_of(text):
            having[pair].append(number)
    return {pair: np.array(numbers, dtype=np.int64) for pair, numbers in having.items()}


def _signs(candidates: Sequence[Candidate]) -> Vectors:
    rows = np.zeros((len(candidates), len(sign_names())), dtype=np.float32)
    for number, candidate in enumerate(candidates):
        text = candidate.text
        figures = len(FIGURE.findall(WRITTEN_YEAR.sub("", text)))
        rows[number] = [
            *(candidate.kind == kind for kind in KINDS),
            figures > 0,
            min(figures, 6) / 6,
            names_time(text),
            min(text.count("、"), 20) / 10,
            min(text.count("，"), 20) / 10,
            np.log1p(len(text)) / 6,
            number / max(1, len(candidates)),
        ]
    return rows
