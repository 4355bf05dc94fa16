"""Every request gets a number, a line without its question, and an answer in our form even where the site fails."""

import asyncio
import io
import json
from typing import Any

from portal.guard import ASGIApp, Message, Receive, Scope, Send
from portal.logs import REQUEST, logging_to
from portal.reception import Reception
from tests.small_site import hello


def scope_of(path: str = "/", headers: tuple[tuple[bytes, bytes], ...] = (), query: bytes = b"") -> Scope:
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": query,
        "headers": list(headers),
        "client": ("192.0.2.7", 5),
    }


class Client:
    """Sends one request and keeps what comes back; what was logged is in ``lines``."""

    def __init__(self, app: ASGIApp, *, body: bytes = b"", **rest: Any) -> None:
        self.sent: list[Message] = []
        self._pending = [{"type": "http.request", "body": body, "more_body": False}]
        self._stream = io.StringIO()
        self._reception = Reception(app, **rest)

    async def receive(self) -> Message:
        if self._pending:
            return self._pending.pop()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def ask(self, scope: Scope) -> None:
        with logging_to(self._stream):
            await self._reception(scope, self.receive, self.send)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> dict[str, str]:
        return json.loads(b"".join(m.get("body", b"") for m in self.sent))  # type: ignore[no-any-return]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._stream.getvalue().splitlines()]


async def test_a_request_has_one_number_in_its_state_its_response_and_its_line() -> None:
    seen = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope["state"]["request_id"], REQUEST.get()))
        await hello(scope, receive, send)

    client = Client(app)
    await client.ask(scope_of())
    (line,) = client.lines
    number = client.headers[b"x-request-id"].decode()
    assert len(number) == 16
    assert seen == [(number, number)]
    assert line["id"] == number
    assert (line["client"], line["method"], line["path"]) == ("192.0.2.7", "POST", "/")
    assert (line["status"], line["bytes"]) == (200, 5)
    assert line["ms"] >= 0


async def test_a_line_holds_no_question_unless_it_is_asked_for() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await hello(scope, receive, send)

    body = '{"question": "抚州"}'.encode()
    for asked in (False, True):
        client = Client(app, body=body, log_questions=asked)
        await client.ask(scope_of(query="q=抚州".encode()))
        assert ("抚州" in json.dumps(client.lines, ensure_ascii=False)) is asked


async def test_what_only_workers_may_say_is_not_believed_of_a_client() -> None:
    told = ((b"x-wence-client", b"10.0.0.1"), (b"x-wence-request", b"f" * 16), (b"accept", b"*/*"))
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await hello(scope, receive, send)

    await Client(app).ask(scope_of(headers=told))
    await Client(app, inner=True).ask(scope_of(headers=told))
    outer, inner = seen
    assert outer["client"][0] == "192.0.2.7"
    assert outer["state"]["request_id"] != "f" * 16
    assert inner["client"][0] == "10.0.0.1"
    assert inner["state"]["request_id"] == "f" * 16
    assert outer["headers"] == inner["headers"] == [(b"accept", b"*/*")]


async def test_a_site_that_fails_is_answered_for_in_our_form_and_logged_once() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        raise ValueError("a fault")

    client = Client(app)
    await client.ask(scope_of())
    assert (client.status, client.body["error"]) == (500, "internal")
    assert [line["event"] for line in client.lines] == ["a request failed", "request"]
    assert "ValueError: a fault" in client.lines[0]["trace"]


async def test_an_answer_that_the_deadline_cuts_off_is_told_that_the_service_stops() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        await asyncio.sleep(60)

    client = Client(app)
    task = asyncio.create_task(client.ask(scope_of()))
    await asyncio.sleep(0)
    task.cancel()
    await task
    assert (client.status, client.body["error"]) == (503, "closing")
    assert client.headers[b"retry-after"] == b"2"
