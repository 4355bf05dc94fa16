"""The smallest page of a desk: a box that is answered step by step, and a button; mounted and guarded as the real ones are."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

from portal.events import events_of
from portal.gradio_mount import mount_gradio
from portal.guard import Guard, policy_of
from portal.routes import DATA, EVALUATION, JOIN
from settings import Settings

ASK, LOOK = 0, 1
ANSWER = "13.5%"
LIMIT = 1_000


def small_page(gate: threading.Event | None = None) -> Any:
    """What is typed is answered in two steps, between which it waits at the gate."""
    import gradio as gr

    def answer(question: str) -> Iterator[str]:
        yield f"{question}…"
        if gate is not None:
            gate.wait(30)
        yield ANSWER

    with gr.Blocks(analytics_enabled=False) as page:
        box, shown = gr.Textbox(max_length=LIMIT), gr.Markdown()
        calls: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": None}
        box.submit(answer, [box], [shown], **calls)
        gr.Button().click(lambda: ANSWER, None, [shown], **calls)
    page.queue(max_size=64, default_concurrency_limit=None)
    return page


class Desk:
    """The page in this process, called as a server would, with what Gradio holds in view."""

    def __init__(self, app: Any, guard: Guard) -> None:
        self.app = app
        self.guard = guard
        mounts: list[Any] = [route.app for route in app.routes if isinstance(route, Mount)]
        self.gradio = next(mounted for mounted in mounts if hasattr(mounted, "state_holder"))
        self.queue = self.gradio.get_blocks()._queue

    async def call(
        self,
        method: str,
        target: str,
        body: Any = None,
        leaving: asyncio.Event | None = None,
        at_end: Callable[[], Awaitable[Any]] | None = None,
    ) -> Any:
        """Status and what came back from a path below the desk. ``leaving``: the client hangs up when it is set. ``at_end``: what
        happens before the client has taken the word that the stream ends.
        """
        path, _, query = f"{EVALUATION}{target}".partition("?")
        sent: list[Any] = []
        coming = [{"type": "http.request", "body": json.dumps(body).encode() if body is not None else b""}]

        async def receive() -> Any:
            if coming:
                return coming.pop()
            await (leaving or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if at_end and b"close_stream" in message.get("body", b""):
                await at_end()
            sent.append(message)

        headers = [(b"host", b"127.0.0.1")]
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": headers}
        scope |= {"query_string": query.encode(), "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80)}
        await self.guard({**scope, "client": ("127.0.0.1", 1), "root_path": "", "state": {}}, receive, send)
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return sent[0]["status"], json.loads(text) if text.startswith("{") else text, dict(sent[0]["headers"])

    async def join(
        self, session: str, event: int = ASK, question: str = "目标是多少", data: list[Any] | None = None
    ) -> Any:
        data = data or ([question] if event == ASK else [])
        return await self.call("POST", JOIN, {"fn_index": event, "session_hash": session, "data": data})

    async def read(self, session: str, leaving: asyncio.Event | None = None, **more: Any) -> Any:
        return await self.call("GET", f"{DATA}?session_hash={session}", leaving=leaving, **more)

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)

    def kept(self) -> dict[str, int]:
        """What Gradio holds for sessions and calls; the process's own four tables of figures aside."""
        blocks = self.gradio.get_blocks()
        held = {
            "messages": self.queue.pending_messages_per_session,
            "names": self.queue.pending_event_ids_session,
            "events": self.queue.event_ids_to_events,
            "states": self.gradio.state_holder.session_data,
            "iterators": self.gradio.iterators,
            "resets": self.gradio.iterators_to_reset,
            "diffs": blocks.pending_diff_streams,
            "streams": blocks.pending_streams,
        }
        return {name: len(table) for name, table in held.items() if len(table)}


@asynccontextmanager
async def small_desk(gate: threading.Event | None = None, page: Any = None) -> AsyncIterator[Desk]:
    """The page, or another one, served until the block ends."""
    app, page = FastAPI(), page or small_page(gate)
    events = events_of(page)
    mount_gradio(app, page, EVALUATION)
    guard = Guard(app, policy_of(Settings(_env_file=None), {EVALUATION: events}))  # type: ignore[call-arg]
    async with app.router.lifespan_context(app):
        yield Desk(app, guard)
