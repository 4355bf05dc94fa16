"""What one place has of all together: asked of one place, it is reckoned over the plans of all."""

from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.matching import match_rows
from retrieval.question.query import Query
from retrieval.search.figures import unit_of
from retrieval.search.ledger import rows_of
from retrieval.search.window import weigh_concepts

#: More plans than this are not added up.
_MOST_PLANS = 20
_SHARES = ("%", "％")


def shared_by_all(index: Index, query: Query) -> Query:
    """The query asked of every plan, where a share of all is asked of one place whose figure is an amount: a percentage has no total."""
    if len(query.scope.plans) != 1 or not query.asking.reckoning.share_of_all or query.kind != "number":
        return query
    (plan,) = query.scope.plans
    rows = [m.target for m in match_rows(query, weigh_concepts(index, query), rows_of(index, query, plan))]
    amounts = bool(rows) and all(row.value is not None and unit_of(row) not in _SHARES for row in rows)
    if not amounts or len(index.current) > _MOST_PLANS:
        return query
    return replace(query, scope=replace(query.scope, plans=tuple(card.id for card in index.current)))
