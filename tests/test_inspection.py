"""A server looks at its snapshot's files again and again: one changed bit turns its readiness to degraded, with what to do."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.catalogue import open_corpus
from errors import SnapshotDamaged
from index.embed import EmbeddingChoice
from index.manifest import MANIFEST
from index.snapshot import build_index, open_index, reopen_if_newer
from index.tokens import open_encoding
from index.versions import check_current
from retrieval.assistant import Assistant
from retrieval.service import Service
from tests.running_server import started
from tests.small_site import wait_until
from tests.test_service import NEW, OLD, QUESTION, Desk, said
from tests.tiny_index import PairEmbedder, write_plans


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def flip(path: Path, at: int = -1) -> None:
    """Change one bit; size and time of change stay."""
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def files_of(folder: Path) -> Iterator[Path]:
    """Every file of the snapshot served, and what leads to it."""
    directory = check_current(folder).directory
    yield from (path for path in sorted(directory.rglob("*")) if path.is_file() and path.stat().st_size)
    yield folder / "CURRENT"


def test_a_changed_bit_of_any_file_is_found_told_and_gone_when_it_is_mended(desk: Desk) -> None:
    client, found = desk.client(), 0
    for path in list(files_of(desk.index)):
        if path.suffix == ".lock":
            continue
        desk.service.inspect()
        assert client.get("/api/health/ready").json()["status"] == "ready", path
        flip(path)
        desk.service.inspect()
        ready = client.get("/api/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded"), path
        assert "python -m index build" in ready.json()["problem"], path
        assert path.name in ready.json()["problem"] or path.name in (MANIFEST, "CURRENT"), path
        assert desk.service.soundness[0] is False
        assert OLD in said(desk.service.now().ask(QUESTION)) or path.name.startswith("records")
        flip(path)
        found += 1
    assert found > 8


def test_a_new_snapshot_makes_it_ready_again(desk: Desk) -> None:
    flip(check_current(desk.index).directory / "records.sqlite")
    desk.service.inspect()
    assert desk.service.soundness[0] is False
    desk.publish()
    assert NEW in said(desk.service.now().ask(QUESTION))
    assert desk.service.soundness[0] is True and "problem" not in desk.service.ready()


def test_a_file_that_was_found_damaged_is_trusted_no_more_by_the_next_snapshot(desk: Desk) -> None:
    index = open_index(desk.index, embedder=PairEmbedder())
    service = Service(Assistant(index), every=0)
    part = check_current(desk.index).directory / "records.sqlite"
    linked = desk.index / "linked"
    linked.hardlink_to(part)
    flip(part)  # with the same inode, size and time it would be taken for the one that was hashed
    service.inspect()
    desk.publish()
    newer = check_current(desk.index)
    (newer.directory / "records.sqlite").unlink()
    (newer.directory / "records.sqlite").hardlink_to(linked)
    with pytest.raises(SnapshotDamaged):
        reopen_if_newer(index)


def test_a_snapshot_that_is_replaced_or_gone_while_it_is_looked_at_is_not_called_damaged(desk: Desk) -> None:
    index = open_index(desk.index, embedder=PairEmbedder())
    service = Service(Assistant(index), every=3600)  # it goes on with the first
    before = service.soundness
    desk.publish_until_the_first_is_gone()
    service.inspect()
    assert service.soundness == before


def test_looking_is_repeated_in_a_thread_of_least_priority(desk: Desk) -> None:
    flip(check_current(desk.index).directory / "records.sqlite")
    desk.service.keep_inspecting(0.01)
    wait_until(lambda: not desk.service.soundness[0])
    assert [thread.daemon for thread in threading.enumerate() if thread.name == "wence-inspection"][-1:] == [True]


@pytest.mark.prove
def test_all_workers_tell_it_in_readiness_and_figures(tmp_path: Path) -> None:
    build_index(
        open_corpus(write_plans(tmp_path / "plans")),
        tmp_path / "index",
        embedder=EmbeddingChoice("bundled").open(),
        counter=open_encoding(),
        passage_tokens=320,
    )
    command = ("app.py", "serve", "--index", str(tmp_path / "index"), "--port", "0")
    with (
        started(*command, WENCE_CHECK_SECONDS="0.1", WENCE_WORKERS="2") as server,
        httpx.Client(base_url=server.address, trust_env=False, headers={"connection": "close"}) as client,
    ):
        wait_until(lambda: "wence_snapshot_sound 1.0" in client.get("/metrics").text)
        flip(check_current(tmp_path / "index").directory / "records.sqlite")
        wait_until(lambda: "wence_snapshot_sound 0.0" in client.get("/metrics").text)
        for _ in range(8):  # whichever worker answers
            wait_until(lambda: client.get("/api/health/ready").json()["status"] == "degraded")
        wait_until(lambda: server.said.count("the snapshot served is damaged") == 2)
