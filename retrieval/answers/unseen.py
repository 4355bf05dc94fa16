"""Names that only the plans asked know: what reading takes for wording in part (算力), and what is short for a name of theirs (长护险)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.keyword import words
from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.question.topic import Concept

#: The texts of more plans are not searched for a name.
_MOST_PLANS = 20
#: So many signs a short name has, and so many of the whole one stand between two of them at most.
_SHORT_NAME, _BETWEEN = range(3, 6), 2


def with_unseen(index: Index, query: Query) -> Query:
    """The query, and each of its parts, with the names that its plans have among its concepts."""
    plans = query.scope.plans
    if not 0 < len(plans) <= _MOST_PLANS or query.fields:
        return query
    parts = tuple(with_unseen(index, part) for part in query.parts)
    unseen = tuple(_unseen(index, query))
    texts = [index.plan_text(plan) for plan in plans]
    known = tuple(_in_full(concept, texts) for concept in query.concepts)
    return replace(query, concepts=(*unseen, *known), parts=parts)


def _unseen(index: Index, query: Query) -> Iterator[Concept]:
    """The names that a plan has; that of a place is none."""
    known = "".join(concept.words for concept in query.concepts)
    for name in query.asking.names_in_part:
        regions = (index.plan(plan).region for plan in query.scope.plans)
        is_new = name.words not in known and not any(name.words in region for region in regions)
        if is_new and any(name.words in index.plan_text(plan) for plan in query.scope.plans):
            yield name


def _in_full(concept: Concept, texts: Sequence[str]) -> Concept:
    """A concept that no text says, with the names that it is short for: 长期护理保险, of 长护险."""
    name = concept.words
    if len(name) not in _SHORT_NAME or len(concept.alternatives) > 1 or any(name in text for text in texts):
        return concept
    spread = re.compile(f"[\u4e00-\u9fff]{{0,{_BETWEEN}}}".join(map(re.escape, name)))
    whole = {found.group() for text in texts for found in spread.finditer(text)}
    names = sorted(each for each in whole if _is_short_for(name, words(each)))
    return replace(concept, alternatives=(name, *names))


def _is_short_for(name: str, cut: Sequence[str]) -> bool:
    """Whether a name has the first sign of each word, or of the last word the last."""
    ends = name[-1] in (cut[-1][0], cut[-1][-1])
    return (
        len(cut) > 1
        and ends
        and name[:-1] == "".join(word[0] for word in cut[: len(name) - 1])
        and len(cut) == len(name)
    )
