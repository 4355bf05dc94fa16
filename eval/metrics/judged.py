"""What a language model says of an answer, where its verdict was recorded (python -m eval judge)."""

from eval.run.case import Case


def judged_faithful(case: Case) -> float | None:
    """Whether the judge finds every sentence borne out by the quotes.

    Formula: 1 or 0. None when no verdict was recorded or the judge's reply did not say.
    Source: faithfulness of RAGAS (Es et al. 2024), asked of the whole answer (LLM-as-a-judge, Zheng et al. 2023).
    """
    return _value(case.verdict.faithful if case.verdict else None)


def judged_complete(case: Case) -> float | None:
    """Whether the judge finds the reference's points all said.

    Formula: 1 or 0. None when no verdict was recorded or the judge's reply did not say.
    Source: answer correctness by reference (LLM-as-a-judge, Zheng et al. 2023).
    """
    return _value(case.verdict.complete if case.verdict else None)


def _value(says: bool | None) -> float | None:
    return None if says is None else float(says)
