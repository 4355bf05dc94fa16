"""Whose a figure of a claim is: said of another indicator than the one that the text says it of."""

import re
from collections.abc import Sequence

from corpus.ordered_values import IN_ORDER
from retrieval.gates.cited import Cited
from retrieval.gates.claims import Amount, amounts, names_something
from retrieval.gates.figures import Said, figures_of, part_around, without_numbered
from retrieval.gates.overlap import official, pairs_of
from retrieval.gates.source import Source
from retrieval.gates.values import SUM, quantity, same_quantity

#: A rival figure must suit the words of the claim so much better before the claim is taken to have borrowed its figure.
_BETTER = 0.2
_PARTS = re.compile("[,，;；。:：]")
#: A part of a source that has so much of a claim's part has its very words; one that has so much less has others.
_VERY_WORDS, _CLEARLY, _ANOTHERS = 0.8, 0.3, 0.6
_DIGITS = re.compile(r"\d[\d,.]*")
#: So many words a claim must say of its figure before a sentence with none of them is of something else.
_OWNED = 4
#: … so small a share of them is none.
_NOTHING = 0.04
#: … so large a share is what another figure is said of.
_SHARED = 0.3
#: Share of the words that tell a figure from its neighbour, from which on they are said of the neighbour.
_TELLING = 0.5
#: Words of a claim about one figure that are fewer say too little of whose it is.
_OWN_PAIRS = 3


def other_thing(claim: str, cited: Cited) -> str:
    """Which figure of a folded claim stands only in sentences that say nothing of what the claim says it of; empty when none."""
    claim = without_numbered(claim)
    for mine in amounts(claim):
        given = figures_of(cited)
        fits = [s for t, s in given if same_quantity(mine, t)]
        if fits and all(_says_nothing_of(claim, mine, s, cited.single) for s in fits):
            return f"原文的 {mine.number}{mine.unit} 说的是别的事"
    return ""


def others_figure(claim: str, cited: Cited) -> str:
    """Such a figure where another one stands among the words that the claim says of it, or where its part names nothing and the
    part before is another sentence's; empty when none.
    """
    claim = without_numbered(claim)
    given = figures_of(cited)
    told = amounts(claim)
    for mine in told:
        fits = [s for t, s in given if same_quantity(mine, t)]
        if not fits or not all(_says_nothing_of(claim, mine, s, cited.single) for s in fits):
            continue
        own = pairs_of(mine.owner)
        rivals = [s for r, s in given if not any(same_quantity(r, t) for t in told)]
        near = any(own and len(own & pairs_of(s.words)) >= _SHARED * len(own) for s in rivals)
        if near or all(_is_of_part_before(claim, mine, s, cited.single) for s in fits):
            return f"原文的 {mine.number}{mine.unit} 说的是别的事"
    return ""


def _says_nothing_of(claim: str, mine: Amount, source: Source, others: Sequence[Source]) -> bool:
    """Whether a sentence has too few of the words that a claim says its figure of."""
    if _is_of_part_before(claim, mine, source, others):
        return True
    own = pairs_of(mine.owner) | pairs_of(official(mine.owner))
    if len(pairs_of(mine.owner)) < _OWNED:
        return False
    return len(own & (pairs_of(source.words) | pairs_of(source.around))) / len(own) < _NOTHING


def _is_of_part_before(claim: str, mine: Amount, source: Source, others: Sequence[Source]) -> bool:
    """Whether a figure whose own part names nothing (，达到4个) is said of the part before, which is another sentence's than this."""
    parts = _PARTS.split(claim[: mine.start])
    bare = not names_something(parts[-1]) and not names_something(_PARTS.split(claim[mine.end :])[0])
    if not bare or len(parts) < 2:
        return False
    if re.search("(?:负责|牵头|配合)$", parts[-2]):
        return True
    before = pairs_of(parts[-2])
    told = len(before & pairs_of(source.words)) / len(before) if before else 1.0
    others_tell = max((len(before & pairs_of(s.words)) / len(before) for s in others if before), default=0.0)
    return len(before) >= _OWNED and others_tell >= _ANOTHERS and told <= others_tell - _CLEARLY


def borrowed(claim: str, cited: Cited) -> str:
    """Which figure of a folded claim is, by the words it is said of, another indicator's; empty when none."""
    given = figures_of(cited)
    claim = without_numbered(claim)
    for amount in amounts(claim):
        fits = [said for said in given if same_quantity(amount, said[0])]
        if fits and (reason := _borrowed(claim, amount, fits, given)):
            return reason
    return ""


