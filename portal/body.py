"""A request's body, from bytes to an object that is small in every direction, or the reason why not.

A legal megabyte can hold 60,000 keys or a thousand levels, and what comes after (validation that lists every error, copies of every
value) is far dearer than reading. So its extent is judged here, in one pass that stops at the first excess.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from portal import refusal
from portal.refusal import Refusal

if TYPE_CHECKING:
    from portal.guard import Receive

DEPTH = 8
"""Levels; what our interfaces take has three (a conversation's messages), those of chat clients five."""
ITEMS = 12_000
"""Values in all; the largest question that is taken has 2,000 turns of three and 3,000 plans."""
KEYS = 40
"""Keys of one object; the chat interfaces of others have some thirty."""
TEXT = 40_000
"""Characters of one string: what the question box takes."""


def read_body(body: bytes) -> dict[str, Any] | Refusal:
    """The object that a body holds. Strict: no NaN, no lone surrogates, nothing but UTF-8."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return refusal.BAD_ENCODING
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return refusal.BAD_ENCODING if "surrogate" in str(error) else refusal.BAD_JSON
    if not isinstance(value, dict):
        return refusal.WRONG_SHAPE
    return value if _is_plain(value) else refusal.TOO_INTRICATE


def write_body(value: dict[str, Any]) -> bytes:
    """The object as bytes again: what is handed on is what was looked at, whatever the next parser makes of doubled keys."""
    return orjson.dumps(value)


def _is_plain(value: dict[str, Any]) -> bool:
    level: list[Any] = [value]
    seen = 1
    for _ in range(DEPTH):
        below: list[Any] = []
        for one in level:
            kind = type(one)
            if kind is dict:
                if len(one) > KEYS or max(map(len, one), default=0) > TEXT:
                    return False
                below += one.values()
            elif kind is list:
                below += one
            elif kind is str and len(one) > TEXT:
                return False
            if seen + len(below) > ITEMS:
                return False
        if not below:
            return True
        seen += len(below)
        level = below
    return False


def why_not_upload(headers: Mapping[bytes, bytes], most: int) -> Refusal | None:
    """Why a file is not let through: the server reads no more of a body than its declared length, so nothing longer gets further."""
    declared = headers.get(b"content-length", b"")
    if not declared.isdigit() or len(declared) > 12:
        return refusal.LENGTH_MISSING
    return refusal.file_too_large(most) if int(declared) > most else None


async def collect(receive: "Receive", limit: int) -> bytes | Refusal:
    """A whole body, or the refusal of one of more bytes than the ``limit``, whose rest is still to be read."""
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            return refusal.BODY_TOO_LARGE
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


async def drop(receive: "Receive", most: int) -> None:
    """Read what is still coming of a body that is refused, ``most`` bytes of it: a connection that is closed over unread bytes is reset,
    and a client that is still sending then never sees why (nginx calls this a lingering close)."""
    more = True
    while more and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        more = message.get("more_body", False)


def replay(body: bytes, receive: "Receive") -> "Receive":
    """Give the app the body that was read here, then whatever the client sends next (its disconnect)."""
    pending: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Any:
        return pending.pop() if pending else await receive()

    return again
