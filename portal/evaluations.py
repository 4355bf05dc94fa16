"""What the page 评测 does: one run at a time over all workers, whoever began it; every deed is noted."""

from dataclasses import dataclass

from portal.contract import Evaluation, GoldSet, Run
from portal.deeds import Auditor, Deeds
from portal.errand import Ended, Errand, ErrandStopped, Report, State
from settings import Settings

GOLD_BYTES = 4_000_000
"""Bytes of an uploaded gold file: some ten thousand questions."""


@dataclass(frozen=True, slots=True)
class EvaluationBoard:
    """All that the page shows at one moment."""

    golds: tuple[GoldSet, ...]
    runs: tuple[Run, ...]
    state: State | None


class Evaluations:
    """Runs of gold sets; one object in each worker, over the same folder."""

    def __init__(self, settings: Settings, evaluation: Evaluation, audit: Auditor | None = None) -> None:
        self.kept = evaluation
        self._errand = Errand(settings.desk_dir / "evaluating")
        self._deeds = Deeds(settings.desk_dir / "evaluation.jsonl", audit)

    @property
    def state(self) -> State | None:
        """How far a run is, or what came of the last one."""
        return self._errand.state()

    def board(self) -> EvaluationBoard:
        """What is the case now."""
        state = self.state  # before the runs: of one that has ended by then the result is among them
        return EvaluationBoard(tuple(self.kept.gold_sets()), tuple(self.kept.runs()), state)

    def add_gold(self, name: str, content: bytes, who: str) -> str:
        """Take in a gold file."""
        kept = self.kept.add_gold(name, content)
        self._deeds.note(who, "上传题目", kept)
        return kept

    def start(self, gold: str, who: str) -> None:
        """Begin a run."""

        def work(report: Report) -> Ended:
            run = self.kept.run(gold, who, report.step, lambda: self._errand.is_cancelled)
            self._deeds.note(who, "评测" if run else "停止评测", f"{gold} {run or ''}".strip())
            if run is None:
                raise ErrandStopped("已停止，没有留下结果。", "It was stopped and left no result.")
            return Ended("评测完成，结果在下面的列表里。", "The run is done; its result is in the list below.", run)

        self._errand.begin("评测", who, work)

    def stop(self) -> None:
        """Have the run that is under way be given up, whichever worker does it."""
        self._errand.cancel()

    def delete(self, run: str, who: str) -> None:
        """Keep a run no longer."""
        self.kept.delete(run)
        self._deeds.note(who, "删除评测", run)
