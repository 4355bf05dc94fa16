"""The figures of a claim: each must be said of the same thing, with the same bounds, direction and years."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.ordered_values import IN_ORDER
from corpus.regions import find_mentions
from retrieval.gates.claims import Amount, amounts
from retrieval.gates.overlap import SAID, likeness, official, pairs_of, share, size
from retrieval.gates.source import Source

#: Share of the words said of a claim's figure that the source must say of that very figure …
_OWN_SAID = 0.75
#: … and share of what the source says of it that the claim must tell.
_OWN_TOLD = 0.35


def wrong_figures(claim: str, source: Source) -> str:
    """Which figure of a folded claim the source does not give so; empty when it gives them all."""
    theirs = amounts(source.words)
    for mine in amounts(claim):
        if any((a.number, a.unit) == (mine.number, mine.unit) for a in amounts(source.around)):
            continue  # a heading's own: “三个一批”
        same = [a for a in theirs if (a.number, a.unit) == (mine.number, mine.unit)]
        if not same:
            return f"数字 {mine.number}{mine.unit} 不在所引的这句话里"
        reasons = [_unlike(claim, mine, a, theirs, source) for a in same]
        if all(reasons):
            return reasons[0]
    return ""


def _unlike(claim: str, mine: Amount, theirs: Amount, others: Sequence[Amount], source: Source) -> str:
    name = f"{mine.number}{mine.unit}"
    if mine.bounds != theirs.bounds:
        return f"{name} 的限定（以上、以内、不低于等）与原文不同"
    if theirs.aim and not mine.aim:
        return f"原文是力争 {name}"
    if mine.aim and not theirs.aim and not _leads_with_aim(source, theirs):
        return f"原文没有说力争 {name}"
    if mine.direction != theirs.direction and not (
        theirs.direction == "up" and not mine.direction and theirs.unit != "%"
    ):
        return f"{name} 的升降与原文不同"
    if mine.year and mine.year != (theirs.year or mine.year if mine.year in source.led else theirs.year):
        return f"{name} 的年份与原文不同"
    if mine.base and mine.base != theirs.base:
        return f"{name} 的比较年份与原文不同"
    return _misbound(claim, mine, theirs, others, source)


def _leads_with_aim(source: Source, amount: Amount) -> bool:
    """力争到2025年，A达到…，B达到…: it governs them all."""
    return bool(re.match("(?:确保|努力)?(?:力争|争取)", source.words)) and amount.start > 0


def _misbound(claim: str, mine: Amount, theirs: Amount, others: Sequence[Amount], source: Source) -> str:
    name = f"{mine.number}{mine.unit}"
    if mine.pooled or theirs.pooled:
        whole = [a.number for a in others if a.owner == theirs.owner and a.pooled]
        told = [a.number for a in amounts(claim)]
        listed = any(told[i : i + len(whole)] == whole for i in range(len(told)))
        if not (theirs.pooled and listed and share(theirs.owner, claim) >= SAID):
            return f"{name} 与各项指标的对应关系看不清"
        return ""
    if lost := [m for m in _places(theirs.owner) if m not in claim]:
        return f"原文的 {name} 是 {lost[0]} 的"
    own, known = pairs_of(mine.owner), pairs_of(theirs.owner)
    part = _part_around(claim, mine)
    if not own or (part in source.words and not IN_ORDER.search(source.words) and size(part) >= 4):
        return ""
    said = len(own & (known | pairs_of(official(mine.owner)))) / len(own)
    if said < _OWN_SAID and share(mine.owner, theirs.owner + source.around) < SAID:
        return f"原文的 {name} 说的是别的事"
    rivals = [a for a in others if (a.number, a.unit) != (theirs.number, theirs.unit) and not a.pooled]
    borrowed = own - known
    if any(borrowed & pairs_of(a.owner) for a in rivals if a.owner != theirs.owner):
        return f"原文的 {name} 属于另一项指标"
    if any(likeness(own, pairs_of(a.owner)) > likeness(own, known) + 1e-9 for a in rivals):
        return f"原文的 {name} 属于另一项指标"
    if known and len(known & (pairs_of(claim) | pairs_of(official(claim)))) / len(known) < _OWN_TOLD:
        return f"没有说清 {name} 是什么的数值"
    return ""


def _part_around(claim: str, amount: Amount) -> str:
    """The part between commas that a figure stands in."""
    start = max(claim.rfind(s, 0, amount.start) for s in ",，;；:：。") + 1
    return re.split("[,，;；。]", claim[start:])[0]


@lru_cache(maxsize=8192)
def _places(owner: str) -> tuple[str, ...]:
    return tuple(owner[m.start : m.end] for m in find_mentions(owner))
