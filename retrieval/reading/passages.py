"""The passages that hold what is asked, best first: by search, and by the candidates that the reader puts first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.regions import short_name
from index.passage import Passage
from index.snapshot import Index
from retrieval.question.query import Query
from retrieval.reading.features import asked_of
from retrieval.reading.page import open_page
from retrieval.reading.reader import load_reader
from retrieval.search.units import FUSION, Found, Fusion, Scores, best_rows, fuse, search_plan, search_units

#: The best units that are read, and passages that keyword search finds.
_READ, _PASSAGES = 60, 40
#: Up to so many plans in scope each has its turn; with more, the best passages of all of them come first.
_MOST_IN_TURN = 8
#: So many of the candidates that the reader puts first point at their passages, by the inverse of their rank.
_POINTING = 20


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its fused score in 0..1, comparable between the plans of one question."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class _Searched:
    """What searching some plans found: raw scores of units by keyword and by vector, of passages by keyword, and the clues.

    ``passage_of`` tells the passage of the best unit rows; ``clues`` are by passage id, 0..1.
    """

    keyword: Scores
    dense: Scores
    own: Mapping[str, float]
    passage_of: Mapping[int, str]
    clues: Mapping[str, float]


def rank_passages(index: Index, query: Query, limit: int = 20, fusion: Fusion = FUSION) -> list[RankedPassage]:
    """Passages of the plans in scope, best first; with several plans each has its turn (a quota), so none is crowded out.

    A plan's passages keep the order they have within it; in each turn the plans follow by scores that are comparable between
    them, the ones that the question names before the others.
    """
    plans = query.scope.plans
    groups = [(plan,) for plan in plans] if len(plans) <= _MOST_IN_TURN else [plans]
    found = [_search(index, query, group, fusion) for group in groups]
    across = _passage_scores(_together(found), fusion)
    ranked: list[str] = []
    queues = [_order(_passage_scores(own, fusion))[:limit] for own in found]
    first = [not _names(index, query, group) for group in groups]
    for place in range(max(map(len, queues), default=0)):
        turn = [(late, queue[place]) for late, queue in zip(first, queues, strict=True) if place < len(queue)]
        ranked += [passage for _, passage in sorted(turn, key=lambda t: (t[0], -across[t[1]], t[1]))]
        if len(ranked) >= limit:
            break
    return [RankedPassage(index.passage(passage), across[passage]) for passage in ranked[:limit]]


def _names(index: Index, query: Query, plans: Sequence[str]) -> bool:
    """Whether the question itself names the place of a plan."""
    places = [short_name(index.plan(plan).region) for plan in plans] if len(plans) == 1 else []
    return any(place and place in query.question for place in places)


def _search(index: Index, query: Query, plans: Sequence[str], fusion: Fusion) -> _Searched:
    keyword, dense = search_units(index, query, plans, fusion)
    units = {row: index.unit(row) for row, _ in best_rows(fuse(keyword, dense, fusion))[:_READ]}
    own = index.search_passages(query.terms, plans, _PASSAGES) if query.terms and fusion.keyword_share > 0 else []
    return _Searched(
        keyword=keyword,
        dense=dense,
        own={index.passage(row).id: score for row, score in own},
        passage_of={row: unit.passage for row, unit in units.items()},
        clues=_pointed_at(index, query, plans[0], search_plan(index, query, plans[0]))
        if fusion.clue_share and len(plans) == 1
        else {},
    )


def _pointed_at(index: Index, query: Query, plan: str, fused: Found) -> dict[str, float]:
    """Passage id -> how surely the reader holds that it holds what is asked of a plan, 0..1."""
    clues: dict[str, float] = {}
    ranked = load_reader().read(open_page(index, plan), asked_of(query), fused).ranked[:_POINTING]
    for place, candidate in enumerate(each.candidate for each in ranked):
        for passage in index.passages_of_clause(candidate.clause):
            if passage.start <= candidate.start < passage.end:
                clues[passage.id] = max(1 / (1 + place), clues.get(passage.id, 0.0))
    return clues


def _together(found: Sequence[_Searched]) -> _Searched:
    """Everything found in several plans as if it were one: raw scores are comparable between plans."""
    return _Searched(
        keyword={row: score for f in found for row, score in f.keyword.items()},
        dense={row: score for f in found for row, score in f.dense.items()},
        own={passage: score for f in found for passage, score in f.own.items()},
        passage_of={row: passage for f in found for row, passage in f.passage_of.items()},
        clues={passage: clue for f in found for passage, clue in f.clues.items()},
    )


def _passage_scores(found: _Searched, fusion: Fusion) -> dict[str, float]:
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
