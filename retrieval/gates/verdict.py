"""Whether one sentence of a plan says a claim nearly word for word."""

from retrieval.gates.claims import amounts, content, fold
from retrieval.gates.overlap import SAID, in_order, share, size
from retrieval.gates.source import Source

#: Share of a claim's content characters that the source must say itself, without its headings.
_SAID_ITSELF = 0.6
#: Share of the neighbouring characters of a claim without figures that must be neighbours there too.
_IN_ORDER = 0.7


def says(claim: str, source: Source) -> bool:
    """Whether ``source`` says a folded claim, its words nearly all and in their order."""
    if len(claim) >= 6 and claim.rstrip("。,，") in source.words:
        return True
    names_body = any(fold(d.body) in claim for d in source.duties)
    if is_empty(claim) and not names_body:
        return False
    if not amounts(claim) and not names_body and in_order(claim, source.words + source.around) < _IN_ORDER:
        return False
    own = not content(claim) or names_body or share(claim, source.words) >= _SAID_ITSELF
    return own and coverage(claim, source) >= SAID


def is_empty(claim: str) -> bool:
    """Whether a folded claim says next to nothing."""
    return size(claim) < 4 and not amounts(claim)


def coverage(claim: str, source: Source) -> float:
    """Share of a folded claim that the source with its headings says (0..1)."""
    return share(claim, source.words + "，" + source.around) if content(claim) else 1.0
