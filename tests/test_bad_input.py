"""Whatever is typed, named or left in the folders: a Chinese message, no traceback, and an exit code that says it failed."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient

import corpus.__main__
import eval.__main__
import eval.commands
import index.__main__
import retrieval.assistant
from commandline import STOPPED
from index import manifest, versions
from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.service import Service
from settings import Settings
from tests.running_server import HOME
from tests.tiny_index import LANTIAN, build_tiny, write_plans
from tests.told import PROGRAMS, Run, assert_told, is_chinese, runner

GOLD = str(HOME / "eval" / "gold" / "invented.jsonl")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    return runner(monkeypatch, capsys, tmp_path)


# What is typed on the command line


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_unknown_option_or_command_is_told_with_how_to_see_the_right_ones(run: Run, program: str) -> None:
    assert_told(run(program, "--nonsense"), "--nonsense", f"{program} --help", code=2)
    assert_told(run(program, "frobnicate"), "frobnicate", f"{program} --help", code=2)


@pytest.mark.parametrize(
    ("program", "line", "word"),
    [
        ("python app.py", "ask", "缺少 question"),
        ("python app.py", "ask 甲 乙", "多写了 乙"),
        ("python app.py", "serve --port many", "--port 的值应是整数"),
        ("python app.py", "serve --port", "--port 后面没有写值"),
        ("python -m corpus", "check --corpus", "--corpus 后面没有写值"),
        ("python -m corpus", "check extra", "多写了 extra"),
        ("python -m index", "train", "缺少选项 --data"),
        ("python -m index", "build --if-need", "没有 --if-need 这个选项"),
        ("python -m eval", "run --out x", "缺少选项 --gold"),
        ("python -m eval", f"run --gold {GOLD} --out x --mode magic", "long-context"),
        ("python -m eval", f"run --gold {GOLD} --out x --workers 0", "--workers 的值不可用"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(run: Run, program: str, line: str, word: str) -> None:
    assert_told(run(program, *line.split()), word, code=2)


@pytest.mark.parametrize("program", [name for name in PROGRAMS if name != "python app.py"])
def test_no_command_at_all_shows_the_commands_and_does_not_count_as_done(run: Run, program: str) -> None:
    code, out, _ = run(program)
    assert (code, is_chinese(out)) == (2, True)
    assert run(program, "--help")[0] == 0


# Settings


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("PORT", "many", "应是整数"),
        ("PORT", "99999", "不能大于 65535"),
        ("PASSAGE_TOKENS", "1", "不能小于 64"),
        ("EMBEDDING_DOWNLOAD", "perhaps", "应是 true 或 false"),
        ("MODEL_TEMPERATURE", "warm", "应是数字"),
        ("MODEL_TOTAL_SECONDS", "0", "应大于 0"),
        ("ANSWER_MODE", "magic", "extract|llm|long-context"),
    ],
)
def test_a_bad_setting_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, program: str, key: str, value: str, word: str
) -> None:
    monkeypatch.setenv(f"WENCE_{key}", value)
    lines = {
        "python app.py": ["ask", "问"],
        "python -m corpus": ["check"],
        "python -m index": ["status"],
        "python -m eval": ["run", "--gold", GOLD, "--out", "x"],
    }
    assert_told(run(program, *lines[program]), f"WENCE_{key}", word, ".env")


@pytest.mark.parametrize(
    ("content", "word"), [(b"WENCE_PORT=many\n", "WENCE_PORT"), ("WENCE_HOST=本机\n".encode("gbk"), "UTF-8")]
)
def test_a_bad_env_file_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, word: str
) -> None:
    (tmp_path / "env").write_bytes(content)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / "env")
    assert_told(run("python -m corpus", "check"), word, ".env")


# The folder of plans


@pytest.mark.parametrize("command", ["check", "clauses", "targets", "duties"])
def test_a_corpus_folder_that_is_missing_or_empty_is_told(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("不是文件夹", encoding="utf-8")
    for name, word in (("nowhere", "找不到"), ("file", "找不到"), ("empty", "没有可读的方案")):
        told = run("python -m corpus", command, "--corpus", str(tmp_path / name))
        assert_told(told, word, str(tmp_path / name))
        assert told[1] == ""
    assert_told(run("python -m corpus", command), "no corpus", "WENCE_CORPUS_DIR")


def test_a_file_that_may_not_be_read_is_named_and_the_others_are_read(run: Run, tmp_path: Path) -> None:
    folder = write_plans(tmp_path / "plans")
    locked = folder / "locked.txt"
    locked.write_text(LANTIAN, encoding="utf-8")
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        locked.unlink()  # the superuser may read everything: a link that leads nowhere cannot be read by anyone
        locked.symlink_to(folder / "nowhere.txt")
    code, out, message = run("python -m corpus", "check", "--corpus", str(folder))
    assert (code, out.count("✓")) == (1, 2)
    assert "locked.txt" in message and is_chinese(message) and "Traceback" not in message


@pytest.mark.skipif(os.access("/", os.W_OK), reason="超级用户不受文件权限限制，测不出没有权限的文件")
def test_permissions_are_named_as_the_reason(run: Run, tmp_path: Path) -> None:
    folder = write_plans(tmp_path / "plans")
    (folder / "lantian.txt").chmod(stat.S_IWUSR)
    assert "权限" in run("python -m corpus", "check", "--corpus", str(folder))[2]


# The index


@pytest.fixture
def spoiled(tmp_path: Path) -> tuple[Path, Path]:
    """An index of the tests' own, and the folder of its current version."""
    folder = tmp_path / "index"
    build_tiny(write_plans(tmp_path / "plans"), folder)
    return folder, folder / "versions" / versions.read_pointer(folder)[0]


