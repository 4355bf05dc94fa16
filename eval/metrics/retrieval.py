"""Does the ranking bring the evidence, early, and from the plans asked about? nDCG and its kin come from ir_measures."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from eval.gold.questions import GoldQuestion
from eval.gold.texts import PlanText
from eval.run.case import Case, Ranked

#: A quote counts as found when this share of its characters lies in the passages.
_COVERED = 0.8
_PLANS_AT = 5


def has_evidence(question: GoldQuestion) -> bool:
    """Whether there is anything to be found."""
    return bool(question.evidence)


def asks_some_plans(question: GoldQuestion) -> bool:
    """Whether there are plans to be right or wrong about."""
    return bool(question.asked_plans)


def evidence_recall(k: int) -> Callable[[Case], float | None]:
    """A metric: share of gold quotes found in the first ``k`` passages.

    Formula: quotes with at least 80 % of their characters inside the passages of their own plan (best place where a quote stands several times) / quotes.
    Range 0 to 1. None when the question has no evidence. Source: ours, for passages of any size; answer recall of DPR (Karpukhin et al. 2020).
    """

    def measure(case: Case) -> float | None:
        evidence = case.question.evidence
        found = [_is_covered(case, e.plan, e.quote, (case.passages or ())[:k]) for e in evidence]
        return sum(found) / len(found) if found else None

    return measure


def _is_covered(case: Case, plan: str, quote: str, passages: Sequence[Ranked]) -> bool:
    text = case.texts.get(plan)
    if text is None:
        return False
    spans = [span for p in passages if p.plan == plan for span in _spans(text, p.text)]
    covered = {i for start, end in spans for i in range(start, end)}
    places = text.places(quote)
    return any(sum(i in covered for i in range(*place)) >= _COVERED * (place[1] - place[0]) for place in places)


def ranked_measure(name: str) -> Callable[[Case], float | None]:
    """A metric over the ranking of clauses by an ir_measures name: ``R@5`` (clause recall), ``RR@10``, ``nDCG@10``.

    Formula: that of the measure, with clauses as documents (each at the rank of its first passage) and those clauses relevant that hold a gold quote; where a quote stands
    in several clauses, the best ranked one counts. Range 0 to 1. None when the question has no evidence.
    Source: trec_eval through ir_measures (MacAvaney et al. 2022); nDCG Järvelin & Kekäläinen 2002, reciprocal rank Voorhees 1999.
    """

    def measure(case: Case) -> float | None:
        ranking = clause_ranking(case)
        relevant = relevant_clauses(case, ranking)
        return _calculated(name, tuple(ranking), frozenset(relevant)) if relevant else None

    return measure


def clause_ranking(case: Case) -> list[str]:
    """Clauses in the order in which the passages first touch them; a passage that no clause holds is a document of its own."""
    ranking: dict[str, None] = {}
    for rank, passage in enumerate(case.passages or ()):
        text = case.texts.get(passage.plan)
        touched = _clauses_at(text, _spans(text, passage.text)) if text else []
        ranking |= dict.fromkeys(touched or [f"?{rank}"])
    return list(ranking)


def relevant_clauses(case: Case, ranking: Sequence[str]) -> set[str]:
    """For each gold quote the clause that holds it; of several, the one ranked best."""
    rank = {clause: place for place, clause in enumerate(ranking)}
    relevant = set()
    for evidence in case.question.evidence:
        text = case.texts.get(evidence.plan)
        held = [_clauses_at(text, [place])[0] for place in text.places(evidence.quote)] if text else []
        relevant.add(min(held, key=lambda c: rank.get(c, len(rank)), default=f"{evidence.plan}?"))
    return relevant


def _clauses_at(text: PlanText, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Clauses that share at least half of themselves or of a span with it, in text order of the spans; never empty for a span."""
    found: dict[str, None] = {}
    for start, end in spans:
        shared = {name: min(end, b) - max(start, a) for name, a, b in text.clauses if min(end, b) > max(start, a)}
        size = {name: b - a for name, a, b in text.clauses}
        most = max(shared, key=lambda name: shared[name], default=f"{text.id}@{start}")
        half = [name for name, share in shared.items() if 2 * share >= min(size[name], end - start)]
        found |= dict.fromkeys(half or [most])
    return list(found)


@lru_cache(maxsize=20_000)
def _calculated(name: str, ranking: tuple[str, ...], relevant: frozenset[str]) -> float:
    import ir_measures  # heavy, and needed only where passages were recorded

    qrels = {"q": dict.fromkeys(relevant, 1)}
    run = {"q": {clause: float(len(ranking) - place) for place, clause in enumerate(ranking)}}
    return float(ir_measures.calc_aggregate([ir_measures.parse_measure(name)], qrels, run).popitem()[1])


@lru_cache(maxsize=20_000)
def _spans(text: PlanText, passage: str) -> tuple[tuple[int, int], ...]:
    return tuple(text.spans(passage))


def wrong_plan(case: Case) -> float | None:
    """Share of the first five passages that are of a plan nobody asked about.

    Formula: passages of other plans among the first 5 / passages among the first 5. Range 0 (best) to 1.
    None when the question is about no plan. Source: document-level retrieval mismatch, Reuter et al. 2025.
    """
    first = (case.passages or ())[:_PLANS_AT]
    return sum(p.plan not in case.question.asked_plans for p in first) / len(first) if first else None


def right_plan_first(case: Case) -> float | None:
    """Whether the first passage is of a plan that was asked about.

    Formula: 1 or 0. None when the question is about no plan. Source: precision at 1 (trec_eval), with plans as what is relevant.
    """
    first = (case.passages or ())[:1]
    return float(first[0].plan in case.question.asked_plans) if first else None
