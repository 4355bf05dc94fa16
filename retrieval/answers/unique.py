"""What one plan has and no other: of its 工程, 行动 … those whose title none of the others has in these or like words."""

import math
from collections import Counter
from collections.abc import Sequence

from corpus.plan import Clause
from corpus.regions import short_name
from index.snapshot import Index
from retrieval.answers.desk import lay_out, title_evidence
from retrieval.answers.statement import Statement
from retrieval.question.query import Query
from retrieval.reading.page import pairs_of
from retrieval.search.window import weigh_concepts

#: A title is another one in like words when it shares this much of what tells it from the others of its plan.
_ALIKE = 0.5
_FEWEST_ITEMS, _MOST_PLANS = 3, 20


def compose_unique(index: Index, query: Query) -> list[Statement]:
    """The items that only the one plan named has; empty where none is asked for, or the plan has no list of them."""
    noun, plan = query.asking.item, _plan_named(index, query)
    if not noun or not plan or not query.asking.only or len(index.current) > _MOST_PLANS:
        return []
    items = [c for c in index.clauses(plan) if c.title.endswith(noun)]
    if len(items) < _FEWEST_ITEMS:
        return []
    others = [card.id for card in index.current if card.id != plan]
    titles = [c.title for other in others for c in index.clauses(other) if c.title]
    texts = ["".join(index.plan_text(other).split()) for other in others]
    only = [c for c in _unlike(items, titles) if not any(c.title in text for text in texts)]
    desk = lay_out(index, query, plan, weigh_concepts(index, query))
    if not only:
        said = f"没有其他{len(others)}份方案都没有的{noun}。"
        return [desk.say(said, (title_evidence(desk, item) for item in items), (said,))]
    said = f"其他{len(others)}份方案都没有的{noun}有{len(only)}项："
    words = f"{said}{'；'.join(item.title for item in only)}。"
    return [desk.say(words, (title_evidence(desk, item) for item in only), (said,))]


def _plan_named(index: Index, query: Query) -> str:
    """The one plan whose place the question names."""
    named = [card.id for card in index.current if query.asking.names(short_name(card.region))]
    if len(named) == 1:
        return named[0]
    return query.scope.plans[0] if len(query.scope.plans) == 1 else ""


def _unlike(items: Sequence[Clause], titles: Sequence[str]) -> list[Clause]:
    """The items that none of the titles is like, by the pairs of signs that few items of the plan have."""
    spread = Counter(pair for item in items for pair in pairs_of(item.title))
    weight = {pair: math.log((len(items) + 1) / count) for pair, count in spread.items()}

    def likeness(item: Clause, title: str) -> float:
        pairs = pairs_of(item.title)
        return sum(weight[pair] for pair in pairs & pairs_of(title)) / sum(weight[pair] for pair in pairs)

    return [item for item in items if all(likeness(item, title) < _ALIKE for title in titles)]
