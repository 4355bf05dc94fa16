"""What the ranker sees of a question and each candidate of a page: how its words are met, by letter and by meaning, and by what signs.

Each word of the question, weighted by how much it says, is held against every word of a candidate and pooled by kernels
(K-NRM, Xiong et al. 2017); beside it stand whole-sentence cosines, shared characters, search scores, years, figures and units.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np

from corpus.script import simplified
from corpus.units import UNIT
from index.vectors import Rows, Vectors, one_thread, unit_length
from retrieval.question.phrasing import Phrasing
from retrieval.question.years import WRITTEN_YEAR
from retrieval.reading.cases import Case, case_asked, tells_case
from retrieval.reading.page import Page, Ragged, pairs_of, sign_names
from retrieval.reading.terms import Term, find_terms
from retrieval.reading.vectors import lengths_of, sums_of, vectors_of, words_of
from retrieval.search.ranking import Found
from retrieval.search.window import PARTIAL_DISCOUNT, PARTIAL_SHARE

#: Centres and widths of the kernels: one for the same word, six for words ever less alike.
_CENTRES = np.array([1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1], dtype=np.float32)
_WIDTHS = np.array([0.01, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08], dtype=np.float32)
_SPREADS = 2 * _WIDTHS * _WIDTHS
#: A word in the heading counts this much.
_HEADING_SHARE = 0.8
#: What the words of an earlier question count, where this one goes on with it and itself says as much as a question does (the sum of
#: the lengths of its words' vectors); the less it says, the more they count.
_CARRIED_SHARE, _SAYS_ENOUGH = 0.25, 6.0
_FEWEST_CHARACTERS = 2
#: A name of so many signs may be met with a word put into it: nearly all of its pairs of signs stand there.
LONG_NAME, ALL_BUT_ONE = 10, 0.9
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NUMBER_OF_YEAR = re.compile(r"\d+(?:\.\d+)?年?")
_UNIT = re.compile(UNIT)

_MET = (
    "mean",
    "mean with heading",
    "heading",
    "least",
    "second least",
    "most telling",
    "rare words",
    "rare words exact",
)
_PAIRS = ("pairs", "heading pairs")
_SAID = (
    "said",
    "said with heading",
    "said: most telling",
    "said: rarest",
    "name told",
    "terms said",
    "least term said",
)
_COSINES = ("text", "heading and text", "best part", "telling words: heading and text", "telling words: best part")
_SEARCH = ("fused", "keyword", "dense", "rank")
_REST = (
    "year met",
    "other year",
    "figures met",
    "unit met",
    "neighbour",
    "words asked",
    "words known",
    "neighbour instead",
    "term unknown",
    "case told",
    "other case",
)
GROUPS: dict[str, tuple[str, ...]] = {
    "kernels": tuple(f"kernel {centre:g}" for centre in _CENTRES),
    "words": _MET,
    "pairs": _PAIRS,
    "said": _SAID,
    "cosines": _COSINES,
    "search": _SEARCH,
    "best of the plan": tuple(f"below best: {name}" for name in (*_MET, *_PAIRS, *_SAID, *_COSINES, *_SEARCH)),
    "signs": tuple(sign_names()),
    "rest": _REST,
    "suits": ("suits", "below best: suits"),
}
NAMES: tuple[str, ...] = tuple(name for group in GROUPS.values() for name in group)


@one_thread()
def features_of(page: Page, asked: Phrasing, found: Found) -> Vectors:
    """A row a candidate, a column a feature of :data:`NAMES`: (C, F), float32. How well they suit is filled in by :func:`suited`."""
    if not page.candidates:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    words, weights = weighed_words(asked)
    vectors = unit_length(sums_of(words))
    kernels, met = _met(page, words, vectors, weights)
    said = _said(page, asked)
    relative = np.concatenate(
        [met, _shared(page, asked), said.columns, _cosines(page, asked, words, weights), _search(page, found)], 1
    )
    rest = _rest(page, asked, met[:, 1], said, (len(words) / 20, known_share(page, asked)))
    below = relative - relative.max(axis=0, keepdims=True)
    rows: Vectors = np.concatenate(
        [kernels, relative, below, page.signs, rest, np.zeros((len(rest), len(_SUITS)))], axis=1
    ).astype(np.float32)
    return rows


_OF_BEST = tuple(name for name in NAMES if name.startswith("below best: "))
_RELATIVE = tuple(NAMES.index(name.removeprefix("below best: ")) for name in _OF_BEST)
_BELOW = tuple(NAMES.index(name) for name in _OF_BEST)
_SUITS = [NAMES.index(name) for name in GROUPS["suits"]]


def suited(features: Vectors, leaning: Vectors, kinds: Vectors) -> Vectors:
    """The features (C, F) with how well each candidate, leaning to answering kinds (C, K), suits a question of these ``kinds`` (K,)."""
    suits = leaning @ kinds
    filled = features.copy()
    filled[:, _SUITS] = np.stack([suits, suits - suits.max(initial=-np.inf)], axis=1)
    return filled


def without(features: Vectors, gone: Rows) -> Vectors:
    """The features (C', F) that the other candidates would have if those of ``gone`` did not stand in the plan."""
    left: Vectors = np.delete(features, gone, axis=0)
    if len(left):
        left[:, _BELOW] = left[:, _RELATIVE] - left[:, _RELATIVE].max(axis=0)
    return left


@lru_cache(maxsize=256)  # each half of the program asks again
def weighed_words(asked: Phrasing) -> tuple[tuple[str, ...], Vectors]:
    """The words of the question, and what share of it each says (sum 1)."""
    own = [w for w in words_of(asked.placeless) if not _NUMBER_OF_YEAR.fullmatch(w)]
    carried = [w for w in words_of(asked.carried) if not _NUMBER_OF_YEAR.fullmatch(w) and w not in own]
    words = [*own, *carried] or [""]
    weights = lengths_of(sums_of(words))
    weights[len(own) :] *= carried_share(asked)
    shares: Vectors = weights / max(float(weights.sum()), 1e-6)
    shares.flags.writeable = False
    return tuple(words), shares


@lru_cache(maxsize=256)
def carried_share(asked: Phrasing) -> float:
    """What the words of the earlier question count beside those of this one, 1 where it has none of its own."""
    if asked.switches:
        return 1.0
    said = float(lengths_of(sums_of(words_of(asked.placeless) or [""])).sum())
    return float(np.clip(1 - said / _SAYS_ENOUGH, _CARRIED_SHARE, 1))


def known_share(page: Page, asked: Phrasing) -> float:
    """How much of what a question says (0..1) is said in words that the plan uses anywhere."""
    words = zip(*weighed_words(asked), strict=True)
    return float(sum(weight for word, weight in words if word in page.vocabulary))


def _pooled(pool: np.ufunc, values: Vectors, lists: Ragged) -> Vectors:
    """For each list of words the sum or the greatest of their ``values`` (U, Q), word of the question by word: (C, Q)."""
    pooled: Vectors = pool.reduceat(values.take(lists.flat, axis=0), lists.starts, axis=0)
    return pooled


def _met(page: Page, words: Sequence[str], vectors: Vectors, weights: Vectors) -> tuple[Vectors, Vectors]:
    """(kernels (C, 7), how well the words are met (C, len(_MET)))."""
    alike = page.words @ vectors.T
    places = np.array([page.vocabulary.get(word, -1) for word in words])
    known = places >= 0
    alike[places[known], np.flatnonzero(known)] = 1.0
    kernels = _kernels(page, alike) @ weights
    text, heading = (_pooled(np.maximum, alike, lists) for lists in (page.texts, page.headings))
    both = np.maximum(text, _HEADING_SHARE * heading)
    middle = median(weights)
    telling = weights >= middle
    ordered = np.sort(both[:, telling], axis=1)
    rare = np.where(known, page.rarity[places], 0.5) * (weights > 0.5 * middle)
    rare = rare / max(float(rare.sum()), 1e-6)
    met = [
        text @ weights,
        both @ weights,
        heading @ weights,
        ordered[:, 0],
        ordered[:, min(1, ordered.shape[1] - 1)],
        both[:, int(np.argmax(weights))],
        both @ rare,
        (both > 0.95) @ rare,  # the same word, heading aside
    ]
    return kernels, np.stack(met, axis=1)


def _kernels(page: Page, alike: Vectors) -> Vectors:
    """How much of each candidate is about so like each word of the question, by kernel, of ``alike`` (U, Q): (C, 7, Q)."""
    size = alike.shape[1]
    near = np.tile(alike, (1, len(_CENTRES)))
    near -= np.repeat(_CENTRES, size)
    near *= near
    near /= np.repeat(-_SPREADS, size)
    pooled = _pooled(np.add, np.exp(near, out=near), page.texts)
    return np.log1p(pooled, out=pooled).reshape(-1, len(_CENTRES), size)


def median(values: Vectors) -> np.float32:
    """The median of a few values, (n,): what :func:`numpy.median` says, which takes ten times as long over it."""
    ordered = np.sort(values)
    middle: np.float32 = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return middle


def _shared(page: Page, asked: Phrasing) -> Vectors:
    """Share of the question's character pairs that the text, and the heading, has: (C, 2)."""
    pairs = {pair: carried_share(asked) for pair in pairs_of(simplified(asked.carried))} if asked.carried else {}
    pairs |= dict.fromkeys(pairs_of(simplified(asked.placeless)), 1.0)
    total = sum(pairs.values())
    shares = np.zeros((len(page.candidates), 2), dtype=np.float32)
    for column, having in enumerate((page.pairs, page.heading_pairs)):
        for pair in pairs.keys() & having.keys():
            shares[having[pair], column] += pairs[pair] / total
    return shares


@lru_cache(maxsize=256)
def things_asked(asked: Phrasing) -> Sequence[Term]:
    """The official things that a question names, and its other words, each with the ways a plan may say it."""
    terms, rest = find_terms(simplified(asked.all_words).lower())
    words = dict.fromkeys(w for w in words_of(rest) if not _NUMBER_OF_YEAR.fullmatch(w))
    return (*dict.fromkeys(terms), *(Term(word, (word,)) for word in words))


def is_readable(asked: Phrasing) -> bool:
    """Whether a question has words that the vectors know: Chinese ones, or the English name of an official thing."""
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in asked.all_words)
    return chinese >= _FEWEST_CHARACTERS or bool(find_terms(simplified(asked.all_words).lower())[0])


