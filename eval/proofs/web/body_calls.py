"""Calls whose body is not what the page sends: other types, keys, sizes, sessions, bytes that are no JSON."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from eval.proofs.web.call import Call, encoded, joined
from eval.proofs.web.page import TEXTS, Event, new_session
from eval.proofs.web.wire import request_bytes

WRONG: dict[str, Any] = {
    "true": True,
    "a number": -1,
    "a large number": 10**400,
    "a fraction": 1e-320,
    "a list": ["问"],
    "an empty list": [],
    "an object": {"text": "问"},
    "an empty object": {},
    "nested": [[[[[{}]]]]],
    "an update": {"__type__": "update", "value": "问"},
    "a prototype": {"__proto__": {"x": 1}, "constructor": None},
}
SIZES = (301, 1_100, 20_000, 41_000, 300_000)
"""Characters of a long value; three bytes each, so the last is just under the limit of a body."""
LARGEST = 999_000
DEPTHS = (60, 990, 20_000, 400_000)
KEYS = (200, 10_000, 60_000)


def valid_call(chance: random.Random, events: Sequence[Event], sessions: Sequence[str]) -> Call:
    """What the page sends, in a session it has or a new one."""
    event = chance.choice(events)
    session = chance.choice(sessions) if sessions and chance.random() < 0.5 else new_session(chance)
    body = event.body(chance.choice(TEXTS), session)
    return joined(event, "valid", f"event {event.name}", body, refused=False)


def type_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """An input of another type than its own."""
    event = chance.choice([e for e in events if e.inputs] or events)
    body = event.body("问", new_session(chance))
    spot = chance.randrange(len(event.inputs) + 1)
    name = chance.choice(list(WRONG))
    kind = event.inputs[spot] if spot < len(event.inputs) else "one too many"
    body["data"] = [*body["data"][:spot], WRONG[name], *body["data"][spot + 1 :]]
    return joined(event, "types", f"event {event.name}, {kind}", body, name)


def field_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """A field of the body that is missing, of another type, unknown, or said twice."""
    event = chance.choice(events)
    body = event.body("问", new_session(chance))
    name = chance.choice(list(body))
    way = chance.choice(("missing", "wrong", "unknown", "twice", "not an object"))
    if way == "missing":
        del body[name]
        return joined(event, "fields", f"without {name}", body, refused=name in ("data", "fn_index", "session_hash"))
    if way == "wrong":
        wrong = chance.choice([w for w in WRONG if not (name == "trigger_id" and w == "a number")])
        fits = name == "data" and event.takes(WRONG[wrong])
        body[name] = WRONG[wrong]
        return joined(event, "fields", f"{name} of another type", body, wrong, refused=not fits)
    if way == "unknown":
        key = chance.choice(
            ("batched", "event_id", "request", "simple_format", "username", "__class__", "x" * 9000, "问")
        )
        body[key] = chance.choice(list(WRONG.values()))
        return joined(event, "fields", "with an unknown field", body)
    if way == "twice":
        text = encoded(body)[:-1] + b', "fn_index": ' + chance.choice((b'"x"', b"99", b"0", b"null")) + b"}"
        return Call("fields", "a field twice", request_bytes("POST", event.join, text))
    return Call("fields", "a body that is no object", request_bytes("POST", event.join, encoded([body])), refused=True)


def size_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """A body as large, deep or manifold as the limit allows, or a little more."""
    event = chance.choice(events)
    body = event.body("问", new_session(chance))
    maker = chance.choice((_long_text, _many_items, _many_keys, _deep, _long_name, _too_large))
    return maker(chance, event, body)


def _long_text(chance: random.Random, event: Event, body: dict[str, Any]) -> Call:
    text = "长" * chance.choice(SIZES)
    if event.inputs and chance.random() < 0.8:
        body["data"][chance.randrange(len(event.inputs))] = text
        return joined(event, "sizes", "a long text", body, f"{len(text)} characters")
    name = chance.choice(("session_hash", "trigger_id", "event_data"))
    body[name] = text
    return joined(event, "sizes", f"a long {name}", body)


def _many_items(chance: random.Random, event: Event, body: dict[str, Any]) -> Call:
    body["data"] = [chance.choice((None, 0, "问", [], {}))] * chance.choice((9, 1000, 200_000))
    return joined(event, "sizes", "many items", body)


def _many_keys(chance: random.Random, event: Event, body: dict[str, Any]) -> Call:
    many = {f"k{n}": None for n in range(chance.choice(KEYS))}
    place = chance.choice(("top", "event_data", "data"))
    if place == "top":
        body |= many
    else:
        body[place] = many if place == "event_data" else [many]
    return joined(event, "sizes", f"many keys in {place}", body, f"{len(many)} keys")


def _deep(chance: random.Random, event: Event, body: dict[str, Any]) -> Call:
    depth = chance.choice(DEPTHS)
    opening, closing = chance.choice((("[", "]"), ('{"a":', "}")))
    depth = min(depth, LARGEST // (len(opening) + 1) - 100)
    inner = "null" if opening != "[" else ""
    whole = json.dumps(body | {chance.choice(("data", "event_data")): "DEEP"}, ensure_ascii=False)
    text = whole.replace('"DEEP"', opening * depth + inner + closing * depth)
    return Call(
        "sizes", "deep nesting", request_bytes("POST", event.join, text.encode()), f"{depth} deep", refused=True
    )


def _long_name(chance: random.Random, event: Event, body: dict[str, Any]) -> Call:
    body["k" * chance.choice((300, 100_000, 900_000))] = 1
    return joined(event, "sizes", "a long key", body)


def _too_large(chance: random.Random, event: Event, body: dict[str, Any]) -> Call:
    body["data"] = ["x" * chance.choice((1_000_001, 1_500_000)), *body["data"][1:]]
    return joined(event, "sizes", "a body over the limit", body)


def encoding_call(chance: random.Random, events: Sequence[Event]) -> Call:
    """Bytes that are no UTF-8, no JSON, or JSON that only Python takes."""
    event = chance.choice(events)
    good = encoded(event.body("问", new_session(chance)))
    name = chance.choice(list(_SPOILED))
    kind = chance.choice(
        ("application/json", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=gbk")
    )
    body = _SPOILED[name](chance, good)
    return Call("encoding", name, request_bytes("POST", event.join, body, kind=kind), kind, refused=True)


_SPOILED: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "bad UTF-8": lambda _, good: good.replace("问".encode(), b"\xff\xfe") + b"\xff",
    "half a character": lambda _, good: good[:-1] + b', "x": "\xe9\x97"}',
    "a lone surrogate": lambda _, good: good[:-1] + b', "trigger_id": "\\ud800"}',
    "NaN": lambda _, good: good[:-1] + b', "trigger_id": NaN}',
    "Infinity": lambda _, good: good[:-1] + b', "trigger_id": -Infinity}',
    "UTF-16": lambda _, good: good.decode().encode("utf-16"),
    "a byte order mark": lambda _, good: b"\xef\xbb\xbf" + good,
    "cut off": lambda chance, good: good[: chance.randrange(1, len(good) - 1)],
    "nothing": lambda _, good: good[:0],
    "zero bytes": lambda _, good: bytes(len(good)),
    "noise": lambda chance, good: chance.randbytes(len(good)),
    "two objects": lambda _, good: good + good,
    "a comment": lambda _, good: b"/* */" + good,
    "form data": lambda _, __: (
        b'--x\r\nContent-Disposition: form-data; name="data"; filename="a"\r\n\r\nx\r\n--x--\r\n'
    ),
}
