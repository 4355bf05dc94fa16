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


def test_check_ends_with_1_and_names_the_files_left_out(folder: Path) -> None:
    run = _run("check", corpus=folder)
    assert run.returncode == 1
    assert "跳过 empty.txt：" in run.stderr
    assert "未收入 1 个文件" in run.stderr
    assert _run("check", "--allow-problems", corpus=folder).returncode == 0


def test_check_prints_a_table_whose_columns_stand_below_each_other(folder: Path) -> None:
    lines = _run("check", corpus=folder).stdout.splitlines()
    assert [line.split() for line in lines] == [
        ["方案", "条款", "指标", "责任", "字数", "标题", "说明"],
        ["✓", "a", "4", "1", "2", "61", "甲市节能方案"],
    ]
    places = [
        sum(1 + (sign >= "\u4e00") for sign in line[: line.index(word)])
        for line, word in zip(lines, ("标题", "甲市节"), strict=True)
    ]
    assert places[0] == places[1]


def test_check_tells_machines_the_same(folder: Path) -> None:
    (row,) = _rows(_run("check", "--json", corpus=folder))
    assert row == {"plan": "a", "clauses": 4, "targets": 1, "duties": 2, "violations": [], "notes": []}


def test_a_remark_on_a_file_that_is_read_leaves_the_exit_code_at_0(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    run = _run("check", corpus=tmp_path)
    assert "请留意 b.txt：与已收入的方案 a 内容相同" in run.stderr
    assert run.returncode == 0


def test_the_page_of_a_check_shows_all_that_was_read_and_runs_and_loads_nothing(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT.replace("推进", "推进<script>alert(1)</script>"), "utf-8")
    (corpus / "旧.xlsx").write_bytes(b"PK")
    run = _run("check", "--html", str(tmp_path / "page.html"), corpus=corpus)
    assert run.returncode == 1
    page = (tmp_path / "page.html").read_text("utf-8")
    for words in ("（一）工业", "到2025年，能耗下降13.5%。", "市商务局", "牵头", "旧.xlsx", "未收入"):
        assert words in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "//" not in page.replace("<!doctype html>", "")
    assert page.count("<details>") == page.count("</details>")


def test_a_page_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    run = _run("check", "--html", str(tmp_path / "nowhere" / "page.html"), corpus=folder)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "page.html" in run.stderr


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
