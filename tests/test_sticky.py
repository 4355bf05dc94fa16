"""A tab's calls reach the worker that holds it, whichever worker they came to: bodies, streams, refusals and hanging up alike."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from portal import sticky
from portal.guard import BODY_LIMIT, Receive, Scope, Send
from portal.routes import DATA, DOCUMENTS, EVALUATION, JOIN
from portal.server import Post
from portal.sticky import owner_of
from tests.small_site import Served, serving, wait_until

SESSIONS = {owner_of(name.encode(), 2): name for name in ("abc", "abd", "abe", "abf")}


class Worker:
    """Tells its number and what it was asked; streams until the client leaves where asked for a stream."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.left = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if scope["path"] == f"{EVALUATION}{DATA}":
            await self._stream(receive, send)
            return
        told = {
            "worker": self.number,
            "client": scope["client"][0],
            "id": scope["state"]["request_id"],
            "query": scope["query_string"].decode(),
            "raw": scope["raw_path"].decode(),
            "headers": sorted(name.decode() for name, _ in scope["headers"]),
            "body": len(body),
        }
        status = 422 if b"refuse" in body else 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"x-worker", b"%d" % self.number)]})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})

    async def _stream(self, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        leaving = asyncio.ensure_future(receive())
        for number in range(10_000):
            await send({"type": "http.response.body", "body": b"%d:%d\n" % (self.number, number), "more_body": True})
            await asyncio.wait([leaving], timeout=0.01)
            if leaving.done():
                self.left += 1
                return


@dataclass(frozen=True)
class Pair:
    """Two workers over sockets of their own; whoever asks chooses which of them the call comes to."""

    served: tuple[Served, Served]
    workers: tuple[Worker, Worker]

    def client(self, at: int) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.served[at].port}", timeout=20)


@contextmanager
def private_sockets(folder: Path) -> Iterator[tuple[tuple[Path, ...], list[socket.socket]]]:
    with ExitStack() as kept:
        paths = tuple(folder / str(number) for number in range(2))
        sockets = [kept.enter_context(socket.socket(socket.AF_UNIX)) for _ in paths]
        for path, own in zip(paths, sockets, strict=True):
            own.bind(str(path))
            own.listen()
        yield paths, sockets


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    workers = Worker(0), Worker(1)
    with private_sockets(tmp_path) as (paths, sockets), ExitStack() as kept:
        posts = [Post(number, paths, own) for number, own in enumerate(sockets)]
        served = [kept.enter_context(serving(w, p)) for w, p in zip(workers, posts, strict=True)]
        yield Pair((served[0], served[1]), workers)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("owner", [0, 1])
def test_every_call_that_names_a_tab_is_answered_by_its_worker(pair: Pair, at: int, owner: int) -> None:
    name = SESSIONS[owner]
    body = {"fn_index": 0, "data": ['"session_hash": "zzz"', None], "session_hash": name}
    with pair.client(at) as client:
        joined = client.post(f"{EVALUATION}{JOIN}?__theme=light", json=body)
        assert joined.json()["worker"] == owner
        assert joined.json()["body"] == len(joined.request.content)
        assert joined.json()["query"] == "__theme=light"
        assert client.post(f"{DOCUMENTS}{JOIN}", json=body).json()["worker"] == owner
        with client.stream("GET", f"{EVALUATION}{DATA}?session_hash={name}") as response:
            assert next(response.iter_lines()).startswith(f"{owner}:")


@pytest.mark.parametrize("at", [0, 1])
def test_a_call_that_names_no_tab_or_two_is_answered_where_it_came(pair: Pair, at: int) -> None:
    two = b'{"session_hash": "abc", "session_hash": "abd"}'
    with pair.client(at) as client:
        for answer in (
            client.get("/"),
            client.post("/api/ask", json={"question": "?", "session_hash": SESSIONS[1 - at]}),
            client.post(f"{EVALUATION}{JOIN}", content=two),
            client.post(f"{EVALUATION}{JOIN}", content=b"\xff\xff"),
            client.post(f"{EVALUATION}{JOIN}", json={"session_hash": "A" * 50}),
            client.post(f"{EVALUATION}{JOIN}", content=b" " * BODY_LIMIT + b'{"session_hash": "abc"}' + bytes(100)),
            client.get(f"{EVALUATION}/gradio_api/app_id"),
        ):
            assert answer.json()["worker"] == at


def test_a_call_that_was_handed_over_keeps_its_client_its_number_and_its_headers(pair: Pair) -> None:
    forged = {"x-wence-client": "6.6.6.6", "x-own": "1"}
    for at in (0, 1):
        with pair.client(at) as client:
            told = client.post(f"{EVALUATION}{JOIN}", json={"session_hash": SESSIONS[1]}, headers=forged)
            assert told.json()["client"] == "127.0.0.1"
            assert told.json()["id"] == told.headers["x-request-id"]
            assert "x-own" in told.json()["headers"]
            assert not [name for name in told.json()["headers"] if name.startswith("x-wence")]
            assert told.headers.get_list("x-request-id") == [told.headers["x-request-id"]]
            assert told.headers["x-worker"] == "1"


def test_a_refusal_comes_back_as_it_was_sent(pair: Pair) -> None:
    with pair.client(0) as client:
        refused = client.post(f"{EVALUATION}{JOIN}", json={"session_hash": SESSIONS[1], "data": ["refuse"]})
        assert (refused.status_code, refused.json()["worker"]) == (422, 1)


def test_who_hangs_up_at_one_worker_has_hung_up_at_the_other(pair: Pair) -> None:
    with pair.client(0) as client, client.stream("GET", f"{EVALUATION}{DATA}?session_hash={SESSIONS[1]}") as response:
        lines = response.iter_lines()
        assert [next(lines) for _ in range(3)] == ["1:0", "1:1", "1:2"]
    wait_until(lambda: pair.workers[1].left == 1)


def test_a_worker_that_does_not_answer_is_told_as_away_and_its_tabs_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sticky, "CONNECT_SECONDS", 0.3)
    with private_sockets(tmp_path) as (paths, sockets):
        sockets[1].close()
        with serving(Worker(0), Post(0, paths, sockets[0])) as served:
            pair = Pair((served, served), (Worker(0), Worker(1)))
            with pair.client(0) as client:
                away = client.post(f"{EVALUATION}{JOIN}", json={"session_hash": SESSIONS[1]})
                assert (away.status_code, away.json()["error"]) == (503, "worker_away")
                assert int(away.headers["retry-after"]) > 0
                assert client.post(f"{EVALUATION}{JOIN}", json={"session_hash": SESSIONS[0]}).json()["worker"] == 0


def test_tabs_are_spread_over_the_workers() -> None:
    for workers in (2, 3, 4):
        counts = [0] * workers
        for number in range(4_000):
            counts[owner_of(f"{number:x}ab{number * 7919:x}".encode(), workers)] += 1
        assert min(counts) > 0.8 * 4_000 / workers
