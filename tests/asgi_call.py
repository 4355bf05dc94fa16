"""One request to an ASGI app with its headers byte for byte: HTTP libraries would tidy what is tested."""

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import Any

Pairs = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


def call(
    app: Any, path: str, headers: Pairs, peer: str = "203.0.113.9", method: str = "GET", body: bytes = b""
) -> Reply:
    """Send it and wait for the whole response."""
    plain, _, query = path.partition("?")
    told: dict[str, Any] = {"status": 0, "headers": {}, "body": b""}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"content-length", str(len(body)).encode()), *headers],
        "client": (peer, 4711),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    sent = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.update(status=message["status"], headers=dict(message["headers"]))
        else:
            told["body"] += message.get("body", b"")

    _loop().run_until_complete(app(scope, receive, send))
    return Reply(**told)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One for all requests, as a server has: what an app begins at the first of them is there for the next."""
    return asyncio.new_event_loop()
