"""A question as the interface takes it, and the refusal that each of our errors becomes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from errors import (
    AnswerLate,
    ConversationUnknown,
    PlanUnknown,
    QuestionEmpty,
    QuestionError,
    QuestionTooLong,
    RecordsFull,
    RecordsUnavailable,
    ServiceBusy,
    ServiceClosing,
    WenceError,
)
from portal.records.conversation_id import ID
from portal.refusal import Refusal
from retrieval.answer import Mode, Turn

HISTORY = 2000
"""Earlier messages of one request: clients send a whole conversation each time. Of them no more is read than the question needs."""
MESSAGE = 20_000
"""Characters of one of them."""
_CODES: tuple[tuple[type[WenceError], str], ...] = (
    (QuestionEmpty, "question_empty"),
    (QuestionTooLong, "question_too_long"),
    (PlanUnknown, "plan_unknown"),
    (QuestionError, "question_unusable"),
    (AnswerLate, "too_slow"),
    (ServiceBusy, "busy"),
    (ServiceClosing, "closing"),
    (ConversationUnknown, "conversation_unknown"),
    (RecordsFull, "records_full"),
    (RecordsUnavailable, "records_unavailable"),
)
_STATUSES: tuple[tuple[type[WenceError], int], ...] = (
    (QuestionError, 422),
    (ConversationUnknown, 404),
    (RecordsFull, 409),
)


class TurnModel(BaseModel):
    """One earlier message."""

    model_config = ConfigDict(extra="forbid", strict=True)
    role: Annotated[str, Field(pattern="^(user|assistant)$")]
    content: Annotated[str, Field(max_length=MESSAGE)]


class AskRequest(BaseModel):
    """A question, what was said before it, the plans to look in (all when empty) and how to answer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Annotated[str, Field(description="问题")]
    history: Annotated[list[TurnModel], Field(max_length=HISTORY, description="此前的对话")] = []
    plans: Annotated[list[str], Field(max_length=3000, description="限定的方案编号；空为不限")] = []
    mode: Annotated[Mode | None, Field(description="作答方式；不给则按设置")] = None
    conversation: Annotated[
        str | None,
        Field(
            pattern=ID,
            description="接着自己的哪个对话问（它的 id 在回应的 x-wence-conversation 头里）；没有给 history 时，此前的问答由留存的来",
        ),
    ] = None

    def turns(self) -> tuple[Turn, ...]:
        """The history as the assistant takes it."""
        return tuple(Turn("user" if turn.role == "user" else "assistant", turn.content) for turn in self.history)


def refusal_of(error: WenceError) -> Refusal:
    """What an error of ours is told as."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "unavailable")
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 503)
    return Refusal(status, code, str(error), error.english)
