"""The page's calls to Gradio's queue: only what is under way gets through, and nothing is left behind by what clients make up."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import Client
from starlette.routing import Mount

from portal import guard as guard_module
from portal import turnstile
from portal.api import build_api
from portal.guard import Guard, policy_of
from portal.page import mount_page
from settings import Settings
from tests.running_server import running
from tests.scripted_assistant import ScriptedAssistant
from tests.test_payload import FILES, nested

ASK, PICK, HALT = 0, 2, 3


class Page:
    """The site in this process, called as a server would, with what Gradio holds in view."""

    def __init__(self, app: Any, guard: Guard) -> None:
        self.app = app
        self.guard = guard
        mounts: list[Any] = [route.app for route in app.routes if isinstance(route, Mount)]
        self.gradio = next(mounted for mounted in mounts if hasattr(mounted, "state_holder"))
        self.queue = self.gradio.get_blocks()._queue

    async def call(self, method: str, target: str, body: Any = None, leaving: asyncio.Event | None = None) -> Any:
        """Status and what came back. ``leaving``: the client hangs up when it is set."""
        path, _, query = target.partition("?")
        sent: list[Any] = []
        coming = [{"type": "http.request", "body": json.dumps(body).encode() if body is not None else b""}]

        async def receive() -> Any:
            if coming:
                return coming.pop()
            await (leaving or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"host", b"127.0.0.1")]
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": headers}
        scope |= {"query_string": query.encode(), "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80)}
        await self.guard({**scope, "client": ("127.0.0.1", 1), "root_path": "", "state": {}}, receive, send)
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return sent[0]["status"], json.loads(text) if text.startswith("{") else text, dict(sent[0]["headers"])

    async def join(self, session: str, event: int = ASK, question: str = "目标是多少", asked: int = 0) -> Any:
        data = [question, asked] if event == ASK else []
        body = {"fn_index": event, "session_hash": session, "data": data}
        return await self.call("POST", "/gradio_api/queue/join", body)

    async def read(self, session: str, leaving: asyncio.Event | None = None) -> Any:
        return await self.call("GET", f"/gradio_api/queue/data?session_hash={session}", leaving=leaving)

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)

    def kept(self) -> dict[str, int]:
        """What Gradio holds for sessions and calls; the process's own four tables of figures aside."""
        blocks = self.gradio.get_blocks()
        held = {
            "messages": self.queue.pending_messages_per_session,
            "names": self.queue.pending_event_ids_session,
            "events": self.queue.event_ids_to_events,
            "states": self.gradio.state_holder.session_data,
            "iterators": self.gradio.iterators,
            "resets": self.gradio.iterators_to_reset,
            "diffs": blocks.pending_diff_streams,
            "streams": blocks.pending_streams,
        }
        return {name: len(table) for name, table in held.items() if len(table)}


@asynccontextmanager
async def opened(assistant: ScriptedAssistant | None = None) -> AsyncIterator[Page]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    service = assistant or ScriptedAssistant()
    app = build_api(service, settings)
    guard = Guard(app, policy_of(settings, mount_page(app, service, settings)))
    async with app.router.lifespan_context(app):
        yield Page(app, guard)


async def test_an_answer_is_read_to_its_end_and_leaves_nothing_behind() -> None:
    async with opened() as page:
        for _ in range(3):
            status, told, _ = await page.join("abc")
            assert (status, len(told["event_id"])) == (200, 32)
            status, stream, _ = await page.read("abc")
            assert status == 200
            assert "13.5%" in stream and "process_completed" in stream and "close_stream" in stream
        await page.until(lambda: page.kept() == {})
        assert len(page.app.state.sessions) == 1
        assert len(page.queue.event_analytics) <= 1


async def test_a_conversation_goes_on_and_one_that_is_forgotten_says_so() -> None:
    async with opened() as page:
        await page.join("abc")
        await page.read("abc")
        await page.join("abc", asked=1, question="谁负责")
        _, stream, _ = await page.read("abc")
        assert "从这里重新开始" not in stream and "13.5%" in stream and "农业农村局" in stream
        page.app.state.sessions.forget("abc")
        await page.join("abc", asked=2)
        _, stream, _ = await page.read("abc")
        assert "从这里重新开始" in stream and "13.5%" in stream


