"""Calls that hand a Gradio file object to an event: every shape of it, every place in the body, paths that must not be read."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from eval.proofs.web.call import Call, joined
from eval.proofs.web.page import Event, new_session

META = {"_type": "gradio.FileData"}
HANGING = "/dev/zero"
"""Reading it never ends."""

SHAPES: dict[str, Callable[[str], Any]] = {
    "file": lambda path: {"path": path, "meta": META},
    "file with every key": lambda path: {
        "path": path,
        "url": path,
        "size": 1,
        "orig_name": "a.txt",
        "mime_type": "text/plain",
        "is_stream": False,
        "meta": META,
    },
    "file without meta": lambda path: {"path": path},
    "file with orig_name": lambda path: {"path": path, "orig_name": "../../a.txt", "meta": META},
    "file with url": lambda path: {"path": "", "url": f"file://{path}", "meta": META},
    "file with a url of ours": lambda path: {"path": path, "url": f"/gradio_api/file={path}", "meta": META},
    "file as url": lambda path: {"url": path, "meta": META},
    "file as file url": lambda path: {"path": f"file://{path}", "meta": META},
    "stream": lambda path: {"path": path, "is_stream": True, "meta": META},
    "file in a list": lambda path: [{"path": path, "meta": META}],
    "file deep inside": lambda path: {"a": [{"b": {"c": [{"path": path, "meta": META}]}}]},
    "file in a file": lambda path: {"path": {"path": path, "meta": META}, "meta": META},
    "file as message": lambda path: [{"role": "user", "content": {"path": path, "meta": META}}],
    "file as message file": lambda path: [
        {"role": "user", "content": [{"type": "file", "file": {"path": path, "meta": META}}]}
    ],
    "file beside text": lambda path: {"text": "问", "files": [{"path": path, "meta": META}]},
    "file as component": lambda path: {"component": "file", "value": {"path": path, "meta": META}, "props": {}},
    "list of files": lambda path: {"files": [{"path": path, "meta": META}]},
    "image": lambda path: {"path": path, "mime_type": "image/svg+xml", "alt_text": "x", "meta": META},
    "update": lambda path: {"__type__": "update", "value": {"path": path, "meta": META}},
}


def paths(canaries: Sequence[str]) -> tuple[str, ...]:
    """What a client could name: the canaries, in other spellings, the endless device last."""
    first = canaries[0]
    spelled = first.replace("/outside/", "/outside/../outside/./"), f"../../../../..{first}", first + "\x00.txt"
    others = (
        "/etc/hostname",
        "/proc/self/environ",
        "app.py",
        "http://127.0.0.1:9/x",
        "/nowhere/to/be.found",
        "",
        "/",
        HANGING,
    )
    return (*canaries, *spelled, *others)


def file_call(chance: random.Random, events: Sequence[Event], canaries: Sequence[str]) -> Call:
    """One of them by chance."""
    shape, path = chance.choice(list(SHAPES)), _path(chance, canaries)
    return build_file_call(chance, chance.choice(events), shape, path)


def every_file_call(chance: random.Random, events: Sequence[Event], canaries: Sequence[str]) -> list[Call]:
    """Every event with every shape in every place, each with the first canary; the plainest shape in the first place of every event first."""
    placed = [(rank, event, place) for event in events for rank, place in enumerate(_places(event))]
    placed.sort(key=lambda each: each[0])
    return [build_file_call(chance, event, shape, canaries[0], place) for shape in SHAPES for _, event, place in placed]


def build_file_call(chance: random.Random, event: Event, shape: str, path: str, place: str | int | None = None) -> Call:
    """An event's own call with the file object in one place of it."""
    body = event.body("问", new_session(chance))
    spot = chance.choice(_places(event)) if place is None else place
    value = SHAPES[shape](path)
    if isinstance(spot, int):
        body["data"] = [*body["data"][:spot], value, *body["data"][spot + 1 :]]
    else:
        body[spot] = value
    kinds = (*event.inputs, "one too many")
    where = kinds[spot] if isinstance(spot, int) else spot
    return joined(event, "files", f"event {event.name}, {where}", body, f"{shape}: {path}", path=path)


def _places(event: Event) -> list[str | int]:
    """Its inputs, one past them, and the body's other fields."""
    return [*range(len(event.inputs) + 1), "event_data", "trigger_id", "simple_format", "state"]


def _path(chance: random.Random, canaries: Sequence[str]) -> str:
    """The canaries most often; the device seldom, because a server that reads it has to be started again."""
    if chance.random() < 0.6:
        return chance.choice(canaries)
    return chance.choice(paths(canaries)) if chance.random() < 0.8 else HANGING
