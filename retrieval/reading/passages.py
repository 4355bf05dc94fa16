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
    for stating in _stating(index, query, plan):
        shares[stating] += 1.0
    return shares


def _stating(index: Index, query: Query, plan: str) -> list[str]:
    """The passages that state what is asked of the document itself: the lines of its number or date, the introduction that names what it rests on."""
    if query.kind != "document" or query.parts:
        return []  # of several things asked one may be of the document
    places = [field.start for field in index.plan(plan).front if field.kind in query.fields]
    return [
        passage.id
        for clause in index.clauses(plan)
        for passage in index.passages_of_clause(clause.id)
        if any(passage.start <= at < passage.end for at in places)
        or (clause.kind == "preamble" and query.asking.other_document)
    ]
