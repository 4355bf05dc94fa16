"""Query to ranked units and passages: keyword and dense search side by side, scores fused, the plan scope inside the search."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.regions import short_name
from errors import EmbeddingUnavailable
from index.passage import Passage, Unit
from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.search.clues import find_clues

#: Units that each side finds, the best of both that are read, and passages that keyword search finds.
_CANDIDATES, _READ, _PASSAGES = 80, 60, 40
#: Up to so many plans in scope each has its turn; with more, the best passages of all of them come first.
_MOST_IN_TURN = 8
#: Added to a rank before it is inverted (Cormack et al. 2009).
_RANK_OFFSET = 60

#: What search says beside the reader: of .3 and 1 the everyday sets find more first with .3 (``python -m eval retrieve``).
_SEARCH_SHARE = 0.3

Scores = Mapping[int, float]
#: (index, query, plan) -> passage id -> share (0..1) of what the reader holds to answer.
Reread = Callable[[Index, Query, str], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Fusion:
    """How rankings become one; docs/ABLATION.md compares them.

    ``keyword_share`` is the weight of the keyword side, 0 (dense only) to 1 (keyword only). ``method``: ``scores`` adds scores, each
    divided by the best of its side; ``ranks`` adds inverted ranks (RRF). ``unit_share`` is the weight of a passage's best unit beside the
    passage's own keyword score, ``clue_share`` that of the ledgers and the front matter beside both.
    """

    keyword_share: float = 0.4
    method: Literal["scores", "ranks"] = "scores"
    unit_share: float = 0.7
    clue_share: float = 0.5


FUSION = Fusion()


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit with its fused score in 0..1 (1: best on both sides within its plan) and its cosine to the question (0: not near)."""

    unit: Unit
    score: float
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What search says of units by row: fused score (0..1), and keyword and dense score, each scaled so that its best is 1; and its cosine."""

    fused: Mapping[int, float]
    keyword: Mapping[int, float]
    dense: Mapping[int, float]
    likeness: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its fused score in 0..1, comparable between the plans of one question."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class _Found:
    """What searching some plans found: raw scores of units by keyword and by vector, of passages by keyword, and the clues.

    ``passage_of`` tells the passage of the best unit rows; ``clues`` are by passage id, 0..1.
    """

    keyword: Scores
    dense: Scores
    own: Mapping[str, float]
    passage_of: Mapping[int, str]
    clues: Mapping[str, float]


def search_plan(index: Index, query: Query, plan: str) -> Found:
    """What search says of a plan's units. Other plans are never searched."""
    keyword, dense = _search_units(index, query, (plan,), FUSION)
    by_word, by_vector = _scaled(keyword, FUSION), _scaled(dense, FUSION)
    return Found(_fused(by_word, by_vector, FUSION), by_word, by_vector, dense)


def best_hits(index: Index, found: Found, limit: int) -> list[Hit]:
    """The best units found, best first."""
    best = _best_rows(found.fused)[:limit]
    return [Hit(index.unit(row), score, found.likeness.get(row, 0.0)) for row, score in best]


def _search_units(index: Index, query: Query, plans: Collection[str], fusion: Fusion) -> tuple[Scores, Scores]:
    """Unit rows with their scores by keyword and by vector. Without its model the dense side finds nothing."""
    keyword, dense = {}, {}
    if query.terms and fusion.keyword_share > 0:
        keyword = dict(index.search_units(query.terms, plans, _CANDIDATES))
    if query.asking.placeless and fusion.keyword_share < 1:
        try:
            dense = dict(index.search_vectors(index.embed_query(query.asking.placeless), plans, _CANDIDATES))
        except EmbeddingUnavailable:  # whoever answers says so: see Index.embedding_problem
            dense = {}
    return keyword, dense


def fuse(keyword: Scores, dense: Scores, fusion: Fusion = FUSION) -> dict[int, float]:
    """Share x keyword + (1 - share) x dense over the union of the rows, each side scaled so that its best is 1."""
    return _fused(_scaled(keyword, fusion), _scaled(dense, fusion), fusion)


def _fused(keyword: Scores, dense: Scores, fusion: Fusion) -> dict[int, float]:
    share = fusion.keyword_share
    rows = {*keyword, *dense}
    return {row: share * keyword.get(row, 0.0) + (1 - share) * dense.get(row, 0.0) for row in rows}


def _scaled(scores: Scores, fusion: Fusion) -> Scores:
    if fusion.method == "ranks":
        return {
            row: (1 + _RANK_OFFSET) / (place + _RANK_OFFSET) for place, (row, _) in enumerate(_best_rows(scores), 1)
        }
    best = max(scores.values(), default=0.0) or 1.0
    return {row: score / best if score > 0 else 0.0 for row, score in scores.items()}


