import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from corpus.readers import DocumentReader, Refusal
from corpus.readers.recogniser import is_installed
from corpus.readers.sandbox import Sandbox
from tests.hostile_files import Hostile, hostile_files, write_good_files
from tests.hostile_memory import allowed, peak_of_children

#: Where pictures can be read, a page in private signs is read as one, and is no fault.
ALL = [file for file in hostile_files() if not (is_installed() and file.name == "private-signs.pdf")]
#: What takes seconds to make or to parse is left to the proof.
SLOW = {
    h
    for h in ALL
    if "bomb" in h.name or h.name in ("swelling.html", "swelling.docx", "deep-tables.html", "form-loop.pdf")
}
SAMPLE = random.Random(20).sample([h for h in ALL if h not in SLOW], 10)


def _load_among(folder: Path, files: list[Hostile]) -> None:
    expected = write_good_files(folder)
    for file in files:
        file.make(folder / file.name)
    corpus = load_corpus(folder)
    loaded = {plan.id: sum(clause.kind == "clause" for clause in plan.clauses) for plan in corpus.plans}
    beside = {file.beside for file in files if file.beside}
    assert {plan: loaded[plan] for plan in expected} == expected
    assert set(loaded) == set(expected) | beside
    reasons = {problem.file: problem.reason for problem in corpus.problems}
    for file in files:
        assert file.shown in reasons, f"{file.name!r} is not reported"
        assert file.reason in reasons[file.shown], (file.name, reasons[file.shown])
        assert reasons[file.shown].endswith("。")
    assert len(corpus.problems) >= len(files)


def test_there_are_sixty_hostile_files_and_more() -> None:
    assert len({file.name for file in ALL}) == len(ALL) >= 60


def test_a_sample_of_hostile_files_is_reported_and_the_good_ones_beside_them_are_loaded(tmp_path: Path) -> None:
    _load_among(tmp_path, SAMPLE)


@pytest.mark.prove
def test_a_zip_entry_named_for_a_place_outside_is_refused_and_the_one_behind_it_is_read(tmp_path: Path) -> None:
    unsafe = [file for file in ALL if file.name.startswith("unsafe-")]
    assert len(unsafe) > 10
    _load_among(tmp_path, unsafe)


@pytest.mark.prove
def test_every_hostile_file_is_reported_and_the_good_ones_beside_them_are_loaded(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("claim", "敌意文件个个按名报告、说明原因，旁边的好文件照常收入")
    record_property("n", len(ALL))
    before = peak_of_children()
    _load_among(tmp_path, ALL)
    assert peak_of_children() <= max(before, allowed())


def _only_refusal(reader: DocumentReader, path: Path) -> str:
    (found,) = reader.read(path)
    assert isinstance(found, Refusal)
    return found.reason


@pytest.mark.parametrize(
    ("program", "seconds", "reason"),
    [
        ("import time; time.sleep(600)", 0.5, "超时"),
        ("while True: pass", 0.5, "超时"),
        ("import os; os.abort()", 60, "异常退出"),
        ("print('{}', end='')", 60, "异常退出"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", 60, "超时"),
    ],
)
def test_a_parser_that_hangs_or_dies_costs_its_document_only(
    tmp_path: Path, program: str, seconds: float, reason: str
) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>节约用水</p>", encoding="utf-8")
    with DocumentReader(Sandbox(command=[sys.executable, "-c", program], wall_seconds=seconds)) as reader:
        assert reason in _only_refusal(reader, path)
        assert reason in _only_refusal(reader, path)


def test_the_process_after_a_killed_one_reads_on(tmp_path: Path) -> None:
    once = tmp_path / "once"
    program = (
        f"import os, runpy, pathlib\np = pathlib.Path({str(once)!r})\nif not p.exists():\n p.touch(); os.abort()\n"
    )
    program += "runpy.run_module('corpus.readers.worker', run_name='__main__')"
    path = tmp_path / "a.html"
    path.write_text("<p>节约用水</p>", encoding="utf-8")
    with DocumentReader(Sandbox(command=[sys.executable, "-c", program])) as reader:
        assert "异常退出" in _only_refusal(reader, path)
        assert [getattr(found, "text", "") for found in reader.read(path)] == ["节约用水"]


@pytest.mark.prove
def test_processor_time_is_limited_for_each_document(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("claim", "解析超过处理器时限的文件被停下，下一份文件照常读")
    slow, quick = tmp_path / "slow.html", tmp_path / "quick.html"
    slow.write_bytes(b"<html><body>" + b"<b>x</b>y" * 1_200_000)
    quick.write_text("<p>节约用水</p>", encoding="utf-8")
    with DocumentReader(Sandbox(cpu_seconds=0)) as reader:
        assert "超时" in _only_refusal(reader, slow)
        assert [getattr(found, "text", "") for found in reader.read(quick)] == ["节约用水"]


def test_what_a_document_leaves_behind_does_not_harm_the_next(tmp_path: Path) -> None:
    program = "import json, os, sys\nfor n, line in enumerate(sys.stdin):\n    if n == 1: os.abort()\n"
    program += "    print(json.dumps({'text': str(os.getpid()), 'remarks': []}), flush=True)"
    path = tmp_path / "a.html"
    path.write_text("<p>节约用水</p>", encoding="utf-8")
    with DocumentReader(Sandbox(command=[sys.executable, "-c", program])) as reader:
        texts = [getattr(found, "text", "") for _ in range(2) for found in reader.read(path)]
    assert len(set(texts)) == 2
    assert all(texts)


def test_a_parser_sees_no_secret_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_SECRET_KEY", "s3cret")
    program = (
        "import os, json, sys; sys.stdin.readline(); print(json.dumps({'text': repr(dict(os.environ)), 'remarks': []}))"
    )
    path = tmp_path / "a.html"
    path.write_text("<p>节约用水</p>", encoding="utf-8")
    with DocumentReader(Sandbox(command=[sys.executable, "-c", program])) as reader:
        (found,) = reader.read(path)
    assert "s3cret" not in str(found)
    assert "PATH" in str(found)
