"""What may be requested at all: our own paths, and of Gradio's, below each page of the desk, only those it uses (recorded in Chromium, gradio 6.31).

Left out on purpose: uploads, file and proxy routes, deep links, run history, heartbeats, monitoring, custom components, the API
pages, and ``/config``, which the page carries inside itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.access.rule import ADMIN, OWNER, PUBLIC, READER, AccessRule
from portal.payload import Event, Is, Rule, Shape, Text, fits

JOIN_LIMIT = 8_000
"""Bytes of a queue call: three names of 300 characters, each written as an escape of six bytes, and what names the call."""
ASIDE_LIMIT = 200_000
"""Bytes of what is said beside a question: the question once more with the plans it was asked of, a remark on an answer."""
QUERY_LIMIT = 8_000
"""Bytes of a query: a plan id and a clause id of 200 Chinese characters, each character nine bytes of percent signs."""
QUERY = r".{0,500}"
"""A query of a few short names."""
LEDGER_QUERY = r".{0,30000}"
"""The query of a page or a ledger that names plans: fifty ids of 60 Chinese characters, each character nine bytes of percent signs."""
EXPORT_QUERY = r"(?=.{0,30000}$)((plan|indicator)=[^&]*(&(plan|indicator)=[^&]*)*)?"
"""The query of a download: plans and indicators, as many as 30,000 bytes hold, and nothing else."""

JOIN = "/gradio_api/queue/join"
DATA = "/gradio_api/queue/data"

EVALUATION, DOCUMENTS = "/desk/evaluation", "/desk/documents"
"""Where the desk's two pages are mounted, each with a Gradio of its own."""
_DESK = rf"(?:{EVALUATION}|{DOCUMENTS})"
_BELOW = re.compile(rf"(?P<desk>{_DESK})(?P<path>/.*)", re.DOTALL)

_SESSION = re.compile(r"[0-9a-z]{1,32}")


@dataclass(frozen=True, slots=True)
class Route:
    """Methods and the full path pattern they are allowed on, and who may use it (``rule``; without one the site does not start).

    ``api``: cross-origin callers on the list may use it. ``query``: what the query must look like; without a pattern what comes is
    not passed on (the page hands its own address's query to some calls). ``limit``: bytes of a body where
    it is less than what any body may have. ``upload``: the body is a file, as long as it says, passed on as it comes.
    """

    methods: frozenset[str]
    path: re.Pattern[str]
    rule: AccessRule | None = None
    api: bool = False
    query: re.Pattern[str] | None = None
    limit: int | None = None
    upload: bool = False


def _route(
    methods: str,
    path: str,
    rule: AccessRule | None = None,
    *,
    api: bool = False,
    query: str | None = None,
    limit: int | None = None,
    upload: bool = False,
) -> Route:
    pattern = re.compile(query, re.DOTALL) if query is not None else None
    return Route(frozenset(methods.split()), re.compile(path), rule, api, pattern, limit, upload)


