"""Writers killed in the middle, on SQLite and PostgreSQL: what was acknowledged is there. A writer that acknowledges early is caught."""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest
from sqlalchemy import Engine

from errors import RecordsUnavailable
from portal.records.audit import Audit, Finding
from portal.records.conversation_id import new_id
from portal.records.conversations import Conversations
from portal.records.engine import open_engine, writing
from portal.records.migration import migrate
from portal.records.seal import Seal
from tests.postgres import postgres, url_of

Record = Callable[[str, object], None]
TURNS = 4
"""Turns of a conversation before the next is begun."""


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The database, and no connection to it afterwards: a process that is forked would share it."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def prepared(url: str) -> None:
    with opened(url) as engine:
        migrate(engine)


def breaks(url: str, folder: Path) -> list[Finding]:
    """Where the audit log is not sound."""
    with opened(url) as engine:
        return Audit(engine, Seal(folder)).verify()[1]


def write_on(url: str, folder: Path, told: int) -> None:
    """Keep turns and audit lines for ever; each is acknowledged once it is kept."""
    engine = open_engine(url)
    kept, audit = Conversations(engine), Audit(engine, Seal(folder))
    while True:
        one = new_id()
        for number in range(TURNS):
            kept.keep("anna", one, f"问{number}", {"id": f"a{number}", "answer": "答" * 200})
            os.write(told, f"turn {one} {number}\n".encode())
        audit.note("anna", "删除对话", one)
        os.write(told, f"deed {one} 0\n".encode())


def write_early(url: str, folder: Path, told: int) -> None:
    """Planted: acknowledges before it commits."""
    del folder
    engine = open_engine(url)
    kept = Conversations(engine)
    while True:
        one = new_id()
        os.write(told, f"turn {one} 0\n".encode())
        time.sleep(0.05)
        kept.keep("anna", one, "问", {"id": "a0"})


def killed(writer: Callable[[str, Path, int], None], url: str, folder: Path, random: Random) -> list[list[str]]:
    """Have a writer write, kill it at a moment of no choosing, and give what it had acknowledged."""
    reading, told = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=writer, args=(url, folder, told), daemon=True)
    process.start()
    os.close(told)
    said = os.read(reading, 1)  # it has begun
    time.sleep(random.uniform(0.0, 0.06))
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    while part := os.read(reading, 65536):
        said += part
    os.close(reading)
    return [line.split() for line in said.decode().splitlines() if line.count(" ") == 2]


def lost(url: str, folder: Path, acknowledged: list[list[str]]) -> list[list[str]]:
    """What was acknowledged and is not there."""
    with opened(url) as engine:
        kept = {c["id"]: c for c in _all(Conversations(engine))}
        deeds = {line["about"] for line in Audit(engine, Seal(folder)).last(1_000_000)}

    def there(kind: str, one: str, number: str) -> bool:
        if kind == "deed":
            return one in deeds
        turns = kept.get(one, {}).get("turns", ())
        return any(t["position"] == int(number) and t["answer"]["id"] == f"a{number}" for t in turns)

    return [line for line in acknowledged if not there(*line)]


def _all(kept: Conversations) -> list[dict[str, Any]]:
    cards, cursor = kept.page("anna", 200)
    found = [*cards]
    while cursor:
        cards, cursor = kept.page("anna", 200, cursor)
        found += cards
    return [kept.read("anna", card["id"]) for card in found]


def kill_often(url: str, folder: Path, count: int, seed: int) -> tuple[int, list[list[str]]]:
    """How many records were acknowledged before so many kills, and which of them are lost; the audit log is sound after each."""
    random, acknowledged = Random(seed), list[list[str]]()
    prepared(url)
    for _ in range(count):
        acknowledged += killed(write_on, url, folder, random)
        assert breaks(url, folder) == []
    return len(acknowledged), lost(url, folder, acknowledged)


@pytest.mark.parametrize("count", [4, pytest.param(50, marks=pytest.mark.prove, id="full")])
def test_nothing_acknowledged_is_lost_by_killed_writers_on_sqlite(
    tmp_path: Path, count: int, record_property: Record
) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    acknowledged, gone = kill_often(url, tmp_path / "audit", count, 1)
    assert gone == [] and acknowledged >= count
    record_property("claim", f"写入中强杀 {count} 次（SQLite）：确认过的记录一条不丢")
    record_property("n", acknowledged)
    early = [line for n in range(4) for line in killed(write_early, url, tmp_path / "audit", Random(n))]
    assert lost(url, tmp_path / "audit", early)  # planted: it acknowledges what it has not kept


@pytest.mark.prove
def test_nothing_acknowledged_is_lost_by_killed_writers_on_postgresql(tmp_path: Path, record_property: Record) -> None:
    with postgres() as server:
        acknowledged, gone = kill_often(url_of(server), tmp_path / "audit", 50, 2)
        early = [line for n in range(4) for line in killed(write_early, url_of(server), tmp_path / "audit", Random(n))]
        assert gone == [] and acknowledged >= 50
        assert lost(url_of(server), tmp_path / "audit", early)
    record_property("claim", "写入中强杀 50 次（PostgreSQL）：确认过的记录一条不丢")
    record_property("n", acknowledged)


@pytest.mark.prove
def test_nothing_acknowledged_is_lost_when_postgresql_itself_is_killed(tmp_path: Path, record_property: Record) -> None:
    folder, acknowledged = tmp_path / "audit", list[list[str]]()
    with postgres() as server:
        url = url_of(server)
        prepared(url)
        for number in range(10):
            acknowledged += _until_the_server_is_killed(server, url, folder, Random(number))
            server.ensure_postgres_running()
            assert breaks(url, folder) == []
        assert lost(url, folder, acknowledged) == [] and len(acknowledged) >= 10
        hasty, late = url + "&options=-c%20synchronous_commit%3Doff", list[list[str]]()
        for number in range(3):  # planted: a database that acknowledges before it has written
            late += _until_the_server_is_killed(server, hasty, tmp_path / f"hasty{number}", Random(number))
            server.ensure_postgres_running()
        assert lost(url, folder, late)
    record_property("claim", "强杀 PostgreSQL 本身 10 次：确认过的记录一条不丢")
    record_property("n", len(acknowledged))


def _write_quietly(url: str, folder: Path, told: int) -> None:
    with contextlib.suppress(RecordsUnavailable):  # its server is killed
        write_on(url, folder, told)
    os._exit(0)


def _until_the_server_is_killed(server: Any, url: str, folder: Path, random: Random) -> list[list[str]]:
    reading, told = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=_write_quietly, args=(url, folder, told), daemon=True)
    process.start()
    os.close(told)
    said = os.read(reading, 1)
    time.sleep(random.uniform(0.0, 0.1))
    postmaster = psutil.Process(server.get_pid())
    for one in [postmaster, *postmaster.children(recursive=True)]:  # as when the power goes
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs([postmaster], timeout=10)
    while part := os.read(reading, 65536):  # ends when the writer does, which has nobody to write to
        said += part
    process.join()
    os.close(reading)
    return [line.split() for line in said.decode().splitlines() if line.count(" ") == 2]


def test_a_reader_waits_for_no_writer(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'r.db'}") as engine:
        migrate(engine)
        with writing(engine) as connection:
            connection.exec_driver_sql("DELETE FROM turns")
            assert Conversations(engine).page("anna", 1) == ([], None)
