"""Rows of the number ledger that a question asks for, told apart by the official things that it names."""

from collections.abc import Sequence

from corpus.plan import Target
from corpus.script import simplified
from retrieval.question.query import Query
from retrieval.reading.features import things_asked
from retrieval.reading.terms import Term
from retrieval.search.ledger import Match, match_targets
from retrieval.search.window import WeightedConcept


def match_rows(query: Query, weighted: Sequence[WeightedConcept], targets: Sequence[Target]) -> list[Match]:
    """The rows asked for, without those that are of another thing than the official ones named: of 农民收入 those of 农村居民人均可支配收入.

    A row that meets anything of the question better than those that say such a thing is asked for beside it.
    """
    matches = match_targets(query, weighted, targets)
    official = [thing for thing in things_asked(query.phrasing) if thing.official]
    own = [match for match in matches if any(_says(thing, match) for thing in official)]
    if not own:
        return matches
    most = [max(column) for column in zip(*(match.covered for match in own), strict=True)]
    return [m for m in matches if m in own or any(a > b for a, b in zip(m.covered, most, strict=True))]


def _says(thing: Term, match: Match) -> bool:
    name = simplified(f"{match.target.indicator} {match.target.canonical}").lower()
    return any(way in name for way in thing.ways)
