"""Passages as the reader orders them: one ranking for what is retrieved and for what answers are made of."""

from collections import defaultdict
from collections.abc import Mapping

from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.reading.page import open_page
from retrieval.reading.reader import load_reader
from retrieval.search.ranking import RankedPassage, rank_passages, search_plan

#: Candidates behind these say nothing of a passage.
_READ = 40


def rank_read(index: Index, query: Query, limit: int = 20) -> list[RankedPassage]:
    """Passages of the plans in scope, best first; within a plan by what the reader holds to answer in them."""
    return rank_passages(index, query, limit, reread=_shares)


def _shares(index: Index, query: Query, plan: str) -> Mapping[str, float]:
    """Passage id -> the shares of the candidates in it together."""
    reading = load_reader().read(open_page(index, plan), query.phrasing, search_plan(index, query, plan))
    shares: defaultdict[str, float] = defaultdict(float)
    for ranked in reading.ranked[:_READ]:
        at = ranked.candidate.start
        holding = (p for p in index.passages_of_clause(ranked.candidate.clause) if p.start <= at < p.end)
        for passage in holding:
            shares[passage.id] += ranked.share
    return shares
