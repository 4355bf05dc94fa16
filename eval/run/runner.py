"""Runs gold questions through the assistant and records what came out; scoring reads the records, never the assistant."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from errors import WenceError
from eval.gold.questions import GoldQuestion
from retrieval.answer import Answer, Mode
from retrieval.assistant import Assistant

Progress = Callable[[int, int], None]
ANSWERS, PASSAGES = "answers.jsonl", "passages.jsonl"
_PASSAGES_A_QUESTION = 20
_HOME = Path(__file__).resolve().parent.parent.parent
#: What decides an answer beside the index: the program and its word lists.
_PROGRAM = ("corpus", "index", "retrieval", "prompts")


def ask_row(assistant: Assistant, question: GoldQuestion, mode: Mode) -> dict[str, Any]:
    """A row of answers.jsonl. Whatever goes wrong is a row too, with the status ``error``: a crash counts as a wrong answer."""
    try:
        row = answer_row(question.id, assistant.ask(question.question, question.history, mode=mode))
    except Exception as error:  # noqa: BLE001  # a skipped row would flatter the score
        row = {"id": question.id, "question": question.question, "answer": _said(error), "status": "error"}
        row |= {"citations": [], "error": type(error).__name__}
    return row | answer_stamp(assistant, question, mode)


def answer_row(question_id: str, answer: Answer) -> dict[str, Any]:
    """The public names of an answer in answers.jsonl."""
    return {
        "id": question_id,
        "question": answer.question,
        "answer": answer.answer,
        "status": answer.status,
        "mode": answer.mode,
        "citations": [asdict(c) for c in answer.citations],
        "checks": [asdict(c) for c in answer.checks],
        "index": answer.index,
        "latency_ms": answer.latency_ms,
        "stages_ms": answer.stages_ms,
        "model": answer.model,
        "prompts": answer.prompts,
        "usage": asdict(answer.usage) if answer.usage else None,
    }


def passages_row(assistant: Assistant, question: GoldQuestion) -> dict[str, Any]:
    """A row of passages.jsonl, best passage first; a crash is a row without passages and with its ``error``."""
    row: dict[str, Any] = {"id": question.id, "passages": []}
    try:
        for ranked in assistant.passages(question.question, question.history, limit=_PASSAGES_A_QUESTION):
            kept = {name: getattr(ranked.passage, name) for name in ("plan", "start", "end", "text")}
            row["passages"].append(kept | {"score": ranked.score})
    except Exception as error:  # noqa: BLE001  # a skipped row would flatter the score
        row |= {"error": type(error).__name__, "answer": _said(error)}
    return row | passages_stamp(assistant, question)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, WenceError) else f"{type(error).__name__}：{error}"


def answer_stamp(assistant: Assistant, question: GoldQuestion, mode: Mode) -> dict[str, str]:
    """What an answer depends on; a recorded row is kept on resuming only where all of it is the same."""
    model = {} if mode == "extract" else {"asked_model": assistant.model}
    return passages_stamp(assistant, question) | {"asked_mode": mode} | model


def passages_stamp(assistant: Assistant, question: GoldQuestion) -> dict[str, str]:
    """What a ranking depends on: the question with its history, the index and the program."""
    asked = json.dumps([question.question, *(asdict(turn) for turn in question.history)], ensure_ascii=False)
    digest = hashlib.sha256(asked.encode()).hexdigest()[:12]
    return {"asked": digest, "index": assistant.index.fingerprint, "program": program_fingerprint()}


@lru_cache(maxsize=1)
def program_fingerprint() -> str:
    """Short hash (12 hexadecimal digits) of the sources, word lists and prompts that answers come from."""
    digest = hashlib.sha256()
    files = (p for part in _PROGRAM for p in (_HOME / part).rglob("*") if p.suffix in (".py", ".toml", ".md"))
    for path in sorted(p for p in files if "plans" not in p.parts):
        digest.update(path.relative_to(_HOME).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSONL, making the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
