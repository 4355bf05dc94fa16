"""What a metric is: a named function from a case to a value, or to None where the question has nothing to measure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from eval.gold.questions import GoldQuestion
from eval.run.case import Case

Subject = Literal["answer", "judge", "passages", "time"]


def _always(_: GoldQuestion) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric.

    Attributes:
        name: identifier in scores.json.
        label: what people read.
        measure: case -> value; its docstring gives formula, range, when it is None, and source.
        subject: what it judges. Times belong to a machine and a judge's verdicts to a model: both are shown, never
            compared with a baseline.
        lower_is_better: for errors; their best value is 0, that of the others 1.
        needs: whether a question has anything for it to measure, told from the gold row alone.
    """

    name: str
    label: str
    measure: Callable[[Case], float | None]
    subject: Subject = "answer"
    lower_is_better: bool = False
    needs: Callable[[GoldQuestion], bool] = _always

    @property
    def worst(self) -> float:
        """The value of a crash."""
        return 1.0 if self.lower_is_better else 0.0

    def value(self, case: Case) -> float | None:
        """The value of a case; a crashed answer and a missing ranking have the worst one, never none."""
        if not self.needs(case.question):
            return None
        if self.subject == "passages":
            if case.passages is None:
                return None
            return self.measure(case) if case.passages else self.worst
        if case.reply is None:
            return None
        if case.reply.status == "error":
            unjudged = self.subject == "judge" and case.verdict is None
            return None if unjudged or self.subject == "time" else self.worst
        return self.measure(case)