async def test_a_stream_is_opened_only_for_a_tab_with_a_call_under_way() -> None:
    async with opened() as page:
        for session in ("unknown", "abc"):
            status, told, _ = await page.read(session)
            assert (status, told["error"], told["detail"]) == (404, "event_unknown", told["message"])
            if session == "unknown":
                await page.join("abc")
                await page.read("abc")  # read to its end: from here on it is as unknown as the other
        await page.until(lambda: page.kept() == {})


async def test_a_stream_has_one_reader_and_a_second_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turnstile, "HANDOVER_SECONDS", 0.05)
    gate = threading.Event()
    async with opened(ScriptedAssistant(gate=gate)) as page:
        await page.join("abc")
        first = asyncio.create_task(page.read("abc"))
        await asyncio.sleep(0.05)
        status, told, _ = await page.read("abc")
        assert (status, told["error"]) == (409, "stream_taken")
        gate.set()
        assert "13.5%" in (await first)[1]


async def test_only_the_tab_that_asked_can_stop_its_answer() -> None:
    gate = threading.Event()
    async with opened(ScriptedAssistant(gate=gate)) as page:
        _, told, _ = await page.join("abc")
        reading = asyncio.create_task(page.read("abc"))
        named = {"fn_index": ASK, "session_hash": "abc", "event_id": told["event_id"]}
        await page.until(lambda: page.gradio.iterators)
        for wrong in ({"session_hash": "xyz"}, {"event_id": "0" * 32}, {"fn_index": 1}):
            status, refused, _ = await page.call("POST", "/gradio_api/cancel", {**named, **wrong})
            assert (status, refused["error"]) == (404, "event_unknown"), wrong
        assert (await page.call("POST", "/gradio_api/cancel", named))[0] == 200
        assert (await page.call("POST", "/gradio_api/reset", {"event_id": told["event_id"]}))[:2] == (
            200,
            {"success": True},
        )
        await reading
        gate.set()
        await page.until(lambda: page.kept() == {})
        assert (await page.call("POST", "/gradio_api/cancel", named))[0] == 404


async def test_a_tab_that_hangs_up_leaves_nothing_behind() -> None:
    gate = threading.Event()
    async with opened(assistant := ScriptedAssistant(gate=gate)) as page:
        leaving = asyncio.Event()
        await page.join("abc")
        reading = asyncio.create_task(page.read("abc", leaving))
        await page.until(lambda: page.gradio.iterators)
        leaving.set()
        await asyncio.gather(reading, return_exceptions=True)
        gate.set()
        await page.until(lambda: page.kept() == {})
        await page.until(lambda: assistant.departures[0] is not None and assistant.departures[0].left)


async def test_what_made_up_sessions_leave_is_bounded_in_number_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as page:
        for n in range(300):
            assert (await page.join(f"s{n}", question="长" * 39_000))[0] in (200, 429)
            assert len(page.queue.pending_messages_per_session) <= turnstile.TABS
        await page.until(lambda: not page.gradio.iterators and not len(page.queue))
        unread = [m for q in page.queue.pending_messages_per_session.values() for m in list(q._queue)]
        waiting = sum(len(message.model_dump_json()) for message in unread)
        assert waiting < 2_000_000  # some 8 kB a call; 35 MB of questions were sent
        assert (
            page.app.state.sessions.weight < 300 * 2_000
        )  # of each, however many were let in: its entry and a short question
        monkeypatch.setattr(turnstile, "UNCOLLECTED_SECONDS", 0.0)
        assert (await page.join("another"))[0] == 200
        assert len(page.queue.pending_messages_per_session) == 1
        await page.read("another")
        await page.until(lambda: page.kept() == {})


async def test_a_tab_has_few_calls_under_way_and_is_told_when_there_are_too_many() -> None:
    gate = threading.Event()
    async with opened(ScriptedAssistant(gate=gate)) as page:
        for _ in range(turnstile.CALLS):
            assert (await page.join("abc"))[0] == 200
        status, told, headers = await page.join("abc")
        assert (status, told["error"]) == (429, "page_busy")
        assert "请" in told["message"]
        assert int(headers[b"retry-after"]) > 0
        assert (await page.join("another", HALT))[0] == 200
        gate.set()


