"""One request over one connection, byte for byte as it is written here, and what came back."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 10.0
"""Seconds to wait for a response; the slowest honest answer takes a tenth of it."""
_MOST = 8_000_000
_CLOSE = b'"msg":"close_stream"'


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``end``: complete, aborted (cut in the middle), silent (nothing in time), closed (no response at all), open (a stream
    that goes on, left by us)."""

    end: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0

    @property
    def refusal(self) -> bool:
        """Whether the body is the one form in which the portal says no."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return False
        return isinstance(told, dict) and isinstance(told.get("error"), str) and isinstance(told.get("message"), str)


def request_bytes(
    method: str, target: str, body: bytes = b"", *, host: str = "127.0.0.1", kind: str = "application/json", **more: str
) -> bytes:
    """A well-formed request that closes its connection."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    if body or method in ("POST", "PUT", "PATCH"):
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body


def exchange(address: str, raw: bytes, *, patience: float = PATIENCE, linger: float = 0.0) -> Reply:
    """Send bytes, read one response. ``linger``: seconds after which an event stream that goes on is left; 0: as long as ``patience``."""
    place = urlsplit(address)
    begun = time.monotonic()
    try:
        with socket.create_connection((place.hostname or "", place.port or 80), timeout=patience) as connection:
            connection.settimeout(patience)
            _send(connection, raw)
            reply = _read(connection, raw.split(b" ", 1)[0].decode("latin-1"), linger or patience)
    except TimeoutError:
        reply = Reply("silent")
    except OSError:
        reply = Reply("closed")
    return Reply(reply.end, reply.status, reply.headers, reply.body, time.monotonic() - begun)


def _send(connection: socket.socket, raw: bytes) -> None:
    """A server may refuse before it has read everything: then there is a response to read although sending failed."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(raw)


def _read(connection: socket.socket, method: str, linger: float) -> Reply:
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
    except (http.client.RemoteDisconnected, http.client.BadStatusLine, ConnectionResetError):
        return Reply("closed")
    except http.client.HTTPException:
        return Reply("aborted")
    headers = {name.lower(): value for name, value in response.getheaders()}
    if headers.get("content-type", "").startswith("text/event-stream"):
        end, body = _read_stream(response, connection, linger)
    else:
        end, body = _read_whole(response)
    return Reply(end, response.status, headers, body)


def _read_whole(response: http.client.HTTPResponse) -> tuple[str, bytes]:
    try:
        return "complete", response.read()
    except http.client.IncompleteRead as cut:
        return "aborted", cut.partial
    except ConnectionResetError:
        return "aborted", b""
    except TimeoutError:
        return "silent", b""


def _read_stream(response: http.client.HTTPResponse, connection: socket.socket, linger: float) -> tuple[str, bytes]:
    parts: list[bytes] = []
    until = time.monotonic() + linger
    try:
        while sum(map(len, parts)) < _MOST:
            connection.settimeout(max(0.05, until - time.monotonic()))
            part = response.read1(65_536)
            if not part:
                return "complete", b"".join(parts)
            parts.append(part)
            if time.monotonic() > until:
                break
    except TimeoutError:
        pass
    except (http.client.IncompleteRead, ConnectionResetError, ValueError):
        return "aborted", b"".join(parts)
    return "open", b"".join(parts)
