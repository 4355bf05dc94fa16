"""A year that a question only takes over from the one before, put to a plan that names it nowhere: 乙市的呢, after 甲市到2026年建多少充电桩."""

from dataclasses import replace

from index.snapshot import Index
from retrieval.question.query import Query


def without_year_carried(index: Index, query: Query) -> Query:
    """The query without the years that it did not name itself, where its one plan has none of them: the plan's own figure tells its year."""
    if not query.keeps_years or len(query.scope.plans) != 1:
        return query
    text = index.plan_text(query.scope.plans[0])
    if any(f"{year}年" in text for year in query.years):
        return query
    return replace(query, years=(), parts=tuple(replace(part, years=()) for part in query.parts))
