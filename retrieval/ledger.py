"""Rows of the number ledger that a question asks for, plan by plan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.plan import Target
from corpus.script import simplified
from retrieval.asked import asks_for_several
from retrieval.question import Query
from retrieval.window import WeightedConcept, covers, holds_figure

#: Below this share of the question's weight a row is about something else.
_FITS = 0.55
#: What a figure measures, as its name ends.
_MEASURE = re.compile(r"[\u4e00-\u9fff]{2}[率量](?![\u4e00-\u9fff]?[率量])")
_OTHER_MEASURE = 0.75
#: Rows this close to the best fit as well as it does.
_TIE = 0.03
#: Another thing asked adds this share of the question's weight, in a row that fits this share as well as the best.
_LEFT_OVER = 0.08
_SEVERAL_SHARE = 0.7
#: A heading that covers this share of the question is what it is about.
_NAMED = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """A target: the ``share`` of the question's weight it covers and how well it ``fits`` it (both 0..1), concept by concept."""

    target: Target
    share: float
    fit: float
    covered: tuple[float, ...]


def match_targets(query: Query, weighted: Sequence[WeightedConcept], targets: Sequence[Target]) -> list[Match]:
    """The targets of one plan that a question asks for, in text order; empty when none fits.

    The best row brings its companions (the same indicator's 力争 value) and the rows that fit as well (all four pollutants when
    none is named); when the question names several things (A和B各是多少), rows that cover the rest follow.
    """
    candidates = sorted(
        (m for t in targets if (m := _match(query, weighted, t)).fit > 0), key=lambda m: (-m.fit, m.target.start)
    )
    if not candidates or candidates[0].fit < _FITS:
        return []
    best = candidates[0]
    several = asks_for_several(query.text)
    least = _SEVERAL_SHARE * best.share if several else best.share - _TIE
    near = [m for m in candidates if m.share >= least and m.target.clause == best.target.clause]
    chosen = [m for m in near if not several or m.target.sentence == best.target.sentence or m.fit >= best.fit - _TIE]
    left = _left([w.weight for w in weighted], chosen)
    total = sum(w.weight for w in weighted) or 1.0
    for match in candidates if several else []:
        gain = sum(w * c for w, c in zip(left, match.covered, strict=True)) / total
        if match not in chosen and match.fit >= 0.5 * best.fit and gain >= _LEFT_OVER:
            chosen.append(match)
            left = _left(left, [match])
    chosen += [m for m in candidates if m not in chosen and any(_same_indicator(m.target, c.target) for c in chosen)]
    return sorted(chosen, key=lambda m: m.target.start)


def section_targets(weighted: Sequence[WeightedConcept], targets: Sequence[Target]) -> list[Target]:
    """All figures of the clauses whose heading the question names: 农业农村这块的指标有哪些."""
    total = sum(w.weight for w in weighted)
    if not total:
        return []

    def named(target: Target) -> float:
        return sum(w.weight * covers(w.concept, _plain(target.section)) for w in weighted) / total

    best = max(map(named, targets), default=0.0)
    return [t for t in targets if best >= _NAMED and named(t) == best and t.value is not None]


def siblings(matches: Sequence[Match], targets: Sequence[Target]) -> list[Target]:
    """The other rows of the enumerations that ``matches`` stand in: 另外三项."""
    quotes = {(m.target.start, m.target.end) for m in matches}
    told = [m.target for m in matches]
    return [t for t in targets if (t.start, t.end) in quotes and t not in told]


def _left(weights: Sequence[float], matches: Sequence[Match]) -> list[float]:
    left = list(weights)
    for match in matches:
        left = [w * (1 - c) for w, c in zip(left, match.covered, strict=True)]
    return left


def _match(query: Query, weighted: Sequence[WeightedConcept], target: Target) -> Match:
    name = _plain(f"{target.indicator} {target.canonical} {target.scope}")
    heading, sentence = _plain(target.section), _plain(target.sentence)
    covered = []
    for item in weighted:
        own = covers(item.concept, name)
        covered.append(max(own, 0.5 * covers(item.concept, heading), 0.4 * covers(item.concept, sentence)))
    total = sum(w.weight for w in weighted) or 1.0
    share = sum(w.weight * c for w, c in zip(weighted, covered, strict=True)) / total
    fit = share * (0.7 + 0.3 * _told(query, target)) if _allowed(query, target) else 0.0
    fit *= 1.0 if _same_measure(query, name) else _OTHER_MEASURE
    return Match(target, share, fit, tuple(covered))


def _allowed(query: Query, target: Target) -> bool:
    """A row of another year, of no figure in the unit asked, or silent about a named county is no answer."""
    if query.years and target.target_year not in (None, *query.years):
        return False
    if query.units and target.value is not None and not holds_figure(_plain(target.value_text), query.units):
        return False
    counties = query.scope.counties if query.scope.reason == "county" else ()
    return not counties or any(c in target.indicator + target.scope + target.quote for c in counties)


def _same_measure(query: Query, name: str) -> bool:
    """Whether a row measures what is asked: 减排量 is not 排放量, 治理率 is not 覆盖率."""
    asked = _MEASURE.findall(query.text)
    return not asked or any(measure in name for measure in asked)


def _told(query: Query, target: Target) -> float:
    """Share of the indicator's own character pairs that the question (or its official wording) says: 0 to 1."""
    said = " ".join([query.text, *(a for c in query.concepts for a in c.alternatives)])
    names = [_plain(target.canonical), _plain(target.indicator)]
    return max((_pairs_in(name, said) for name in names), default=0.0)


def _pairs_in(name: str, said: str) -> float:
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(p in said for p in pairs) / len(pairs) if pairs else 0.0


def _same_indicator(one: Target, other: Target) -> bool:
    return one.canonical == other.canonical and one.scope == other.scope and one.sentence == other.sentence


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return simplified(text)
