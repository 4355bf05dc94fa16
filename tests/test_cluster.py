"""The store in Milvus and PostgreSQL: builds that break off, sessions that break off, engines that go away."""

import itertools
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, event, text

from corpus.catalogue import load_corpus
from errors import SettingsError, SnapshotBusy, StoreUnavailable
from index.choice import open_store
from index.cluster.hold import Hold, open_database
from index.cluster.shelves import Shelves
from index.cluster.tables import HOLDING, MADE, METADATA, REVISION
from index.milvus import Milvus
from index.part import make_part
from index.serving import ServedIndex
from index.snapshot import Index
from index.verify import find_misquotes
from index.work import FileParts
from settings import Settings
from tests.milvus_server import MilvusServer
from tests.postgres import postgres, stop_at_once
from tests.stores import Workshop, database_in, free_port, in_cluster
from tests.tiny_index import CHANGED, LANTIAN, QINGHE, PairEmbedder, write_plans

HOME = Path(__file__).resolve().parent.parent
QUESTION = "用水总量控制在多少亿立方米"
FIGURE = re.compile(r"用水总量控制在(\d+)\.5亿")


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres() as server:
        yield server


@pytest.fixture
def workshop(tmp_path: Path, server: Any) -> Iterator[Workshop]:
    with in_cluster(tmp_path, server) as workshop:
        yield workshop


def publish(workshop: Workshop, edition: int) -> None:
    workshop.build(lantian=LANTIAN.replace("9.6亿", f"{edition}.5亿"), qinghe=QINGHE.replace("7.2亿", f"{edition}.5亿"))


def editions_in(index: Index) -> set[int]:
    """The editions that one opened index speaks of, by all ways of asking it."""
    texts = [index.plan_text(plan) for plan in ("lantian", "qinghe")]
    for plan in ("lantian", "qinghe"):
        texts += [index.unit(row).text for row, _ in index.search_units(QUESTION, [plan], 1)]
        texts += [index.passage(row).text for row, _ in index.search_passages(QUESTION, [plan], 1)]
        texts += [index.unit(row).text for row, _ in index.search_vectors(index.embed_query(QUESTION), [plan], 3)]
    return {int(found) for text in texts for found in FIGURE.findall(text)}


def rows_in(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        counted = int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
    engine.dispose()
    return counted


# Builds that break off


class Stopped(BaseException):
    """A build was stopped."""


def stop_before(monkeypatch: pytest.MonkeyPatch, step: int) -> list[str]:
    """Stop before so many calls to Milvus and PostgreSQL; the calls that came."""
    seen: list[str] = []

    def counted(kind: type, name: str) -> None:
        call = getattr(kind, name)

        def counting(self: Any, *args: Any, **more: Any) -> Any:
            seen.append(name)
            if len(seen) >= step:
                raise Stopped
            return call(self, *args, **more)

        monkeypatch.setattr(kind, name, counting)

    counted(Milvus, "call")
    counted(Hold, "ask")
    counted(type(open_database("postgresql+psycopg://nobody@127.0.0.1:1/none")), "begin")
    return seen


@pytest.mark.parametrize(("apart", "most"), [(24, 1), pytest.param(1, 33, marks=pytest.mark.prove)])
def test_a_build_stopped_at_any_step_leaves_the_old_version_or_the_new_one_and_the_next_goes_on(
    apart: int, most: int, workshop: Workshop
) -> None:
    publish(workshop, 1)
    publish(workshop, 2)
    before, stopped = 2, 0
    for edition, step in enumerate(range(1, 500, apart), start=3):
        with pytest.MonkeyPatch.context() as monkeypatch:
            stop_before(monkeypatch, step)
            try:
                publish(workshop, edition)
                ended = True
            except Stopped:
                ended, stopped = False, stopped + 1
        index = workshop.open()
        (found,) = editions_in(index)
        assert found in (before, edition)
        assert list(find_misquotes(index)) == []
        index.close()
        before = found
        if ended:
            break
    assert ended and stopped >= most
    publish(workshop, 999)
    index = workshop.open()
    assert editions_in(index) == {999}
    assert {index.rarity("用水总量")} == {0.7255375567194207}, "the terms of what came and went are counted once"


def test_a_document_that_another_puts_there_while_the_shelves_are_looked_through_is_there_whole_or_not_at_all(
    tmp_path: Path, server: Any
) -> None:
    plan = load_corpus(write_plans(tmp_path)).plans[0]
    part = make_part(plan, PairEmbedder(), len, 120)
    with database_in(server) as url:
        METADATA.create_all(engine := open_database(url))
        shelves, looks = Shelves(engine), itertools.count()

        def put_meanwhile(*_: Any) -> None:
            if next(looks) == 0:
                shelves.put("late", FileParts((part,), ()))

        event.listen(engine, "after_cursor_execute", put_meanwhile)
        assert shelves.made(["late"]) == {}
        assert [revision.plan for revision in shelves.made(["late"])["late"].revisions] == [plan.id]
        engine.dispose()


@pytest.mark.prove
def test_what_was_read_before_a_build_broke_off_is_not_read_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Milvus, "upsert", stop)
        with pytest.raises(Stopped):
            workshop.build()
    workshop.build()
    assert workshop.states == {"lantian": "resumed", "qinghe": "resumed"}


def stop(*_: Any, **__: Any) -> None:
    raise Stopped


