"""What the plan of another place says of the figure that was spoken of, where more is asked of it there: 谁负责？ 换成乙市。"""

from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.matching import match_rows
from retrieval.question.established import Established
from retrieval.question.query import Query
from retrieval.search.ledger import rows_of
from retrieval.search.window import weigh_concepts

#: What is asked of a figure by those who go on about it.
_OF_FIGURES = ("duty", "measure")


def told_there(index: Index, query: Query) -> Query:
    """The query with the rows of the place put in as what was told: their clause says who is responsible, and they say not what is done."""
    if not query.repeated or query.told.cited or query.kind not in _OF_FIGURES:
        return query
    asked, weighted = replace(query, units=()), weigh_concepts(index, query)
    ledgers = [rows_of(index, query, plan) for plan in query.scope.plans]
    rows = [m.target for ledger in ledgers for m in match_rows(asked, weighted, ledger)]
    told = Established(
        cited=tuple(dict.fromkeys((row.clause, row.start, row.end) for row in rows)),
        indicators=tuple(dict.fromkeys(row.indicator for row in rows)),
    )
    return replace(query, told=told)
