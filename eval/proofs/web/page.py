"""What the pages of the desk send, read from the documents that the server gives a browser: their events and a fitting call for each."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from errors import WenceError
from eval.proofs.web.wire import exchange, request_bytes

DESKS = ("/desk/evaluation", "/desk/documents")
"""Where the pages are mounted that take calls."""
KNOWN_INPUTS = frozenset({"textbox", "dropdown"})
"""Types for which this proof knows what the page sends; an event that takes another has no rule, neither here nor in the guard."""
_CONFIG = "window.gradio_config = "
TEXTS = ("没有这一份", "public", "v000000-0", "../x.docx", "问", "")
"""What may be typed or chosen; nothing of it is there, so that no call has anything to change."""
_SESSION = "0123456789abcdefghijklmnopqrstuvwxyz"


class PageUnreadable(WenceError):
    """What the server gives a browser is no page of a desk."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a page: where the page is mounted, its id, the type of each input, and which component triggers it."""

    desk: str
    id: int
    inputs: tuple[str, ...]
    source: int | None

    @property
    def name(self) -> str:
        """In a report."""
        return f"{self.desk.rpartition('/')[2]} {self.id}"

    @property
    def join(self) -> str:
        """Where the page puts it into the queue."""
        return f"{self.desk}/gradio_api/queue/join"

    @property
    def results(self) -> str:
        """Where the page reads what comes of it."""
        return f"{self.desk}/gradio_api/queue/data"

    def data(self, text: str) -> list[Any]:
        """What the page sends for its inputs: a text, or nothing where nothing was typed or chosen."""
        return [text if kind in KNOWN_INPUTS and text else None for kind in self.inputs]

    def takes(self, data: Any) -> bool:
        """Whether this is what the page may send for its inputs: as many, each a text or nothing."""
        texts = isinstance(data, list) and all(isinstance(each, str | None) for each in data)
        return texts and len(data) == len(self.inputs) and KNOWN_INPUTS.issuperset(self.inputs)

    def body(self, text: str, session: str) -> dict[str, Any]:
        """The body of a call as the page sends it."""
        return {
            "data": self.data(text),
            "event_data": None,
            "fn_index": self.id,
            "trigger_id": self.source,
            "session_hash": session,
        }


def read_events(address: str) -> Sequence[Event]:
    """The events of the pages that are on, as a browser would be told of them.

    Raises:
        PageUnreadable: none is on.
    """
    events = [event for desk in DESKS for event in _events_of(address, desk)]
    if not events:
        raise PageUnreadable(
            f"{address} 的评测页和资料页都没有打开。请先设置 WENCE_DESK_EVALUATION=true、WENCE_DESK_DOCUMENTS=true。"
        )
    return events


def _events_of(address: str, desk: str) -> list[Event]:
    reply = exchange(address, request_bytes("GET", f"{desk}/"))
    try:
        text = reply.body.decode("utf-8").split(_CONFIG)[1]
        config: Mapping[str, Any] = json.JSONDecoder().raw_decode(text)[0]
        kinds = {part["id"]: part["type"] for part in config["components"]}
        return [_event(desk, dependency, kinds) for dependency in config["dependencies"]]
    except (ValueError, LookupError, TypeError):
        return []


def _event(desk: str, dependency: Mapping[str, Any], kinds: Mapping[int, str]) -> Event:
    source = (dependency["targets"] or [(None, "")])[0][0]
    return Event(desk, dependency["id"], tuple(kinds[part] for part in dependency["inputs"]), source)


def new_session(chance: random.Random) -> str:
    """A session as the page makes one up."""
    return "".join(chance.choice(_SESSION) for _ in range(11))