def opening(folder: Path) -> dict[str, list[str]]:
    """What opens an index, by program."""
    return {
        "python app.py": ["ask", "问", "--index", str(folder)],
        "python -m index": ["verify", "--index", str(folder)],
        "python -m eval": ["run", "--gold", GOLD, "--out", str(folder / "out"), "--index", str(folder)],
    }


@pytest.mark.parametrize("program", opening(Path()))
def test_an_index_that_is_missing_damaged_or_of_another_format_is_told_with_what_repairs_it(
    run: Run, spoiled: tuple[Path, Path], program: str
) -> None:
    folder, version = spoiled
    repair = "python -m index build --index"
    written = version / manifest.MANIFEST
    sound = written.read_bytes()
    assert_told(run(program, *opening(folder / "nowhere")[program]), "还没有索引", "python -m index build")
    for place in (0, len(sound) // 2, -3):
        written.write_bytes(bytes(b ^ (at == place % len(sound)) for at, b in enumerate(sound)))
        assert_told(run(program, *opening(folder)[program]), repair)
    written.write_bytes(sound)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest, "FORMAT", manifest.FORMAT + 1)  # a newer program opens what this one wrote
        assert_told(run(program, *opening(folder)[program]), "格式", repair)
    shutil.rmtree(version)
    assert_told(run(program, *opening(folder)[program]), repair)


def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    plans, file = str(write_plans(tmp_path / "plans")), tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert_told(run("python -m index", "build", "--corpus", plans, "--index", str(file)), str(file))
    assert_told(run("python -m eval", "new", "--corpus", plans, "--out", str(file / "题.csv")), str(file))


# Gold files and results


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("run --gold {none} --out {out}", "题目文件"),
        ("retrieve --gold {none} --out {out}", "题目文件"),
        ("score {none} --gold {gold}", "eval run"),
        ("compare {none} {none}", "eval score"),
        ("gate {none}", "eval score"),
        ("report {none} --gold {gold}", "eval run"),
        ("export {none} --gold {gold} --out {out}", "eval run"),
        ("all --gold {none} --out {out}", "题目文件"),
        ("judge {none} --gold {gold} --model openai:some", "eval run"),
        ("baseline {none} --write --baselines {out}", "eval score"),
        ("ablate --gold {none} --out {out}", "题目文件"),
        ("models --model other={none} --gold {none}", "题目文件"),
        ("models --model {none} --gold {gold}", "名称=模型"),
        ("peers --python {none}", "make peers"),
        ("mutate --labels {none} --out {out}", "标注文件"),
        ("table --baselines {none}", "基线"),
        ("new --out {none}/题.doc", ".csv"),
    ],
)
def test_results_and_questions_that_are_not_there_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, real_index: Path, tmp_path: Path, line: str, word: str
) -> None:
    monkeypatch.setenv("WENCE_INDEX_DIR", str(real_index))
    monkeypatch.setenv("WENCE_CORPUS_DIR", str(HOME / "corpus" / "plans"))
    filled = line.format(none=tmp_path / "none", gold=GOLD, out=tmp_path / "out")
    assert_told(run("python -m eval", *filled.split()), word)
    assert list(tmp_path.iterdir()) == []


# Questions


