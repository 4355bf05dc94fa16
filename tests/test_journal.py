"""A run writes row by row, takes up where it was stopped, and turns every crash into a row."""

import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from errors import GoldError, QuestionTooLong
from eval.gold.questions import GoldQuestion
from eval.run.journal import record
from eval.run.progress import Bar
from eval.run.runner import answer_stamp, ask_row, passages_row
from tests.scripted_assistant import ScriptedAssistant
from tests.twin_cities import QUESTIONS

ASKED = list(QUESTIONS.values())


def stamp(_: GoldQuestion) -> dict[str, str]:
    return {"index": "i1"}


class Maker:
    """Makes rows and remembers for which questions; ``stop_at`` interrupts like Ctrl-C."""

    def __init__(self, stop_at: str = "", index: str = "i1") -> None:
        self.asked: list[str] = []
        self._stop_at = stop_at
        self._index = index

    def __call__(self, question: GoldQuestion) -> dict[str, Any]:
        if question.id == self._stop_at:
            raise KeyboardInterrupt
        self.asked.append(question.id)
        return {"id": question.id, "index": self._index}


def run(path: Path, maker: Maker, **options: Any) -> tuple[list[dict[str, Any]], int]:
    return record(path, ASKED, make_row=maker, stamp=stamp, progress=lambda *_: None, **options)


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_interrupted_run_keeps_its_rows_and_the_next_makes_only_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(path, Maker(stop_at=ASKED[2].id))
    assert ids(path) == [q.id for q in ASKED[:2]]
    second = Maker()
    rows, kept = run(path, second)
    assert (kept, second.asked) == (2, [q.id for q in ASKED[2:]])
    assert ids(path) == [row["id"] for row in rows] == [q.id for q in ASKED]
    assert not path.with_suffix(".partial").exists()


def test_a_last_line_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    run(path, Maker())
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:-9], encoding="utf-8")
    again = Maker()
    run(path, again)
    assert again.asked == [ASKED[-1].id] and path.read_text(encoding="utf-8") == whole


def test_rows_of_another_index_and_crashed_rows_are_made_again(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    rows, _ = run(path, Maker(index="i0"))
    again = Maker()
    run(path, again)
    assert len(again.asked) == len(ASKED)
    crashed = [row | {"index": "i1"} for row in rows]
    crashed[1]["error"] = "KeyError"
    path.write_text("".join(json.dumps(row) + "\n" for row in crashed), encoding="utf-8")
    once_more = Maker()
    run(path, once_more)
    assert once_more.asked == [ASKED[1].id]


def test_fresh_keeps_nothing(tmp_path: Path) -> None:
    run(tmp_path / "a.jsonl", Maker())
    again = Maker()
    assert run(tmp_path / "a.jsonl", again, fresh=True)[1] == 0 and len(again.asked) == len(ASKED)


def test_workers_make_rows_at_the_same_time_and_the_file_keeps_the_order(tmp_path: Path) -> None:
    together = threading.Barrier(len(ASKED), timeout=20)

    def make(question: GoldQuestion) -> dict[str, Any]:
        together.wait()  # passes only when all five are under way at once
        return {"id": question.id, "index": "i1"}

    options: dict[str, Any] = {"stamp": stamp, "progress": lambda *_: None}
    record(tmp_path / "a.jsonl", ASKED, make_row=make, workers=len(ASKED), **options)
    assert ids(tmp_path / "a.jsonl") == [q.id for q in ASKED]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(GoldError, match="无法写入"):
        run(tmp_path / "taken" / "answers.jsonl", Maker())


class Crashing(ScriptedAssistant):
    """Breaks in the middle of everything."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
        self.index = type("Index", (), {"fingerprint": "i1"})()
        self.model = ""

    def ask(self, *_: Any, **__: Any) -> Any:
        raise self.error

    def passages(self, *_: Any, **__: Any) -> Any:
        raise self.error


def test_a_crash_is_a_row_with_the_status_error() -> None:
    assistant: Any = Crashing(KeyError("boom"))
    row = ask_row(assistant, ASKED[0], "extract")
    assert row["status"] == "error" and row["error"] == "KeyError" and row["citations"] == []
    assert row.items() >= answer_stamp(assistant, ASKED[0], "extract").items()
    assert passages_row(assistant, ASKED[0])["passages"] == []
    refused: Any = Crashing(QuestionTooLong("问题太长。请缩短。"))
    assert ask_row(refused, ASKED[0], "extract")["answer"] == "问题太长。请缩短。"


def test_the_stamp_changes_with_history_and_mode() -> None:
    from dataclasses import replace

    from retrieval.answer import Turn

    assistant: Any = Crashing(KeyError())
    first = answer_stamp(assistant, ASKED[0], "extract")
    later = replace(ASKED[0], history=(Turn("user", "西川呢？"),))
    assert answer_stamp(assistant, later, "extract")["asked"] != first["asked"]
    assert answer_stamp(assistant, ASKED[0], "llm") != first


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_rate_and_end_on_a_terminal_and_one_line_elsewhere() -> None:
    screen, log = Terminal(), io.StringIO()
    for stream in (screen, log):
        bar = Bar("作答", stream)
        for done in range(1, 4):
            bar(done, 3)
    assert "\r作答 " in screen.getvalue() and "3/3（每秒" in screen.getvalue() and "题）" in screen.getvalue()
    assert log.getvalue().count("\n") == 1 and "\r" not in log.getvalue()
