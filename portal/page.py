"""The chat as Gradio 6 draws it, at /gradio, for clients of Gradio. Gradio is imported when the page is built."""

import logging
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errors import WenceError
from portal.closing import Closing
from portal.contract import Assistant, PlanCard, Service
from portal.conversation import SHORTENED, Conversation, forgotten
from portal.events import events_of
from portal.gradio_mount import keep_to_this_machine, mount_gradio
from portal.payload import Event
from portal.refusal import INTERNAL
from portal.render import render_answer, render_notice, render_plans, render_waiting
from portal.sessions import Sessions
from retrieval.answer import Answer
from retrieval.departure import Departure, NobodyWaits
from settings import Settings

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from fastapi import FastAPI
    from gradio import Blocks

STATIC = Path(__file__).resolve().parent / "static"
PROMISE = "每个字都有出处，每个数都对得上，每个市都不串"
QUEUE = 64
"""Questions that may wait; Gradio answers the next one with 503."""
THREADS = 64
"""Answers that may be in the making at once, those included that were stopped but have not noticed yet."""
TYPED = 40_000
"""Characters the box takes; well above any limit for questions, so that the limit's own message is seen."""


def converse(
    service: Service,
    question: str,
    before: Conversation,
    departure: Departure | None = None,
    limit: int = TYPED,
) -> Iterator[Conversation]:
    """The conversation after each step of answering; the last one is complete. Errors become a message in it.

    Of a question longer than ``limit`` only the beginning is shown and kept; it is put all the same, since who answers says why not.
    Words, citations and the clauses around them are all of the snapshot that is served when it begins.
    """
    question = question.encode("utf-8", "replace").decode("utf-8").strip()
    now = before.asked(question if len(question) <= limit else f"{question[:SHORTENED]}……")
    yield now
    last: Answer | None = None
    try:
        assistant = service.now()
        for answer in assistant.stream(question, before.turns, departure=departure):
            if last is not None:
                yield now.showing(render_answer(last, assistant.clause, complete=False), last)
            last = answer
    except WenceError as error:
        yield now.showing(render_notice(str(error)))
        return
    except NobodyWaits:
        return
    except Exception:  # a person is waiting in front of the page: say so, log it, keep the page usable
        logging.getLogger("wence").exception("回答时出错")
        yield now.showing(render_notice(INTERNAL.message))
        return
    if last is None:
        yield now.showing(render_notice("没有得到回答。请重新提问。"))
        return
    yield now.answered(render_answer(last, assistant.clause), last, question)


async def _in_threads(
    steps: Iterator[Conversation], places: "CapacityLimiter", departure: Departure
) -> AsyncIterator[Conversation]:
    """Each step in a worker thread, left behind at once when the user stops.

    Gradio closes a plain generator only between two steps, and until then holds the lock that every other user needs.
    """
    import anyio

    try:
        while (
            now := await anyio.to_thread.run_sync(next, steps, None, limiter=places, abandon_on_cancel=True)
        ) is not None:
            yield now
    finally:
        departure.announce()


def stopped(conversation: Conversation, assistant: Assistant) -> Conversation:
    """The conversation when the user stopped the answer: what was there stays, marked as stopped."""
    waiting = bool(conversation.messages) and conversation.messages[-1]["content"] == render_waiting()
    if not waiting and conversation.pending is None:
        return conversation
    if conversation.pending is None:
        return conversation.showing(render_notice("已停止。可以换个问法再问。"))
    html = render_answer(conversation.pending, assistant.clause, complete=False, stopped=True)
    return conversation.showing(html)


def _examples(assistant: Assistant) -> list[Any]:
    """Questions to begin with, as Gradio has them."""
    return [{"text": text} for text in assistant.starters]


