"""The rows of the number ledger that a question asks for, of each of many plans: found by their names, and read only where they may answer.

What is chosen of a plan is what :func:`retrieval.answers.matching.match_rows` chooses: a row is left out only where its name rules out that it
can be chosen.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Target
from corpus.script import simplified
from index.records import Ledger
from index.snapshot import Index
from retrieval.answers.many.fits import factors_of, shares_of
from retrieval.answers.many.names import HoldsLedgers, LedgerNames, ledger_names
from retrieval.answers.matching import ThingsAsked, is_called, of_things_asked
from retrieval.question.query import Query
from retrieval.search.ledger import (
    CLOSE_BESIDE,
    HEADING_SHARE,
    LEAST_FIT,
    LEAST_FIT_OF_SEVERAL,
    SENTENCE_SHARE,
    TIE,
    Match,
    fit_of,
    fitting,
    is_allowed,
    is_measure_word,
    measures_by,
    name_of,
    stretch_of,
)
from retrieval.search.parted import asked_parts
from retrieval.search.window import WeightedConcept, bare_of, covers, stands

Floats = NDArray[np.float64]
#: A row beside the best one of several things asked has so much of its fit at least: half of the least that the best has.
_BESIDE = 0.5
#: Rounding, where a share is held against a bound.
_GRAIN = 1e-6


def rows_asked(
    index: Index, query: Query, weighted: Sequence[WeightedConcept], plans: Sequence[str]
) -> dict[str, list[Match]]:
    """Plan id -> the rows of it that are asked for, those plans left out that have none."""
    rows = _rows_that_may(index, query, weighted, plans)
    holding = _Holding(query, weighted)
    things = ThingsAsked.of(query)
    asked = {}
    for plan, own in rows.items():
        targets = asked_parts(query, own)
        matched = fitting(query, weighted, [holding.hold(row) for row in targets])
        if found := of_things_asked(things, targets, matched):
            asked[plan] = found
    return asked


def rows_named(index: HoldsLedgers, canonical: str, plans: Sequence[str]) -> dict[str, list[Target]]:
    """Plan id -> its rows of an indicator by its common name."""
    names = ledger_names(index, "target")
    own = np.array([row.canonical == canonical for row in names.samples], dtype=np.bool_)
    return _by_plan(index.ledger_rows("target", _numbers(names, own[names.names] & names.within(plans))))


def _numbers(names: LedgerNames, chosen: NDArray[np.bool_]) -> list[int]:
    found: list[int] = names.numbers[chosen].tolist()
    return found


def _by_plan(rows: Sequence[Target]) -> dict[str, list[Target]]:
    found: defaultdict[str, list[Target]] = defaultdict(list)
    for row in rows:
        found[row.plan].append(row)
    return found


def _rows_that_may(
    index: Index, query: Query, weighted: Sequence[WeightedConcept], plans: Sequence[str]
) -> Mapping[str, list[Target]]:
    """The rows that may be chosen of their plan; of the year before only where that is asked of, as for a single plan."""
    ledgers: tuple[Ledger, ...] = ("target", "result") if query.years else ("target",)
    found: list[Target] = []
    for ledger in ledgers:
        names = ledger_names(index, ledger)
        if len(names.numbers):
            chosen = _may_be_chosen(query, weighted, names) & names.within(plans)
            found += index.ledger_rows(ledger, _numbers(names, chosen))
    return _by_plan(found)


def _may_be_chosen(query: Query, weighted: Sequence[WeightedConcept], names: LedgerNames) -> NDArray[np.bool_]:
    """Which rows (R,) their names do not rule out, each against the best that its plan has for sure."""
    least, most, share = _bounds(query, weighted, names)
    in_time = np.isin(names.years, query.years) if query.years else np.ones(len(names.years), dtype=np.bool_)
    sure = least[names.names] * in_time
    best = np.zeros(len(names.ids))
    np.maximum.at(best, names.plans, sure)
    enough = _BESIDE * LEAST_FIT_OF_SEVERAL if query.several else LEAST_FIT - CLOSE_BESIDE
    needed = enough if query.several else np.maximum(enough, best - CLOSE_BESIDE)[names.plans]
    of_share = 0.0 if query.several else LEAST_FIT - TIE
    fits = (most[names.names] >= needed - _GRAIN) & (share[names.names] >= of_share - _GRAIN)
    ways = ThingsAsked.of(query).ways
    called = np.zeros(len(names.samples), dtype=np.bool_)
    for at in names.texts.that_may_be(ways):
        called[at] = is_called(names.samples[at], ways)
    chosen: NDArray[np.bool_] = (fits | called[names.names]) & in_time
    return chosen


def _bounds(query: Query, weighted: Sequence[WeightedConcept], names: LedgerNames) -> tuple[Floats, Floats, Floats]:
    """For each name (N,): the least and the most fit that a row so called has, whatever its heading and sentence say, and its greatest share.

    The least is 0 where something else than the name may rule a row out.
    """
    zeros = np.zeros(len(names.samples))
    if not weighted:
        return zeros, zeros, zeros
    named = np.array([names.texts.lines.covered(item.concept.alternatives) for item in weighted]).T
    measures = np.array([is_measure_word(item.concept.words) for item in weighted])
    meant = named.any(axis=1) & (names.texts.part_of_year == query.asking.part_of_year)
    headed = np.maximum(named, HEADING_SHARE)
    share = shares_of(weighted, np.where(measures & (named == 0), named, headed)) * meant
    kept = factors_of(query, weighted, names.texts, named)
    if query.units or query.asks_total or query.scope.reason == "county":
        return zeros, share * kept, share
    by_another = np.zeros(len(zeros), dtype=np.bool_)
    for at in np.flatnonzero(meant & names.texts.by_what):
        by_another[at] = measures_by(query, weighted, names.samples[at])
    # a word of a measure counts where anything says it
    surely = np.minimum(shares_of(weighted, named), shares_of(weighted, np.where(measures, headed, named)))
    return surely * kept * (meant & ~by_another), share * kept, share


class _Holding:
    """Rows held against a question, as :func:`retrieval.search.ledger.hold` has them, what goes by names and headings alone told once."""

    def __init__(self, query: Query, weighted: Sequence[WeightedConcept]) -> None:
        self._query, self._weighted = query, weighted
        self._named: dict[tuple[str, str, str], tuple[tuple[float, ...], bool]] = {}
        self._headed: dict[str, tuple[float, ...]] = {}
        self._fits: dict[tuple[str, str, str, tuple[float, ...]], tuple[float, float]] = {}

    def hold(self, row: Target) -> Match:
        """A row with what it covers of the question and how well it fits it."""
        name = row.indicator, row.canonical, row.scope
        if name not in self._named:
            self._named[name] = self._covers(name_of(row)), measures_by(self._query, self._weighted, row)
        named, by_measure = self._named[name]
        covered = named if min(named, default=1.0) >= HEADING_SHARE else self._with_words_around(row, named)
        if by_measure or not any(covered) or not is_allowed(self._query, row):
            return Match(row, 0.0, 0.0, ())
        if (*name, covered) not in self._fits:
            self._fits[*name, covered] = fit_of(self._query, self._weighted, row, covered)
        return Match(row, *self._fits[*name, covered], covered)

    def _with_words_around(self, row: Target, named: Sequence[float]) -> tuple[float, ...]:
        """What a row covers by its heading and its sentence as well."""
        if row.section not in self._headed:
            self._headed[row.section] = self._covers(simplified(row.section))
        stretch = simplified(stretch_of(row))
        bare = bare_of(stretch)
        return tuple(
            own
            if own >= HEADING_SHARE
            else max(own, HEADING_SHARE * above, SENTENCE_SHARE * stands(item.concept, stretch, bare))
            for item, own, above in zip(self._weighted, named, self._headed[row.section], strict=True)
        )

    def _covers(self, text: str) -> tuple[float, ...]:
        return tuple(covers(item.concept, text) for item in self._weighted)
