"""Serves the scripted assistant's site with faults planted beside the guard: ``python -m tests.planted_server``; prints READY like app.py.

A proof that finds nothing proves nothing unless it finds these: a route that raises, cuts its response off, blocks the loop or floods
the log, and an event of the desk that takes anything, files included.
"""

import asyncio
import json
import sys
import threading
import time
from typing import Any, Literal

import uvicorn
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from errors import GoldError
from portal import api, evaluation_page
from portal.guard import ASGIApp, Receive, Scope, Send
from portal.routes import EVALUATION, JOIN
from portal.server import bind, build_site
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

ROUTE = "/api/planted"
BLOCKED_SECONDS = 0.6
KEPT_BYTES = 12_000_000
LOGGED = 200_000
Fault = Literal["raise", "cut", "block", "talk", "none"]
kept: list[bytes] = []


def plant_route(app: FastAPI) -> None:
    """A declared route with a fault for each value of its parameter, before those that are mounted; the only one in the document."""

    @app.get(ROUTE)
    async def planted(fault: Fault) -> Any:
        if fault == "raise":
            raise RuntimeError("planted")
        if fault == "cut":
            return StreamingResponse(_one_part(), headers={"content-length": "1000"})
        if fault == "block":
            time.sleep(BLOCKED_SECONDS)
        if fault == "talk":
            print("说" * LOGGED, file=sys.stderr)
        return {}

    app.router.routes.insert(0, app.router.routes.pop())
    whole = app.openapi

    def this_one() -> dict[str, Any]:
        document = whole()
        return {**document, "paths": {ROUTE: document["paths"][ROUTE]}}

    app.openapi = this_one  # type: ignore[method-assign]  # the way FastAPI documents


async def _one_part() -> Any:
    yield b"x"
    await asyncio.sleep(0)


def plant_event(blocks: Any) -> int:
    """An event that takes JSON of any kind and never forgets that it did; returns its id."""
    import gradio as gr

    def take(value: Any) -> Any:
        kept.append(bytes(range(250)) * (KEPT_BYTES // 250))
        return value

    with blocks:
        anything, button = gr.JSON(visible=False), gr.Button(visible=False)
        button.click(take, [anything], [anything], api_visibility="private")
    blocks.config = blocks.get_config_file()
    blocks.has_launched = False  # Gradio looks which files a call may name only where this is set
    return int(max(blocks.fns))


class Beside:
    """Lets what was planted past the guard; everything else goes through it."""

    def __init__(self, app: ASGIApp, guarded: ASGIApp, event: int) -> None:
        self._app = app
        self._guarded = guarded
        self._event = event

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (ROUTE, f"{EVALUATION}{JOIN}"):
            await self._guarded(scope, receive, send)
            return
        if scope["path"] == ROUTE:
            await self._app(scope, receive, send)
            return
        first = await receive()
        again = _giving(first, receive)
        body = _object(first)
        if body.get("fn_index") == self._event:
            await self._app({**scope, "wence.body": body}, again, send)  # where the guard puts it
        else:
            await self._guarded(scope, again, send)


def _object(message: Any) -> dict[str, Any]:
    """The object that a body holds in one piece; empty where it holds something else."""
    try:
        read = json.loads(message.get("body", b""))
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _giving(first: Any, receive: Receive) -> Receive:
    pending = [first]

    async def again() -> Any:
        return pending.pop() if pending else await receive()

    return again


class _NothingEvaluated:
    """An evaluation without gold sets and runs."""

    def gold_sets(self) -> Any:
        return ()

    def runs(self) -> Any:
        return ()

    def __getattr__(self, name: str) -> Any:
        def unknown(*_: Any, **__: Any) -> Any:
            raise GoldError("没有这一次评测。")

        return unknown


def build_planted(settings: Settings) -> ASGIApp:
    """The site as the app builds it, with its inner app and its page caught on the way and faults planted in both."""
    caught: dict[str, Any] = {}
    build_api, build_page = api.build_api, evaluation_page.build_evaluation_page

    def catching_api(*given: Any, **named: Any) -> FastAPI:
        app = build_api(*given, **named)
        caught["app"] = app
        return app

    def catching_page(*given: Any, **named: Any) -> Any:
        caught["page"] = build_page(*given, **named)
        return caught["page"]

    api.build_api, evaluation_page.build_evaluation_page = catching_api, catching_page
    guarded = build_site(ScriptedAssistant(), settings, evaluation=_NothingEvaluated())
    plant_route(caught["app"])
    return Beside(caught["app"], guarded, plant_event(caught["page"]))


def main() -> None:
    """Serve until told to stop."""
    settings = Settings(_env_file=None, port=0, desk_documents=False)  # type: ignore[call-arg]
    with bind(settings) as listening:
        server = uvicorn.Server(uvicorn.Config(build_planted(settings), log_level="warning", access_log=False))

        def announce() -> None:
            while not server.started:
                time.sleep(0.02)
            print(f"READY http://127.0.0.1:{listening.getsockname()[1]}", flush=True)

        threading.Thread(target=announce, daemon=True).start()
        server.run(sockets=[listening])


if __name__ == "__main__":
    main()
