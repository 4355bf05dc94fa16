"""One call of the fuzz: its bytes and what must not come of it."""

import json
from dataclasses import dataclass
from typing import Any

from eval.proofs.web.page import Event
from eval.proofs.web.wire import request_bytes


@dataclass(frozen=True, slots=True)
class Call:
    """``family``: what kind of mutation. ``about``: the place where it is put, the same for equals. ``how``: what is put there;
    ``path``: the file that it names.

    ``refused``: it must get a 4xx.

    ``works``: it is what the page sends and must be answered. ``junk``: it is no proper HTTP, so the connection may simply be closed.
    ``own``: what answers may say no in its own form (JSON-RPC).
    ``session``: whose results to read, and ``results`` where, when it was accepted. ``linger``: seconds after which an endless stream is left.
    """

    family: str
    about: str
    raw: bytes
    how: str = ""
    path: str = ""
    refused: bool = False
    works: bool = False
    junk: bool = False
    session: str = ""
    results: str = ""
    linger: float = 0.0
    own: bool = False


def encoded(body: Any) -> bytes:
    """JSON as the page sends it."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")


def joined(
    event: Event, family: str, about: str, body: Any, how: str = "", *, path: str = "", refused: bool = True
) -> Call:
    """A call to the queue of an event's page; one that is not refused is what the page sends."""
    session = body.get("session_hash") if isinstance(body, dict) else ""
    return Call(
        family,
        about,
        request_bytes("POST", event.join, encoded(body)),
        how,
        path,
        refused=refused,
        works=not refused,
        session=session if isinstance(session, str) else "",
        results=event.results,
    )
