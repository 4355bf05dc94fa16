"""Is the answer complete, free of known wrong values, of the right status, and short?"""

from eval.gold.wording import stands_in, without_marks
from eval.run.case import Case

#: Characters a person will read for a question of this type.
LIMITS = {
    "fact": 260,
    "agency": 320,
    "noisy": 320,
    "injection": 320,
    "unanswerable": 320,
    "followup": 420,
    "list": 600,
    "multi_hop": 600,
    "definition_or_measure": 700,
    "measure": 700,
    "compare": 900,
    "ambiguous": 900,
    "chat": 400,
}
_OTHER_LIMIT = 700
#: Questions with one thing asked, whose answer is also measured against the reference.
SHORT_TYPES = frozenset({"fact", "agency", "followup", "noisy"})
_DECLINED = frozenset({"not_found", "clarify"})


def key_facts(case: Case) -> float | None:
    """Share of the reference's key facts that the answer gives.

    Formula: groups of ``must_include`` with an alternative in the folded answer / groups. Range 0 to 1.
    None when the gold row has no groups. Source: nugget recall of TREC QA (Voorhees 2003), nuggets written by hand.
    """
    groups = case.question.must_include
    return 1 - len(missing_facts(case)) / len(groups) if groups else None


def missing_facts(case: Case) -> list[str]:
    """The groups without an alternative in the answer, each by its first alternative."""
    text = case.answer.folded
    return [group[0] for group in case.question.must_include if not any(stands_in(a, text) for a in group)]


def wrong_values(case: Case) -> float | None:
    """Share of the known confusions (mostly another plan's value) that the answer falls for.

    Formula: items of ``must_not_include`` in the folded answer / items. Range 0 (best) to 1.
    None when the gold row names none. Source: ours, after the contrast sets of Gardner et al. 2020.
    """
    wrong = case.question.must_not_include
    return len(fallen_for(case)) / len(wrong) if wrong else None


def fallen_for(case: Case) -> list[str]:
    """The items of ``must_not_include`` that stand in the answer."""
    return [value for value in case.question.must_not_include if stands_in(value, case.answer.folded)]


def status(case: Case) -> float | None:
    """Whether the answer's status is one that the question allows.

    Formula: 1 or 0. What the texts do not say must be not_found or clarify; all else answered or partial, clarify also for
    ambiguous questions and injections, not_found and clarify also where a false premise is put right; small talk any. Never None.
    Source: unanswerable questions of SQuAD 2.0 (Rajpurkar et al. 2018), with four statuses in place of two.
    """
    return float(case.answer.status in allowed_statuses(case))


def allowed_statuses(case: Case) -> frozenset[str]:
    """Statuses that are right for the question."""
    if case.question.declinable:
        return _DECLINED
    also = {"unanswerable": _DECLINED, "ambiguous": {"clarify"}, "injection": {"clarify"}, "chat": _DECLINED}
    return frozenset({"answered", "partial"} | set(also.get(case.question.type, ())))


def concise(case: Case) -> float | None:
    """Whether the answer is short enough to be read.

    Formula: 1 when its characters (marks left out) are at most the limit of its type, and for questions with one thing asked at most
    3 x reference + 90; else 0. Never None. Source: ours; length control as in AlpacaEval 2 (Dubois et al. 2024).
    """
    return float(length(case) <= length_limit(case))


def length(case: Case) -> int:
    """Characters of the answer without its marks."""
    return len(without_marks(case.answer.text))


def length_limit(case: Case) -> int:
    """The most characters the answer may have."""
    question = case.question
    limit = LIMITS.get(question.type, _OTHER_LIMIT)
    if question.type in SHORT_TYPES and question.answer:
        limit = min(limit, 3 * len(question.answer) + 90)
    return limit
