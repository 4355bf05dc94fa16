"""The tools at ``/mcp`` of the site. The SDK is imported when a client first asks: it takes a second of processor time and 25 MB."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import anyio.to_thread
from starlette.applications import Starlette
from starlette.routing import Route

from portal.guard import ASGIApp, Message, Receive, Scope, Send
from portal.refusal import NOT_ACCEPTABLE, Refused

PATH = "/mcp"


class Manager(Protocol):
    """What serves the tools over HTTP, for as long as it runs."""

    @property
    def asgi_app(self) -> ASGIApp:
        """The app."""

    def run(self) -> AbstractAsyncContextManager[None]:
        """The time in which it answers."""


class Mounted:
    """The app of a manager that is made, in a thread, when the first request comes."""

    def __init__(self, make: Callable[[], Manager]) -> None:
        self._make = make
        self._lock = asyncio.Lock()
        self._end = asyncio.Event()
        self._app: ASGIApp | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        async with self._lock:
            app = self._app = self._app or await self._open()
        await app(scope, receive, _with_words(scope, receive, send))

    async def close(self) -> None:
        """End what runs; nothing is asked any more."""
        self._end.set()
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)

    async def _open(self) -> ASGIApp:
        manager = await anyio.to_thread.run_sync(self._make)
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running = asyncio.create_task(self._run(manager, opened))
        await opened
        return manager.asgi_app

    async def _run(self, manager: Manager, opened: "asyncio.Future[None]") -> None:
        """A manager begins and ends in one task."""
        try:
            async with manager.run():
                opened.set_result(None)
                await self._end.wait()
        except Exception as error:  # noqa: BLE001  # whoever waits for it is told
            if not opened.done():
                opened.set_exception(error)


def _with_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """Sends on, but for the SDK's refusal of what a client would take, which is empty: ours says what to ask for."""
    replaced = False

    async def sending(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start" and message["status"] == NOT_ACCEPTABLE.status:
            named = {name.lower() for name, _ in message.get("headers", ())}
            replaced = b"content-type" not in named
            if replaced:
                await Refused(NOT_ACCEPTABLE)(scope, receive, send)
        if not replaced:
            await send(message)

    return sending


def mount_mcp(app: Starlette, make: Callable[[], Manager]) -> Mounted:
    """Serve the tools; the guard has looked at host, origin and body."""
    mounted = Mounted(make)
    app.router.routes.append(Route(PATH, endpoint=mounted, methods=["POST"], include_in_schema=False))
    return mounted
