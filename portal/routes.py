"""What may be requested at all: our own paths, and of Gradio's only those its chat page uses (read from gradio 6.31).

Left out on purpose: uploads, file and proxy routes, deep links, run history, monitoring, custom components, the API pages.
"""

import re
from dataclasses import dataclass
from typing import Any

_SESSION = re.compile(r"[0-9a-z]{1,32}")


@dataclass(frozen=True, slots=True)
class Route:
    """Methods and the full path pattern they are allowed on. ``api``: cross-origin callers on the list may use it."""

    methods: frozenset[str]
    path: re.Pattern[str]
    api: bool = False


def _route(methods: str, path: str, *, api: bool = False) -> Route:
    return Route(frozenset(methods.split()), re.compile(path), api)


ROUTES = (
    _route("POST OPTIONS", r"/api/ask", api=True),
    _route("GET HEAD OPTIONS", r"/api/(health/ready|health/live|plans|clauses|openapi\.json)", api=True),
    _route("GET HEAD", r"/"),
    _route("GET HEAD", r"/favicon\.ico"),
    _route("GET HEAD", r"/wence/(page\.css|page\.js|favicon\.svg)"),
    _route("GET HEAD", r"/theme\.css"),
    _route("GET HEAD", r"/assets/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\.(js|css|woff2?|svg|png)"),
    _route("GET HEAD", r"/static/(js|img|fonts)/([A-Za-z0-9_-]{1,99}/){0,4}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}"),
    _route("GET", r"/config"),
    _route("POST", r"/gradio_api/(queue/join|cancel|reset)"),
    _route("GET", r"/gradio_api/(queue/data|app_id|heartbeat/[0-9a-z]{1,32})"),
)


def find_route(path: str) -> Route | None:
    """The route that allows this path (``scope["path"]``: decoded, without query), or None."""
    return next((route for route in ROUTES if route.path.fullmatch(path)), None)


def gradio_body_fits(path: str, body: dict[str, Any], events: frozenset[int]) -> bool:
    """Whether a POST body has the shape that the page itself sends; Gradio answers other shapes with 500."""
    if path == "/gradio_api/queue/join":
        return (
            _is_event(body.get("fn_index"), events)
            and _is_session(body.get("session_hash"))
            and isinstance(body.get("data"), list)
            and len(body["data"]) <= 8
            and isinstance(body.get("trigger_id"), int | None)
            and body.keys() <= {"fn_index", "session_hash", "data", "trigger_id", "event_data"}
        )
    if path == "/gradio_api/cancel":
        named = _is_event(body.get("fn_index"), events) and _is_session(body.get("session_hash"))
        return named and _is_token(body.get("event_id"))
    if path == "/gradio_api/reset":
        return _is_token(body.get("event_id"))
    return True


def _is_event(value: object, events: frozenset[int]) -> bool:
    return type(value) is int and value in events


def _is_session(value: object) -> bool:
    return isinstance(value, str) and _SESSION.fullmatch(value) is not None


def _is_token(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 64