@dataclass(frozen=True)
class _Said:
    """``columns`` (C, len(_SAID)); ``instead`` (C,): a neighbour of a thing asked stands there, and the thing does not; ``unknown``: an
    official term of the question stands nowhere in the plan.
    """

    columns: Vectors
    instead: Vectors
    unknown: float


def _said(page: Page, asked: Phrasing) -> _Said:
    """How much of what is asked stands letter by letter in the text, and in heading and text, of each candidate."""
    things = things_asked(asked)
    size = len(page.candidates)
    if not things:
        return _Said(np.zeros((size, len(_SAID)), np.float32), np.zeros(size, np.float32), 0.0)
    weights = lengths_of(sums_of([thing.words for thing in things]))
    if asked.carried:
        own = simplified(asked.placeless).lower()
        weights *= [1.0 if thing.words in own else carried_share(asked) for thing in things]
    weights = weights / max(float(weights.sum()), 1e-6)
    standing = np.stack([page.lines.covered(thing.ways) for thing in things]).astype(np.float32)
    text, headings = standing[:, :size], standing[:, size:]
    both = np.maximum(text, _HEADING_SHARE * headings)
    scarce = 1 - (text > 0.99).mean(axis=1)
    rarest = int(np.argmax(weights * scarce**8))
    said = pairs_of(" ".join(way for thing in things for way in thing.ways))
    told = np.zeros(size, dtype=np.float32)
    for pair in said & page.name_pairs.keys():
        told[page.name_pairs[pair]] += 1
    told /= page.name_sizes
    official = [at for at, thing in enumerate(things) if thing.official]
    terms = both[official].mean(axis=0) if official else np.ones(size)
    least = both[official].min(axis=0) if official else np.ones(size)
    instead = np.zeros(size, dtype=np.float32)
    for at, thing in enumerate(things):
        if thing.neighbours:
            beside = np.zeros(size, dtype=np.float32)
            beside[[line for n in thing.neighbours for line in page.lines.with_words(n) if line < size]] = 1.0
            instead = np.maximum(instead, (both[at] < PARTIAL_SHARE) * beside)
    columns = [weights @ text, weights @ both, both[int(np.argmax(weights))], both[rarest], told, terms, least]
    unknown = float(any(not stands_anywhere(page, things[at].ways) for at in official))
    return _Said(np.stack(columns, axis=1).astype(np.float32), instead, unknown)


