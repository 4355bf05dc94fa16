"""The audit log finds whatever was done to it behind its back, and what was done stays found."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from errors import AuditUnsound, SettingsError
from portal.records import audit as room
from portal.records.audit import Audit
from portal.records.engine import open_engine
from portal.records.migration import migrate
from portal.records.seal import HEAD, KEY, Head, Seal

Record = Callable[[str, object], None]
LINES = 24


@dataclass(frozen=True)
class Log:
    """An audit log in a folder."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "r.db"

    @property
    def seal(self) -> Path:
        return self.folder / "audit"

    def open(self) -> Audit:
        return Audit(open_engine(f"sqlite:///{self.database}"), Seal(self.seal))

    def found(self) -> list[str]:
        engine = open_engine(f"sqlite:///{self.database}")
        findings = Audit(engine, Seal(self.seal)).verify()[1]
        engine.dispose()  # and with the last connection the write-ahead log is gone
        return [finding.told for finding in findings]

    def bend(self, *statements: str) -> None:
        connection = sqlite3.connect(self.database)
        with connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log(tmp_path)
    engine = open_engine(f"sqlite:///{log.database}")
    migrate(engine)
    audit = Audit(engine, Seal(log.seal))
    for number in range(LINES):
        audit.note(f"user{number % 5}", "删除对话", f"c{number}")
    engine.dispose()
    return log


def test_a_log_that_nobody_touched_is_sound_and_numbers_its_lines(log: Log) -> None:
    assert log.open().verify() == (LINES, [])
    assert [line["seq"] for line in log.open().last(2)] == [LINES - 1, LINES]
    assert (log.seal / KEY).stat().st_mode & 0o777 == 0o600


def test_an_empty_log_is_sound(tmp_path: Path) -> None:
    log = Log(tmp_path)
    migrate(open_engine(f"sqlite:///{log.database}"))
    assert log.open().verify() == (0, [])


def test_what_was_cut_off_stays_found_when_more_is_written(log: Log) -> None:
    log.bend(f"DELETE FROM audit WHERE seq > {LINES - 2}")
    assert log.found() == ["末尾缺了 2 行"]
    log.open().note("anna", "删除对话", "later")
    assert log.found()
    log.open().note("anna", "删除对话", "later still")
    assert any("缺了 2 行" in told for told in log.found())


def test_a_seal_that_is_gone_or_bent_stays_found_when_more_is_written(log: Log) -> None:
    (log.seal / HEAD).unlink()
    assert "封条不在" in log.found()[0]
    log.open().note("anna", "删除对话", "later")
    assert "封条与记录不符" in log.found()[0]
    (log.seal / HEAD).write_text('{"seq": 3, "mac": "x", "seal": "y"}', encoding="utf-8")
    assert any("封条被改动过" in told for told in log.found())
    with pytest.raises(AuditUnsound):
        Seal(log.seal).read()


def test_a_line_that_was_written_and_not_yet_sealed_is_no_fault_and_is_gone_on_from(log: Log) -> None:
    shutil.copy(log.seal / HEAD, log.folder / "before")
    log.open().note("anna", "删除对话", "unsealed")
    shutil.copy(log.folder / "before", log.seal / HEAD)
    assert log.found() == []
    log.open().note("anna", "删除对话", "sealed")
    assert log.open().verify() == (LINES + 2, [])


def test_a_first_line_that_was_not_yet_sealed_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, write = Log(tmp_path), Seal.write
    migrate(open_engine(f"sqlite:///{log.database}"))

    def killed_at_the_first_line(seal: Seal, head: Head) -> None:
        if head.seq:
            raise KeyboardInterrupt
        write(seal, head)

    monkeypatch.setattr(Seal, "write", killed_at_the_first_line)
    with pytest.raises(KeyboardInterrupt):
        log.open().note("anna", "删除对话", "x")
    monkeypatch.undo()
    assert log.open().verify() == (1, [])


