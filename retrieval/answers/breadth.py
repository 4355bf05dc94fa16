"""Of how many plans one answer tells each by itself, where a question names no place or a province; of more it is counted what they say."""

from index.snapshot import Index
from retrieval.question.query import Query

#: More plans than this are not told one by one …
PLANS_SHOWN = 8
#: … unless each of them gives one line, and they are not more than this.
_PLANS_WEIGHED = 20


def is_of_many(index: Index, query: Query) -> bool:
    """Whether the documents of a place are some of many, or all of them are meant: which there are is told by their number."""
    return len(index.current) > PLANS_SHOWN and query.scope.reason in ("all", "province")


def is_of_too_many(query: Query) -> bool:
    """Whether more plans are meant than one answer tells of; where places are named, as many are told as can be weighed."""
    if query.scope.reason not in ("all", "province"):
        return len(query.scope.plans) > _PLANS_WEIGHED
    most = _PLANS_WEIGHED if any(_weighs_all(part) for part in (query, *query.parts)) else PLANS_SHOWN
    return len(query.scope.plans) > most


def _weighs_all(query: Query) -> bool:
    """Whether a question is about all plans at once, or has one figure or fact from each."""
    of_each = query.asking.of_all(len(query.scope.plans))  # 各省打算怎么解决
    return query.compares or of_each or query.kind in ("which", "number", "document") or query.asking.over_places