async def test_when_tabs_wait_for_a_place_those_that_do_not_collect_give_theirs_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turnstile, "TABS", 3)
    async with opened() as page:
        for n in range(3):
            assert (await page.join(f"s{n}", HALT))[0] == 200
        assert (await page.join("another", HALT))[0] == 429
        monkeypatch.setattr(turnstile, "PRESSED_SECONDS", 0.0)
        assert (await page.join("another", HALT))[0] == 200


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Path, Path]]:
    """A server of its own with its log and the folder that Gradio copies files to."""
    folder = tmp_path_factory.mktemp("watched")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "copies"))
        with (
            running("-m", "tests.scripted_server", log=folder / "log") as address,
            Client(base_url=address, timeout=20) as client,
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
            for number in range(9)
            for data in ([file, 0], ["问", file], [file], ["问", 0, file], file)
        ]
        calls += [{"fn_index": number, "data": ["问", 0], "event_data": file} for number in range(9)]
        for call in calls:
            reply = client.post("/gradio_api/queue/join", json={**call, "session_hash": "abc"})
            assert (reply.status_code, reply.json()["error"]) in ((422, "wrong_shape"), (422, "too_intricate")), call
    assert [path for path in copies.rglob("*") if path.is_file()] == []


def test_what_no_page_sends_is_refused_in_our_form_and_writes_next_to_nothing_into_the_log(
    watched: tuple[Client, Path, Path],
) -> None:
    client, log, _ = watched
    token = "0" * 32
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/gradio_api/queue/data?session_hash=unknown", None),
        ("GET", "/gradio_api/queue/data", None),
        ("GET", "/gradio_api/queue/data?session_hash=%00", None),
        ("GET", "/gradio_api/heartbeat/unknown", None),
        ("POST", "/gradio_api/queue/join", {"fn_index": 4, "session_hash": "a", "data": []}),
        ("POST", "/gradio_api/queue/join", {"fn_index": PICK, "session_hash": "a", "data": [0]}),
        ("POST", "/gradio_api/queue/join", {"fn_index": ASK, "session_hash": "a", "data": []}),
        ("POST", "/gradio_api/cancel", {"fn_index": ASK, "session_hash": "a", "event_id": token}),
        ("POST", "/gradio_api/cancel", {"fn_index": ASK, "session_hash": "a", "event_id": None}),
        ("POST", "/gradio_api/reset", {"event_id": {}}),
        ("POST", "/gradio_api/upload", None),
        ("GET", "/gradio_api/app_id/x", None),
    ]
    before = log.stat().st_size
    for method, path, body in calls * 20:
        reply = client.request(method, path, json=body)
        assert 400 <= reply.status_code < 500, path
        assert reply.json().keys() >= {"error", "message"}
        assert len(reply.content) < 600
    written = log.read_bytes()[before:]
    assert b"Traceback" not in written
    assert len(written) < 400 * len(calls) * 20  # a line for each at most


def test_a_client_that_hangs_up_in_the_middle_writes_no_traceback(watched: tuple[Client, Path, Path]) -> None:
    client, log, _ = watched
    for n in range(5):
        call = {"fn_index": ASK, "session_hash": f"gone{n}", "data": ["慢一点", 0]}
        assert client.post("/gradio_api/queue/join", json=call).status_code == 200
        with client.stream("GET", f"/gradio_api/queue/data?session_hash=gone{n}") as stream:
            next(stream.iter_lines())
    reply = client.post("/api/ask", json={"question": "目标是多少"})
    assert reply.status_code == 200
    assert "Traceback" not in log.read_text(encoding="utf-8")


async def test_gradio_itself_would_read_no_file_that_got_past_the_guard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "copies"))
    monkeypatch.setattr(guard_module, "page_body_fits", lambda *_: True)
    secret = tmp_path / "secret.txt"
    secret.write_text("一句不该被读到的话", encoding="utf-8")
    async with opened() as page:
        file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
        call = {"fn_index": ASK, "session_hash": "abc", "data": [file, 0]}
        assert (await page.call("POST", "/gradio_api/queue/join", call))[0] == 200
        _, stream, _ = await page.read("abc")
        assert '"success":false' in stream
        assert str(secret) not in stream and "一句" not in stream
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [secret]
