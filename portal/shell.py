"""The HTML document that Gradio serves, made ours: Chinese, no outside address in it, and a CSP that names its inline scripts.

Gradio's document carries advertising meta tags with addresses on other hosts, styles and scripts inside the document. Tags and styles go
(``static/desk/page.css`` says what is needed of them); the scripts are allowed one by one by their hash, so that nothing an answer could
contain would ever run or dress itself up. What Gradio's script sets afterwards it sets by property, which no policy has to allow.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence

from portal.guard import ASGIApp, Message, Receive, Scope, Send
from portal.pages import Page, bar

_ADVERTISING = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>\s*')
_INLINE = {tag: re.compile(rf"<{tag}(?![^>]*\ssrc=)[^>]*>(.*?)</{tag}>", re.DOTALL) for tag in ("script", "style")}
_STYLE_ATTRIBUTE = re.compile(r"""(<[a-z][a-z-]*\b[^<>]*?)\s+style="[^"<>]*\"""")
"""In a tag, not in the text of a script: the page's own data stand there with every ``<`` escaped."""
_BODY = re.compile(r"<body[^>]*>")
_HEAD = (
    "<title>{title} · 问策</title>"
    '<meta name="description" content="每个字都有出处，每个数都对得上，每个市都不串" />'
    '<link rel="icon" type="image/svg+xml" href="../../wence/favicon.svg" />'
    '<link rel="stylesheet" href="../../wence/base.css" />'
    '<link rel="stylesheet" href="../../wence/desk/page.css" />'
    '<link rel="stylesheet" href="../../wence/desk/parts.css" />'
    '<script src="../../wence/theme.js"></script>'
    '<script type="module" src="../../wence/bar.js"></script>'
    '<script type="module" src="../../wence/desk/page.js"></script>'
)


class Shell:
    """Wraps the app that serves the pages of the desk that are on (``desk``); everything else passes untouched."""

    def __init__(self, app: ASGIApp, origins: Iterable[str], desk: Sequence[Page]) -> None:
        self._app = app
        self._desk = desk
        self._pages = {page.path: page for page in desk}
        self._ancestors = " ".join(["'self'", *sorted(origins)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Collect the document, rewrite it, send it with its policy."""
        page = self._pages.get(scope["path"]) if scope["type"] == "http" else None
        if page is None:
            await self._app(scope, receive, send)
            return
        uncompressed = [(n, v) for n, v in scope["headers"] if n.lower() != b"accept-encoding"]
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self._app({**scope, "headers": uncompressed}, receive, collect)
        html = rewrite(b"".join(parts).decode("utf-8"), page, self._desk)
        kept = [(n, v) for n, v in start.get("headers", ()) if n.lower() != b"content-length"]
        body = html.encode("utf-8")
        headers = [
            *kept,
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"content-security-policy", content_policy(html, self._ancestors).encode()),
        ]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] == "GET" else b""})


def rewrite(html: str, page: Page, desk: Sequence[Page]) -> str:
    """The document without advertising tags, manifest and inline styles, in Chinese, with our style and script."""
    html = _MANIFEST.sub("", _ADVERTISING.sub("", html))
    html = _STYLE_ATTRIBUTE.sub(r"\1", _INLINE["style"].sub("", html))
    html = html.replace('lang="en"', 'lang="zh-CN"', 1)
    html = html.replace("</head>", f"{_HEAD.format(title=page.title)}</head>", 1)
    return _BODY.sub(lambda tag: f"{tag[0]}{bar(page, desk)}", html, count=1)


def content_policy(html: str, ancestors: str) -> str:
    """The Content-Security-Policy of a document: its own host for everything, what is inside the document by hash."""
    return (
        f"default-src 'none'; script-src 'self'{_hashes('script', html)}; style-src 'self'{_hashes('style', html)}; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors {ancestors}"
    )


def _hashes(tag: str, html: str) -> str:
    digests = (hashlib.sha256(code.encode("utf-8")).digest() for code in _INLINE[tag].findall(html))
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
