"""Mounts the desk: 评测 and 资料, two Gradio pages beside the others, each where the settings ask for it.

Two Gradios rather than one: each page has its own events, and with them its own list of what a call may carry; one that is off has none.
"""

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from errors import GoldError
from portal.contract import Evaluation, Service
from portal.events import events_of
from portal.gradio_mount import keep_to_this_machine, mount_gradio
from portal.pages import DESK, Page, off_document
from portal.payload import Event
from portal.refusal import Refusal, respond
from portal.routes import DOCUMENTS, EVALUATION
from settings import Settings

if TYPE_CHECKING:
    from gradio import Blocks

QUEUE = 32
"""Calls that may wait on one page of the desk."""
_OFF = {
    EVALUATION: (
        "评测页没有打开。请管理员设置 WENCE_DESK_EVALUATION=true 后重启服务。",
        "The page of evaluations is off. Ask your administrator to set WENCE_DESK_EVALUATION=true and restart.",
    ),
    DOCUMENTS: (
        "资料页没有打开。请管理员设置 WENCE_DESK_DOCUMENTS=true 后重启服务。",
        "The page of documents is off. Ask your administrator to set WENCE_DESK_DOCUMENTS=true and restart.",
    ),
}


def pages_on(settings: Settings, evaluation: Evaluation | None) -> tuple[Page, ...]:
    """The pages of the desk that are on, as the bar shows them."""
    on = {EVALUATION: settings.desk_evaluation and evaluation is not None, DOCUMENTS: settings.desk_documents}
    return tuple(page for page in DESK if on[page.path.rstrip("/")])


def mount_desk(
    app: FastAPI, service: Service, settings: Settings, evaluation: Evaluation | None
) -> Mapping[str, Mapping[int, Event]]:
    """Serve the pages that are on, and say of the others which setting they need; returns what the calls of each may carry.

    Raises:
        EventUnguarded: an event takes something for which there is no rule.
    """
    keep_to_this_machine()
    desks: dict[str, Mapping[int, Event]] = {}
    on = {page.path.rstrip("/") for page in pages_on(settings, evaluation)}
    for path in (EVALUATION, DOCUMENTS):
        if path not in on:
            _say_off(app, path)
        else:
            app.add_api_route(path, _with_slash(path), methods=["GET", "HEAD"], include_in_schema=False)
    if EVALUATION in on and evaluation is not None:
        desks[EVALUATION] = _mount(app, _evaluation_page(app, settings, evaluation), EVALUATION)
    if DOCUMENTS in on:
        desks[DOCUMENTS] = _mount(app, _documents_page(app, service, settings), DOCUMENTS)
    return desks


def _evaluation_page(app: FastAPI, settings: Settings, evaluation: Evaluation) -> "Blocks":
    from portal.evaluation_page import build_evaluation_page
    from portal.evaluations import Evaluations
    from portal.uploads import add_gold_uploads

    evaluations = Evaluations(settings, evaluation, app.state.audit)
    add_gold_uploads(app, evaluations)

    @app.get("/desk/reports/{run}", include_in_schema=False)
    def report(run: str) -> Response:
        try:
            path = Path(evaluation.report(run))
            return _report(path.read_text(encoding="utf-8"), settings)
        except (GoldError, OSError):
            return respond(Refusal(404, "run_unknown", "没有这次评测的报告，或已被删除。请回到评测页刷新。"))

    return build_evaluation_page(evaluations)


def _documents_page(app: FastAPI, service: Service, settings: Settings) -> "Blocks":
    from portal.documents import Documents
    from portal.documents_page import build_documents_page
    from portal.uploads import add_document_uploads

    documents = Documents(settings, service, audit=app.state.audit)
    add_document_uploads(app, documents)
    return build_documents_page(documents)


def _mount(app: FastAPI, page: "Blocks", path: str) -> Mapping[int, Event]:
    page.queue(max_size=QUEUE, default_concurrency_limit=None)
    events = events_of(page)
    page.app_id = zlib.crc32(repr(sorted(events.items())).encode())
    mount_gradio(app, page, path)
    return events


def _report(html: str, settings: Settings) -> HTMLResponse:
    """A report is one file with its own style and script: they run, and nothing else does."""
    from portal.shell import content_policy

    ancestors = " ".join(["'self'", *sorted(settings.origins)])
    return HTMLResponse(html, headers={"content-security-policy": content_policy(html, ancestors)})


def _with_slash(path: str) -> Callable[[], RedirectResponse]:
    def redirected() -> RedirectResponse:
        return RedirectResponse(f"{path.rpartition('/')[2]}/")

    return redirected


def _say_off(app: FastAPI, path: str) -> None:
    """Answer a page that is off, and what belongs to it, with the setting that it needs."""
    chinese, english = _OFF[path]

    async def page() -> HTMLResponse:
        return HTMLResponse(off_document(chinese, english), 404)

    async def upload() -> Response:
        return respond(Refusal(404, "desk_off", chinese, english))

    for each in (path, f"{path}/"):
        app.add_api_route(each, page, methods=["GET", "HEAD"], include_in_schema=False)
    name = "documents" if path == DOCUMENTS else "gold"
    app.add_api_route(f"/api/{name}/{{name}}", upload, methods=["PUT"], include_in_schema=False)
    if path == EVALUATION:
        app.add_api_route("/desk/reports/{run}", upload, methods=["GET", "HEAD"], include_in_schema=False)
