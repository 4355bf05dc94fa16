"""Query to ranked units: keyword and dense search side by side, scores fused, the plan scope inside the search."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from errors import EmbeddingUnavailable
from index.snapshot import Index
from retrieval.question.query import Query

#: Units that each side finds.
_CANDIDATES = 80
#: Added to a rank before it is inverted (Cormack et al. 2009).
_RANK_OFFSET = 60

Scores = Mapping[int, float]


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
class Found:
    """What search says of units by row: fused score (0..1), and keyword and dense score, each scaled so that its best is 1."""

    fused: Mapping[int, float]
    keyword: Mapping[int, float]
    dense: Mapping[int, float]


def search_plan(index: Index, query: Query, plan: str) -> Found:
    """What search says of a plan's units, for the reader."""
    keyword, dense = search_units(index, query, (plan,), FUSION)
    return Found(fuse(keyword, dense), _scaled(keyword, FUSION), _scaled(dense, FUSION))


def search_units(index: Index, query: Query, plans: Collection[str], fusion: Fusion) -> tuple[Scores, Scores]:
    """Unit rows with their scores by keyword and by vector. Without its model the dense side finds nothing."""
    keyword, dense = {}, {}
    if query.terms and fusion.keyword_share > 0:
        keyword = dict(index.search_units(query.terms, plans, _CANDIDATES))
    if query.text.strip() and fusion.keyword_share < 1:
        try:
            dense = dict(index.search_vectors(index.embed_query(query.text), plans, _CANDIDATES))
        except EmbeddingUnavailable:  # whoever answers says so: see Index.embedding_problem
            dense = {}
    return keyword, dense


def fuse(keyword: Scores, dense: Scores, fusion: Fusion = FUSION) -> dict[int, float]:
    """Share x keyword + (1 - share) x dense over the union of the rows, each side scaled so that its best is 1."""
    sides = (_scaled(keyword, fusion), fusion.keyword_share), (_scaled(dense, fusion), 1 - fusion.keyword_share)
    return {row: sum(share * side.get(row, 0.0) for side, share in sides) for row in {*keyword, *dense}}


def _scaled(scores: Scores, fusion: Fusion) -> Scores:
    if fusion.method == "ranks":
        return {row: (1 + _RANK_OFFSET) / (place + _RANK_OFFSET) for place, (row, _) in enumerate(best_rows(scores), 1)}
    best = max(scores.values(), default=0.0) or 1.0
    return {row: max(score, 0.0) / best for row, score in scores.items()}


def best_rows(scores: Scores) -> list[tuple[int, float]]:
    """Rows with their scores, best first."""
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