def _borrowed(claim: str, mine: Amount, fits: Sequence[Said], given: Sequence[Said]) -> str:
    """Whether the words of a claim suit another figure of the same unit clearly better than the one it gives."""
    name = f"{mine.number}{mine.unit}"
    part = part_around(claim, mine)
    if len(pairs_of(mine.owner)) < _OWN_PAIRS or any(part in s.words and not IN_ORDER.search(s.words) for _, s in fits):
        return ""
    best = max(suits(mine, theirs) for theirs, _ in fits)
    rivals = [(r, s) for r, s in given if r.unit == mine.unit and not same_quantity(r, mine)]
    for rival, _ in rivals:
        if suits(mine, rival) > best + _BETTER:
            return f"原文的 {name} 属于另一项指标"
    return ""


def swapped(claim: str, cited: Cited) -> str:
    """A figure of a folded claim said of what another figure of the same sentence is of: its words there, and none of them of its own."""
    given = figures_of(cited)
    claim = without_numbered(claim)
    told = amounts(claim)
    for mine in told:
        fits = [(t, s) for t, s in given if same_quantity(mine, t)]
        reasons = [_in_place_of(mine, t, s, told) for t, s in fits]
        if reasons and all(reasons):
            return reasons[0]
        added = not fits and SUM.search(part_around(claim, mine, parts=2))
        if other := None if added else _in_its_place(claim, mine, given):
            return f"原文是 {other.number}{other.unit}，不是 {mine.number}{mine.unit}"
    return ""


def _in_its_place(claim: str, mine: Amount, given: Sequence[Said]) -> Amount | None:
    """The figure that stands in a sentence cited behind the very words of a claim's, where its own stands behind others; None where none does."""
    words = pairs_of(_DIGITS.sub("", part_around(claim, mine)))
    if len(words) < _OWNED:
        return None
    own, best, other = 0.0, 0.0, None
    for theirs, source in given:
        alike = len(words & pairs_of(_DIGITS.sub("", part_around(source.words, theirs)))) / len(words)
        if same_quantity(theirs, mine):
            own = max(own, alike)
        elif (
            theirs.unit == mine.unit
            and alike > best
            and not IN_ORDER.search(source.words)
            and not any(same_quantity(theirs, t) for t in amounts(claim))
        ):
            best, other = alike, theirs
    return other if best >= _VERY_WORDS and own < best - _CLEARLY else None


def _in_place_of(mine: Amount, theirs: Amount, source: Source, told: Sequence[Amount]) -> str:
    """Why a claim's figure is not this one of a source: words of its own that only another one's owner has there."""
    own, known = pairs_of(mine.owner), pairs_of(theirs.owner)
    borrowed_words = own - known
    for rival in amounts(source.words):
        other = pairs_of(rival.owner) - known
        if rival.unit != theirs.unit or same_quantity(rival, theirs) or not other:
            continue
        told_too = any(same_quantity(rival, t) and pairs_of(t.owner) & other for t in told)
        if len(borrowed_words & other) >= _TELLING * len(other) and known - own and not told_too:
            return f"原文的 {mine.number}{mine.unit} 属于另一项指标"
    return ""


def suits(mine: Amount, theirs: Amount) -> float:
    """How well what is said of one figure suits another (0..1): what of the one the other says, and of the other the one."""
    own = pairs_of(mine.owner) | pairs_of(official(mine.owner))
    known = pairs_of(theirs.owner) | pairs_of(official(theirs.owner))
    if not own or not known:
        return 0.0
    shared = len(own & known)
    return 0.5 * shared / len(pairs_of(mine.owner) or own) + 0.5 * shared / len(pairs_of(theirs.owner) or known)


def figure_facts(claim: str, cited: Cited) -> tuple[float, float, float]:
    """(how many figures a folded claim has, how badly the worst suits what it stands for there, how much better a rival does)."""
    given = figures_of(cited)
    worst, gap, mine = 1.0, 0.0, amounts(claim)
    for amount in mine:
        same = [suits(amount, t) for t, _ in given if same_quantity(amount, t)]
        rivals = [suits(amount, t) for t, _ in given if t.unit == amount.unit and quantity(t) != quantity(amount)]
        best = max(same, default=0.0)
        worst, gap = min(worst, best), max(gap, max(rivals, default=0.0) - best)
    return float(len(mine)), worst, gap
