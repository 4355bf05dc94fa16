"""``GET /metrics``, and the counting of requests and of what is under way."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterable

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from portal import metrics
from portal.answering import Answering
from portal.contract import Service
from portal.guard import LOOPBACK, ASGIApp, Message, Receive, Scope, Send
from portal.refusal import Refusal, respond
from portal.schema import refusals
from settings import Settings

EVERY_SECONDS = 1.0
"""So often a worker tells what it has under way."""
NOWHERE = "other"
"""What requests to no route of ours are counted under: a client must not make figures by making up addresses."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
OFF = Refusal(
    404,
    "metrics_off",
    "这里没有开启指标。需要时请管理员把 WENCE_METRICS 设为 on。",
)


def add_metrics(app: FastAPI, service: Service, settings: Settings) -> None:
    """Add the route; it tells nothing where the settings do not let it, and beyond loopback only where they say so."""
    on = settings.metrics == "on" or (settings.metrics == "loopback" and settings.host.lower() in LOOPBACK)

    def built() -> tuple[str, str]:
        assistant = service.now()
        return assistant.fingerprint, assistant.built_at

    text = {metrics.FORM.partition(";")[0]: {"schema": {"type": "string"}}}

    @app.get(
        "/metrics",
        summary="运行指标（Prometheus 文本格式），各进程合计",
        operation_id="metrics",
        response_class=Response,
        responses={**refusals(404), 200: {"description": "指标", "content": text}},
    )
    def told() -> Response:
        return Response(metrics.exposition(built), media_type=metrics.FORM) if on else respond(OFF)


@contextlib.asynccontextmanager
async def sampling(service: Service, answering: Answering) -> AsyncIterator[None]:
    """While this lasts the figures say what is under way in this process."""

    async def sample() -> None:
        while True:
            metrics.set_load(answering.running, service.waiting)
            metrics.set_soundness(*service.soundness)
            await asyncio.sleep(EVERY_SECONDS)

    task = asyncio.create_task(sample())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Meter:
    """Wraps the whole site of a process and counts its responses by method, route and status."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._exact: dict[str, str] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        for route in routes:
            if isinstance(route, Route) and "{" not in route.path:
                self._exact[route.path] = route.path
            elif isinstance(route, Route):
                self._patterns.append((route.path_regex, route.path))
            elif isinstance(route, Mount) and route.path:
                self._patterns.append((re.compile(re.escape(route.path) + "(/.*)?", re.DOTALL), f"{route.path}/*"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count when the response begins."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in _METHODS else NOWHERE
                metrics.count_request(method, self.route_of(scope["path"]), message["status"])
            await send(message)

        await self._app(scope, receive, counted)

    def route_of(self, path: str) -> str:
        """The pattern of the route that a path belongs to."""
        found = self._exact.get(path)
        return found or next((name for pattern, name in self._patterns if pattern.fullmatch(path)), NOWHERE)
