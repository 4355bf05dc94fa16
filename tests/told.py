"""A command run in this process, and what has to be true of what it says when it fails."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import app
import corpus.__main__
import eval.__main__
import index.__main__
from commandline import run_command

Told = tuple[int, str, str]
Run = Callable[..., Told]
PROGRAMS: dict[str, typer.Typer] = {
    "python app.py": app.commands,
    "python -m corpus": corpus.__main__.app,
    "python -m index": index.__main__.app,
    "python -m eval": eval.__main__.app,
}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """``run("python -m index", "build", …)``: exit code, output, error output; settings name folders that are not there."""
    for name in [name for name in os.environ if name.startswith("WENCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WENCE_CORPUS_DIR", str(tmp_path / "no corpus"))
    monkeypatch.setenv("WENCE_INDEX_DIR", str(tmp_path / "no index"))

    def call(program: str, *arguments: str) -> Told:
        code = run_command(PROGRAMS[program], program, arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def assert_told(told: Told, *words: str, code: int = 1) -> None:
    returned, _, message = told
    assert returned == code, message
    assert is_chinese(message)
    assert "Traceback" not in message
    assert len(message.strip().splitlines()) == 1
    assert message.strip()[-1] not in "：，"
    for word in words:
        assert word in message
