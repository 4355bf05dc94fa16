"""Decisions bent one at a time: each way of bending, and that the tests notice; a seeded sample here, more under ``prove``."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.proofs.bending.bend import bends_of, bent_code
from eval.proofs.bending.pattern import without_one
from eval.proofs.bending.rooms import HOME, ROOMS
from eval.proofs.bending.sample import equivalents, sample

SOURCE = """
import re
BOUND, SHARE = 4, 0.5
NAMES = re.compile("局|委(?:员会|办)")
def is_known(name: str, known: "list[str] | None") -> bool:
    if not name:
        return False
    return len(name) <= BOUND and name in known
"""
Record = Callable[[str, object], None]


def run_bends(folder: Path, *options: str, index: Path | None = None) -> list[dict[str, str]]:
    """The rows of a run: the bend, and the first test that failed (empty where none did)."""
    out = folder / "bends.jsonl"
    command = [sys.executable, "-m", "eval.proofs.bending", "--out", str(out), *options]
    built = {"WENCE_TESTED_INDEX": str(index)} if index else {}
    done = subprocess.run(command, cwd=HOME, env=os.environ | built, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def survivors(rows: list[dict[str, str]]) -> list[str]:
    return [row["bend"] for row in rows if not row["failed"]]


def test_every_decision_of_a_source_is_bent_in_its_ways() -> None:
    bends = {(b.way, b.before, b.after) for b in bends_of("known.py", SOURCE)}
    assert bends == {
        *(("number", "4", other) for other in ("5", "3", "8", "2")),
        *(("number", "0.5", other) for other in ("1.0", "0.25")),
        *(("alternative", name, "") for name in ("局", "委(?:员会|办)", "员会", "办")),
        ("check", "not name", "False"),
        ("negation", "not name", "name"),
        ("verdict", "False", "not False"),
        ("verdict", "len(name) <= BOUND and name in known", "not (len(name) <= BOUND and name in known)"),
        ("junction", "len(name) <= BOUND and name in known", "len(name) <= BOUND or name in known"),
        ("comparison", "len(name) <= BOUND", "len(name) < BOUND"),
        ("membership", "name in known", "name not in known"),
    }


def test_a_bent_module_does_otherwise_and_only_there() -> None:
    said = []
    for bend in bends_of("known.py", SOURCE):
        module: dict[str, object] = {}
        exec(bent_code(SOURCE, bend, "known.py"), module)
        is_known, pattern = module["is_known"], module["NAMES"]
        assert callable(is_known)
        asked = [("甲乙丙丁", ["甲乙丙丁"]), ("甲乙丙丁戊", ["甲乙丙丁戊"]), ("甲乙丙丁", []), ("", [""])]
        answers = [is_known(*each) for each in asked]
        said.append((answers, pattern.pattern, module["SHARE"], module["BOUND"]))  # type: ignore[attr-defined]
    assert all(each != ([True, False, False, False], "局|委(?:员会|办)", 0.5, 4) for each in said)


@pytest.mark.parametrize(
    ("pattern", "whole", "others"),
    [
        ("a|b|c", True, ["b|c", "a|c", "a|b"]),
        ("x(?:a|b)y", True, ["x(?:b)y", "x(?:a)y"]),
        (r"a\|b[|(]c", True, []),
        ("(?P<n>a|b)|(?<!c)", True, ["(?P<n>b)|(?<!c)", "(?P<n>a)|(?<!c)", "(?<!c)", "(?P<n>a|b)"]),
        ("a|b)c|d", False, ["a)c|d"]),
        ("a|b|c)d", False, ["a|c)d", "a|b)d"]),
    ],
)
def test_a_regular_expression_loses_each_of_its_alternatives(pattern: str, others: list[str], *, whole: bool) -> None:
    assert sorted(other for _, other in without_one(pattern, whole=whole)) == sorted(others)


def test_a_sample_takes_every_room_and_way_in_turn_and_is_the_same_for_a_seed() -> None:
    first = sample(3, 48)
    assert first == sample(3, 48) != sample(4, 48)
    assert {room.name for room, _ in first} == {room.name for room in ROOMS}
    assert len({bend.way for _, bend in first}) == 8


def test_a_bend_that_changes_nothing_is_one_of_the_source_and_says_why() -> None:
    names = {
        bend.name
        for room in ROOMS
        for file in room.files
        for bend in bends_of(file, (HOME / file).read_text(encoding="utf-8"))
    }
    assert equivalents().keys() <= names
    assert all(equivalents().values())


@pytest.mark.prove
def test_of_a_few_bent_decisions_one_at_most_goes_unnoticed(tmp_path: Path, real_index: Path) -> None:
    """Whatever is changed draws another three; what must never go unnoticed is proved below."""
    rows = run_bends(tmp_path, "--seed", "6", "--count", "3", "--unchecked", index=real_index)
    assert len(rows) == 3 and len(survivors(rows)) <= 1, survivors(rows)


@pytest.mark.prove
def test_bent_decisions_are_noticed(tmp_path: Path, record_property: Record) -> None:
    rows = run_bends(tmp_path, "--seed", "9", "--count", "84")
    record_property("claim", "改坏一个判断（数、比较、且与或、否定、正则的一支），有测试不通过；下限 0.90")
    record_property("n", len(rows))
    record_property("held", len(rows) - len(survivors(rows)))
    assert len(survivors(rows)) <= 0.1 * len(rows), survivors(rows)


@pytest.mark.prove
def test_the_decisions_that_must_not_be_lost_are_all_watched(tmp_path: Path, record_property: Record) -> None:
    """The gate of the cited plan, 不是福州，是抚州, and every constant of the reader and the stretch."""
    gate = r"checks.py (check_places|pass_gates) \[check\]"
    denied = r"scope.py (_negated \[|find_scope \[negation\] not _negated)"
    constants = r"reading/(reader|stretch).py — \[number\]"
    rows = run_bends(tmp_path, "--only", f"{gate}|{denied}|{constants}")
    record_property(
        "claim", "引文出自另一份方案的检查、“不是福州，是抚州”的读法、阅读器的每个常数：改坏了都有测试不通过"
    )
    record_property("n", len(rows))
    assert len(rows) >= 15 and survivors(rows) == []
