"""Calls to Gradio's other routes, on the desk and at the root, and with sessions that nobody has: what the page does not need is not there."""

import random
from collections.abc import Sequence
from urllib.parse import quote

from eval.proofs.web.call import Call, joined
from eval.proofs.web.page import DESKS, Event, new_session
from eval.proofs.web.wire import request_bytes

UNNEEDED = (
    *("upload", "upload_progress?upload_id=x", "info", "openapi.json", "deep_link", "runs", "vibe-code", "vibe-edit"),
    *("component_server", "login_check", "token", "user", "startup-events", "process_recording", "undo-vibe-edit"),
    *("queue/status", "queue/push", "dev/reload", "profiling/summary", "mcp/sse", "mcp/", "run-history/buckets"),
    *("stream/x", "stream/x/close", "stream/abc123/0/1/playlist.m3u8", "stream/abc123/0/1/../../x.ts"),
    *("run/answer", "api/answer", "api/predict", "call/answer", "call/v2/answer", "call/answer/x", "predict"),
    *("custom_component/1/client/component/index.js", "vibe-starter-queries", "cancel", "reset", "heartbeat/x"),
)
"""Under ``/gradio_api/``, which is mounted below each page of the desk."""
UNNEEDED_AT_ROOT = (
    *("/login", "/logout", "/monitoring", "/monitoring/summary", "/redoc", "/robots.txt", "/manifest.json"),
    *("/svelte/x.js", "/pwa_icon", "/upload", "/file=app.py", "/queue/join", "/run/predict", "/api/predict", "/mcp"),
)
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD")
_SESSIONS = ("", "../x", "A" * 10, "x" * 33, "x" * 60_000, "%00", "%ff", "问", "NULL", "a b", "[]", "abc\r\nx: y")


def route_call(chance: random.Random, canaries: Sequence[str]) -> Call:
    """A route the page does not need, by any method; file and proxy routes with paths that must not be read."""
    path = quote(chance.choice((*canaries, "/etc/passwd", "app.py")), safe=chance.choice(("/", "")))
    pick, home = chance.random(), chance.choice((*DESKS, ""))
    if pick < 0.3:
        name = chance.choice(("file=", "file/", "proxy=file://", "proxy=http://127.0.0.1:9", "upload/", "stream/"))
        target, about = f"{home}/gradio_api/{name}{path}", name
    elif pick < 0.4:
        target = chance.choice((f"{home}/assets", f"{home}/static/js", "/wence", "/desk/reports", "")) + chance.choice(
            (f"/..{path}", f"/%2e%2e{path}", f"/..%2f{path}", f"/{path}", f"/....//{path}")
        )
        about = "a path out of the folder"
    elif pick < 0.85:
        name = chance.choice(UNNEEDED)
        target, about = f"{home}/gradio_api/{name}", name.split("?")[0]
    else:
        target = about = chance.choice(UNNEEDED_AT_ROOT)
    method = chance.choice(METHODS)
    body = (
        _upload() if "upload" in target and method == "POST" else b"{}" if method in ("POST", "PUT", "PATCH") else b""
    )
    kind = "multipart/form-data; boundary=x" if body.startswith(b"--") else "application/json"
    return Call("routes", about, request_bytes(method, target, body, kind=kind), method, refused=True)


def session_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """A session that nobody has, that is none, or that is named twice."""
    event = chance.choice(events)
    unknown = chance.random() < 0.4
    session = new_session(chance) if unknown else chance.choice(_SESSIONS)
    named = "unknown session" if unknown else "session that is none"
    if chance.random() < 0.7:
        spelled = quote(session, safe="%") if session != "abc\r\nx: y" else quote(session)
        query = chance.choice(
            ("?session_hash={0}", "?session_hash={0}&session_hash=b", "", "?x=1", "?session_hash={0}&x=[]")
        )
        raw = request_bytes("GET", event.results + query.format(spelled))
        return Call("sessions", f"data: {named}", raw, query + session[:40], refused=True, linger=1.0)
    return joined(event, "sessions", f"join: {named}", event.body("问", session), session[:40], refused=not unknown)


def _upload() -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="files"; filename="../a.txt"\r\n\r\nx\r\n--x--\r\n'
