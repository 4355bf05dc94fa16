"""Whether a figure of a claim is said of what the text says it of, or of what another figure of the same unit or number is of.

Between two figures of a text only the words count that one's owner has and the other's has not (化学需氧量 beside 氨氮, 2025年 beside
2030年): the claim is searched for them, first the words before its figure, then wider and wider.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from retrieval.gates.cited import Cited
from retrieval.gates.claims import Amount, amounts
from retrieval.gates.figures import figures_of, part_around, without_numbered
from retrieval.gates.overlap import official, pairs_of
from retrieval.gates.values import same_quantity

#: So many occurrences of a claim's figure and so many figures beside it are looked at.
_OCCURRENCES, _RIVALS = 6, 40
#: (how much better the worst figure suits its own owner than a rival's (-1..1), in how wide a part that is told (0 the nearest … 3),
#: how many figures no word tells from a rival).
Contrast = tuple[float, float, float]
NAMES = ("contrast", "contrast part", "untold figures")


def contrast_of(claim: str, cited: Cited) -> Contrast:
    """The contrast of the figures of a folded claim: (1, 0, 0) where none of them has a rival."""
    claim = without_numbered(claim)
    told = amounts(claim)
    given = [theirs for theirs, _ in figures_of(cited)]
    worst, part, untold = 1.0, 0, 0
    for mine in (a for a in told if a.unit):
        fits = [t for t in given if same_quantity(mine, t)][:_OCCURRENCES]
        alike = [t for t in given if (t.unit and mine.unit == t.unit) or mine.number == t.number]
        rivals = [t for t in alike if not any(same_quantity(t, m) for m in (mine, *told))]
        if not fits or not rivals:
            continue
        words = list(_widening(claim, mine))
        suited, at, open_ = max((_beside(t, rivals[:_RIVALS], words) for t in fits), key=lambda found: found[0])
        untold += open_
        if suited < worst:
            worst, part = suited, at
    return worst, float(part), float(untold)


def _beside(theirs: Amount, rivals: Sequence[Amount], words: Sequence[frozenset[str]]) -> tuple[float, int, bool]:
    """(how the words suit one occurrence beside its worst rival, in which part, whether nothing tells it from some rival)."""
    own = _said_of(theirs)
    worst, part, untold = 1.0, 0, False
    for rival in rivals:
        other = _said_of(rival)
        suits, at = _told(own - other, other - own, words)
        untold |= not suits
        if suits < worst:
            worst, part = suits, at
    return worst, part, untold


def _told(mine: frozenset[str], theirs: frozenset[str], words: Sequence[frozenset[str]]) -> tuple[float, int]:
    """How much more of ``mine`` than of ``theirs`` the first part has that has any of either."""
    for at, part in enumerate(words):
        of_mine, of_theirs = len(mine & part) / max(1, len(mine)), len(theirs & part) / max(1, len(theirs))
        if of_mine or of_theirs:
            return of_mine - of_theirs, at
    return 0.0, len(words)


def _widening(claim: str, mine: Amount) -> Iterator[frozenset[str]]:
    """The words near a figure: those it is said of, its part, its neighbours', the whole claim."""
    for text in ("", part_around(claim, mine), part_around(claim, mine, parts=2, behind=2), claim):
        yield _words(f"{mine.owner}，{text}", mine.year, mine.base)


def _said_of(amount: Amount) -> frozenset[str]:
    return _words(amount.owner, amount.year, amount.base)


@lru_cache(maxsize=8192)
def _words(text: str, year: str, base: str) -> frozenset[str]:
    return pairs_of(text) | pairs_of(official(text)) | ({year} if year else set()) | ({f"比{base}"} if base else set())
