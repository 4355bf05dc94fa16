"""Calls of the tools at ``/mcp``: what an assistant sends, and the same with other types, methods, ids, fields and headers."""

import json
import random
from typing import Any

from eval.proofs.web.body_calls import WRONG
from eval.proofs.web.call import Call, encoded
from eval.proofs.web.wire import request_bytes

PATH = "/mcp"
_ACCEPT = "application/json, text/event-stream"
_ARGUMENTS: dict[str, dict[str, Any]] = {
    "ask": {"question": "单位GDP能耗的目标是多少？", "history": [], "plans": [], "mode": "extract"},
    "search": {"question": "能耗", "plans": [], "k": 2},
    "get_clause": {"clause": "x#1"},
    "get_targets": {"plans": [], "indicator": "能耗"},
}
_METHODS = (
    *("tools/list", "initialize", "ping", "resources/list", "prompts/get", "logging/setLevel", "completion/complete"),
    *(
        "server/discover",
        "subscriptions/listen",
        "resources/subscribe",
        "sampling/createMessage",
        "__import__",
        "",
        "x" * 9_000,
    ),
)
_IDS: tuple[Any, ...] = (0, -1, 2**63, "x", "x" * 9_000, 1.5, True, None, [], {}, [[1]])
_ACCEPTS = ("", "*/*", "text/html", "application/json", "text/event-stream", "application/json;q=0", "x" * 3_000)


def tool_call(chance: random.Random) -> Call:
    """One by chance; a fifth are what an assistant sends."""
    name = chance.choice(list(_ARGUMENTS))
    arguments = dict(_ARGUMENTS[name])
    body: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    body["params"] = {"name": name, "arguments": arguments}
    accept, works, how = _ACCEPT, False, ""
    way = chance.choice(("fitting", "argument", "missing", "method", "id", "field", "accept", "params", "raw"))
    if way == "fitting":
        works = True
    elif way == "argument":
        how = chance.choice(list(WRONG))
        arguments[chance.choice([*arguments, "more"])] = WRONG[how]
    elif way == "missing":
        del arguments[how := chance.choice(list(arguments))]
    elif way == "method":
        body["method"] = chance.choice(_METHODS)
    elif way == "id":
        body["id"] = chance.choice(_IDS)
    elif way == "accept":
        accept = chance.choice(_ACCEPTS)
    elif way == "raw":
        return Call(
            "tools", "raw", _post(chance.choice((b"", b"[]", b"\xff", b"{", encoded([body, body]))), accept), own=True
        )
    else:
        holder = body if way == "field" else body["params"]
        how = chance.choice(list(WRONG))
        holder[chance.choice([*holder, "_meta", "more"])] = WRONG[how]
    return Call("tools", f"{name}: {way}", _post(encoded(body), accept), how, works=works, own=True)


def told_error(body: bytes) -> bool:
    """Whether a body is an error as JSON-RPC has it."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    error = told.get("error") if isinstance(told, dict) else None
    return isinstance(error, dict) and isinstance(error.get("code"), int) and isinstance(error.get("message"), str)


def _post(body: bytes, accept: str) -> bytes:
    return request_bytes("POST", PATH, body, Accept=accept)
