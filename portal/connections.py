"""Connections: how many may be open at once, and how long one may take to say what it wants. uvicorn has no setting for either.

A connection that waits (for the head of its first request, for the rest of a head, for the next request) makes room for a new one
when all places are taken, the longest waiting first; one that is being answered never does. Where all are being answered nobody is
let in, and the kernel keeps who comes next.
"""

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from portal.problem import written
from portal.refusal import Refusal

WRITE_SECONDS = 30.0
"""Seconds in which a client must take some of what is sent to it."""
GRACE_SECONDS = 0.1
"""Seconds in which one that has just come is not parted with: what it says is on its way."""
BACKLOG = 1_024
"""Connections that the kernel keeps until they are let in."""
OWN_HANDLES = 96
"""File handles that are not for connections: an idle worker holds some 40, a change of index for a moment as many again."""
FEWEST = 16
"""Connections that are allowed however few handles there are."""
NO_HTTP = Refusal(400, "no_http", "收到的不是有效的 HTTP 请求。请检查请求行、请求头和分块长度后重新发送。")
SLOW_HEAD = Refusal(408, "slow_head", "请求头没有在规定时间内传完。请重新发送。")
_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """Connections open at once; seconds for the head of a request; seconds between two requests."""

    connections: int
    head: float
    idle: float


def affordable(handles: int, workers: int) -> int:
    """How many connections a worker may hold with so many file handles.

    A request that belongs to another worker takes a handle more here and one there, so each connection counts ``workers + 1`` times.
    """
    return max(FEWEST, (handles - OWN_HANDLES) // (workers + 1))


class Places:
    """The places of one listening socket, and who may be asked to leave."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: set[Connection] = set()
        self._waiting: dict[Connection, float] = {}  # since when, in the order in which they began
        self._left = asyncio.Event()

    def __len__(self) -> int:
        return len(self._open)

    def take(self, connection: "Connection") -> None:
        """A connection is there."""
        self._open.add(connection)

    def leave(self, connection: "Connection") -> None:
        """It is gone."""
        self._open.discard(connection)
        self._waiting.pop(connection, None)
        self._left.set()

    def waits(self, connection: "Connection", *, waits: bool) -> None:
        """Whether it waits for a request, rather than being answered."""
        if not waits:
            self._waiting.pop(connection, None)
        elif connection in self._open:
            self._waiting.setdefault(connection, time.monotonic())
            self._left.set()

    async def one_free(self) -> None:
        """Return when one more may come in; called when there is one."""
        while len(self._open) >= self._most:
            self._left.clear()
            oldest = next(iter(self._waiting), None)
            still = GRACE_SECONDS - (time.monotonic() - self._waiting[oldest]) if oldest else None
            if oldest and still is not None and still <= 0:
                del self._waiting[oldest]
                oldest.part()
                still = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(still):
                    await self._left.wait()


class Connection(H11Protocol):
    """One client's connection, with deadlines for all that it may keep us waiting for."""

    def __init__(self, *, places: Places, limits: Limits, **rest: Any) -> None:
        super().__init__(**rest)
        self._places = places
        self._limits = limits
        self.timeout_keep_alive = limits.idle  # type: ignore[assignment]  # parts of a second do no harm
        self._head_due: asyncio.TimerHandle | None = None
        self._write_due: asyncio.TimerHandle | None = None

    @property
    def busy(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        self._places.take(self)
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._places.leave(self)
        for timer in (self._head_due, self._write_due):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Part of a request. What comes before its head is whole does not put the deadline off."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """The next request may come."""
        super().on_response_complete()
        if not self.busy:
            self._places.waits(self, waits=True)

    def part(self) -> None:
        """Make room: only ever asked of a connection that waits."""
        self.transport.abort()

    def pause_writing(self) -> None:
        """The client does not take what is sent."""
        super().pause_writing()
        self._write_due = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        if self._write_due is not None:
            self._write_due.cancel()
            self._write_due = None

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP, in our form and once."""
        del msg
        self._say(NO_HTTP)

    def shutdown(self) -> None:
        """The server stops: whoever waits is let go, whoever is answered gets the answer."""
        if self.busy:
            self.cycle.keep_alive = False
        else:
            self.transport.close()

    def _look(self) -> None:
        """Start the deadline for a head where one is due, stop it where it came."""
        self._places.waits(self, waits=not self.busy)
        if self.busy or self.transport.is_closing():
            if self._head_due is not None:
                self._head_due.cancel()
                self._head_due = None
        elif self._head_due is None:
            self._head_due = self.loop.call_later(self._limits.head, self._too_late)

    def _too_late(self) -> None:
        self._head_due = None
        if self.busy or self.transport.is_closing():
            return
        begun = bool(self.conn.trailing_data[0]) and self.conn.our_state is h11.IDLE
        if begun:
            self._say(SLOW_HEAD)
        else:
            self.transport.close()

    def _say(self, no: Refusal) -> None:
        """A refusal outside any request, and the end of the connection."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.is_closing():
            told = written(no)
            head = f"HTTP/1.1 {told.status} \r\ncontent-type: {told.media}\r\ncontent-length: {len(told.body)}\r\n"
            self.transport.write(f"{head}connection: close\r\n\r\n".encode() + told.body)
        self.transport.close()


class Door:
    """Lets connections in from one listening socket, one at a time, while there are places.

    asyncio's own loop takes as many as are waiting in one go, and where handles run out it logs each of its attempts: 42 MB in 20
    seconds. Here the attempt is made again after a pause.
    """

    def __init__(self, listening: socket.socket, places: Places, make: Callable[[], Connection]) -> None:
        self._listening = listening
        self._places = places
        self._make = make
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to let in."""
        self._listening.setblocking(False)
        self._listening.listen(BACKLOG)
        self._task = asyncio.get_running_loop().create_task(self._let_in())

    def close(self) -> None:
        """Let nobody in any more."""
        if self._task is not None:
            self._task.cancel()

    async def wait_closed(self) -> None:
        """Return when it is so."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _let_in(self) -> None:
        loop, log = asyncio.get_running_loop(), logging.getLogger("wence")
        while True:
            try:
                connection, _ = await loop.sock_accept(self._listening)
                try:
                    await self._places.one_free()
                except asyncio.CancelledError:
                    connection.close()
                    raise
                await loop.connect_accepted_socket(self._make, connection)
            except ConnectionError:
                continue  # gone before it was let in
            except OSError as error:  # no handle is left, as a rule
                log.warning("no connection can be let in", extra={"reason": error.strerror})
                await asyncio.sleep(_PAUSE)
