"""A served ASGI app in a thread of this process, and raw sockets to it: what HTTP libraries would hide is what is tested."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from portal.closing import Closing
from portal.guard import ASGIApp, Receive, Scope, Send
from portal.listening import WenceServer
from portal.server import Post, bind
from settings import Settings

WHOLE = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers everything at once."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


class Lifespanless:
    """Makes an app for requests a whole ASGI app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._app(scope, receive, send)
            return
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    server: WenceServer
    closing: Closing

    def connect(self, sent: bytes = b"", seconds: float = 60.0) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), seconds)
        connection.sendall(sent)
        return connection

    def answer(self, sent: bytes = WHOLE) -> bytes:
        """What comes until the server closes or says ``hello``."""
        with self.connect(sent) as connection:
            return read(connection)

    @property
    def open(self) -> int:
        return len(self.server.server_state.connections)


def read(connection: socket.socket, until: bytes = b"hello") -> bytes:
    said = b""
    while not said.endswith(until) and (part := connection.recv(65536)):
        said += part
    return said


def chosen(**settings: object) -> Settings:
    return Settings(_env_file=None, port=0, **settings)  # type: ignore[arg-type, call-arg]


@contextmanager
def serving(app: ASGIApp, post: Post | None = None, **settings: object) -> Iterator[Served]:
    """Serve ``app`` until the block ends."""
    known = chosen(**settings)
    listening, closing, ready = bind(known), Closing(known.drain_seconds), threading.Event()
    port = listening.getsockname()[1]
    server = WenceServer(Lifespanless(app), known, listening, closing, ready.set, post)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        assert ready.wait(120)
        yield Served(port, server, closing)
    finally:
        server.should_exit = True
        thread.join(120)
        assert not thread.is_alive()


def wait_until(true: object, seconds: float = 120.0) -> None:
    """Until a callable says so; a test that would wait forever fails."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)
