"""A desk page's calls to Gradio's queue: only what is under way gets through, and nothing is left behind by what clients make up."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Client

from portal import guard as guard_module
from portal import turnstile
from portal.routes import DATA, DOCUMENTS, EVALUATION, JOIN
from tests.desk_server import desk_running
from tests.small_desk import ANSWER, ASK, LIMIT, LOOK, small_desk
from tests.test_payload import FILES, nested


async def test_an_answer_is_read_to_its_end_and_leaves_nothing_behind() -> None:
    async with small_desk() as desk:
        for _ in range(3):
            status, told, _ = await desk.join("abc")
            assert (status, len(told["event_id"])) == (200, 32)
            status, stream, _ = await desk.read("abc")
            assert status == 200
            assert ANSWER in stream and "process_completed" in stream and "close_stream" in stream
        await desk.until(lambda: desk.kept() == {})
        assert len(desk.queue.event_analytics) <= 1


async def test_a_stream_is_opened_only_for_a_tab_with_a_call_under_way() -> None:
    async with small_desk() as desk:
        for session in ("unknown", "abc"):
            status, told, _ = await desk.read(session)
            assert (status, told["error"], told["detail"]) == (404, "event_unknown", told["message"])
            if session == "unknown":
                await desk.join("abc")
                await desk.read("abc")  # read to its end: from here on it is as unknown as the other
        await desk.until(lambda: desk.kept() == {})


async def test_a_stream_has_one_reader_and_a_second_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turnstile, "HANDOVER_SECONDS", 0.05)
    gate = threading.Event()
    async with small_desk(gate) as desk:
        await desk.join("abc")
        first = asyncio.create_task(desk.read("abc"))
        await desk.until(lambda: desk.gradio.iterators)
        status, told, _ = await desk.read("abc")
        assert (status, told["error"]) == (409, "stream_taken")
        gate.set()
        assert ANSWER in (await first)[1]


async def test_a_tab_that_hangs_up_leaves_nothing_behind() -> None:
    gate = threading.Event()
    async with small_desk(gate) as desk:
        leaving = asyncio.Event()
        await desk.join("abc")
        reading = asyncio.create_task(desk.read("abc", leaving))
        await desk.until(lambda: desk.gradio.iterators)
        leaving.set()
        await asyncio.gather(reading, return_exceptions=True)
        gate.set()
        await desk.until(lambda: desk.kept() == {})


async def test_what_a_tab_asks_while_its_stream_is_being_closed_is_collected_with_the_next_one() -> None:
    async with small_desk() as desk:

        async def asks_again() -> None:
            await desk.join("abc", LOOK)
            await desk.until(lambda: not desk.queue.event_ids_to_events)  # and is answered

        await desk.join("abc", LOOK)
        await desk.read("abc", at_end=asks_again)
        status, stream, _ = await desk.read("abc")
        assert status == 200 and ANSWER in stream
        await desk.until(lambda: desk.kept() == {})


async def test_what_made_up_sessions_leave_is_bounded_in_number_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with small_desk() as desk:
        for n in range(turnstile.TABS + 30):
            assert (await desk.join(f"s{n}", question="长" * LIMIT))[0] in (200, 429)
            assert len(desk.queue.pending_messages_per_session) <= turnstile.TABS
        await desk.until(lambda: not desk.gradio.iterators and not len(desk.queue))
        unread = [m for q in desk.queue.pending_messages_per_session.values() for m in list(q._queue)]
        waiting = sum(len(message.model_dump_json()) for message in unread)
        assert waiting < 2_000_000
        monkeypatch.setattr(turnstile, "UNCOLLECTED_SECONDS", 0.0)
        assert (await desk.join("another"))[0] == 200
        assert len(desk.queue.pending_messages_per_session) == 1
        await desk.read("another")
        await desk.until(lambda: desk.kept() == {})


async def test_a_tab_has_few_calls_under_way_and_is_told_when_there_are_too_many() -> None:
    gate = threading.Event()
    async with small_desk(gate) as desk:
        for _ in range(turnstile.CALLS):
            assert (await desk.join("abc"))[0] == 200
        status, told, headers = await desk.join("abc")
        assert (status, told["error"]) == (429, "page_busy")
        assert "请" in told["message"]
        assert int(headers[b"retry-after"]) > 0
        assert (await desk.join("another", LOOK))[0] == 200
        gate.set()


async def test_when_tabs_wait_for_a_place_those_that_do_not_collect_give_theirs_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turnstile, "TABS", 3)
    async with small_desk() as desk:
        for n in range(3):
            assert (await desk.join(f"s{n}", LOOK))[0] == 200
        assert (await desk.join("another", LOOK))[0] == 429
        monkeypatch.setattr(turnstile, "PRESSED_SECONDS", 0.0)
        assert (await desk.join("another", LOOK))[0] == 200


async def test_gradio_itself_would_read_no_file_that_got_past_the_guard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "copies"))
    monkeypatch.setattr(guard_module, "page_body_fits", lambda *_: True)
    secret = tmp_path / "secret.txt"
    secret.write_text("一句不该被读到的话", encoding="utf-8")
    async with small_desk() as desk:
        file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
        call = {"fn_index": ASK, "session_hash": "abc", "data": [file]}
        assert (await desk.call("POST", JOIN, call))[0] == 200
        _, stream, _ = await desk.read("abc")
        assert '"success":false' in stream
        assert str(secret) not in stream and "一句" not in stream
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [secret]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Path, Path]]:
    """A server with its desk, its log and the folder that Gradio copies files to."""
    folder = tmp_path_factory.mktemp("watched")
    with (
        desk_running(folder, log=folder / "log", GRADIO_TEMP_DIR=str(folder / "copies")) as desk,
        Client(base_url=desk.address, timeout=60) as client,
    ):
        yield client, folder / "log", folder / "copies"


def test_no_file_is_read_whatever_a_call_names(watched: tuple[Client, Path, Path], tmp_path: Path) -> None:
    client, _, copies = watched
    secret = tmp_path / "secret.txt"
    secret.write_text("一句不该被读到的话", encoding="utf-8")
    named = [json.loads(json.dumps(one).replace("/etc/hostname", str(secret))) for one in FILES]
    for file in (*named, *nested(named[0])):
        calls: list[dict[str, Any]] = [
            {"fn_index": number, "data": data}
            for number in range(8)
            for data in ([file], ["问", file], [file, "问"], file)
        ]
        calls += [{"fn_index": number, "data": ["问"], "event_data": file} for number in range(8)]
        for call in calls:
            reply = client.post(f"{DOCUMENTS}{JOIN}", json={**call, "session_hash": "abc"})
            assert (reply.status_code, reply.json()["error"]) in ((422, "wrong_shape"), (422, "too_intricate")), call
    assert [path for path in copies.rglob("*") if path.is_file()] == []


def test_what_no_page_sends_is_refused_in_our_form_and_writes_next_to_nothing_into_the_log(
    watched: tuple[Client, Path, Path],
) -> None:
    client, log, _ = watched
    calls: list[tuple[str, str, Any]] = [
        ("GET", f"{DATA}?session_hash=unknown", None),
        ("GET", DATA, None),
        ("GET", f"{DATA}?session_hash=%00", None),
        ("GET", "/gradio_api/heartbeat/unknown", None),
        ("POST", JOIN, {"fn_index": 99, "session_hash": "a", "data": []}),
        ("POST", JOIN, {"fn_index": 0, "session_hash": "a", "data": [0]}),
        ("POST", JOIN, {"fn_index": 0, "session_hash": "a", "data": []}),
        ("POST", "/gradio_api/cancel", {"fn_index": 0, "session_hash": "a", "event_id": "0" * 32}),
        ("POST", "/gradio_api/reset", {"event_id": {}}),
        ("POST", "/gradio_api/upload", None),
        ("GET", "/gradio_api/app_id/x", None),
    ]
    before = log.stat().st_size
    for method, path, body in calls * 4:
        reply = client.request(method, f"{EVALUATION}{path}", json=body)
        assert 400 <= reply.status_code < 500, path
        assert reply.json().keys() >= {"error", "message"}
        assert len(reply.content) < 600
    written = log.read_bytes()[before:]
    assert b"Traceback" not in written
    assert len(written) < 400 * len(calls) * 4  # a line for each at most


def test_a_client_that_hangs_up_in_the_middle_writes_no_traceback(watched: tuple[Client, Path, Path]) -> None:
    client, log, _ = watched
    for n in range(5):
        call = {"fn_index": 0, "session_hash": f"gone{n}", "data": [None]}
        assert client.post(f"{EVALUATION}{JOIN}", json=call).status_code == 200
        with client.stream("GET", f"{EVALUATION}{DATA}?session_hash=gone{n}") as stream:
            next(stream.iter_lines())
    assert client.get("/api/health/live").status_code == 200
    assert "Traceback" not in log.read_text(encoding="utf-8")
