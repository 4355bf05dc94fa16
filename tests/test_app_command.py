import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import Client

import app
from portal.server import address_of
from tests.running_server import HOME


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Said = Callable[..., Done]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    """What a command says that is run in this process, where the seconds of a start tell nothing more."""
    for name in [name for name in os.environ if name.startswith("WENCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WENCE_WORKERS", "1")  # of a server that does not begin; tests/test_workers.py starts more

    def run_here(*arguments: str) -> Done:
        code = app.main(list(arguments))
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return run_here


def started(*command: str, **environment: str) -> Done:
    """What a Python says that is started with ``command``."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=quiet | environment,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def assert_told_in_one_chinese_line(done: Done, *words: str, code: int = 1) -> None:
    assert done.returncode == code
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr)
    for word in words:
        assert word in done.stderr


def test_ask_prints_the_answer_then_each_citation_and_loads_no_web_and_no_training_library(real_index: Path) -> None:
    code = (
        "import app, sys; print('exit', app.main(['ask', '抚州到2025年单位GDP能耗要降多少？', '--index', sys.argv[1]]));"
        "print(sorted({'gradio', 'fastapi', 'uvicorn', 'torch', 'transformers', 'langchain'} & set(sys.modules)))"
    )
    done = started("-c", code, str(real_index))
    assert done.returncode == 0, done.stderr
    first, *citations, ended, loaded = done.stdout.splitlines()
    assert "12.5%" in first
    assert citations
    assert citations[-1].startswith("〔")
    assert "《抚州市" in citations[-1]
    assert (ended, loaded) == ("exit 0", "[]")


def test_ask_json_is_the_answer_record(real_index: Path) -> None:
    command = ("app.py", "ask", "抚州到2025年单位GDP能耗要降多少？", "--json", "--index", str(real_index))
    answer = json.loads(started(*command, PYTHONIOENCODING="ascii").stdout)
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    text = (HOME / "corpus" / "plans" / f"{citation['plan']}.txt").read_text(encoding="utf-8")
    raw = text[citation["start"] : citation["end"]]
    assert "".join(raw.split()) == "".join(citation["quote"].split())


def test_broken_bytes_for_a_question_get_an_answer_or_a_message_and_no_traceback(real_index: Path, said: Said) -> None:
    done = said("ask", "\udcff坏字节", "--index", str(real_index))
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr


@pytest.mark.parametrize("command", [["ask", "问"], ["--port", "0"]])
def test_a_missing_index_names_the_command_that_builds_it(tmp_path: Path, command: list[str], said: Said) -> None:
    done = said(*command, "--index", str(tmp_path / "none"))
    assert_told_in_one_chinese_line(done, "python -m index build")


def test_a_damaged_index_is_told(real_index: Path, tmp_path: Path, said: Said) -> None:
    copy = tmp_path / "index"
    shutil.copytree(real_index, copy)
    for file in copy.rglob("*"):
        if file.is_file() and file.stat().st_size > 200:
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
    assert_told_in_one_chinese_line(said("ask", "问", "--index", str(copy)), "python -m index build")


def test_a_port_in_use_is_told(real_index: Path, said: Said) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert_told_in_one_chinese_line(said("--port", port, "--index", str(real_index)), port, "--port")


def test_a_wrong_command_line_is_told() -> None:
    assert_told_in_one_chinese_line(started("app.py", "--nonsense"), "python app.py --help", code=2)


def test_serve_is_the_default_command_and_its_ready_line_is_true(real_address: str) -> None:
    with Client(base_url=real_address) as client:
        ready = client.get("/api/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert len(client.get("/api/plans").json()) == ready.json()["plans"]
        answer = client.post("/api/ask", json={"question": "抚州到2025年单位GDP能耗要降多少？"}).json()
        assert "12.5%" in answer["answer"]
        assert {citation["plan"] for citation in answer["citations"]} == {"fuzhou-jx"}


def test_the_ready_line_names_an_address_that_this_machine_can_open() -> None:
    assert address_of("127.0.0.1", 1) == "http://127.0.0.1:1"
    assert address_of("localhost", 1) == "http://127.0.0.1:1"
    assert address_of("0.0.0.0", 1) == "http://127.0.0.1:1"
    assert address_of("192.168.1.9", 1) == "http://192.168.1.9:1"
    assert address_of("::1", 1) == "http://[::1]:1"
