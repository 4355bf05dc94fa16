"""Where every request comes in: it gets a number, a line in the log, and in every case an answer in our form.

The number stands in ``scope["state"]["request_id"]``, in the response's ``x-request-id`` and in every record that is logged meanwhile.
It is the client's own where that sent a plain one in ``x-request-id``.
The line holds no question and no query, unless ``WENCE_LOG_QUESTIONS`` asks for them.
"""

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Iterable

from portal import refusal
from portal.access.entrance import PEER, peer_of
from portal.access.proxies import Proxies
from portal.guard import ASGIApp, Message, Receive, Scope, Send
from portal.logs import REQUEST
from portal.problem import written
from portal.refusal import Refusal

CLIENT, NUMBER, BESIDE = b"x-wence-client", b"x-wence-request", b"x-wence-peer"
"""What one worker tells another of a request that it hands over; removed where a client sends it."""
RETRY_SECONDS = 2
"""A worker is back after so long: it starts in 2 to 3 seconds on two cores."""
CLOSING = Refusal(503, "closing", "服务正在停止或重启，这个请求没有完成。请稍后重新发送。")
_GIVEN = re.compile(rb"[A-Za-z0-9._-]{1,64}")
"""A number that a client may give its request: nothing in it means anything in a header, a line of the log or a page."""
_PATH_CHARACTERS = 120
_BODY_CHARACTERS = 1_000


class Reception:
    """Wraps the whole site of one listening socket; see the module's docstring.

    ``inner``: the socket is the one that only the other workers reach; their word is taken for who asks and under what number, and they
    write the line. ``proxies``: those whose word is taken for the address of who asks.
    """

    def __init__(
        self, app: ASGIApp, *, inner: bool = False, log_questions: bool = False, proxies: Proxies | None = None
    ) -> None:
        self._app = app
        self._inner = inner
        self._log_questions = log_questions
        self._proxies = proxies or Proxies()
        self._log = logging.getLogger("wence")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through and see it to its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, number = self._numbered(scope)
        token = REQUEST.set(number)
        visit = _Visit(scope, receive, send, number, keep=self._log_questions)
        try:
            await self._app(scope, visit.receive, visit.send)
        except asyncio.CancelledError:
            await visit.end_with(CLOSING)  # only the server's own deadline cancels
        except Exception:  # noqa: BLE001  # whatever it is: somebody waits for an answer in our form
            self._log.exception("a request failed")
            await visit.end_with(refusal.INTERNAL)
        finally:
            if not self._inner:
                self._log.info("request", extra=visit.facts())
            REQUEST.reset(token)

    def _numbered(self, scope: Scope) -> tuple[Scope, str]:
        ours = (CLIENT, NUMBER, BESIDE)
        told = {name: value for name, value in scope["headers"] if name in ours}
        number = told[NUMBER].decode("ascii", "replace") if self._inner and NUMBER in told else _number_of(scope)
        headers = [(name, value) for name, value in scope["headers"] if name not in ours]
        peer = told.get(BESIDE, b"").decode("ascii", "replace") if self._inner else peer_of(scope)
        state = {**scope.get("state", {}), "request_id": number, PEER: peer}
        changed: Scope = {**scope, "state": state, "headers": headers}
        if self._inner:
            changed["client"] = (told.get(CLIENT, b"").decode("ascii", "replace"), 0)
        elif (client := self._proxies.client_of(peer, headers)) != peer:
            changed["client"] = (client, 0)
        return changed, number


def _number_of(scope: Scope) -> str:
    """The number that the client gave its request, or a new one."""
    given = [value for name, value in scope["headers"] if name.lower() == b"x-request-id"]
    return given[0].decode() if len(given) == 1 and _GIVEN.fullmatch(given[0]) else secrets.token_hex(8)


class _Visit:
    """One request on its way: what was sent so far, and how it ends."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, number: str, *, keep: bool) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._number = number.encode()
        self._began = time.monotonic()
        self._body: bytearray | None = bytearray() if keep else None
        self._status = 0
        self._bytes = 0

    async def receive(self) -> Message:
        """The next message, its body kept where the log is to show it."""
        message = await self._receive()
        if self._body is not None and len(self._body) < 4 * _BODY_CHARACTERS:
            self._body += message.get("body", b"")
        return message

    async def send(self, message: Message) -> None:
        """Pass on, with the request's number in the head."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = [pair for pair in message.get("headers", ()) if pair[0].lower() != b"x-request-id"]
            message = {**message, "headers": [*headers, (b"x-request-id", self._number)]}
        elif message["type"] == "http.response.body":
            self._bytes += len(message.get("body", b""))
        await self._send(message)

    async def end_with(self, no: Refusal) -> None:
        """The refusal, where nothing was sent so far."""
        if not self._status:
            await send_refusal(no, self._scope, self.send)

    def facts(self) -> dict[str, object]:
        """What the log says of it; status 499 where the client left before anything was sent."""
        client = self._scope.get("client") or ("",)
        facts: dict[str, object] = {
            "client": client[0],
            **({"user": user} if (user := self._scope["state"].get("user")) else {}),
            "method": self._scope["method"][:12],
            "path": self._scope["path"][:_PATH_CHARACTERS],
            "status": self._status or 499,
            "ms": round((time.monotonic() - self._began) * 1000, 1),
            "bytes": self._bytes,
        }
        if self._body is not None:
            facts["query"] = self._scope["query_string"].decode("utf-8", "replace")[:_BODY_CHARACTERS]
            facts["body"] = bytes(self._body).decode("utf-8", "replace")[:_BODY_CHARACTERS]
        return facts


async def send_refusal(no: Refusal, scope: Scope, send: Send, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """A refusal as a whole response; one that may pass says when to come again."""
    told = written(no, scope)
    sent = [
        (b"content-type", told.media.encode()),
        (b"content-length", str(len(told.body)).encode()),
        *headers,
        *no.headers,
    ]
    if no.status == 503:
        sent.append((b"retry-after", str(RETRY_SECONDS).encode()))
    await send({"type": "http.response.start", "status": told.status, "headers": sent})
    await send({"type": "http.response.body", "body": told.body})
