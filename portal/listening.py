"""uvicorn, with our own connections: two kinds of sockets (for everyone, for the other workers), a drain, a quiet end."""

import asyncio
import contextlib
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import uvicorn

from portal.access.proxies import Proxies
from portal.closing import Closing
from portal.connections import Connection, Door, Limits, Places, affordable
from portal.guard import ASGIApp
from portal.logs import tell_counts
from portal.reception import Reception
from portal.sticky import Sticky
from settings import Settings

if TYPE_CHECKING:
    from portal.server import Post

AFTERMATH = 2.0
"""Seconds after the drain in which answers that were told to end may say so."""
_FROM_WORKERS = Limits(connections=100_000, head=60.0, idle=60.0)
"""Between workers: bounded by the connections that the other workers let in, and never cut while these are kept."""


class WenceServer(uvicorn.Server):
    """Serves one site on the sockets of a process.

    ``started`` is called once it answers. It ends on SIGTERM and Ctrl-C, and when the other end of ``lifeline`` is closed, which
    is how a worker learns that its parent is gone.
    """

    def __init__(
        self,
        site: ASGIApp,
        settings: Settings,
        listening: socket.socket,
        closing: Closing,
        started: Callable[[], None],
        post: "Post | None" = None,
        lifeline: int | None = None,
    ) -> None:
        super().__init__(_config(site, settings))
        self._site = site
        self._settings = settings
        self._listening = listening
        self._closing = closing
        self._on_started = started
        self._post = post
        self._lifeline = lifeline
        self._sticky: Sticky | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to let connections in; the sockets are our own, whatever uvicorn would be given."""
        del sockets
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(uvicorn.config.STARTUP_FAILURE)
        self._loop = asyncio.get_running_loop()
        doors = list(self._doors())
        for door in doors:
            door.open()
        self.servers = doors  # type: ignore[assignment]  # what uvicorn closes and waits for
        if self._lifeline is not None:
            self._loop.add_reader(self._lifeline, self._orphaned)
        self.started = True
        self._on_started()

    def _doors(self) -> Iterator[Door]:
        outer, post = self._site, self._post
        if post is not None:
            outer = self._sticky = Sticky(outer, post.number, post.doors)
            yield self._door(Reception(self._site, inner=True), post.private, _FROM_WORKERS)
        proxies = Proxies.of(self._settings.trusted_proxies)
        front = Reception(outer, log_questions=self._settings.log_questions, proxies=proxies)
        yield self._door(front, self._listening, limits_of(self._settings, len(post.doors) if post else 1))

    def _door(self, app: ASGIApp, listening: socket.socket, limits: Limits) -> Door:
        config = _config(app, self._settings)
        config.load()
        places = Places(limits.connections)
        known = {"config": config, "server_state": self.server_state, "app_state": self.lifespan.state}
        return Door(listening, places, partial(Connection, places=places, limits=limits, **known))

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; the log's counts are told when they are due, also while nothing happens."""
        if counter % 10 == 0:
            tell_counts()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, let answers finish up to the deadline, then have them end."""
        self._closing.announce()
        await super().shutdown([self._listening, *(sockets or [])])
        if self._sticky is not None:
            await self._sticky.close()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, and end with exit code 0: having stopped when told to is no failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _orphaned(self) -> None:
        self._loop.remove_reader(self._lifeline)  # type: ignore[arg-type]
        self.should_exit = True


def limits_of(settings: Settings, workers: int) -> Limits:
    """What the settings ask for, as far as the process has file handles."""
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(settings.connections, affordable(handles, workers))
    return Limits(most, settings.header_seconds, settings.idle_seconds)


def _config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Connection,
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=round(settings.drain_seconds + AFTERMATH),
    )