def build_page(service: Service, settings: Settings, sessions: Sessions, closing: Closing) -> "Blocks":
    """The Gradio page over a service, not yet mounted; what its tabs say is kept in ``sessions``, its answers end when the service
    closes."""
    keep_to_this_machine()
    import anyio
    import gradio as gr

    places = anyio.CapacityLimiter(THREADS)
    at_once = settings.concurrency + settings.model_concurrency  # as many may wait for a model, and then as many read
    held = service.now().plans
    with gr.Blocks(title="问策", analytics_enabled=False, fill_width=True) as page:
        asked = gr.Number(0, precision=0, visible=False)  # the tab's own count: a conversation may be forgotten here
        with gr.Row(elem_id="wc-layout"):
            with gr.Column(elem_id="wc-side", min_width=0, scale=0):
                gr.Markdown(_masthead(), latex_delimiters=[], elem_id="wc-masthead")
                library = gr.Markdown(render_plans(held), latex_delimiters=[], elem_id="wc-library")
            with gr.Column(elem_id="wc-main", min_width=0, scale=1):
                chat = gr.Chatbot(
                    label="对话",
                    show_label=False,
                    elem_id="wc-chat",
                    height=None,
                    autoscroll=False,
                    layout="bubble",
                    buttons=[],
                    feedback_options=None,
                    latex_delimiters=[],
                    allow_tags=False,
                    sanitize_html=True,
                    allow_file_downloads=False,
                    placeholder=_welcome(held),
                    examples=[],  # made when the page is opened: each of them is a question put and answered
                )
                with gr.Row(elem_id="wc-ask"):
                    box = gr.Textbox(
                        show_label=False,
                        label="问题",
                        placeholder="问一个指标、一个部门、一个日期……",
                        lines=1,
                        max_lines=6,
                        max_length=TYPED,
                        autofocus=True,
                        container=False,
                        elem_id="wc-box",
                        scale=1,
                    )
                    send = gr.Button("提问", variant="primary", elem_id="wc-send", scale=0, min_width=80)
                    halt = gr.Button("停止", variant="stop", elem_id="wc-stop", visible=False, scale=0, min_width=80)
                    fresh = gr.Button("新对话", elem_id="wc-new", scale=0, min_width=80)

        busy = {send: gr.update(visible=False), halt: gr.update(visible=True)}
        idle = {send: gr.update(visible=True), halt: gr.update(visible=False)}

        def shown(session: str, now: Conversation) -> dict[Any, Any]:
            sessions.keep(session, now)
            return {chat: list(now.messages), asked: now.asked_so_far}

        async def answer(question: str, already: int, request: gr.Request) -> AsyncIterator[dict[Any, Any]]:
            session = str(request.session_hash)
            before = sessions.get(session) or (forgotten() if already else Conversation())
            extra: dict[Any, Any] = {box: "", **busy}
            departure = closing.departure()
            steps = converse(service, question or "", before, departure, settings.question_characters)
            async for now in _in_threads(steps, places, departure):
                yield {**shown(session, now), **extra}
                extra = {}
            yield idle

        async def pick(already: int, request: gr.Request, event: gr.SelectData) -> AsyncIterator[dict[Any, Any]]:
            async for step in answer(str(event.value["text"]), already, request):
                yield step

        def halted(request: gr.Request) -> dict[Any, Any]:
            session = str(request.session_hash)
            before = sessions.get(session)
            return idle if before is None else {**shown(session, stopped(before, service.now())), **idle}

        def begun_anew(request: gr.Request) -> dict[Any, Any]:
            sessions.forget(str(request.session_hash))
            return {chat: [], asked: 0, box: "", **idle}

        def opened() -> Any:
            now = service.now()
            return {
                library: render_plans(now.plans),
                chat: gr.update(placeholder=_welcome(now.plans), examples=_examples(now)),
            }

        changed = [chat, asked, box, send, halt]
        told: dict[str, Any] = {
            "outputs": changed,
            "concurrency_limit": at_once,
            "concurrency_id": "ask",
            "api_visibility": "private",
            "show_progress": "hidden",
        }
        asks = [
            box.submit(answer, [box, asked], **told),
            send.click(answer, [box, asked], **told),
            chat.example_select(pick, [asked], **told),
        ]
        quick: dict[str, Any] = {**told, "concurrency_limit": None, "concurrency_id": None}  # never waits for an answer
        del quick["outputs"]
        halt.click(halted, None, changed, cancels=asks, **quick)
        fresh.click(begun_anew, None, changed, cancels=asks, **quick)
        page.load(opened, None, [library, chat], **quick)  # what stands in the page is as old as the server
    page.queue(max_size=QUEUE, default_concurrency_limit=at_once)
    return page


def mount_page(app: "FastAPI", service: Service, settings: Settings) -> Mapping[int, Event]:
    """Serve the page at ``/`` and its own files at ``/wence``; returns its events with what their calls may carry, for the guard.

    Raises:
        EventUnguarded: an event takes something for which there is no rule.
    """
    app.state.sessions = Sessions()
    page = build_page(service, settings, app.state.sessions, app.state.closing)
    events = events_of(page)
    # by this a page that was left open knows, after a lost connection, whether it may go on: while its calls are the same
    page.app_id = zlib.crc32(repr(sorted(events.items())).encode())
    from fastapi.staticfiles import StaticFiles

    app.mount("/wence", StaticFiles(directory=STATIC))
    app.state.gradio = mount_gradio(app, page, "/")
    return events


def _masthead() -> str:
    promise = "，".join(f"<span>{part}</span>" for part in PROMISE.split("，"))
    return f'<header class="wc-masthead"><h1>问策</h1><p>{promise}</p></header>'


def _welcome(plans: Sequence[PlanCard]) -> str:
    return (
        '<div class="wc-welcome"><h2>想问方案里的什么？</h2>'
        f"<p>从收录的 {len(plans)} 份方案原文里找答案，逐字引用，注明条款。方案里没有的，直说没有。</p></div>"
    )
