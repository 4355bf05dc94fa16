"""From a chat request to the question in it, or why it cannot be answered as asked.

A parameter that only tunes a model's sampling does no harm and is let be. One that asks for something else than a cited text
(calls of tools, several choices, JSON, audio) is refused, so that no client takes the answer for what it is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.asking import MESSAGE
from portal.openai.schema import ChatRequest, MessageIn
from portal.openai.wording import without_sources
from portal.refusal import Refusal
from retrieval.answer import Turn


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, what was said before it, and the texts of all messages (for counting)."""

    question: str
    history: tuple[Turn, ...]
    texts: tuple[str, ...]


#: What would be something else than a cited text: when a field asks for it, and what it is called.
_ASKS: Mapping[str, Callable[[Any], bool]] = {
    "tools": bool,
    "functions": bool,
    "audio": bool,
    "logprobs": bool,
    "top_logprobs": bool,
    "stop": bool,
    "web_search_options": lambda value: value is not None,
    "response_format": lambda value: bool(value) and value != {"type": "text"},
    "modalities": lambda value: bool(value) and value != ["text"],
}


def inquiry_of(request: ChatRequest) -> Inquiry | Refusal:
    """The question of a request, or why not."""
    if no := _why_unsupported(request):
        return no
    said: list[Turn] = []
    texts = []
    for place, message in enumerate(request.messages):
        text = _text_of(message, f"messages.{place}.content")
        if isinstance(text, Refusal):
            return text
        texts.append(text)
        if message.role in ("tool", "function") or message.model_dump().get("tool_calls"):
            return unsupported(f"messages.{place}")
        if message.role == "user":
            said.append(Turn("user", text))
        elif message.role == "assistant" and text:
            said.append(Turn("assistant", without_sources(text)))
    if not said or said[-1].role != "user":
        return _NO_QUESTION
    history = tuple(Turn(turn.role, turn.content[:MESSAGE]) for turn in said[:-1])
    return Inquiry(said[-1].content, history, tuple(texts))


_NO_QUESTION = Refusal(
    400,
    "question_missing",
    "没有问题。请把问题放在最后一条 role 为 user 的消息里。",
    "There is no question. Put it into the last message, with the role user.",
    param="messages",
)


def unsupported(param: str) -> Refusal:
    """For a field that asks for something else than a cited text."""
    return Refusal(
        400,
        "unsupported_parameter",
        f"这里不支持“{param}”所要的：回答总是一段带出处的文字。请去掉它再发送。",
        f"What “{param}” asks for is not supported here: the answer is always one text with its sources. Remove it and send again.",
        param=param,
    )


def _why_unsupported(request: ChatRequest) -> Refusal | None:
    if request.n not in (None, 1):
        return unsupported("n")
    idle = {"tools", "functions"} if request.sent("tool_choice") == "none" else set[str]()
    asked = (name for name, asks in _ASKS.items() if name not in idle and asks(request.sent(name)))
    name = next(asked, None)
    return unsupported(name) if name else None


def _text_of(message: MessageIn, place: str) -> str | Refusal:
    if message.content is None:
        return "" if message.role == "assistant" else unsupported(place)
    if isinstance(message.content, str):
        return message.content
    if any(part.type != "text" or part.text is None for part in message.content):
        return unsupported(place)
    return "\n".join(part.text or "" for part in message.content)