WORDLESS = ["", " \n\u3000", "\u200b", "👨‍👩‍👧🏽", "😀" * 300, "\u202e?", "？" * 999]
CODE = ["'; DROP TABLE plans; --", "<script>alert(1)</script>", "<b>", "{{7*7}} ${x} %(x)s"]
LONG = "长" * 10_000


@pytest.mark.parametrize("question", [*WORDLESS, LONG])
def test_a_question_without_words_or_with_too_many_is_told(run: Run, real_index: Path, question: str) -> None:
    assert_told(run("python app.py", "ask", question, "--index", str(real_index)), "请")


@pytest.mark.parametrize("question", CODE)
def test_code_for_a_question_is_taken_for_words_that_no_plan_holds(run: Run, real_index: Path, question: str) -> None:
    code, out, message = run("python app.py", "ask", question, "--index", str(real_index))
    assert (code, message, is_chinese(out)) == (0, "", True)
    assert "〔1〕" not in out


@pytest.fixture(scope="module")
def site(real_index: Path) -> TestClient:
    settings = Settings(_env_file=None, index_dir=real_index)  # type: ignore[call-arg]
    service = Service(retrieval.assistant.open_assistant(settings))
    return TestClient(Guard(build_api(service, settings), policy_of(settings)), base_url="http://127.0.0.1")


@pytest.mark.parametrize("question", [*WORDLESS, LONG])
def test_the_interface_refuses_them_too(site: TestClient, question: str) -> None:
    reply = site.post("/api/ask", json={"question": question})
    assert reply.status_code == 422
    assert is_chinese(reply.json()["message"])


@pytest.mark.parametrize("question", CODE)
def test_the_interface_finds_nothing_for_code(site: TestClient, question: str) -> None:
    reply = site.post("/api/ask", json={"question": question})
    answer = reply.json()
    assert (reply.status_code, answer["citations"]) == (200, [])
    assert answer["status"] in ("not_found", "clarify")
    assert is_chinese(answer["answer"])


# Ctrl-C


STOPPABLE: list[tuple[str, ModuleType, str, list[str]]] = [
    ("python app.py", retrieval.assistant, "open_assistant", ["ask", "问"]),
    ("python app.py", retrieval.assistant, "open_assistant", ["serve", "--port", "0"]),
    ("python -m corpus", corpus.__main__, "load_corpus", ["check"]),
    ("python -m index", index.__main__, "build_index", ["build", "--corpus", str(HOME / "corpus" / "plans")]),
    ("python -m eval", eval.__main__, "open_assistant", ["run", "--gold", GOLD, "--out", "x"]),
    ("python -m eval", eval.commands, "make_suites", ["mutate", "--labels", "x", "--out", "x"]),
]


@pytest.mark.parametrize(("program", "module", "name", "arguments"), STOPPABLE)
def test_a_command_that_is_stopped_says_so_and_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch, program: str, module: ModuleType, name: str, arguments: list[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, name, stop)
    assert run(program, *arguments) == (STOPPED, "", "已中断。\n")


@pytest.mark.parametrize(
    "code",
    [
        # A shell starts background jobs with Ctrl-C switched off; Python then leaves it so.
        "import commandline, os, signal, time; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "os.kill(os.getpid(), signal.SIGINT); time.sleep(60)",
        "import commandline; raise KeyboardInterrupt",
    ],
)
def test_a_command_that_is_stopped_while_it_loads_its_libraries_is_as_quiet(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert done.stderr == "已中断。\n"


def test_a_build_that_is_stopped_with_its_helpers_leaves_no_traceback_and_no_process(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    for number in range(60):
        (plans / f"{number}.txt").write_text(LANTIAN, encoding="utf-8")
    command = [sys.executable, "-m", "index", "build", "--corpus", str(plans), "--index", str(tmp_path / "index")]
    group: dict[str, Any] = {
        "cwd": HOME,
        "stderr": subprocess.PIPE,
        "stdout": subprocess.DEVNULL,
        "start_new_session": True,
    }
    with subprocess.Popen(command, **group) as building:
        assert building.stderr is not None
        first = building.stderr.read(1)  # the first sign of progress: the helpers are at work
        os.killpg(building.pid, signal.SIGINT)  # a terminal's Ctrl-C reaches the whole group
        said = first + building.stderr.read()  # ends when the last process that could write has ended
        assert building.wait(60) in (0, STOPPED, -signal.SIGINT)
    assert first and "Traceback" not in said.decode()