def says_terms(asked: Phrasing, text: str) -> bool:
    """Whether a text says every official thing that a question names by its official name, in a way known or in half its pairs.

    Half of them are not enough where a neighbour of it stands there, which has them too: 海上风电 is no 陆上风电.
    """
    plain = simplified(text).lower()
    pairs = pairs_of(plain)

    def said(thing: Term) -> bool:
        if any(way in plain for way in thing.ways):
            return True
        own = [pairs_of(way) for way in thing.ways]
        partly = any(each and len(each & pairs) >= PARTIAL_SHARE * len(each) for each in own)
        return partly and not any(neighbour in plain for neighbour in thing.neighbours)

    return all(said(thing) for thing in things_asked(asked) if thing.official)


def has_in_pieces(text: str, way: str) -> bool:
    """Whether a text has a long name into which a word is put: 支出相当于(全市)生产总值的比例."""
    pairs = _pairs_kept(way) if len(way) >= LONG_NAME else frozenset[str]()
    if len(text) <= ALL_BUT_ONE * len(pairs):  # it has fewer pairs than signs: most names are told apart so
        return False
    return bool(pairs) and len(pairs & _pairs_kept(text)) >= ALL_BUT_ONE * len(pairs)


@lru_cache(maxsize=4096)  # the names of a ledger are held against each way of saying a thing
def _pairs_kept(text: str) -> frozenset[str]:
    return frozenset(pairs_of(text))