def test_an_unsealed_line_of_somebody_else_is_found(log: Log) -> None:
    log.bend("INSERT INTO audit SELECT seq + 1, time, who, what, about, mac FROM audit ORDER BY seq DESC LIMIT 1")
    log.open().note("anna", "删除对话", "later")
    assert log.found()


def test_another_key_finds_every_line_wrong_and_a_short_one_is_refused(log: Log) -> None:
    other = Audit(open_engine(f"sqlite:///{log.database}"), Seal(log.seal, "k" * 32))
    assert other.verify()[1]
    with pytest.raises(SettingsError, match="WENCE_AUDIT_KEY"):
        Seal(log.seal, "short")


def bent(random: Random, lines: int) -> tuple[str, list[str]]:
    """One way to change the log, as statements."""
    one, other = random.sample(range(1, lines + 1), 2)
    column, value = random.choice(
        [("who", "'mallory'"), ("what", "'导出用户数据'"), ("about", "'c99'"), ("time", "'2020-01-01'")]
    )
    column, value = random.choice([(column, value), ("mac", f"'{random.randbytes(32).hex()}'")])
    names = ("time", "who", "what", "about", "mac")
    swap = ", ".join(f"{name} = (SELECT {name} FROM audit WHERE seq = {{}})" for name in names)
    cut = random.randrange(lines)
    forged = f"INSERT INTO audit VALUES ({lines + random.choice([1, 2])}, 't', 'who', 'what', '', '{random.randbytes(32).hex()}')"
    ways: list[tuple[str, list[str]]] = [
        ("edit", [f"UPDATE audit SET {column} = {value} WHERE seq = {one}"]),
        ("delete", [f"DELETE FROM audit WHERE seq = {one}"]),
        (
            "delete and renumber",
            [f"DELETE FROM audit WHERE seq = {min(one, lines - 1)}"]
            + [f"UPDATE audit SET seq = {n - 1} WHERE seq = {n}" for n in range(min(one, lines - 1) + 1, lines + 1)],
        ),
        (
            "swap numbers",
            [
                f"UPDATE audit SET seq = -1 WHERE seq = {one}",
                f"UPDATE audit SET seq = {one} WHERE seq = {other}",
                f"UPDATE audit SET seq = {other} WHERE seq = -1",
            ],
        ),
        ("copy over", [f"UPDATE audit SET {swap.format(*[other] * 5)} WHERE seq = {one}"]),
        ("tail cut", [f"DELETE FROM audit WHERE seq > {cut}"]),
        ("forged at the end", [forged]),
        ("head cut", [f"DELETE FROM audit WHERE seq <= {random.randrange(1, lines)}"]),
    ]
    return random.choice(ways)


def missed(log: Log, count: int, seed: int) -> list[str]:
    """The changes, of so many, that are not found."""
    random, whole, not_found = Random(seed), log.folder / "whole.db", []
    shutil.copy(log.database, whole)
    for _ in range(count):
        shutil.copy(whole, log.database)
        kind, statements = bent(random, LINES)
        log.bend(*statements)
        if not log.found():
            not_found.append(kind)
    shutil.copy(whole, log.database)
    assert log.found() == []  # and what is whole is not called broken
    return not_found


@pytest.mark.parametrize("count", [80, pytest.param(1000, marks=pytest.mark.prove, id="full")])
def test_every_edit_deletion_reordering_and_cut_is_found(
    log: Log, count: int, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert missed(log, count, 11) == []
    record_property("claim", "审计记录的改、删、换序、截尾：全部发现")
    record_property("n", count)
    monkeypatch.setattr(room, "_beyond", lambda *_: ())  # planted: the seal is not looked at
    assert "tail cut" in missed(log, 80, 11)


def test_the_head_says_how_far_the_log_reaches(log: Log) -> None:
    head = Seal(log.seal).read()
    assert head is not None and head == Head(LINES, head.mac)
