"""Names that reading takes for wording, and that the plans asked know: 算力, of which 算 is said around things as well."""

from collections.abc import Iterator
from dataclasses import replace

from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.question.topic import Concept

#: The texts of more plans are not searched for a name.
_MOST_PLANS = 20


def with_unseen(index: Index, query: Query) -> Query:
    """The query, and each of its parts, with the names that its plans have among its concepts."""
    plans = query.scope.plans
    if not 0 < len(plans) <= _MOST_PLANS or query.fields:
        return query
    parts = tuple(with_unseen(index, part) for part in query.parts)
    unseen = tuple(_unseen(index, query))
    return replace(query, concepts=(*unseen, *query.concepts), parts=parts) if unseen or parts else query


def _unseen(index: Index, query: Query) -> Iterator[Concept]:
    """The names that a plan has; that of a place is none."""
    known = "".join(concept.words for concept in query.concepts)
    for name in query.asking.names_in_part:
        regions = (index.plan(plan).region for plan in query.scope.plans)
        is_new = name.words not in known and not any(name.words in region for region in regions)
        if is_new and any(name.words in index.plan_text(plan) for plan in query.scope.plans):
            yield name