def _best_rows(scores: Scores) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def rank_passages(
    index: Index, query: Query, limit: int = 20, fusion: Fusion = FUSION, reread: Reread | None = None
) -> list[RankedPassage]:
    """Passages of the plans in scope, best first; with several plans each has its turn (a quota), so none is crowded out.

    A plan's passages keep the order they have within it; in each turn the plans follow by scores that are comparable between
    them, the ones that the question names before the others. ``reread`` says how a plan that was read orders its passages.
    """
    plans = query.scope.plans
    groups = [(plan,) for plan in plans] if len(plans) <= _MOST_IN_TURN else [plans]
    found = [_search(index, query, group, fusion) for group in groups]
    across = _passage_scores(_together(found), fusion)
    ranked: list[str] = []
    queues = [
        _order(_reread(index, query, group, _passage_scores(own, fusion), reread))[:limit]
        for group, own in zip(groups, found, strict=True)
    ]
    first = [not _names(index, query, group) for group in groups]
    for place in range(max(map(len, queues), default=0)):
        turn = [(late, queue[place]) for late, queue in zip(first, queues, strict=True) if place < len(queue)]
        ranked += [passage for _, passage in sorted(turn, key=lambda t: (t[0], -across.get(t[1], 0.0), t[1]))]
        if len(ranked) >= limit:
            break
    return [RankedPassage(index.passage(passage), across.get(passage, 0.0)) for passage in ranked[:limit]]


def _reread(
    index: Index, query: Query, plans: Sequence[str], scores: Mapping[str, float], reread: Reread | None
) -> Mapping[str, float]:
    """The scores of the passages of one plan as the reader sees them; what it does not tell apart keeps its order."""
    if reread is None or len(plans) != 1:
        return scores
    shares = reread(index, query, plans[0])
    return {p: shares.get(p, 0.0) + _SEARCH_SHARE * scores.get(p, 0.0) for p in {*shares, *scores}}


def _names(index: Index, query: Query, plans: Sequence[str]) -> bool:
    """Whether the question itself names the place of a plan."""
    places = [short_name(index.plan(plan).region) for plan in plans] if len(plans) == 1 else []
    return any(place and query.asking.names(place) for place in places)


def _search(index: Index, query: Query, plans: Sequence[str], fusion: Fusion) -> _Found:
    keyword, dense = _search_units(index, query, plans, fusion)
    units = {row: index.unit(row) for row, _ in _best_rows(fuse(keyword, dense, fusion))[:_READ]}
    own = index.search_passages(query.terms, plans, _PASSAGES) if query.terms and fusion.keyword_share > 0 else []
    return _Found(
        keyword=keyword,
        dense=dense,
        own={index.passage(row).id: score for row, score in own},
        passage_of={row: unit.passage for row, unit in units.items()},
        clues=find_clues(index, query, plans[0], list(units.values())) if fusion.clue_share and len(plans) == 1 else {},
    )


def _together(found: Sequence[_Found]) -> _Found:
    """Everything found in several plans as if it were one: raw scores are comparable between plans."""
    return _Found(
        keyword={row: score for f in found for row, score in f.keyword.items()},
        dense={row: score for f in found for row, score in f.dense.items()},
        own={passage: score for f in found for passage, score in f.own.items()},
        passage_of={row: passage for f in found for row, passage in f.passage_of.items()},
        clues={passage: clue for f in found for passage, clue in f.clues.items()},
    )


def _passage_scores(found: _Found, fusion: Fusion) -> dict[str, float]:
    """Passage id -> score in 0..1: by its best unit, by its own keyword score, and by what points at it."""
    best_unit: dict[str, float] = {}
    fused = fuse(found.keyword, found.dense, fusion)
    for row, passage in found.passage_of.items():
        best_unit[passage] = max(fused[row], best_unit.get(passage, 0.0))
    searched = _joined_scores(best_unit, found.own, fusion)
    return {
        passage: (1 - fusion.clue_share) * searched.get(passage, 0.0)
        + fusion.clue_share * found.clues.get(passage, 0.0)
        for passage in {*searched, *found.clues}
    }


def _joined_scores(best_unit: Mapping[str, float], own: Mapping[str, float], fusion: Fusion) -> dict[str, float]:
    own_best = max(own.values(), default=0.0) or 1.0
    return {
        passage: fusion.unit_share * best_unit.get(passage, 0.0)
        + (1 - fusion.unit_share) * own.get(passage, 0.0) / own_best
        for passage in {*own, *best_unit}
    }


def _order(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda passage: (-scores[passage], passage))


def passage_scores(index: Index, query: Query, plan: str, hits: Sequence[Hit]) -> dict[str, float]:
    """Passage id -> score in 0..1 of a plan: by its best unit among ``hits``, and by its own keyword score."""
    own = {index.passage(row).id: score for row, score in index.search_passages(query.terms, (plan,), _PASSAGES)}
    best_unit: dict[str, float] = {}
    for hit in hits:
        best_unit.setdefault(hit.unit.passage, hit.score)
    return _joined_scores(best_unit, own, FUSION)
