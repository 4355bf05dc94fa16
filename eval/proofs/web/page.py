"""What the page sends, read from the document that the server gives a browser: its events and a fitting call for each."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from errors import WenceError
from eval.proofs.web.wire import exchange, request_bytes

JOIN = "/gradio_api/queue/join"
DATA = "/gradio_api/queue/data"
KNOWN_INPUTS = frozenset({"textbox", "number", "state"})
"""Types for which this proof knows what the page sends; an event that takes another has no rule, neither here nor in the guard."""
_CONFIG = "window.gradio_config = "
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
    """What the server gives a browser is no Gradio page."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the page: its id, the type of each input, which component triggers it by what, and whether anything runs for it.

    An event that only stops others has nothing that runs: the page calls ``cancel`` and never puts it into the queue.
    """

    id: int
    inputs: tuple[str, ...]
    source: int | None
    trigger: str
    runs: bool

    @property
    def picks(self) -> bool:
        """Whether the page sends what was selected along with it."""
        return self.trigger in ("select", "example_select")

    def data(self, question: str) -> list[Any]:
        """What the page sends for its inputs: the question in a text box, a count from 0, nothing for what the server keeps itself."""
        return [{"textbox": question, "number": 0}.get(kind) for kind in self.inputs]

    def body(self, question: str, session: str) -> dict[str, Any]:
        """The body of a call as the page sends it."""
        example = {"index": 0, "value": {"text": question or QUESTIONS[0]}}  # no example is empty
        picked = example if self.picks else None
        return {
            "data": self.data(question),
            "event_data": picked,
            "fn_index": self.id,
            "trigger_id": self.source,
            "session_hash": session,
        }


def read_events(address: str) -> Sequence[Event]:
    """The events that a browser would be told of.

    Raises:
        PageUnreadable: there is no such page.
    """
    reply = exchange(address, request_bytes("GET", "/gradio"))
    try:
        text = reply.body.decode("utf-8").split(_CONFIG)[1]
        config: Mapping[str, Any] = json.JSONDecoder().raw_decode(text)[0]
        kinds = {part["id"]: part["type"] for part in config["components"]}
        return [_event(dependency, kinds) for dependency in config["dependencies"]]
    except (ValueError, LookupError, TypeError):
        raise PageUnreadable(f"{address}/ 给的不是问答网页（{reply.status}）。请先确认服务能打开网页。") from None


def _event(dependency: Mapping[str, Any], kinds: Mapping[int, str]) -> Event:
    source, trigger = (dependency["targets"] or [(None, "")])[0]
    inputs = tuple(kinds[part] for part in dependency["inputs"])
    return Event(dependency["id"], inputs, source, trigger, dependency["backend_fn"])


def new_session(chance: random.Random) -> str:
    """A session as the page makes one up."""
    return "".join(chance.choice(_SESSION) for _ in range(11))
