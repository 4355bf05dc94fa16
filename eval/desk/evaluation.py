"""Runs of gold sets over the index that is served now. Each is a results folder as ``python -m eval run`` writes them, with its gold file
and a note beside it, so that the command line reads it too.
"""

import json
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from errors import GoldError
from eval.desk.library import GoldLibrary, GoldSet
from eval.desk.texts import IndexTexts
from eval.gold.kinds import type_name
from eval.gold.questions import load_gold
from eval.report.files import Part, write_report
from eval.run.case import read_rows
from eval.run.journal import record
from eval.run.runner import ANSWERS, PASSAGES, answer_stamp, ask_row, passages_row, passages_stamp
from eval.score.comparison import compare
from eval.score.scoring import ALL, Scores, read_scores, score_folder, write_scores
from eval.score.summary import title_of
from index.snapshot import Index
from retrieval.assistant import Assistant

REPORT, NOTE = "report.html", "run.json"
SHOWN = ("right", "key_facts", "proof", "verbatim", "right_plan", "unsupported_numbers", "evidence_recall_5")
"""The metrics that stand in the table; all of them are in the report."""
_ID = re.compile(r"[0-9]{8}-[0-9]{6}(-[0-9]{6})?-[0-9a-f]{4}")
Progress = Callable[[str, int, int], None]


class _Cancelled(Exception):
    """Somebody asked for the run to be given up."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is kept."""

    id: str
    gold: str
    title: str
    time: str
    who: str
    index: str
    questions: int
    right: float


@dataclass(frozen=True, slots=True)
class Score:
    """The means of one kind of question."""

    kind: str
    questions: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that one run answered rightly and the other not."""

    id: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs question by question."""

    common: int
    won: tuple[Turned, ...]
    lost: tuple[Turned, ...]


class Evaluation:
    """Evaluates whatever index ``served`` gives; runs and uploaded gold files are kept in ``folder``."""

    def __init__(self, folder: Path, served: Callable[[], Index]) -> None:
        self._folder = folder / "runs"
        self._library = GoldLibrary(folder / "gold")
        self._served = served

    def gold_sets(self) -> list[GoldSet]:
        """Those of the program, and those that were uploaded."""
        return self._library.sets(self._held())

    def add_gold(self, name: str, content: bytes) -> str:
        """Keep an uploaded gold file; see :meth:`eval.desk.library.GoldLibrary.add`."""
        return self._library.add(name, content)

    def run(self, gold: str, who: str, progress: Progress, cancelled: Callable[[], bool]) -> str | None:
        """Run a gold set; the run's id, or None where it was cancelled: then nothing is kept.

        Questions go one by one to an assistant of its own over the served index, so that nobody else waits for a seat. Only one run may
        be under way in a folder.
        """
        self._sweep()
        chosen, now = self._library.find(gold), datetime.now().astimezone()
        name = f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}"
        folder = self._folder / name
        folder.mkdir(parents=True)
        try:
            shutil.copyfile(chosen.path, folder / f"{chosen.name}.jsonl")
            index = self._served()
            _record(Assistant(index), folder / f"{chosen.name}.jsonl", folder, progress, cancelled)
            progress("打分", 0, 1)
            scores = _score(folder, folder / f"{chosen.name}.jsonl", chosen.title, index)
            right = scores.summary()["right"]["overall"][ALL].mean
            note = Run(
                id=name,
                gold=chosen.name,
                title=chosen.title,
                time=now.isoformat(timespec="seconds"),
                who=who,
                index=index.fingerprint,
                questions=len(scores.questions),
                right=right,
            )
            (folder / NOTE).write_text(json.dumps(asdict(note), ensure_ascii=False), encoding="utf-8")
            progress("打分", 1, 1)
        except _Cancelled:
            shutil.rmtree(folder, ignore_errors=True)
            return None
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return name

    def runs(self) -> list[Run]:
        """The runs that are kept, newest first; a folder without a note is one that is still being made."""
        found = (self._noted(path) for path in self._folder.glob(f"*/{NOTE}"))
        return sorted((run for run in found if run), key=lambda run: run.id, reverse=True)

    def scores(self, run: str) -> list[Score]:
        """The scores over all questions, then by kind."""
        scores = read_scores(self._place(run))
        names = [name for name in SHOWN if name in scores.metrics]
        return [_means(scores, kind, names) for kind in ("", *scores.types)]

    def report(self, run: str) -> Path:
        """The report of a run: one HTML file."""
        return self._place(run) / REPORT

    def delete(self, run: str) -> None:
        """Keep a run no longer."""
        shutil.rmtree(self._place(run))

    def compare(self, before: str, after: str) -> Compared:
        """Pair the questions of two runs.

        Raises:
            GoldError: they share no question.
        """
        first, second = self._place(before), self._place(after)
        result = compare(read_scores(first), read_scores(second))
        said, then = ({row["id"]: row for row in read_rows(folder / ANSWERS)} for folder in (first, second))

        def turned(names: tuple[str, ...]) -> tuple[Turned, ...]:
            return tuple(Turned(n, said[n]["question"], said[n]["answer"], then[n]["answer"]) for n in names)

        return Compared(result.common, turned(result.fixed), turned(result.broken))

    def _sweep(self) -> None:
        """Remove what a run left behind whose process died."""
        for path in self._folder.glob("*"):
            if _ID.fullmatch(path.name) and not (path / NOTE).exists():
                shutil.rmtree(path, ignore_errors=True)

    def _held(self) -> set[str]:
        return {card.id for card in self._served().plans}

    def _place(self, run: str) -> Path:
        """A kept run's folder. Ids come from outside: what is none, names no folder."""
        if not _ID.fullmatch(run) or not (self._folder / run / NOTE).is_file():
            raise GoldError(
                "没有这次评测，或已被删除。请刷新后重新选择。",
                "There is no such run, or it was deleted. Refresh and choose again.",
            )
        return self._folder / run

    def _noted(self, path: Path) -> Run | None:
        try:
            return Run(**json.loads(path.read_text(encoding="utf-8"))) if _ID.fullmatch(path.parent.name) else None
        except (OSError, ValueError, TypeError):
            return None


def _record(assistant: Assistant, gold: Path, folder: Path, progress: Progress, cancelled: Callable[[], bool]) -> None:
    """Record answers and rankings, as ``python -m eval all`` does."""
    questions = load_gold(gold)

    def step(stage: str, done: int, total: int) -> None:
        if cancelled():
            raise _Cancelled
        progress(stage, done, total)

    step("作答", 0, len(questions))
    record(
        folder / ANSWERS,
        questions,
        make_row=lambda question: ask_row(assistant, question, "extract"),
        stamp=lambda question: answer_stamp(assistant, question, "extract"),
        progress=partial(step, "作答"),
    )
    record(
        folder / PASSAGES,
        questions,
        make_row=lambda question: passages_row(assistant, question),
        stamp=lambda question: passages_stamp(assistant, question),
        progress=partial(step, "检索"),
    )


def _score(folder: Path, gold: Path, title: str, index: Index) -> Scores:
    scores, cases = score_folder(folder, gold, IndexTexts(index))
    write_scores(scores, folder)
    write_report(folder, [Part(title, scores, cases)])
    return scores


def _means(scores: Scores, kind: str, names: list[str]) -> Score:
    values = {title_of(name): scores.values(name, kind=kind) for name in names}
    asked = sum(kind in ("", question.type) for question in scores.questions)
    means = {name: sum(each) / len(each) for name, each in values.items() if each}
    return Score(type_name(kind) if kind else ALL, asked, means)
