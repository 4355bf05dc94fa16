"""Calls to Gradio's other routes and with sessions that nobody has: what the page does not need is not there."""

import random
from collections.abc import Sequence
from urllib.parse import quote

from eval.proofs.web.call import Call, encoded
from eval.proofs.web.page import DATA, Event, new_session
from eval.proofs.web.wire import request_bytes

UNNEEDED = (
    *("upload", "upload_progress?upload_id=x", "info", "openapi.json", "deep_link", "runs", "vibe-code", "vibe-edit"),
    *("component_server", "login_check", "token", "user", "startup-events", "process_recording", "undo-vibe-edit"),
    *("queue/status", "queue/push", "dev/reload", "profiling/summary", "mcp/sse", "mcp/", "run-history/buckets"),
    *("stream/x", "stream/x/close", "stream/abc123/0/1/playlist.m3u8", "stream/abc123/0/1/../../x.ts"),
    *("run/answer", "api/answer", "api/predict", "call/answer", "call/v2/answer", "call/answer/x", "predict"),
    *("custom_component/1/client/component/index.js", "vibe-starter-queries", "cancel/x", "reset/x"),
)
"""Under ``/gradio_api/``."""
UNNEEDED_AT_ROOT = (
    *("/login", "/logout", "/monitoring", "/monitoring/summary", "/docs", "/redoc", "/robots.txt", "/manifest.json"),
    *("/svelte/x.js", "/pwa_icon", "/upload", "/file=app.py", "/queue/join", "/run/predict", "/api/predict", "/mcp"),
)
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD")
_SESSIONS = ("", "../x", "A" * 10, "x" * 33, "x" * 60_000, "%00", "%ff", "问", "NULL", "a b", "[]", "abc\r\nx: y")


def route_call(chance: random.Random, canaries: Sequence[str]) -> Call:
    """A route the page does not need, by any method; file and proxy routes with paths that must not be read."""
    path = quote(chance.choice((*canaries, "/etc/passwd", "app.py")), safe=chance.choice(("/", "")))
    pick = chance.random()
    if pick < 0.3:
        name = chance.choice(("file=", "file/", "proxy=file://", "proxy=http://127.0.0.1:9", "upload/", "stream/"))
        target, about = f"/gradio_api/{name}{path}", name
    elif pick < 0.4:
        target = chance.choice(("/assets", "/static", "/wence", "/static/js", "")) + chance.choice(
            (f"/..{path}", f"/%2e%2e{path}", f"/..%2f{path}", f"/{path}", f"/....//{path}")
        )
        about = "a path out of the folder"
    elif pick < 0.85:
        name = chance.choice(UNNEEDED)
        target, about = f"/gradio_api/{name}", name.split("?")[0]
    else:
        target = about = chance.choice(UNNEEDED_AT_ROOT)
    method = chance.choice(METHODS)
    body = (
        _upload() if "upload" in target and method == "POST" else b"{}" if method in ("POST", "PUT", "PATCH") else b""
    )
    kind = "multipart/form-data; boundary=x" if body.startswith(b"--") else "application/json"
    return Call("routes", about, request_bytes(method, target, body, kind=kind), method, refused=True)


def session_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """A session that nobody has, that is none, or that is named twice; what else the page calls about a session."""
    event = chance.choice(events)
    which = chance.choice(("data", "data", "heartbeat", "cancel", "reset", "join"))
    unknown = chance.random() < 0.4
    session = new_session(chance) if unknown else chance.choice(_SESSIONS)
    named = "unknown session" if unknown else "session that is none"
    spelled = quote(session, safe="%") if session != "abc\r\nx: y" else quote(session)
    if which == "data":
        query = chance.choice(
            ("?session_hash={0}", "?session_hash={0}&session_hash=b", "", "?x=1", "?session_hash={0}&x=[]")
        )
        raw = request_bytes("GET", DATA + query.format(spelled))
        return Call("sessions", f"data: {named}", raw, query + session[:40], refused=True, linger=1.0)
    if which == "heartbeat":
        raw = request_bytes("GET", f"/gradio_api/heartbeat/{spelled}")
        return Call("sessions", f"heartbeat: {named}", raw, session[:40], refused=not unknown, linger=0.1)
    token: object = chance.choice((new_session(chance), "", "x" * 65, "x" * 500_000, None, [], {}, 1))
    fits = isinstance(token, str) and len(token) <= 64
    if which == "cancel":
        body = {"fn_index": event.id, "session_hash": session, "event_id": token}
        raw = request_bytes("POST", "/gradio_api/cancel", encoded(body))
        return Call("sessions", f"cancel: {named}", raw, refused=not (unknown and fits))
    if which == "reset":
        raw = request_bytes("POST", "/gradio_api/reset", encoded({"event_id": token}))
        return Call("sessions", "reset", raw, refused=not fits)
    raw = request_bytes("POST", "/gradio_api/queue/join", encoded(event.body("问", session)))
    return Call(
        "sessions",
        f"join: {named}",
        raw,
        session[:40],
        refused=not (unknown and event.runs),
        session=session if unknown else "",
    )


def _upload() -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="files"; filename="../a.txt"\r\n\r\nx\r\n--x--\r\n'