@pytest.mark.prove
def test_what_no_version_needs_is_forgotten(tmp_path: Path, server: Any) -> None:
    with database_in(server) as url:
        settings = Settings(
            store="milvus", milvus_uri=str(tmp_path / "m.db"), index_url=SecretStr(url), index_dir=tmp_path
        )
        workshop = Workshop(open_store(settings), tmp_path / "plans")
        for edition in range(5):
            publish(workshop, edition)
        assert [rows_in(url, table.name) for table in (REVISION, HOLDING, MADE)] == [4, 4, 2]


@pytest.mark.prove
def test_of_two_builds_at_once_the_second_is_told_to_wait(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.build()
    refused = []
    put = Milvus.upsert

    def meanwhile(self: Milvus, *args: Any) -> None:
        with pytest.raises(SnapshotBusy, match="另一个构建") as told:
            workshop.store.roll_back()
        refused.append(told)
        put(self, *args)

    monkeypatch.setattr(Milvus, "upsert", meanwhile)
    workshop.build(lantian=CHANGED)
    assert refused


# Sessions that break off


def end_sessions(server: Any) -> None:
    """Let PostgreSQL end every session but ours."""
    server.psql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )


def test_a_reader_whose_session_broke_off_refuses_what_it_just_found_and_then_goes_on(
    workshop: Workshop, server: Any
) -> None:
    publish(workshop, 1)
    served = ServedIndex(workshop.open(), every=0)
    index = served.current()
    end_sessions(server)
    with pytest.raises(StoreUnavailable, match="重试"):
        index.search_units(QUESTION, ["lantian"], 1)
    with pytest.raises(KeyError):
        index.clause("没有")  # the next question takes its lock again
    assert editions_in(index) == {1}


def test_a_reader_that_is_asked_while_the_database_is_away_goes_on_when_it_is_back(tmp_path: Path) -> None:
    with postgres() as own, in_cluster(tmp_path, own) as workshop:
        publish(workshop, 1)
        index = workshop.open()
        stop_at_once(own)
        for _ in range(4):
            with pytest.raises(StoreUnavailable, match="重试"):
                index.clause("没有")
            with pytest.raises(StoreUnavailable, match="重试"):
                index.search_units(QUESTION, ["lantian"], 1)
        own.ensure_postgres_running()
        with pytest.raises(KeyError):
            index.clause("没有")
        assert editions_in(index) == {1}
        index.close()
        with pytest.raises(StoreUnavailable):
            index.clause("没有")


@pytest.mark.prove
def test_a_reader_that_lost_its_collections_to_a_build_never_reads_them_again(workshop: Workshop, server: Any) -> None:
    publish(workshop, 1)
    lost = workshop.open()
    publish(workshop, 2)
    end_sessions(server)
    publish(workshop, 3)  # takes the collections of the first
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            lost.search_units(QUESTION, ["lantian"], 1)
        with pytest.raises(StoreUnavailable):
            lost.clause("没有")
    served = ServedIndex(lost, every=0)
    assert editions_in(served.current()) == {3}


# Engines that go away


@pytest.mark.prove
def test_while_milvus_is_away_questions_are_refused_at_once_and_answered_when_it_is_back(
    tmp_path: Path, server: Any
) -> None:
    engine = MilvusServer(tmp_path / "engine")
    try:
        with in_cluster(tmp_path, server, engine.uri) as workshop:
            publish(workshop, 1)
            served = ServedIndex(workshop.open(), every=0)
            engine.kill()
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match=r"Milvus（http://127.0.0.1:\d+）没有应答.*WENCE_MILVUS_URI"):
                served.current().search_units(QUESTION, ["lantian"], 1)
            assert time.monotonic() - began < 60
            assert "Milvus" in served.problem
            engine.start()
            assert editions_in(served.current()) == {1}
            assert not served.problem
    finally:
        engine.kill()


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    gone = f"postgresql+psycopg://wence:geheim@127.0.0.1:{free_port()}/index"
    settings = Settings(
        store="milvus", milvus_uri=str(tmp_path / "m.db"), index_url=SecretStr(gone), index_dir=tmp_path
    )
    workshop = Workshop(open_store(settings), tmp_path / "plans")
    with pytest.raises(StoreUnavailable, match="WENCE_INDEX_URL") as told:
        workshop.build()
    assert "geheim" not in str(told.value) + workshop.store.place


# Settings


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"milvus_uri": ""}, "WENCE_MILVUS_URI"),
        ({"index_url": ""}, "WENCE_INDEX_URL"),
        ({"index_url": "sqlite:///x"}, "WENCE_INDEX_URL 要写一个 PostgreSQL"),
    ],
)
def test_a_setting_that_is_missing_or_of_no_use_is_named(missing: dict[str, str], said: str, tmp_path: Path) -> None:
    usual: dict[str, Any] = {"milvus_uri": str(tmp_path / "m.db"), "index_url": "postgresql+psycopg://h/i"}
    with pytest.raises(SettingsError, match=said):
        open_store(Settings(store="milvus", **usual | missing))


def test_without_the_package_the_message_names_the_command_that_adds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    settings = Settings(
        store="milvus", milvus_uri=str(tmp_path / "m.db"), index_url=SecretStr("postgresql+psycopg://h/i")
    )
    with pytest.raises(SettingsError, match="make install-milvus"):
        open_store(settings)


def test_who_does_not_choose_it_imports_nothing_of_it(real_index: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from retrieval.assistant import open_assistant; from settings import load_settings;"
        f"open_assistant(load_settings(index_dir=Path({str(real_index)!r}))).ask('抚州市的用水总量？');"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'pymilvus', 'milvus_lite', 'grpc', 'sqlalchemy', 'psycopg', 'pandas'}),"
        " [m for m in sys.modules if m.startswith('index.cluster')])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    assert said.stdout == "[] []\n"