def stands_anywhere(page: Page, ways: tuple[str, ...]) -> bool:
    """Whether one of the ways of saying a thing stands in the plan."""
    return any(map(page.lines.have, ways))


def stands_nearly(page: Page, ways: tuple[str, ...]) -> bool:
    """Whether one of the ways of saying a thing stands in the plan, or most of its pairs of signs in one candidate."""
    covered = page.lines.covered(ways)[: len(page.candidates)]
    return stands_anywhere(page, ways) or bool((covered > PARTIAL_DISCOUNT * PARTIAL_SHARE).any())


def _cosines(page: Page, asked: Phrasing, words: Sequence[str], weights: Vectors) -> Vectors:
    telling = "".join(w for w, share in zip(words, weights, strict=True) if share >= 0.5 / len(words))
    whole, core = whole_of(asked), vectors_of([telling])[0]
    both = np.stack([whole, core], 1)
    full, best = page.full_vectors @ both, _pooled(np.maximum, page.part_vectors @ both, page.parts)
    return np.stack([page.text_vectors @ whole, full[:, 0], best[:, 0], full[:, 1], best[:, 1]], axis=1)


@lru_cache(maxsize=256)
def whole_of(asked: Phrasing) -> Vectors:
    """What a question means as a whole, (d,), the question before it in part."""
    sums = sums_of([simplified(asked.placeless), simplified(asked.carried)])
    sums[1] *= carried_share(asked)
    whole: Vectors = unit_length(sums.sum(axis=0, keepdims=True))[0]
    whole.flags.writeable = False
    return whole


def _search(page: Page, found: Found) -> Vectors:
    sides = (found.fused, found.keyword, found.dense)
    scores = np.array([list(map(side.get, page.units, repeat(0.0))) for side in sides]).T
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores[:, 0], kind="stable")] = 1 / (1 + np.arange(len(scores)))
    ranked: Vectors = np.concatenate([scores, ranks[:, None]], axis=1).astype(np.float32)
    return ranked


def _rest(page: Page, asked: Phrasing, met: Vectors, said: _Said, same: tuple[float, ...]) -> Vectors:
    """``same`` are alike for every candidate."""
    years = set(asked.years)
    figures = _FIGURE.findall(WRITTEN_YEAR.sub("", asked.placeless))
    units = set(_UNIT.findall(asked.placeless))
    beside = np.maximum(np.concatenate([[0], met[:-1]]), np.concatenate([met[1:], [0]]))
    signs = np.zeros((len(page.candidates), 4), np.float32)
    if years:
        signs[:, :2] = [(bool(years & given), bool(given and not years & given)) for given in page.years]
    if figures:
        signs[:, 2] = [sum(f in c.text for f in figures) / len(figures) for c in page.candidates]
    case = case_asked(asked.placeless)
    cases = np.zeros((len(page.candidates), 2), np.float32)
    if case:
        other: Case = "well" if case == "short" else "short"
        told = [tells_case(c.text, case) for c in page.candidates]
        cases[:, 0] = told
        cases[:, 1] = [not own and tells_case(c.text, other) for own, c in zip(told, page.candidates, strict=True)]
    for unit in units:
        signs[:, 3] = np.maximum(signs[:, 3], page.counted_in(unit))
    return np.concatenate(
        [
            signs,
            beside[:, None],
            np.tile(same, (len(signs), 1)),
            said.instead[:, None],
            np.full((len(signs), 1), said.unknown),
            cases,
        ],
        axis=1,
    )
