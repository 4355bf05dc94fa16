import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import __main__ as command

ROOT = Path(__file__).parents[1]
TEXT = (
    "甲市节能方案\n一、任务\n（一）工业。到2025年，能耗下降13.5%。（市商务局牵头，市水务局配合）\n（二）农业。推进。\n"
)


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("check", corpus=folder)`` is ``python -m corpus check --corpus folder``, in this process."""

    def call(*arguments: str, corpus: Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["corpus", *arguments, "--corpus", str(corpus)])
        with pytest.raises(SystemExit) as ended:
            command.main()
        code = ended.value.code
        assert isinstance(code, int)
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    return folder


def _rows(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_check_ends_with_1_and_names_the_files_left_out(run: Run, folder: Path) -> None:
    done = run("check", corpus=folder)
    assert done.returncode == 1
    assert "跳过 empty.txt：" in done.stderr
    assert "未收入 1 个文件" in done.stderr
    assert run("check", "--allow-problems", corpus=folder).returncode == 0


def test_check_prints_a_table_whose_columns_stand_below_each_other(run: Run, folder: Path) -> None:
    lines = run("check", corpus=folder).stdout.splitlines()
    assert [line.split() for line in lines] == [
        ["方案", "条款", "指标", "责任", "字数", "标题", "说明"],
        ["✓", "a", "4", "1", "2", "61", "甲市节能方案"],
        ["✗", "empty.txt", "未收入：文件是空的"],
    ]
    for words in (("标题", "甲市节", None), ("说明", None, "未收入")):
        places = {
            sum(1 + (sign >= "\u4e00") for sign in line[: line.index(word)])
            for line, word in zip(lines, words, strict=True)
            if word
        }
        assert len(places) == 1


def test_check_tells_machines_the_same(run: Run, folder: Path) -> None:
    (row,) = _rows(run("check", "--json", corpus=folder))
    assert row == {"plan": "a", "clauses": 4, "targets": 1, "duties": 2, "violations": [], "notes": []}


def test_a_remark_on_a_file_that_is_read_leaves_the_exit_code_at_0(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    done = run("check", corpus=tmp_path)
    assert "请留意 b.txt：与已收入的方案 a 内容相同" in done.stderr
    assert done.returncode == 0


def test_the_page_of_a_check_shows_all_that_was_read_and_runs_and_loads_nothing(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT.replace("推进", "推进<script>alert(1)</script>"), "utf-8")
    (corpus / "旧.xlsx").write_bytes(b"PK")
    done = run("check", "--html", str(tmp_path / "page.html"), corpus=corpus)
    assert done.returncode == 1
    page = (tmp_path / "page.html").read_text("utf-8")
    for words in ("（一）工业", "到2025年，能耗下降13.5%。", "市商务局", "牵头", "旧.xlsx", "未收入"):
        assert words in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "//" not in page.replace("<!doctype html>", "")
    assert page.count("<details>") == page.count("</details>")


def test_a_page_that_cannot_be_written_is_one_line(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("check", "--html", str(tmp_path / "nowhere" / "page.html"), corpus=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "page.html" in done.stderr


def test_clauses_are_one_object_a_line_with_address_section_and_span(run: Run, folder: Path) -> None:
    rows = _rows(run("clauses", "--json", corpus=folder))
    assert [row["address"] for row in rows] == ["文件头", "一、", "一、（一）", "一、（二）"]
    last = rows[-1]
    assert (last["id"], last["section"], last["title"]) == ("a#一、（二）", "一、任务 > （二）农业", "农业")
    assert TEXT[int(str(last["start"])) : int(str(last["end"]))] == "（二）农业。推进。\n"


def test_duties_are_one_object_a_line_with_the_fields_of_the_labels(run: Run, folder: Path) -> None:
    rows = _rows(run("duties", "--json", corpus=folder))
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


def test_people_read_duties_grouped_by_clause(run: Run, folder: Path) -> None:
    lines = run("duties", corpus=folder).stdout.splitlines()
    assert lines == [
        "《甲市节能方案》（a，甲市）",
        "  一、任务 > （一）工业",
        "    1. 市商务局（牵头）",
        "    2. 市水务局（参与）",
    ]


@pytest.mark.parametrize("asked", ["check", "clauses", "duties"])
def test_a_missing_folder_is_one_line_and_not_a_traceback(run: Run, asked: str, tmp_path: Path) -> None:
    assert_one_line_tells_of_it(run(asked, corpus=tmp_path / "nowhere"))


def test_the_command_runs_as_a_module_and_ends_so_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "corpus", "check", "--corpus", str(tmp_path / "nowhere")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert_one_line_tells_of_it(Done(ended.returncode, ended.stdout, ended.stderr))


def assert_one_line_tells_of_it(done: Done) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "找不到语料文件夹" in done.stderr
