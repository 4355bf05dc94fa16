"""A gold question with what was recorded for it: all that a metric gets to see."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from errors import GoldError
from eval.gold.questions import GoldQuestion
from eval.gold.texts import Texts
from eval.gold.wording import fold, without_marks
from eval.run.runner import ANSWERS, PASSAGES

VERDICTS = "judged.jsonl"


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of an answer; ``place`` is its title, section and address together."""

    n: int
    plan: str
    quote: str
    place: str


@dataclass(frozen=True)
class Reply:
    """A recorded answer. ``status`` is ``error`` where the assistant crashed; ``checks`` are its own gates: name, passed, detail."""

    text: str
    status: str
    citations: tuple[Cited, ...] = ()
    latency_ms: float | None = None
    stages_ms: tuple[tuple[str, float], ...] = ()
    checks: tuple[tuple[str, bool, str], ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text without marks, folded."""
        return fold(without_marks(self.text))

    @cached_property
    def quotes(self) -> tuple[tuple[str, str], ...]:
        """(plan, folded quote) of every citation."""
        return tuple((c.plan, fold(c.quote)) for c in self.citations)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage of a ranking."""

    plan: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judging model said; None where it did not say."""

    faithful: bool | None
    complete: bool | None
    reason: str = ""


@dataclass(frozen=True)
class Case:
    """A question, its recorded answer, ranking and verdict (None: no such file was recorded), and the plans."""

    question: GoldQuestion
    reply: Reply | None
    passages: tuple[Ranked, ...] | None
    texts: Texts
    verdict: Verdict | None = None

    @cached_property
    def asked(self) -> str:
        """Question and history, folded."""
        return fold(self.question.question + "".join(turn.content for turn in self.question.history))

    @property
    def answer(self) -> Reply:
        """The recorded answer; only for cases that have one."""
        assert self.reply is not None
        return self.reply


_MISSING = Reply(text="", status="error")


def load_cases(folder: Path, questions: Sequence[GoldQuestion], texts: Texts) -> list[Case]:
    """Gold questions with the rows of a results folder. A question without a row counts as a crash.

    Raises:
        GoldError: the folder holds neither answers nor passages, or a line is not a row.
    """
    answers, passages = folder / ANSWERS, folder / PASSAGES
    if not answers.is_file() and not passages.is_file():
        command = "python -m eval run --gold 题目 --out"
        raise GoldError(f"{folder} 里既没有 {ANSWERS} 也没有 {PASSAGES}。请先运行 {command} {folder}。")
    replies = {row["id"]: read_reply(row) for row in read_rows(answers)} if answers.is_file() else None
    judged = folder / VERDICTS
    verdicts = {row["id"]: _verdict(row) for row in read_rows(judged)} if judged.is_file() else {}
    ranked = {row["id"]: _ranking(row) for row in read_rows(passages)} if passages.is_file() else None
    return [
        Case(
            question=question,
            reply=replies.get(question.id, _MISSING) if replies is not None else None,
            passages=ranked.get(question.id, ()) if ranked is not None else None,
            texts=texts,
            verdict=verdicts.get(question.id),
        )
        for question in questions
    ]


def read_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Rows of a JSONL file.

    Raises:
        GoldError: a line is not an object with an ``id``; the message names it.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
                assert row["id"]
                yield row
            except (json.JSONDecodeError, KeyError, TypeError, AssertionError):
                raise GoldError(f"{path} 第 {number} 行不是有效的结果。请加 --fresh 重新作答。") from None


def read_reply(row: Mapping[str, Any]) -> Reply:
    """An answer row as a value; missing fields count as empty."""
    return Reply(
        text=str(row.get("answer") or ""),
        status=str(row.get("status") or "error"),
        citations=tuple(
            Cited(
                n=int(c.get("n") or place),
                plan=str(c.get("plan") or ""),
                quote=str(c.get("quote") or ""),
                place=" ".join(str(c.get(name) or "") for name in ("title", "section", "address")),
            )
            for place, c in enumerate(row.get("citations") or (), 1)
        ),
        latency_ms=row.get("latency_ms"),
        stages_ms=tuple((row.get("stages_ms") or {}).items()),
        checks=tuple(
            (str(c.get("gate")), bool(c.get("passed")), str(c.get("detail") or "")) for c in row.get("checks") or ()
        ),
    )


def _verdict(row: Mapping[str, Any]) -> Verdict:
    return Verdict(row.get("faithful"), row.get("complete"), str(row.get("reason") or ""))


def _ranking(row: Mapping[str, Any]) -> tuple[Ranked, ...]:
    return tuple(Ranked(str(p.get("plan") or ""), str(p.get("text") or "")) for p in row.get("passages") or ())