ROUTES = (
    _route("POST OPTIONS", r"/api/ask(/stream)?", READER, api=True),
    _route("POST OPTIONS", r"/v1/chat/completions", READER, api=True),
    _route("GET HEAD OPTIONS", r"/v1/models(/[^/\x00]{1,200})?", READER, api=True),
    _route("POST OPTIONS", r"/api/(ask/next|search|feedback)", READER, api=True, limit=ASIDE_LIMIT),
    _route("POST OPTIONS", r"/api/(citations|export/docx|check|check\.docx|check\.xlsx)", READER, api=True),
    _route("GET HEAD OPTIONS", r"/api/clauses(/[^\x00]{1,400})?", READER, api=True, query=f".{{0,{QUERY_LIMIT}}}"),
    _route("GET HEAD OPTIONS", r"/api/health/(ready|live)", PUBLIC, api=True),
    _route("GET HEAD OPTIONS", r"/api/(plans|welcome|openapi\.json)", READER, api=True),
    _route("POST OPTIONS", r"/mcp", READER, api=True),
    _route("GET HEAD", r"/metrics", ADMIN),
    _route("GET HEAD OPTIONS", r"/api/plans/[^/\x00]{1,200}", READER, api=True),
    _route("GET HEAD OPTIONS", r"/api/(targets|duties|counterparts)", READER, api=True, query=LEDGER_QUERY),
    _route(
        "GET HEAD OPTIONS",
        r"/api/(indicators|indicator|indicator\.csv)",
        READER,
        api=True,
        query=f".{{0,{QUERY_LIMIT}}}",
    ),
    _route("GET HEAD OPTIONS", r"/api/targets\.(csv|xlsx)", READER, api=True, query=EXPORT_QUERY),
    _route("GET HEAD OPTIONS", r"/api/duties\.(docx|xlsx)", READER, api=True, query=LEDGER_QUERY),
    _route("GET HEAD OPTIONS", r"/api/conversations", OWNER, api=True, query=QUERY),
    _route("GET HEAD DELETE OPTIONS", r"/api/conversations/[0-9A-Za-z_-]{22}", OWNER, api=True),
    _route("GET HEAD OPTIONS", r"/api/conversations/[0-9A-Za-z_-]{22}/export", OWNER, api=True, query=QUERY),
    _route("GET HEAD DELETE OPTIONS", r"/api/me", OWNER, api=True),
    _route("GET HEAD OPTIONS", r"/api/me/export", OWNER, api=True),
    _route(
        "GET HEAD", r"/(targets|duties|plans|check|docs)?", READER, query=LEDGER_QUERY
    ),  # the script of the page reads its query
    _route("GET HEAD", r"/widget\.js", PUBLIC),
    _route("GET HEAD", r"/wence/([a-z]{1,20}/)?[a-z-]{1,40}\.(css|js|svg)", PUBLIC),
    _route("GET HEAD", f"{_DESK}/?", ADMIN),
    _route("GET HEAD", r"/desk/reports/[0-9a-f-]{1,40}", ADMIN),
    _route("PUT", r"/api/(documents|gold)/[^/\x00]{1,250}", ADMIN, upload=True),
    _route("GET HEAD", rf"{_DESK}/theme\.css", ADMIN),
    _route("GET HEAD", _DESK + r"/assets/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\.(js|css)", ADMIN),
    _route("GET HEAD", rf"{_DESK}/static/js/iframeResizer\.contentWindow\.min\.js", ADMIN),
    _route("POST", f"{_DESK}{JOIN}", ADMIN, limit=JOIN_LIMIT),
    _route("GET", f"{_DESK}{DATA}", ADMIN, query=r"session_hash=[0-9a-z]{1,32}"),
    _route("GET", rf"{_DESK}/gradio_api/app_id", ADMIN),  # asked for when the connection was lost
)


def find_route(path: str) -> Route | None:
    """The route that allows this path (``scope["path"]``: decoded, without query), or None."""
    return next((route for route in ROUTES if route.path.fullmatch(path)), None)


def below_desk(path: str) -> tuple[str, str]:
    """Where the Gradio is mounted that a path belongs to (empty: none), and the path below that."""
    found = _BELOW.fullmatch(path)
    return (found["desk"], found["path"]) if found else ("", path)


def page_body_fits(path: str, body: Mapping[str, Any], events: Mapping[int, Event]) -> bool:
    """Whether the body of a call of a desk page is exactly what the page sends; Gradio reads files that other bodies name."""
    if path != JOIN:
        return True
    event = events.get(body["fn_index"]) if type(body.get("fn_index")) is int else None
    if event is None:
        return False
    named: dict[str, Rule] = {"fn_index": Is(body["fn_index"]), "session_hash": Text(_SESSION)}
    return fits(body, Shape({**named, **event.fields}, event.optional))
