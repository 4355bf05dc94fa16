import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (
    "甲市节能方案\n一、任务\n（一）工业。到2025年，能耗下降13.5%。（市商务局牵头，市水务局配合）\n（二）农业。推进。\n"
)


def _run(*arguments: str, corpus: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "corpus", *arguments, "--corpus", str(corpus)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    return folder


def _rows(run: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_check_names_every_plan_and_every_file_left_out(folder: Path) -> None:
    run = _run("check", corpus=folder)
    assert run.returncode == 0
    assert run.stdout == "✓ a《甲市节能方案》4 条，61 字\n"
    assert "跳过 empty.txt：" in run.stderr
    assert _rows(_run("check", "--json", corpus=folder)) == [{"plan": "a", "clauses": 4, "violations": []}]


def test_clauses_are_one_object_a_line_with_address_section_and_span(folder: Path) -> None:
    rows = _rows(_run("clauses", "--json", corpus=folder))
    assert [row["address"] for row in rows] == ["文件头", "一、", "一、（一）", "一、（二）"]
    last = rows[-1]
    assert (last["id"], last["section"], last["title"]) == ("a#一、（二）", "一、任务 > （二）农业", "农业")
    assert TEXT[int(str(last["start"])) : int(str(last["end"]))] == "（二）农业。推进。\n"


def test_duties_are_one_object_a_line_with_the_fields_of_the_labels(folder: Path) -> None:
    rows = _rows(_run("duties", "--json", corpus=folder))
    assert [(row["body"], row["role"], row["order"]) for row in rows] == [
        ("市商务局", "lead", 1),
        ("市水务局", "join", 2),
    ]
    first = rows[0]
    assert first["plan"] == "a"
    assert first["section"] == "一、任务 > （一）工业"
    assert first["clause"] == "a#一、（一）"
    assert first["quote"] == "（市商务局牵头，市水务局配合）"
    assert TEXT[int(str(first["start"])) : int(str(first["end"]))] == first["quote"]


def test_people_read_duties_grouped_by_clause(folder: Path) -> None:
    lines = _run("duties", corpus=folder).stdout.splitlines()
    assert lines == [
        "《甲市节能方案》（a，甲市）",
        "  一、任务 > （一）工业",
        "    1. 市商务局（牵头）",
        "    2. 市水务局（参与）",
    ]


@pytest.mark.parametrize("command", ["check", "clauses", "duties"])
def test_a_missing_folder_is_one_line_and_not_a_traceback(command: str, tmp_path: Path) -> None:
    run = _run(command, corpus=tmp_path / "nowhere")
    assert run.returncode == 1
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1
    assert "找不到语料文件夹" in run.stderr
