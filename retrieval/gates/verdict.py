"""Whether one source says a claim: every check in turn, then the words themselves."""

from retrieval.gates.claims import amounts, content, fold
from retrieval.gates.figures import wrong_figures
from retrieval.gates.manner import wrong_negations, wrong_turns, wrong_years
from retrieval.gates.overlap import SAID, in_order, share, size
from retrieval.gates.roles import wrong_roles
from retrieval.gates.source import Source

#: Share of a claim's content characters that the source must say itself, without its headings.
_SAID_ITSELF = 0.6
#: Share of the neighbouring characters of a claim without figures that must be neighbours there too.
_IN_ORDER = 0.7


def why_unsupported(claim: str, source: Source) -> str:
    """Empty when ``source`` says ``claim`` (without the names of its plan), else the reason."""
    folded = fold(claim)
    for check in (wrong_figures, wrong_years, wrong_negations, wrong_turns, wrong_roles, _wrong_words):
        if reason := check(folded, source):
            return reason
    return ""


def _wrong_words(claim: str, source: Source) -> str:
    if len(claim) >= 6 and claim.rstrip("。,，") in source.words:
        return ""
    if size(claim) < 4 and not amounts(claim) and not any(fold(d.body) in claim for d in source.duties):
        return "这句话没有说出什么"
    names_body = any(fold(d.body) in claim for d in source.duties)
    if not amounts(claim) and not names_body and in_order(claim, source.words + source.around) < _IN_ORDER:
        return "所引段落里没有一句话这样说"
    own = not content(claim) or names_body or share(claim, source.words) >= _SAID_ITSELF
    return "" if own and coverage(claim, source) >= SAID else "所引段落里没有一句话这样说"


def coverage(claim: str, source: Source) -> float:
    """Share of a folded claim that the source with its headings says (0..1)."""
    return share(claim, source.words + "，" + source.around) if content(claim) else 1.0
