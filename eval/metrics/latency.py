"""How long it took, as the assistant measured it. Times belong to a machine: they are shown, never gated."""

from collections.abc import Callable

from eval.run.case import Case


def latency(case: Case) -> float | None:
    """Milliseconds from question to finished answer.

    Formula: ``latency_ms`` of the row. Range 0 and up, lower is better. None when the row has none or the answer crashed.
    Source: reported as p50 and p95 beside the mean (Dean & Barroso 2013, The Tail at Scale).
    """
    return case.answer.latency_ms


def stage(name: str) -> Callable[[Case], float | None]:
    """A metric for one stage.

    Formula: ``stages_ms[name]`` of the row, in milliseconds. Range 0 and up, lower is better. None when the stage did not run.
    """

    def measure(case: Case) -> float | None:
        return dict(case.answer.stages_ms).get(name)

    return measure
