"""Where two clauses about one task differ: their comma parts are paired, and in a pair the words compared in order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

from index.keyword import words

Kind = Literal["figure", "word", "own"]
Difference = dict[str, int | str]
#: Of each sign of a text how it differs; None where it does not.
Kinds = list[Kind | None]

_STOPS = "，。；,;"
_PART = re.compile(rf"[^{_STOPS}\n]+[{_STOPS}\n]*")
_FIGURE = re.compile(r"(\d[\d.,]*\d|\d)([%％‰]|[万亿千百]+)?")
_MEANS = re.compile(r"\w")
#: Parts that share so many of their pairs of signs say the same thing (0..1).
_PAIRED = 0.4


def compare(one: str, other: str) -> tuple[Kinds, Kinds]:
    """How each sign of two texts differs from the other text."""
    parts, others = _parts(one), _parts(other)
    kinds, other_kinds = _all_own(one), _all_own(other)
    for i, j in _paired([one[a:b] for a, b in parts], [other[a:b] for a, b in others]):
        kinds[slice(*parts[i])], other_kinds[slice(*others[j])] = _worded(
            one[slice(*parts[i])], other[slice(*others[j])]
        )
    return kinds, other_kinds


def common(all_kinds: Sequence[Kinds]) -> Kinds:
    """Of one text held against several others: figures that any of them has otherwise, words that none of them has."""
    return [_agreed(each) for each in zip(*all_kinds, strict=True)]


def spans(kinds: Kinds, offset: int = 0) -> list[Difference]:
    """Stretches of signs that differ alike, each [start, end) moved by ``offset``."""
    found: list[Difference] = []
    at = offset
    for kind, run in groupby(kinds):
        length = len(list(run))
        if kind:
            found.append({"start": at, "end": at + length, "kind": kind})
        at += length
    return found


def _agreed(each: tuple[Kind | None, ...]) -> Kind | None:
    if "figure" in each:
        return "figure"
    if None in each:
        return None
    return "word" if "word" in each else "own"


def _all_own(text: str) -> Kinds:
    """Every part marked from its first sign to its last, without the stop that ends it."""
    kinds: Kinds = [None] * len(text)
    for start, end in _parts(text):
        meaning = [at for at in range(start, end) if text[at] not in _STOPS and not text[at].isspace()]
        if meaning:
            kinds[meaning[0] : meaning[-1] + 1] = ["own"] * (meaning[-1] + 1 - meaning[0])
    return kinds


def _parts(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _PART.finditer(text)]


def _paired(parts: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of parts that say the same thing, each part once, those first that share the most of what stands in few parts.

    综合利用率达到…以上 stands in many: the two that are about 秸秆 belong together.
    """
    pairs, other_pairs = [_pairs(part) for part in parts], [_pairs(part) for part in others]
    among = Counter(pair for part in [*pairs, *other_pairs] for pair in part)
    scored = [
        (-sum(1 / among[pair] for pair in shared), abs(i / len(parts) - j / len(others)), i, j)
        for i, one in enumerate(pairs)
        for j, other in enumerate(other_pairs)
        if (shared := one & other) and 2 * len(shared) >= _PAIRED * (len(one) + len(other))
    ]
    taken: dict[int, int] = {}
    others_taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in taken and j not in others_taken:
            taken[i] = j
            others_taken.add(j)
    return sorted(taken.items())


def _pairs(part: str) -> set[tuple[str, str]]:
    """The pairs of signs of a part, figures apart: a task with another figure is the same task."""
    return set(pairwise(re.sub(r"\W", "", _FIGURE.sub("0", unicodedata.normalize("NFKC", part)))))


def _worded(one: str, other: str) -> tuple[Kinds, Kinds]:
    """How the words of two parts differ."""
    tokens, other_tokens = _tokens(one), _tokens(other)
    kinds: Kinds = [None] * len(one)
    other_kinds: Kinds = [None] * len(other)
    folded = [unicodedata.normalize("NFKC", token) for token, _ in tokens]
    other_folded = [unicodedata.normalize("NFKC", token) for token, _ in other_tokens]
    for tag, a, b, c, d in SequenceMatcher(None, folded, other_folded, autojunk=False).get_opcodes():
        if tag != "equal":
            _set(kinds, tokens[a:b])
            _set(other_kinds, other_tokens[c:d])
    return kinds, other_kinds


def _set(kinds: Kinds, tokens: Sequence[tuple[str, int]]) -> None:
    for token, start in tokens:
        kind: Kind | None = "figure" if _FIGURE.fullmatch(token) else "word" if _MEANS.search(token) else None
        kinds[start : start + len(token)] = [kind] * len(token)


def _tokens(text: str) -> list[tuple[str, int]]:
    """Words and figures with where they begin; a figure goes with its per cent sign or its 万."""
    found: list[tuple[str, int]] = []
    at = 0
    for figure in _FIGURE.finditer(text):
        found += _words(text[at : figure.start()], at)
        found.append((figure.group(), figure.start()))
        at = figure.end()
    return found + _words(text[at:], at)


def _words(text: str, at: int) -> list[tuple[str, int]]:
    found = []
    for word in words(text, known_only=True):
        found.append((word, at))
        at += len(word)
    return found
