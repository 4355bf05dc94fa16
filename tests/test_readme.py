"""What README and the documentation name exists: files, functions, commands, options, make targets; and its example runs."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main

from tests.running_server import HOME

README = (HOME / "README.md").read_text(encoding="utf-8")
PAGES = {"README.md": README} | {
    f"docs/{path.name}": path.read_text(encoding="utf-8") for path in sorted((HOME / "docs").glob("*.md"))
}
CODE = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"([\w./-]+\.py):([A-Za-z_][\w.]*)")
FILE = re.compile(r"(?:[\w-]+/)*[\w.-]+\.(?:py|toml|md|txt|jsonl|css|js)|(?:[\w-]+/)+")
ROOMS = ("corpus/", "index/", "retrieval/", "portal/", "eval/", "tests/", "prompts/", "docs/")


def defined(path: Path) -> set[str]:
    """Functions, classes, methods (``Class.method``) and constants of a file."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {
                f"{node.name}.{n.name}" for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
            }
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def test_every_function_that_is_named_with_its_file_is_there() -> None:
    named = [place for page in PAGES.values() for code in CODE.findall(page) for place in PLACE.findall(code)]
    for file, name in named:
        assert (HOME / file).is_file(), file
        assert name in defined(HOME / file), f"{file}:{name}"
    assert len(named) > 20


def test_every_file_that_is_named_is_there() -> None:
    seen = 0
    for page, text in PAGES.items():
        for code in CODE.findall(text):
            if FILE.fullmatch(code) and code.startswith(ROOMS):
                seen += 1
                assert (HOME / code).exists(), f"{page} names {code}"
    assert seen > 40


def test_the_tree_shows_every_folder_and_every_file_of_the_code_at_the_top() -> None:
    tree = README.split("## 目录")[1].split("```")[1]
    shown = {line.split()[0].rstrip("/") for line in tree.strip().splitlines() if not line.startswith(" ")}
    code = {path.name for path in HOME.glob("*.py")} | {path.parent.name for path in HOME.glob("*/__init__.py")}
    assert shown == code | {"tests", "deploy", "docs"}


def test_every_page_of_the_documentation_is_listed() -> None:
    unlisted = [page for page in PAGES if page.startswith("docs/") and f"({page})" not in README]
    assert unlisted == []


def commands() -> dict[str, dict[str, set[str]]]:
    """Options by subcommand by program."""
    import app
    from corpus.__main__ import app as corpus_app
    from eval.__main__ import app as eval_app
    from index.__main__ import app as index_app

    programs = {"corpus": corpus_app, "index": index_app, "eval": eval_app, "app.py": app.commands}
    known = {}
    for program, made in programs.items():
        group = typer.main.get_group(made)
        known[program] = {
            name: {option for parameter in command.params for option in getattr(parameter, "opts", ())} | {"--help"}
            for name, command in group.commands.items()
        }
    return known


def test_every_command_and_option_in_the_documentation_is_there() -> None:
    known, seen = commands(), 0
    for page, text in PAGES.items():
        for line in text.splitlines():
            for program, name, rest in re.findall(r"python -m (corpus|index|eval) ([a-z]+)\b([^`\n]*)", line):
                assert name in known[program], f"{page}: {line}"
                for option in re.findall(r"(?<!\S)--[a-z]+(?:-[a-z]+)*", rest):
                    assert option in known[program][name], f"{page}: {option} in {line}"
                seen += 1
            for rest in re.findall(r"python app\.py([^`\n]*)", line):
                either = known["app.py"]["ask"] | known["app.py"]["serve"]
                assert set(re.findall(r"(?<!\S)--[a-z]+(?:-[a-z]+)*", rest)) <= either, f"{page}: {line}"
    assert seen > 30


def test_every_make_target_in_the_documentation_is_there() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (HOME / "Makefile").read_text(encoding="utf-8")))
    for page, text in PAGES.items():
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE))
        assert named <= targets, f"{page}: {named - targets}"


def test_every_setting_in_the_documentation_is_there() -> None:
    from settings import Settings

    known = {f"WENCE_{name.upper()}" for name in Settings.model_fields}
    for page, text in PAGES.items():
        assert set(re.findall(r"\bWENCE_[A-Z_]*[A-Z](?![A-Z_])", text)) <= known, page


def test_the_five_lines_for_langchain_run_as_printed(real_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval.writer.scripted import ScriptedChatModel

    monkeypatch.setenv("WENCE_INDEX_DIR", str(real_index))
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, Any] = {"chat_model": ScriptedChatModel()}
    exec(block, names)
    documents, answer = names["documents"], names["answer"]
    assert {document.metadata["plan"] for document in documents} == {"ziyang"}
    assert answer.citations
    assert answer.mode == "llm"


def test_what_readme_prints_for_a_question_is_what_is_printed(real_index: Path) -> None:
    from tests.test_app_command import started

    question, *printed = re.search(r'app\.py ask "(.*?)"\n(.*?)```', README, re.DOTALL).groups()  # type: ignore[union-attr]
    assert started("app.py", "ask", question, "--index", str(real_index)).stdout.strip() == printed[0].strip()
