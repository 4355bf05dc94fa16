"""What a question takes over from the one before it stays where the plans say it together with what is asked now: 收入, in 那农村呢 after 城镇居民收入."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.question.things import only_aspects
from retrieval.question.topic import Concept

#: More plans are not read for what they say together.
_MOST_PLANS = 20
#: A sentence speaks of what is asked now where it says so much of it.
_SPEAKS = 0.5


def without_stale(index: Index, query: Query) -> Query:
    """The query without the concepts taken over that no sentence has beside its own, where it names a thing of its own."""
    own = [c for c in query.concepts if query.asking.says(c.words)]
    carried = [c for c in query.concepts if c not in own]
    if not own or not carried or only_aspects(own) or query.parts or len(query.scope.plans) > _MOST_PLANS:
        return query
    sentences = list(_speaking(index, query.scope.plans, own))
    if not sentences:
        return query
    stale = [c for c in carried if not any(way in text for way in c.alternatives for text in sentences)]
    return replace(query, concepts=tuple(c for c in query.concepts if c not in stale))


def _speaking(index: Index, plans: Sequence[str], own: Sequence[Concept]) -> Iterator[str]:
    """The sentences, with the title above them, that say what is asked now."""
    whole = sum(c.weight for c in own)
    for unit in (unit for plan in plans for unit in index.sentences_of_plan(plan)):
        text = f"{index.clause(unit.clause).title}{unit.text}"
        if sum(c.weight for c in own if any(way in text for way in c.alternatives)) > _SPEAKS * whole:
            yield text
