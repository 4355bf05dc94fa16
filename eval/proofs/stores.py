"""The same questions to two stores of one index: which answers differ, and in what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.gold.questions import GoldQuestion
from eval.run.runner import ask_row
from retrieval.assistant import Assistant

MOST = 0.01
"""Answers that may differ: BM25 of two engines rounds the length of a text differently, and ties fall to one side or the other."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that two stores do not give alike."""

    id: str
    question: str
    status: tuple[str, str]
    answer: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of asking both; ``differences`` are in the order of the questions, ``cited`` are answers cited from other places."""

    asked: int
    differences: tuple[Difference, ...]
    cited: int
    milliseconds: tuple[float, float]

    @property
    def share(self) -> float:
        """The share of answers that differ."""
        return len(self.differences) / max(self.asked, 1)

    def render(self) -> str:
        """Lines for a person."""
        told = (
            f"{self.asked} 题，{len(self.differences)} 题的回答不同（{self.share:.2%}，上限 {MOST:.0%}），"
            f"其中 {sum(d.status[0] != d.status[1] for d in self.differences)} 题的状态不同；另有 {self.cited} 题字句相同而出处不同。"
            f"每题中位数 {self.milliseconds[0]:.0f} 与 {self.milliseconds[1]:.0f} 毫秒。"
        )
        lines = [
            f"{d.id}（{d.status[0]}／{d.status[1]}）{d.question}\n  前：{d.answer[0]}\n  后：{d.answer[1]}"
            for d in self.differences
        ]
        return "\n".join([told, *lines])


def compare_stores(
    one: Assistant, other: Assistant, questions: Sequence[GoldQuestion], progress: Callable[[int, int], None]
) -> Compared:
    """Ask both every question."""
    differences: list[Difference] = []
    took: tuple[list[float], list[float]] = ([], [])
    cited = 0
    for done, question in enumerate(questions, start=1):
        first, second = (ask_row(assistant, question, "extract") for assistant in (one, other))
        if (first["status"], first["answer"]) != (second["status"], second["answer"]):
            status, answer = ((first[name], second[name]) for name in ("status", "answer"))
            differences.append(Difference(question.id, question.question, status, answer))
        else:
            cited += first["citations"] != second["citations"]
        for row, times in zip((first, second), took, strict=True):
            times.append(row.get("latency_ms", 0.0))
        progress(done, len(questions))
    middle = [sorted(times)[len(times) // 2] for times in took]
    return Compared(len(questions), tuple(differences), cited, (middle[0], middle[1]))
