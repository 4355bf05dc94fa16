"""Several workers, one desk: a tab's calls go to the worker that holds its queue, whichever worker they came to.

Gradio keeps a tab's queue and streams in the memory of one process, and names the tab in each call that needs them. The worker is
chosen by that name alone, so nothing is shared and nothing needs to be found. A call that came to another worker is handed over, body,
stream and hanging up alike, through a unix socket that only the workers can reach.
"""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path

import httpx2

from portal import refusal
from portal.access.entrance import peer_of
from portal.guard import BODY_LIMIT, BODY_SECONDS, ASGIApp, Message, Receive, Scope, Send
from portal.reception import BESIDE, CLIENT, NUMBER, send_refusal
from portal.refusal import Refusal
from portal.routes import DATA, JOIN, below_desk

AWAY = Refusal(503, "worker_away", "处理这个页面的进程正在重新启动。请稍后重试。")
CONNECT_SECONDS = 10.0
"""A worker that was started anew takes its connections after some 3 seconds; until then they wait for it."""
# Read without parsing: whatever else a body holds is the owner's guard's affair. In a JSON string the quotes would be escaped.
_BODY_NAME = re.compile(rb'"session_hash"\s*:\s*"([0-9a-z]{1,32})"')
_QUERY_NAME = re.compile(rb"(?:^|&)session_hash=([0-9a-z]{1,32})(?:&|$)")
#: Headers that are about one connection (RFC 9110, 7.6.1), and those that the new one makes itself.
_HOP = frozenset(
    b"connection keep-alive proxy-connection te trailer transfer-encoding upgrade expect content-length".split()
)


def owner_of(session: bytes, workers: int) -> int:
    """The number of the worker that holds a tab."""
    return zlib.crc32(session) % workers


class Sticky:
    """Wraps the site of worker ``own``; ``doors`` are the sockets of all workers, by number."""

    def __init__(self, app: ASGIApp, own: int, doors: Sequence[Path]) -> None:
        self._app = app
        self._own = own
        # a connection is not kept for longer than the other side keeps it
        kept = httpx2.Limits(max_connections=None, max_keepalive_connections=16, keepalive_expiry=2.0)
        self._ways = [httpx2.AsyncHTTPTransport(uds=str(door), limits=kept, trust_env=False) for door in doors]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer here, or have the owner answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        session, messages, body = b"", list[Message](), b""
        path = below_desk(scope["path"])[1]
        if path == JOIN and scope["method"] == "POST":
            try:
                messages = await _read(receive)
            except TimeoutError:
                await send_refusal(refusal.SLOW_BODY, scope, send, [(b"connection", b"close")])
                return
            body = b"".join(message.get("body", b"") for message in messages)
            whole = not messages[-1].get("more_body", False) and len(body) <= BODY_LIMIT
            session = _only(_BODY_NAME, body) if whole else b""
        elif path == DATA:
            session = _only(_QUERY_NAME, scope["query_string"])
        owner = owner_of(session, len(self._ways)) if session else self._own
        if owner == self._own:
            await self._app(scope, _again(messages, receive), send)
        else:
            await self._hand_over(owner, scope, body, receive, send)

    async def close(self) -> None:
        """Let go of the connections to the other workers."""
        for way in self._ways:
            await way.aclose()

    async def _hand_over(self, owner: int, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """The owner's answer, passed on as it comes; where the client hangs up, the owner sees it."""
        passing = asyncio.ensure_future(self._pass_on(owner, scope, body, send))
        leaving = asyncio.ensure_future(_hung_up(receive))
        try:
            await asyncio.wait((passing, leaving), return_when=asyncio.FIRST_COMPLETED)
            if passing.done():
                passing.result()
        finally:
            for task in (passing, leaving):
                task.cancel()
            await asyncio.gather(passing, leaving, return_exceptions=True)

    async def _pass_on(self, owner: int, scope: Scope, body: bytes, send: Send) -> None:
        try:
            response = await self._ways[owner].handle_async_request(_request(scope, body))
        except httpx2.TransportError:
            await send_refusal(AWAY, scope, send)
            return
        headers = [(name.lower(), value) for name, value in response.headers.raw if name.lower() not in _HOP]
        length = [(name.lower(), value) for name, value in response.headers.raw if name.lower() == b"content-length"]
        try:
            await send({"type": "http.response.start", "status": response.status_code, "headers": headers + length})
            stream: AsyncIterator[bytes] = response.aiter_raw()
            async with aclosing(stream) as parts:  # type: ignore[type-var]
                async for part in parts:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except httpx2.TransportError:
            return  # the owner died meanwhile: the connection is closed, and the page joins again
        finally:
            await response.aclose()


def _request(scope: Scope, body: bytes) -> httpx2.Request:
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in _HOP]
    client = scope.get("client") or ("",)
    headers += [(CLIENT, client[0].encode("ascii", "replace")), (NUMBER, scope["state"]["request_id"].encode())]
    headers.append((BESIDE, peer_of(scope).encode("ascii", "replace")))
    if body or scope["method"] == "POST":
        headers.append((b"content-length", str(len(body)).encode()))
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    waits = {"connect": CONNECT_SECONDS, "read": None, "write": CONNECT_SECONDS, "pool": None}
    return httpx2.Request(
        scope["method"],
        "http://worker/",
        headers=headers,
        content=body,
        extensions={"target": target, "timeout": waits},
    )


def _only(name: re.Pattern[bytes], text: bytes) -> bytes:
    found = name.findall(text)
    return found[0] if len(found) == 1 else b""


async def _read(receive: Receive) -> list[Message]:
    """The messages of a body, up to where the guard would refuse it; it then sees the same messages and does."""
    messages: list[Message] = []
    size = 0
    async with asyncio.timeout(BODY_SECONDS):
        while not messages or (messages[-1].get("more_body", False) and size <= BODY_LIMIT):
            messages.append(await receive())
            size += len(messages[-1].get("body", b""))
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    pending = messages[::-1]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
