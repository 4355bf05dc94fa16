"""What the page sends, read from the ``/config`` that the server gives a browser: its events and a fitting call for each."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from errors import WenceError
from eval.proofs.web.wire import exchange, request_bytes

JOIN = "/gradio_api/queue/join"
DATA = "/gradio_api/queue/data"
QUESTIONS = (
    "单位GDP能耗要降多少？",
    "谁牵头？",
    "你好",
    "各市的目标对比",
    "方案是哪天印发的？",
    "火星市的目标是什么？",
    "",
)
_SESSION = "0123456789abcdefghijklmnopqrstuvwxyz"


class PageUnreadable(WenceError):
    """The server's ``/config`` is not what a Gradio page sends."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the page: its id, the type of each input, what triggers it, and whether anything runs for it on the server.

    An event that only stops others has nothing that runs: the page calls ``cancel`` and never puts it into the queue.
    """

    id: int
    inputs: tuple[str, ...]
    trigger: str
    runs: bool

    @property
    def picks(self) -> bool:
        """Whether the page sends what was selected along with it."""
        return self.trigger in ("select", "example_select")

    def data(self, question: str) -> list[Any]:
        """What the page sends for its inputs: the question in a text box, nothing for what the server keeps itself."""
        return [question if kind == "textbox" else None for kind in self.inputs]

    def body(self, question: str, session: str) -> dict[str, Any]:
        """The body of a call as the page sends it."""
        picked = {"index": 0, "value": {"text": question}} if self.picks else None
        return {
            "data": self.data(question),
            "event_data": picked,
            "fn_index": self.id,
            "trigger_id": None,
            "session_hash": session,
        }


def read_events(address: str) -> Sequence[Event]:
    """The events that a browser would be told of.

    Raises:
        PageUnreadable: there is no such page.
    """
    reply = exchange(address, request_bytes("GET", "/config"))
    try:
        config: Mapping[str, Any] = json.loads(reply.body)
        kinds = {part["id"]: part["type"] for part in config["components"]}
        return [
            Event(
                d["id"],
                tuple(kinds[i] for i in d["inputs"]),
                d["targets"][0][1] if d["targets"] else "",
                d["backend_fn"],
            )
            for d in config["dependencies"]
        ]
    except (ValueError, LookupError, TypeError):
        raise PageUnreadable(
            f"{address}/config 答的不是网页的构成（{reply.status}）。请先确认服务能打开网页。"
        ) from None


def new_session(chance: random.Random) -> str:
    """A session as the page makes one up."""
    return "".join(chance.choice(_SESSION) for _ in range(11))
