"""Of how many plans one answer tells, where a question names no place."""

from retrieval.question.query import Query

#: With more plans than this in scope and no place named, the user is asked which one is meant …
PLANS_SHOWN = 8
#: … unless each of them gives one line, and they are not more than this.
_PLANS_WEIGHED = 20


def is_of_too_many(query: Query) -> bool:
    """Whether more plans are meant than one answer tells of; where places are named, or a province, as many are told as can be weighed."""
    if query.scope.reason in ("province", "named", "conversation"):
        return len(query.scope.plans) > _PLANS_WEIGHED
    most = _PLANS_WEIGHED if any(_weighs_all(part) for part in (query, *query.parts)) else PLANS_SHOWN
    return query.scope.reason == "all" and len(query.scope.plans) > most


def _weighs_all(query: Query) -> bool:
    """Whether a question is about all plans at once, or has one figure or fact from each."""
    return query.compares or query.kind in ("which", "number", "document") or query.asking.over_places
