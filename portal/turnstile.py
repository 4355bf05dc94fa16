"""Lets a desk page's calls to Gradio's queue through only for what is under way, so that Gradio never meets a name it does not know.

Gradio answers an unknown session with a traceback, and keeps the messages of a call that nobody collects for as long as it runs. So
a stream is opened only where a call is under way and by one reader at a time, and what is not collected is dropped. The number of tabs with a call under way is bounded, and so is that of a tab's calls.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from portal import refusal
from portal.guard import BODY, ASGIApp, Message, Receive, Scope, Send
from portal.refusal import Refusal
from portal.routes import DATA, JOIN, below_desk

if TYPE_CHECKING:
    from gradio.queueing import Queue
    from gradio.routes import App

TABS = 128
"""Tabs with a call under way: those that may wait, and several times as many that are answered or have been."""
CALLS = 6
"""Calls of one tab: some work that is followed, and what waits for its turn to look: the page's loading, an upload, a choice, two clicks."""
UNCOLLECTED_SECONDS = 15.0
"""A page opens its stream at once; a call that none was opened for is given up after this,"""
PRESSED_SECONDS = 3.0
"""or after this where tabs are waiting for a place."""
HANDOVER_SECONDS = 2.0
"""So long a new stream waits for the one before it to be closed; a browser opens one when it has closed the other."""


class Turnstile:
    """Wraps the app that Gradio is mounted in; ``mounted`` is Gradio's part of it, ``desk`` where that is."""

    def __init__(self, app: ASGIApp, mounted: "App", desk: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._desk = desk
        self._mounted = mounted
        self._clock = clock
        self._joined: dict[str, float] = {}
        self._streams: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is under way; answer all else here."""
        desk, path = below_desk(scope["path"]) if scope["type"] == "http" else ("", "")
        if desk != self._desk:
            await self._app(scope, receive, send)
        elif path == JOIN:
            await self._pass(await self._why_not_join(scope[BODY]["session_hash"]), scope, receive, send)
        elif path == DATA:
            await self._stream(scope["query_string"].decode("ascii").partition("=")[2], scope, receive, send)
        else:
            await self._app(scope, receive, send)

    @property
    def _queue(self) -> "Queue":
        return self._mounted.get_blocks()._queue

    async def _pass(self, no: Refusal | None, scope: Scope, receive: Receive, send: Send) -> None:
        if no is None:
            await self._app(scope, receive, send)
        else:
            await _refuse(no, send)

    async def _why_not_join(self, session: str) -> Refusal | None:
        await self._give_up(UNCOLLECTED_SECONDS)
        if session not in self._joined and len(self._joined) >= TABS:
            await self._give_up(PRESSED_SECONDS)
        calls = len(self._queue.pending_event_ids_session.get(session, ()))
        full = self._queue.max_size is not None and len(self._queue) >= self._queue.max_size
        if full or calls >= CALLS or (session not in self._joined and len(self._joined) >= TABS):
            return refusal.PAGE_BUSY
        self._joined[session] = self._clock()
        return None

    async def _stream(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        until = self._clock() + HANDOVER_SECONDS
        while session in self._streams and self._clock() < until:
            await asyncio.sleep(0.02)
        if session in self._streams:
            await _refuse(refusal.STREAM_TAKEN, send)
        elif not self._is_under_way(session):
            await _refuse(refusal.EVENT_UNKNOWN, send)
        else:
            self._streams.add(session)
            ending = _Ending(send)
            try:
                await self._app(scope, receive, ending)
            finally:
                self._streams.discard(session)
                # else the tab asked again while this stream was being closed, and collects it with the next one
                if not (self._is_running(session) or (ending.told and self._is_under_way(session))):
                    await self._drop(session)

    def _is_under_way(self, session: str) -> bool:
        queue = self._queue
        return session in queue.pending_messages_per_session and bool(queue.pending_event_ids_session.get(session))

    def _is_running(self, session: str) -> bool:
        names = self._queue.pending_event_ids_session.get(session, ())
        events = (self._queue.event_ids_to_events.get(name) for name in names)
        return any(event is not None and event.alive for event in events)

    async def _give_up(self, seconds: float) -> None:
        """Drop the calls that nobody has collected for so long."""
        now = self._clock()
        for session in (*self._queue.pending_messages_per_session, *self._queue.pending_event_ids_session):
            self._joined.setdefault(session, now)
        for session in [s for s, joined in self._joined.items() if joined <= now - seconds and s not in self._streams]:
            await self._drop(session)

    async def _drop(self, session: str) -> None:
        self._joined.pop(session, None)
        await self._queue.clean_events(session_hash=session)
        self._queue.pending_messages_per_session.pop(session, None)
        self._queue.pending_event_ids_session.pop(session, None)


class _Ending:
    """Passes a stream on, and knows whether the client was told that it ends."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.told = False

    async def __call__(self, message: Message) -> None:
        self.told = self.told or b'"close_stream"' in message.get("body", b"")
        await self._send(message)


async def _refuse(no: Refusal, send: Send) -> None:
    retry = [(b"retry-after", str(refusal.RETRY_SECONDS).encode())] if no.status == refusal.PAGE_BUSY.status else []
    await _answer(no.status, no.told_to_page(), send, retry)


async def _answer(status: int, told: dict[str, Any], send: Send, more: Iterable[tuple[bytes, bytes]] = ()) -> None:
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
