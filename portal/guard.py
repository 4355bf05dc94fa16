"""The outer ASGI guard: nothing reaches FastAPI or the desk's Gradio that it has not looked at.

It checks the host name, the path (``scope["path"]``, never ``request.url.path``, which a Host header can bend), the query, the
method, the origin of writing requests, who asks and whether the route's rule lets them (:mod:`portal.access`), and that a body is a JSON object, small in every direction and, in the page's own calls,
exactly what the page sends. It adds the security headers to every response.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from errors import SettingsError
from portal import refusal
from portal.access.entrance import Entrance
from portal.access.principal import PRINCIPAL, Principal
from portal.access.proxies import address_of
from portal.access.rule import AccessRule
from portal.access.sso import dashed
from portal.body import collect, drop, read_body, replay, why_not_upload, write_body
from portal.payload import Event
from portal.problem import written
from portal.refusal import Refusal
from portal.routes import Route, below_desk, find_route, page_body_fits
from settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_LIMIT = 1_000_000
"""Bytes of a request body: a conversation of some hundred turns."""
BODY = "wence.body"
"""Where a request's scope holds the object that its body was read to."""
BODY_SECONDS = 30.0
"""Seconds a client may take to send its body."""
LINGER_SECONDS = 5.0
LINGER_TIMES = 4
"""How long, and for how many times what is allowed, the rest of a refused body is read: a pasted file comes to its end, a flood does not."""
READ_AT_ONCE = 16_000
"""Bytes of a body that are read in well under a millisecond; larger ones are read in a thread."""
_HOST = re.compile(r"(?P<name>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)
"""What a Host header can hold: a name or an address, and a port; no user, path, space or percent sign."""
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names of this machine for itself."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may ask for what.

    ``hosts``: names the page may be reached by. ``any_address``: any literal IP address as well, for a server that listens beyond
    loopback (DNS rebinding needs a name). ``origins``: portals that may frame the page and call the API. ``desks``: for each page of
    the desk, by where it is mounted, the ids of its Gradio events with what their calls may carry.
    ``upload``: bytes of a file that may be sent. ``hsts``: seconds for which browsers are told to come by TLS only; 0 tells nothing.
    """

    hosts: frozenset[str]
    any_address: bool
    origins: frozenset[str]
    desks: Mapping[str, Mapping[int, Event]] = field(default_factory=dict)
    upload: int = 0
    hsts: int = 0


def policy_of(settings: Settings, desks: Mapping[str, Mapping[int, Event]] | None = None) -> Policy:
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
        hosts=LOOPBACK | {host} | set(settings.hosts),
        any_address=host not in LOOPBACK,
        origins=frozenset(settings.origins),
        desks=desks or {},
        upload=settings.desk_upload_mib * 1024 * 1024,
        hsts=settings.hsts_seconds,
    )


class Guard:
    """Wraps an ASGI app; see the module's docstring."""

    def __init__(self, app: ASGIApp, policy: Policy, entrance: Entrance | None = None) -> None:
        self._app = app
        self._policy = policy
        self._entrance = entrance or Entrance()
        ancestors = " ".join(["'self'", *sorted(policy.origins)])
        self._headers = (
            (b"content-security-policy", f"default-src 'none'; frame-ancestors {ancestors}".encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
            *([(b"strict-transport-security", f"max-age={policy.hsts}".encode())] if policy.hsts else ()),
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
        if no is not None or route is None:
            await self._refuse(no or refusal.NOT_FOUND, scope, route, send)
            return
        principal = await self._entrance.admit(scope, route.rule)
        if isinstance(principal, Refusal):
            await self._refuse(principal, scope, route, send)
            return
        if no := self._shape(scope, headers, route):
            await self._refuse(no, scope, route, send)
            return
        scope = self._trimmed(scope, route, principal)
        send = _unshared(send) if route.rule is AccessRule.OWNER else send
        if scope["method"] == "POST":
            value = await _read(headers, receive, route.limit or BODY_LIMIT)
            if isinstance(value, dict) and not self._body_fits(scope["path"], value):
                value = refusal.WRONG_SHAPE
            if isinstance(value, Refusal):
                await self._refuse(value, scope, route, send)
                return
            scope, receive = _carrying(scope, value, receive)
        await self._app(scope, receive, send)

    def _body_fits(self, path: str, value: dict[str, Any]) -> bool:
        desk, path = below_desk(path)
        return page_body_fits(path, value, self._policy.desks.get(desk, {}))

    def _look(self, scope: Scope, headers: dict[bytes, bytes], route: Route | None) -> Refusal | None:
        if not self._host_fits([value for name, value in scope["headers"] if name.lower() == b"host"]):
            return refusal.BAD_HOST
        if route is None:
            return refusal.NOT_FOUND
        if scope["method"] not in route.methods:
            return refusal.BAD_METHOD
        if scope["method"] not in _SAFE and not self._origin_fits(headers, route):
            return refusal.BAD_ORIGIN
        return None

    def _shape(self, scope: Scope, headers: dict[bytes, bytes], route: Route) -> Refusal | None:
        if route.query is not None and not route.query.fullmatch(scope["query_string"].decode("latin-1")):
            return refusal.WRONG_SHAPE
        return why_not_upload(headers, self._policy.upload) if route.upload else None

    def _host_fits(self, values: list[bytes]) -> bool:
        if len(values) != 1 or not (read := _HOST.fullmatch(values[0].decode("latin-1").lower())):
            return False
        name = read["name"].strip("[]")
        return name in self._policy.hosts or (self._policy.any_address and address_of(name) is not None)

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

    async def _refuse(self, no: Refusal, scope: Scope, route: Route | None, send: Send) -> None:
        told = written(no, scope)
        sent = [(b"content-type", told.media.encode()), (b"content-length", str(len(told.body)).encode()), *no.headers]
        origin = _headers_of(scope).get(b"origin", b"")
        if route is not None and route.api and origin.decode("latin-1") in self._policy.origins:
            sent += [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
        if no.status in (408, 413):
            sent.append((b"connection", b"close"))  # the rest of the body was not read
        await send({"type": "http.response.start", "status": told.status, "headers": sent})
        await send({"type": "http.response.body", "body": told.body})

    def _trimmed(self, scope: Scope, route: Route, principal: Principal) -> Scope:
        """Without the headers by which a client could choose the address the page loads its parts from or who it is taken for, and
        without a query that nobody has looked at; with the principal.
        """
        headers = self._entrance.trimmed(scope["headers"])
        kept = [(n, v) for n, v in headers if not dashed(n).startswith((b"x-forwarded-", b"forwarded"))]
        query = scope["query_string"] if route.query else b""
        if principal.way != "none" and "state" in scope:
            scope["state"]["user"] = principal.user  # for the line in the log
        return {**scope, "headers": kept, "query_string": query, PRINCIPAL: principal}

    def _with_headers(self, send: Send) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", ())}
                added = [(name, value) for name, value in self._headers if name not in present]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        return wrapped


def _unshared(send: Send) -> Send:
    """What is one user's own is kept by no cache between."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), (b"cache-control", b"no-store")]}
        await send(message)

    return sent


def _headers_of(scope: Scope) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in scope["headers"]}


def _carrying(scope: Scope, value: dict[str, Any], receive: Receive) -> tuple[Scope, Receive]:
    """With the object that was looked at as the body; a bare ``curl -d`` does not name its type, so it is named here."""
    body = write_body(value)
    replaced = (b"content-type", b"content-length", b"transfer-encoding")
    kept = [(name, held) for name, held in scope["headers"] if name.lower() not in replaced]
    kept += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    return {**scope, "headers": kept, BODY: value}, replay(body, receive)


async def _read(headers: dict[bytes, bytes], receive: Receive, limit: int) -> dict[str, Any] | Refusal:
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit() or len(declared) > 12 or int(declared) > limit:
        await _let_finish(headers, receive, limit)
        return refusal.BODY_TOO_LARGE
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await collect(receive, limit)
    except TimeoutError:
        return refusal.SLOW_BODY
    if isinstance(body, Refusal):
        await _let_finish(headers, receive, limit)
        return body
    return read_body(body) if len(body) <= READ_AT_ONCE else await asyncio.to_thread(read_body, body)


async def _let_finish(headers: Mapping[bytes, bytes], receive: Receive, limit: int) -> None:
    """Let a client that sends too much come to its end, if that is near, so that it reads the refusal instead of a reset connection."""
    if b"expect" in headers:  # it asks before it sends, and sends nothing when refused
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            await drop(receive, LINGER_TIMES * limit)
