"""The outer ASGI guard: nothing reaches FastAPI or the Gradio mount that it has not looked at.

It checks the host name, the path (``scope["path"]``, never ``request.url.path``, which a Host header can bend), the method, the
origin of writing requests, and that a body is small, UTF-8 and a JSON object. It adds the security headers to every response.
"""

import asyncio
import ipaddress
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from errors import SettingsError
from portal import refusal
from portal.refusal import Refusal
from portal.routes import Route, find_route, gradio_body_fits
from settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_LIMIT = 1_000_000
"""Bytes of a request body."""
BODY_SECONDS = 30.0
"""Seconds a client may take to send its body."""
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may ask for what.

    ``hosts``: names the page may be reached by. ``any_address``: any literal IP address as well, for a server that listens beyond
    loopback (DNS rebinding needs a name). ``origins``: portals that may frame the page and call the API. ``events``: the ids of the
    page's Gradio events.
    """

    hosts: frozenset[str]
    any_address: bool
    origins: frozenset[str]
    events: frozenset[int]


def policy_of(settings: Settings, events: frozenset[int] = frozenset()) -> Policy:
    """The policy that the settings ask for.

    Raises:
        SettingsError: a portal origin is not of the form ``https://name[:port]`` (it goes into a header as it is).
    """
    for origin in settings.origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"设置 WENCE_PORTAL_ORIGINS 中的“{origin}”不是门户地址。请写成 https://主机名[:端口]，多个用逗号分隔。"
            )
    host = settings.host.lower()
    return Policy(
        hosts=_LOOPBACK | {host} | set(settings.hosts),
        any_address=host not in _LOOPBACK,
        origins=frozenset(settings.origins),
        events=events,
    )


class Guard:
    """Wraps an ASGI app; see the module's docstring."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy
        ancestors = " ".join(["'self'", *sorted(policy.origins)])
        self._headers = (
            (b"content-security-policy", f"default-src 'none'; frame-ancestors {ancestors}".encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a fitting request through; answer any other with a refusal."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers_of(scope)
        route = find_route(scope["path"])
        no = self._look(scope, headers, route)
        if no is None and scope["method"] == "POST":
            body = await _read_body(headers, receive)
            no = body if isinstance(body, Refusal) else self._look_inside(scope["path"], body)
            if isinstance(body, bytes):
                receive = _replay(body, receive)
        if no is not None:
            await self._refuse(no, headers, route, send)
            return
        await self._app(_trimmed(scope), receive, send)

    def _look(self, scope: Scope, headers: dict[bytes, bytes], route: Route | None) -> Refusal | None:
        if not self._host_fits(headers.get(b"host", b"")):
            return refusal.BAD_HOST
        if route is None:
            return refusal.NOT_FOUND
        if scope["method"] not in route.methods:
            return refusal.BAD_METHOD
        if scope["method"] not in _SAFE and not self._origin_fits(headers, route):
            return refusal.BAD_ORIGIN
        return None

    def _host_fits(self, value: bytes) -> bool:
        try:
            name = urlsplit(f"//{value.decode('ascii')}").hostname or ""
        except (UnicodeDecodeError, ValueError):
            return False
        return name in self._policy.hosts or (self._policy.any_address and _is_address(name))

    def _origin_fits(self, headers: dict[bytes, bytes], route: Route) -> bool:
        """Browsers send Origin with every writing request; programs send none and are let through."""
        origin = headers.get(b"origin")
        if origin is None:
            return True
        text = origin.decode("latin-1")
        if route.api and text in self._policy.origins:
            return True
        scheme, _, place = text.partition("://")
        return scheme in ("http", "https") and place.encode("latin-1") == headers.get(b"host", b"")

    def _look_inside(self, path: str, body: bytes) -> Refusal | None:
        """What is wrong with a JSON body, if anything. Lone surrogates and NaN are valid to Python but to nobody after it."""
        try:
            value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeError:
            return refusal.BAD_ENCODING
        except (ValueError, RecursionError):
            return refusal.BAD_JSON
        if not isinstance(value, dict) or not gradio_body_fits(path, value, self._policy.events):
            return refusal.WRONG_SHAPE
        return None

    async def _refuse(self, no: Refusal, headers: dict[bytes, bytes], route: Route | None, send: Send) -> None:
        body = no.body()
        sent = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        origin = headers.get(b"origin", b"")
        if route is not None and route.api and origin.decode("latin-1") in self._policy.origins:
            sent += [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
        if no.status in (408, 413):
            sent.append((b"connection", b"close"))  # the rest of the body was not read
        await send({"type": "http.response.start", "status": no.status, "headers": sent})
        await send({"type": "http.response.body", "body": body})

    def _with_headers(self, send: Send) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", ())}
                added = [(name, value) for name, value in self._headers if name not in present]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        return wrapped


def _headers_of(scope: Scope) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in scope["headers"]}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _trimmed(scope: Scope) -> Scope:
    """Without the headers by which a client could choose the address the page loads its parts from.

    The content type of a body already known to be JSON is set to that, so that a bare ``curl -d`` works.
    """
    kept = [(n, v) for n, v in scope["headers"] if not n.lower().startswith((b"x-forwarded-", b"forwarded"))]
    if scope["method"] == "POST":
        kept = [(n, v) for n, v in kept if n.lower() != b"content-type"]
        kept.append((b"content-type", b"application/json"))
    return {**scope, "headers": kept}


async def _read_body(headers: dict[bytes, bytes], receive: Receive) -> bytes | Refusal:
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit() or len(declared) > 12 or int(declared) > BODY_LIMIT:
        return refusal.BODY_TOO_LARGE
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _collect(receive)
    except TimeoutError:
        return refusal.SLOW_BODY


async def _collect(receive: Receive) -> bytes | Refusal:
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > BODY_LIMIT:
            return refusal.BODY_TOO_LARGE
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the app the body that was read here, then whatever the client sends next (its disconnect)."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again
