"""Folders that are not there are told of with what to do, and no command makes them in passing."""

from pathlib import Path

import pytest

from tests.running_server import HOME
from tests.told import Run, assert_told, runner

GOLD = str(HOME / "eval" / "gold" / "invented.jsonl")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    return runner(monkeypatch, capsys, tmp_path)


@pytest.mark.parametrize(
    ("program", "line", "word"),
    [
        ("python -m index", "status", "python -m index build"),
        ("python -m index", "verify", "python -m index build"),
        ("python -m index", "rollback", "python -m index build"),
        ("python -m index", "build", "--corpus"),
        ("python -m index", "train --data {none}", "docs/embedding-model.md"),
        ("python app.py", "ask 用水总量", "python -m index build"),
        ("python app.py", "serve --port 0", "python -m index build"),
        ("python -m corpus", "check", "--corpus"),
        ("python -m corpus", "clauses", "--corpus"),
        ("python -m corpus", "targets", "--corpus"),
        ("python -m corpus", "duties", "--corpus"),
        ("python -m eval", "run --gold {gold} --out {none}", "python -m index build"),
        ("python -m eval", "retrieve --gold {gold} --out {none}", "python -m index build"),
        ("python -m eval", "all --gold {gold} --out {none}", "--corpus"),
        ("python -m eval", "new --out {none}/题.csv", "--corpus"),
        ("python -m eval", "ablate --gold {gold} --out {none}", "--corpus"),
        ("python -m eval", "models --model other={none} --gold {gold}", "--corpus"),
    ],
)
def test_folders_that_are_not_there_are_told_with_what_to_do_and_not_made(
    run: Run, tmp_path: Path, program: str, line: str, word: str
) -> None:
    filled = line.format(none=tmp_path / "none", gold=GOLD)
    assert_told(run(program, *filled.split()), word)
    assert list(tmp_path.iterdir()) == []


def test_going_back_in_a_folder_without_an_index_leaves_it_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert_told(run("python -m index", "rollback", "--index", str(tmp_path)), "python -m index build")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
