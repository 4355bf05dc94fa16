"""Runs gold questions through the assistant and records what came out; scoring reads the records, never the assistant."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from errors import WenceError
from eval.gold import GoldQuestion
from retrieval.answer import Answer, Mode
from retrieval.assistant import Assistant

Progress = Callable[[int, int], None]
ANSWERS, PASSAGES = "answers.jsonl", "passages.jsonl"
_PASSAGES_A_QUESTION = 20


def run_answers(
    assistant: Assistant, questions: Sequence[GoldQuestion], mode: Mode, progress: Progress
) -> list[dict[str, Any]]:
    """One answer row a question. A deliberate refusal to answer is a row too, with the status ``error``."""
    rows = []
    for done, question in enumerate(questions, 1):
        try:
            rows.append(answer_row(question.id, assistant.ask(question.question, question.history, mode=mode)))
        except WenceError as error:
            rows.append(
                {
                    "id": question.id,
                    "question": question.question,
                    "answer": str(error),
                    "status": "error",
                    "citations": [],
                }
            )
        progress(done, len(questions))
    return rows


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
    }


def run_passages(assistant: Assistant, questions: Sequence[GoldQuestion], progress: Progress) -> list[dict[str, Any]]:
    """One row a question: its passages, best first."""
    rows = []
    for done, question in enumerate(questions, 1):
        ranked = assistant.passages(question.question, question.history, limit=_PASSAGES_A_QUESTION)
        passages = [
            {
                "plan": r.passage.plan,
                "start": r.passage.start,
                "end": r.passage.end,
                "text": r.passage.text,
                "score": r.score,
            }
            for r in ranked
        ]
        rows.append({"id": question.id, "passages": passages})
        progress(done, len(questions))
    return rows


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSONL, making the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
