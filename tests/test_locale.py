"""The command line reads and writes Chinese whatever the locale is."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running_server import HOME
from tests.test_layers import relative, sources
from tests.tiny_index import write_plans

BARE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def run(*arguments: str, **environment: str) -> str:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("WENCE_", "LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=HOME,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=quiet | BARE | environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_question_in_a_bare_locale_is_read_as_it_was_typed(real_index: Path) -> None:
    question = "抚州到2025年单位GDP能耗要降多少？"
    answer = json.loads(run("app.py", "ask", question, "--json", "--index", str(real_index)))
    assert answer["question"] == question
    assert {citation["plan"] for citation in answer["citations"]} == {"fuzhou-jx"}


@pytest.mark.prove
def test_chinese_names_of_folders_and_files_work_in_a_bare_locale(tmp_path: Path) -> None:
    corpus = write_plans(tmp_path / "语料")
    (corpus / "lantian.txt").rename(corpus / "澜田.txt")
    index, out = tmp_path / "索引", tmp_path / "结果"
    assert "澜田" in run("-m", "corpus", "clauses", "--corpus", str(corpus))
    run("-m", "index", "build", "--corpus", str(corpus), "--index", str(index))
    assert json.loads(run("-m", "index", "status", "--corpus", str(corpus), "--index", str(index), "--json"))
    gold = tmp_path / "题.jsonl"
    first = (HOME / "eval" / "gold" / "public.jsonl").read_text(encoding="utf-8").splitlines()[0]
    question = "澜田市用水总量要控制在多少？"
    gold.write_text(json.dumps({**json.loads(first), "question": question}, ensure_ascii=False), encoding="utf-8")
    run("-m", "eval", "run", "--gold", str(gold), "--out", str(out), "--index", str(index), "--mode", "extract")
    (row,) = (out / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert question in row


def test_a_locale_that_knows_chinese_is_left_alone() -> None:
    code = "import commandline, sys, typer; commandline._read_chinese(); print(sys.flags.utf8_mode)"
    assert run("-c", code, LC_ALL="C.UTF-8").strip() == "0"


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_no_text_is_read_or_written_in_the_encoding_of_the_locale(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if name in ("read_text", "write_text"):
            assert "encoding" in given, f"{relative(path)}:{node.lineno}"
        if name in ("run", "Popen", "check_output") and ("text" in given or "universal_newlines" in given):
            assert "encoding" in given, f"{relative(path)}:{node.lineno}"
        if name == "open" and isinstance(node.func, ast.Name):
            mode = node.args[1] if len(node.args) > 1 else given.get("mode")
            binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
            assert binary or "encoding" in given, f"{relative(path)}:{node.lineno}"
