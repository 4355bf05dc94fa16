"""Does it decline exactly what the texts cannot answer?"""

from eval.gold.questions import GoldQuestion
from eval.metrics.answers import allowed_statuses
from eval.run.case import Case

_DECLINED = ("not_found", "clarify")


def answerable(question: GoldQuestion) -> bool:
    """Whether the texts answer the question."""
    return not question.declinable


def declinable(question: GoldQuestion) -> bool:
    """Whether declining is the right answer."""
    return question.declinable


def false_refusal(case: Case) -> float | None:
    """Whether something that the texts say was declined.

    Formula: 1 when the status is not_found or clarify and the question's type does not allow that, else 0 (best).
    None for questions that should be declined. Source: false refusals of XSTest (Röttger et al. 2024).
    """
    declined = case.answer.status in _DECLINED
    return float(declined and case.answer.status not in allowed_statuses(case))


def true_refusal(case: Case) -> float | None:
    """Whether something that the texts do not say was declined.

    Formula: 1 when the status is not_found or clarify, else 0. None for questions that the texts answer.
    Source: abstention on unanswerable questions, SQuAD 2.0 (Rajpurkar et al. 2018).
    """
    return float(case.answer.status in _DECLINED)
