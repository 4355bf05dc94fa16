"""What one browser tab has said so far, and no more of it than fits."""

from dataclasses import dataclass, field, replace
from sys import getsizeof

from portal.render import render_notice, render_question, render_waiting
from retrieval.answer import Answer, Turn

SHOWN_BYTES = 600_000
"""Bytes of the messages kept: some 170 questions with their answers (3.5 kB at the median of 120 gold questions, 12.5 kB at most)."""
TURN_BYTES = 200_000
"""Bytes of the turns kept: some 600 questions with their answers (330 bytes at the median, 1 kB at most)."""
MEMORY = 400
"""Turns handed to the assistant as history: what was established by the first question still holds for the two-hundredth."""
SHORTENED = 80
"""Characters shown of a question that is too long to be asked."""
_EARLIER = "更早的问答已收起，不再显示。需要时请重新提问。"
_FORGOTTEN = "这个页面之前的对话已经清除（隔得太久，或服务重启过），从这里重新开始。要接着问，请把城市再说一遍。"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages as shown (HTML) and turns as the assistant takes them (plain text); ``pending`` is the answer in the making."""

    messages: tuple[dict[str, str], ...] = ()
    turns: tuple[Turn, ...] = ()
    pending: Answer | None = field(default=None, compare=False)

    @property
    def asked_so_far(self) -> int:
        """Questions shown."""
        return sum(message["role"] == "user" for message in self.messages)

    @property
    def weight(self) -> int:
        """Bytes it holds. The words of a pending answer are those of the message that shows it, so that one counts twice."""
        shown = sum(_weight_of(message) for message in self.messages)
        pending = _weight_of(self.messages[-1]) if self.pending and self.messages else 0
        return shown + pending + sum(getsizeof(turn.content) for turn in self.turns)

    def asked(self, question: str) -> "Conversation":
        """With a question, and a place for its answer."""
        shown = ({"role": "user", "content": render_question(question)}, _said(render_waiting()))
        return replace(self, messages=(*self.messages, *shown), pending=None)

    def showing(self, html: str, pending: Answer | None = None) -> "Conversation":
        """With the last message showing this."""
        return replace(self, messages=(*self.messages[:-1], _said(html)), pending=pending)

    def answered(self, html: str, answer: Answer, question: str) -> "Conversation":
        """With the finished answer shown and remembered."""
        turns = (*self.turns, Turn("user", question), Turn("assistant", answer.answer))
        return replace(self.showing(html), turns=turns[-MEMORY:])

    def fitting(self) -> "Conversation":
        """Without the oldest messages and turns that are too many to keep; it says so where messages are missing."""
        turns = self.turns[_first_kept([getsizeof(turn.content) for turn in self.turns], TURN_BYTES) :]
        shown = self.messages[_first_kept([_weight_of(message) for message in self.messages], SHOWN_BYTES) :]
        if len(shown) < len(self.messages):
            shown = (_said(render_notice(_EARLIER)), *shown)
        kept = self.pending if len(shown) > 1 else None
        return replace(self, messages=shown, turns=turns, pending=kept)


def forgotten() -> Conversation:
    """How a conversation goes on of which the page still shows something, but nothing is known here."""
    return Conversation((_said(render_notice(_FORGOTTEN)),))


def _first_kept(weights: list[int], limit: int) -> int:
    """From where on they weigh no more than this together; a question never goes without its answer."""
    if sum(weights) <= limit:
        return 0
    total = 0
    for first in range(len(weights) - 2, -1, -2):
        total += weights[first] + weights[first + 1]
        if total > limit:
            return first + 2
    return len(weights) % 2


def _weight_of(message: dict[str, str]) -> int:
    return getsizeof(message) + getsizeof(message["content"])


def _said(html: str) -> dict[str, str]:
    return {"role": "assistant", "content": html}
