"""The sentences of a plan that a claim stands under, as evidence, or the reason why it stands under none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.regions import find_mentions, short_name
from index.passage import Passage, Unit
from index.records import PlanCard
from index.snapshot import Index
from retrieval.answers.statement import Evidence, evidence_of
from retrieval.gates.claims import fold, years
from retrieval.gates.overlap import size
from retrieval.gates.source import Source, sources_of, without_names
from retrieval.gates.verdict import coverage, why_unsupported


def find_support(index: Index, claim: str, passages: Sequence[Passage]) -> tuple[Evidence, ...] | str:
    """The sentence of ``passages`` (all of one plan) that says ``claim``, as evidence, or why there is none.

    A claim must be said by one sentence; its parts between commas may be said by several only where those stand in one sentence up to
    its full stop, or under different passages that were each cited.
    """
    card = index.plan(passages[0].plan)
    bare = without_names(claim, card)
    if unknown := stranger(claim, card, passages):
        return unknown
    sources = [source for passage in passages for source in sources_of(index, passage)]
    best = (-1.0, "所引段落里没有可作依据的句子")
    for source in sources:
        reason = why_unsupported(bare, source)
        if not reason:
            return _support(index, bare, [source])
        best = max(best, (coverage(fold(bare), source), reason), key=lambda found: found[0])
    together = _part_by_part(_parts(bare), sources)
    if not together:
        together = _part_by_part(re.split("[、，；,;]", bare), [s for s in sources if s.units[0].kind == "heading"])
    return _support(index, bare, together) if together else best[1]


def stranger(claim: str, card: PlanCard, passages: Sequence[Passage]) -> str:
    """A place that neither the plan nor the cited passages name."""
    known = "，".join([card.region, card.province, card.title, *card.aliases, *(p.text + p.section for p in passages)])
    for mention in find_mentions(claim):
        name = claim[mention.start : mention.end]
        if name not in known and not any(short_name(r.name) in known for r in mention.regions):
            return f"提到了所引方案没有的地方 {name}"
    return ""


def _part_by_part(parts: Sequence[str], sources: Sequence[Source]) -> list[Source]:
    """The sources of the parts of a claim, when each part is said by one and they belong together; else none."""
    if len(parts) < 2:
        return []
    chosen: list[Source] = []
    for part in parts:
        found = next((s for s in sources if not why_unsupported(part, s)), None)
        if found is None:
            return []
        if found not in chosen:
            chosen.append(found)
    passages = [s.units[0].passage for s in chosen]
    return chosen if len(set(passages)) == len(passages) else []


def _parts(claim: str) -> list[str]:
    """Parts between commas; one that names nothing of its own (力争达到13%) stays with the part before it, a time with the one after."""
    parts: list[str] = []
    for piece in re.split("(?<=[，；,;])", claim):
        if parts and min(size(parts[-1]), size(piece)) < 4:
            parts[-1] += piece
        elif piece.strip():
            parts.append(piece)
    return parts


def _support(index: Index, claim: str, sources: Sequence[Source]) -> tuple[Evidence, ...]:
    """The sentences as evidence; the one before, where the claim has its year from there."""
    named = years(fold(claim))[1]
    units: dict[str, Unit] = {}
    for source in sources:
        if source.leader and named & source.led - years(source.words)[1]:
            units.setdefault(source.leader.id, source.leader)
        for unit in source.units:
            units.setdefault(unit.id, unit)
    return tuple(_evidence(index, unit) for unit in units.values())


def _evidence(index: Index, unit: Unit) -> Evidence:
    if unit.id != unit.clause:
        return evidence_of(index, unit)
    whole = replace(unit, text=index.clause(unit.clause).text)  # a heading: the beginning of its clause
    return replace(evidence_of(index, whole, 0, len(unit.text)), context=unit.text)
