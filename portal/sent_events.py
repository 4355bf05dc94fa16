"""Server-sent events (WHATWG HTML, 9.2): the form in which a stream comes to whoever accepts ``text/event-stream``."""

from typing import Any

import orjson

EVENTS = "text/event-stream"


def event(data: dict[str, Any], name: str = "") -> bytes:
    """One event that carries an object; JSON has no line ends of its own."""
    named = f"event: {name}\n".encode() if name else b""
    return named + b"data: " + orjson.dumps(data) + b"\n\n"


def takes_events(accept: str) -> bool:
    """Whether a request's Accept header asks for events before JSON."""
    kinds = [kind.partition(";")[0].strip().lower() for kind in accept.split(",")[:20]]
    return EVENTS in kinds and "application/json" not in kinds[: kinds.index(EVENTS)]
