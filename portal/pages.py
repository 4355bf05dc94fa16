"""The pages: one HTML shell, a bar that leads from page to page, and for each page a module and a style of its own.

A page's words and rows come from the API; its script is ``static/pages/NAME.js``, its style ``static/pages/NAME.css``.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

STATIC = Path(__file__).resolve().parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
"""Content-Security-Policy of a page: its own host for everything, no script or style inside the document."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path, the name of its files, and what the bar calls it in Chinese and in English; ``styles`` are those of its parts, each over the ones before it."""

    path: str
    name: str
    title: str
    english: str
    styles: tuple[str, ...] = ()


CHAT = Page(
    "/",
    "chat",
    "问答",
    "Ask",
    ("dialog", "fitting", "answer", "table", "actions", "citations", "composer", "sidebar"),
)
PAGES = (
    Page(
        "/targets",
        "targets",
        "指标对比",
        "Targets",
        ("filters", "tray", "table", "panel", "charts", "across", "fitting"),
    ),
    Page("/duties", "duties", "责任分工", "Duties", ("filters", "tasks", "tables", "fitting")),
    Page("/plans", "plans", "方案阅读", "Plans", ("head", "text", "compare", "fitting")),
    Page("/check", "check", "核对", "Check", ("result", "fitting")),
)
DOCS = Page("/docs", "docs", "接口", "API")
"""The interface, from its own description; the bar does not lead there."""
DESK = (
    Page("/desk/evaluation/", "evaluation", "评测", "Evaluation"),
    Page("/desk/documents/", "documents", "资料", "Documents"),
)
"""Gradio's pages (see portal/desk.py), each in the bar only where the settings ask for it."""


def add_pages(app: FastAPI, origins: Iterable[str] = (), desk: Sequence[Page] = ()) -> None:
    """Serve the pages, and at ``/wence`` their scripts and styles; ``origins`` are the portals that may frame them, ``desk`` the pages of the desk that are on."""
    policy = POLICY.format(ancestors=" ".join(["'self'", *sorted(origins)]))
    headers = {"content-security-policy": policy, "cache-control": "no-cache"}
    for page in (CHAT, *PAGES, DOCS):
        app.add_api_route(page.path, _served(page, headers, desk), methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/widget.js", _widget, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/wence", _Parts(directory=STATIC))


class _Parts(StaticFiles):
    """Scripts and styles, asked for anew with every page, so that after an upgrade none meets an old one; what is unchanged is not sent."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        """A part, or that it is unchanged."""
        reply = super().file_response(*given, **named)
        reply.headers["cache-control"] = "no-cache"
        return reply


async def _widget() -> FileResponse:
    """The script for pages of portals; it may be loaded from anywhere, and what it frames only by the portals."""
    headers = {"cache-control": "public, max-age=300", "cross-origin-resource-policy": "cross-origin"}
    return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers=headers)


def _served(page: Page, headers: dict[str, str], desk: Sequence[Page]) -> Callable[[], Awaitable[HTMLResponse]]:
    async def served() -> HTMLResponse:
        return HTMLResponse(document(page, desk), headers=headers)

    return served


def document(page: Page, desk: Sequence[Page] = ()) -> str:
    """The HTML of a page before its script fills it."""
    parts = (f"pages/{page.name}", *(f"{page.name}/{style}" for style in page.styles))
    styles = "\n".join(f'<link rel="stylesheet" href="./wence/{part}.css">' for part in parts)
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(page.title)} · 问策</title>
<link rel="icon" type="image/svg+xml" href="./wence/favicon.svg">
<link rel="stylesheet" href="./wence/base.css">
{styles}
<script src="./wence/theme.js"></script>
<script type="module" src="./wence/bar.js"></script>
<script type="module" src="./wence/pages/{page.name}.js"></script>
</head>
<body class="wc-page">
{bar(page, desk)}
<main id="main" tabindex="-1" aria-busy="true"><noscript><p>这个页面需要启用 JavaScript。</p></noscript></main>
</body>
</html>
"""


def off_document(told: str, english: str) -> str:
    """The HTML of a page that is not served: why, in both languages, and the way back."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>问策</title></head>'
        f'<body><main><h1>没有打开这一页</h1><p>{escape(told)}</p><p lang="en">{escape(english)}</p>'
        '<p><a href="/">回到问答 <span lang="en">Back to Ask</span></a></p></main></body></html>'
    )


def bar(current: Page, desk: Sequence[Page] = ()) -> str:
    """The bar over every page: the way to the others, language and colours."""
    home = "../" * (current.path.count("/") - 1) or "./"
    links = "".join(
        f'<a href="{home}{page.path[1:]}" data-zh="{page.title}" data-en="{page.english}"'
        + (' aria-current="page"' if page == current else "")
        + f">{page.title}</a>"
        for page in (CHAT, *PAGES, *desk)
    )
    return (
        '<header class="wc-bar"><a class="wc-skip" href="#main" data-zh="跳到正文" data-en="Skip to content">跳到正文</a>'
        f'<span class="wc-name">问策</span><nav aria-label="页面">{links}</nav>'
        '<span class="wc-bar-tools"><button type="button" id="wc-language" aria-label="EN: switch to English">EN</button>'
        '<button type="button" id="wc-theme" aria-label="切换深色和浅色">◐</button></span></header>'
    )
