"""An answer as OpenAI's interface gives it: whole, or as the chunks of a stream."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from index.tokens import TokenCounter, open_encoding
from portal.openai.wording import annotations_of, sources_of, text_of, voided
from retrieval.answer import Answer

Record = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """What all that is given for one request has in common: model, address of this service, the messages' texts, name, time."""

    model: str
    base: str
    encoding: str
    texts: Sequence[str]
    name: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> Record:
        """The answer as a completion."""
        content = text_of(answer) + sources_of(answer)
        message = {"role": "assistant", "content": content, "refusal": None, **self.cited(answer, content)}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self.head(answer, "chat.completion"), "choices": [choice], "usage": self.usage(content)}

    def head(self, answer: Answer, kind: str) -> Record:
        """The fields that name a completion and what it was made from."""
        named = {"id": self.name, "object": kind, "created": self.created, "model": self.model}
        return {**named, "system_fingerprint": answer.index}

    def cited(self, answer: Answer, content: str) -> Record:
        """The sources as data, and the whole record."""
        record = answer.to_dict()
        return {
            "annotations": annotations_of(answer, content, self.base),
            "citations": [asdict(citation) for citation in answer.citations],
            "wence": record,
        }

    @cached_property
    def counter(self) -> TokenCounter:
        """Our own encoding, or the one that the settings name."""
        return open_encoding(self.encoding)

    @cached_property
    def asked(self) -> int:
        """Tokens of the messages; counting a megabyte takes a moment, so it is done where nobody else waits."""
        return sum(map(self.counter.count, self.texts))

    def usage(self, content: str) -> Record:
        """Tokens by our own encoding."""
        said = self.counter.count(content)
        return {"prompt_tokens": self.asked, "completion_tokens": said, "total_tokens": self.asked + said}


class Chunks:
    """The chunks of one answer while it grows; what was sent cannot be taken back."""

    def __init__(self, form: Form, *, usage: bool) -> None:
        """``usage``: whether the last chunk counts tokens."""
        self._form = form
        self._usage = usage
        self._begun = False
        self._sent = self._last = ""

    def grow(self, answer: Answer) -> Iterator[Record]:
        """What is new of a growing answer and has stood in two steps: one line becomes the first of a list when a second comes.

        A step that does not go on from what was sent waits for the whole.
        """
        text = text_of(answer)
        stands, self._last = _shared(self._last, text), text
        if not self._begun:
            self._begun = True
            yield self._chunk(answer, {"role": "assistant", "content": ""})
        if stands.startswith(self._sent) and stands != self._sent:
            new, self._sent = stands[len(self._sent) :], stands
            yield self._chunk(answer, {"content": new})

    def end(self, answer: Answer) -> Iterator[Record]:
        """What is left of the whole answer, its sources, and the end."""
        if not text_of(answer).startswith(self._sent):
            yield self._chunk(answer, {"content": voided(answer)})
            content, self._sent = self._sent + voided(answer), text_of(answer)
            yield self._chunk(answer, {"content": self._sent})
            content += self._sent
        else:
            self._last = text_of(answer)  # nothing of it changes any more
            yield from self.grow(answer)
            content = self._sent
        if sources := sources_of(answer):
            yield self._chunk(answer, {"content": sources})
        content += sources
        yield self._chunk(answer, self._form.cited(answer, content), finish="stop")
        if self._usage:
            head = self._form.head(answer, "chat.completion.chunk")
            yield {**head, "choices": [], "usage": self._form.usage(content)}

    def _chunk(self, answer: Answer, delta: Record, finish: str | None = None) -> Record:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        chunk = {**self._form.head(answer, "chat.completion.chunk"), "choices": [choice]}
        return {**chunk, "usage": None} if self._usage else chunk


def _shared(one: str, other: str) -> str:
    """What both begin with."""
    if other.startswith(one):
        return one
    return one[: next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))]
