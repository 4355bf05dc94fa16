"""Calls that are no proper HTTP: half heads, lengths that contradict each other, bad chunks, headers without end, foreign hosts."""

import random
from collections.abc import Callable, Sequence

from eval.proofs.web.call import Call, encoded
from eval.proofs.web.page import DESKS, Event, new_session
from eval.proofs.web.wire import request_bytes

JOIN = f"{DESKS[0]}/gradio_api/queue/join"


def http_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """One by chance."""
    good = encoded(chance.choice(events).body("问", new_session(chance)))
    name = chance.choice(list(_JUNK))
    return Call("http", name, _JUNK[name](chance, good), junk=True, linger=0.3)


def host_call(chance: random.Random) -> Call:
    """A host name that is not this machine's, or that no host can have."""
    host = chance.choice(HOSTS)
    target = chance.choice(("/api/health/live", "/", "/config", "/api/plans"))
    raw = request_bytes("GET", target, host=host)
    return Call("hosts", f"Host: {host[:40]}", raw, target, refused=True, junk=any(c in host for c in "\r\n\0"))


HOSTS = (
    *(
        "evil.example",
        "127.0.0.1/evil",
        "127.0.0.1?evil",
        "127.0.0.1#evil",
        "evil@127.0.0.1",
        "127.0.0.1:evil",
        "[",
        "[::1",
        "]",
    ),
    *(
        "127.0.0.1.evil.example",
        "127.0.0.1:80:80",
        "localhost\\evil",
        "localhost/..",
        "",
        " ",
        "a" * 5000,
        "127.0.0.1:999999",
    ),
    *("user:pass@localhost", "127.0.0.1 evil.example", "localhost,evil.example", "[::1]evil", "0", "http://127.0.0.1"),
)


def _head(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def _post(good: bytes, *headers: str) -> bytes:
    kind = "Content-Type: application/json"
    return _head(f"POST {JOIN} HTTP/1.1", "Host: 127.0.0.1", kind, "Connection: close", *headers) + good


_JUNK: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "half a head": lambda chance, good: request_bytes("POST", JOIN, good)[: chance.randrange(1, 90)],
    "less body than said": lambda _, good: _post(good, f"Content-Length: {len(good) + 50}"),
    "more body than said": lambda _, good: _post(good, f"Content-Length: {len(good) - 5}"),
    "two lengths": lambda _, good: _post(good, f"Content-Length: {len(good)}", "Content-Length: 3"),
    "a length and chunks": lambda _, good: _post(
        b"3\r\n{}x\r\n0\r\n\r\n", f"Content-Length: {len(good)}", "Transfer-Encoding: chunked"
    ),
    "a negative length": lambda _, good: _post(good, "Content-Length: -1"),
    "a length that is none": lambda _, good: _post(good, "Content-Length: 0x10"),
    "an endless length": lambda _, good: _post(good, "Content-Length: " + "9" * 400),
    "bad chunks": lambda chance, good: _post(
        chance.choice((b"zz\r\nxx\r\n", b"5\r\nab\r\n0\r\n\r\n", b"-1\r\n", good)), "Transfer-Encoding: chunked"
    ),
    "chunks in another coding": lambda _, good: _post(good, "Transfer-Encoding: gzip, chunked"),
    "an unknown method": lambda chance, _: _head(
        f"{chance.choice(('FOO', 'get', '问', 'G' * 3000))} / HTTP/1.1".encode().decode("latin-1"), "Host: 127.0.0.1"
    ),
    "CONNECT": lambda _, __: _head("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example:443"),
    "an absolute target": lambda _, __: _head(
        "GET http://evil.example/config HTTP/1.1", "Host: 127.0.0.1", "Connection: close"
    ),
    "another version": lambda chance, _: _head(
        f"GET / HTTP/{chance.choice(('0.9', '2.0', '9.9', 'x'))}", "Host: 127.0.0.1"
    ),
    "no host": lambda _, __: _head("GET /config HTTP/1.1", "Connection: close"),
    "two hosts": lambda _, __: _head(
        "GET /config HTTP/1.1", "Host: 127.0.0.1", "Host: evil.example", "Connection: close"
    ),
    "a huge header": lambda chance, _: _head(
        "GET / HTTP/1.1", "Host: 127.0.0.1", "X: " + "x" * chance.choice((9_000, 70_000, 500_000))
    ),
    "many headers": lambda chance, _: _head(
        "GET /api/plans HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        *("X: y" for _ in range(chance.choice((90, 5_000)))),
    ),
    "a folded header": lambda _, __: _head("GET / HTTP/1.1", "Host: 127.0.0.1", "X: a", " b"),
    "a header without a name": lambda _, __: _head("GET / HTTP/1.1", "Host: 127.0.0.1", ": x", "x"),
    "a zero in the target": lambda _, __: _head("GET /\0 HTTP/1.1", "Host: 127.0.0.1"),
    "a long target": lambda chance, _: _head(
        "GET /" + "a" * chance.choice((3_000, 70_000)) + " HTTP/1.1", "Host: 127.0.0.1", "Connection: close"
    ),
    "an upgrade": lambda chance, _: _head(
        "GET / HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: Upgrade",
        f"Upgrade: {chance.choice(('websocket', 'h2c'))}",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Version: 13",
    ),
    "a body that waits": lambda _, good: _post(b"", f"Content-Length: {len(good)}", "Expect: 100-continue"),
    "noise": lambda chance, _: chance.randbytes(chance.choice((1, 100, 5_000))),
    "TLS": lambda chance, _: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(200),
    "two requests in one": lambda _, good: (
        request_bytes("POST", JOIN, good).replace(b"Connection: close\r\n", b"") + request_bytes("GET", "/config")
    ),
}
