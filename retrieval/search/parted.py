"""Rows of tables that part a goal over counties: none stands for the whole, nor for its county beside other cities; all are told where the parts are asked for."""

from collections.abc import Sequence

from corpus.plan import Target
from retrieval.question.query import Query
from retrieval.search.figures import part_of


def rows_of_parts(rows: Sequence[Target]) -> list[Target]:
    """The rows that lists and tables give for parts of a place, with those of the same goal that open a list in words of their own: 甲区能耗下降15%，乙县下降12%."""
    listed = {(row.clause, row.canonical) for row in rows if part_of(row)}
    placed = (row for row in rows if row.scope and not row.scope.startswith("全"))
    return [row for row in placed if part_of(row) or (row.clause, row.canonical) in listed] if listed else []


def asked_parts(query: Query, rows: Sequence[Target]) -> Sequence[Target]:
    """The rows of a plan without those of places that a question does not speak of, where their whole is among the rows or other plans are asked too."""
    places = {row.scope for row in rows_of_parts(rows)}
    if not places or query.asks_for_parts:
        return rows
    others = {place for place in places if not query.speaks_of(place)}
    if len(query.scope.plans) > 1 and not query.scope.counties:
        return [row for row in rows if row.scope not in places]
    if len(query.scope.plans) > 1:
        return [row for row in rows if row.scope not in others]
    wholes = {row.canonical for row in rows if row.scope not in places}
    return [row for row in rows if row.scope not in others or row.canonical not in wholes]


def with_the_parts_beside(query: Query, told: Sequence[Target], rows: Sequence[Target]) -> Sequence[Target]:
    """Rows to be told with those that give the other places their parts of the same goal, where the parts are asked for."""
    if not query.asks_for_parts or not any(map(part_of, told)):
        return told
    goals = {(row.canonical, row.target_year) for row in told if part_of(row)}
    return [
        *(row for row in told if not part_of(row)),
        *(row for row in rows if part_of(row) and (row.canonical, row.target_year) in goals),
    ]
