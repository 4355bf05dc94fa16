import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from httpx import Client

from portal.server import address_of
from tests.running_server import HOME, running


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    command = [sys.executable, "app.py", *arguments]
    return subprocess.run(
        command, cwd=HOME, capture_output=True, text=True, timeout=120, check=False, env=quiet | environment
    )


def assert_told_in_one_chinese_line(done: subprocess.CompletedProcess[str], *words: str, code: int = 1) -> None:
    assert done.returncode == code
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr)
    for word in words:
        assert word in done.stderr


def test_ask_prints_the_answer_then_each_citation(real_index: Path) -> None:
    done = run("ask", "抚州到2025年单位GDP能耗要降多少？", "--index", str(real_index))
    assert done.returncode == 0, done.stderr
    first, *citations = done.stdout.splitlines()
    assert "12.5%" in first
    assert citations
    assert citations[-1].startswith("〔")
    assert "《抚州市" in citations[-1]


def test_ask_json_is_the_answer_record(real_index: Path) -> None:
    done = run(
        "ask", "抚州到2025年单位GDP能耗要降多少？", "--json", "--index", str(real_index), PYTHONIOENCODING="ascii"
    )
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    text = (HOME / "corpus" / "plans" / f"{citation['plan']}.txt").read_text(encoding="utf-8")
    raw = text[citation["start"] : citation["end"]]
    assert "".join(raw.split()) == "".join(citation["quote"].split())


def test_broken_bytes_for_a_question_get_an_answer_or_a_message_and_no_traceback(real_index: Path) -> None:
    done = run("ask", "\udcff坏字节", "--index", str(real_index))
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr


@pytest.mark.parametrize("command", [["ask", "问"], ["--port", "0"]])
def test_a_missing_index_names_the_command_that_builds_it(tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "--index", str(tmp_path / "none"))
    assert_told_in_one_chinese_line(done, "python -m index build")


def test_a_damaged_index_is_told(real_index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(real_index, copy)
    for file in copy.rglob("*"):
        if file.is_file() and file.stat().st_size > 200:
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
    assert_told_in_one_chinese_line(run("ask", "问", "--index", str(copy)), "python -m index build")


def test_a_port_in_use_is_told(real_index: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert_told_in_one_chinese_line(run("--port", port, "--index", str(real_index)), port, "--port")


def test_a_wrong_command_line_is_told() -> None:
    assert_told_in_one_chinese_line(run("--nonsense"), "python app.py --help", code=2)


def test_asking_on_the_command_line_loads_no_web_and_no_training_library(real_index: Path) -> None:
    code = (
        "import app, sys; app.main(['ask', '抚州到2025年单位GDP能耗要降多少？', '--index', sys.argv[1]]);"
        "print(sorted({'gradio', 'fastapi', 'uvicorn', 'torch', 'transformers', 'langchain'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(real_index)], cwd=HOME, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_serve_is_the_default_command_and_its_ready_line_is_true(real_index: Path) -> None:
    with running("app.py", "--port", "0", "--index", str(real_index)) as address, Client(base_url=address) as client:
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
