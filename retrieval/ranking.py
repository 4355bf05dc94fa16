"""Query to ranked units and passages: keyword and dense search side by side, scores fused, the plan scope inside the search."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.passage import Passage, Unit
from index.snapshot import Index
from retrieval.question import Query

#: Share of the keyword side in the fused score; both sides are divided by their best score first.
_KEYWORD_SHARE = 0.5
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit with its fused score in 0..1 (1: best on both sides within its plan)."""

    unit: Unit
    score: float


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its fused score."""

    passage: Passage
    score: float


def rank_units(index: Index, query: Query, plans: Collection[str], limit: int) -> list[Hit]:
    """The best units of ``plans`` together, best first. Other plans are never searched."""
    keyword = dict(index.search_units(query.terms, plans, _CANDIDATES)) if query.terms else {}
    dense = dict(index.search_vectors(index.embed_query(query.text), plans, _CANDIDATES)) if query.text.strip() else {}
    fused = fuse(keyword, dense)
    best = sorted(fused.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [Hit(index.unit(row), score) for row, score in best]


def fuse(keyword: Mapping[int, float], dense: Mapping[int, float]) -> dict[int, float]:
    """Max-normalised score fusion: share x keyword + (1 - share) x dense, over the union of the rows."""
    keyword_best = max(keyword.values(), default=0.0) or 1.0
    dense_best = max(dense.values(), default=0.0) or 1.0
    return {
        row: _KEYWORD_SHARE * keyword.get(row, 0.0) / keyword_best
        + (1 - _KEYWORD_SHARE) * max(dense.get(row, 0.0), 0.0) / dense_best
        for row in {*keyword, *dense}
    }


def rank_passages(index: Index, query: Query, limit: int = 20) -> list[RankedPassage]:
    """Passages of the plans in scope, best first; with several plans each has its turn (a quota), so none is crowded out."""
    queues = [_passages_of_plan(index, query, plan, limit) for plan in query.scope.plans]
    ranked: list[RankedPassage] = []
    for place in range(max(map(len, queues), default=0)):
        turn = [queue[place] for queue in queues if place < len(queue)]
        ranked += sorted(turn, key=lambda p: (-p.score, p.passage.id))
    return ranked[:limit]


def _passages_of_plan(index: Index, query: Query, plan: str, limit: int) -> list[RankedPassage]:
    scores = passage_scores(index, query, plan, rank_units(index, query, (plan,), 2 * _CANDIDATES))
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [RankedPassage(index.passage(passage), score) for passage, score in best]


def passage_scores(index: Index, query: Query, plan: str, hits: Sequence[Hit]) -> dict[str, float]:
    """Passage id -> score in 0..1 of a plan: by its best unit among ``hits``, and by its own keyword score."""
    own = {index.passage(row).id: score for row, score in index.search_passages(query.terms, (plan,), _CANDIDATES)}
    own_best = max(own.values(), default=0.0) or 1.0
    best_unit: dict[str, float] = {}
    for hit in hits:
        best_unit.setdefault(hit.unit.passage, hit.score)
    return {
        passage: 0.7 * best_unit.get(passage, 0.0) + 0.3 * own.get(passage, 0.0) / own_best
        for passage in {*own, *best_unit}
    }
