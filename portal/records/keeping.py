"""What becomes of a question that comes in where conversations are kept: its own conversation is its history, and its answer is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from errors import ConversationUnknown
from portal.access.principal import principal_of
from portal.asking import AskRequest
from portal.records.conversation_id import new_id
from retrieval.answer import Turn

if TYPE_CHECKING:
    from portal.records.records import Records

CONVERSATION = "x-wence-conversation"
"""The response header that names the conversation in which a turn is kept."""
REMEMBERED = 40
"""Earlier turns that go along where the client sends none."""
_MESSAGE = 20_000


@dataclass(frozen=True, slots=True)
class Keeping:
    """One question's: of whom it is, and in which conversation it is kept; nothing is where there are no ``records``."""

    records: "Records | None"
    owner: str
    conversation: str
    asked: AskRequest

    @classmethod
    def of(cls, records: "Records | None", asked: AskRequest, scope: Mapping[str, Any]) -> "Keeping":
        """For a question; without a conversation's id a new one is begun.

        Raises:
            ConversationUnknown: an id is given where nothing is kept.
        """
        owner = principal_of(scope).user
        if records is None or not records.keeps or not owner:
            if asked.conversation is not None:
                raise ConversationUnknown("这里不留存对话。请去掉 conversation，或请管理员设置 WENCE_RECORDS=on。")
            return cls(None, owner, "", asked)
        return cls(records, owner, asked.conversation or new_id(), asked)

    def turns(self) -> tuple[Turn, ...]:
        """What was said before: as the client sends it, else as it was kept. In a thread: it may read.

        Raises:
            ConversationUnknown: the conversation is not this user's.
        """
        if self.records is None or self.asked.conversation is None:
            return self.asked.turns()
        kept = self.records.conversations.history(self.owner, self.conversation, REMEMBERED)
        if self.asked.history:
            return self.asked.turns()
        pairs = ((Turn("user", q[:_MESSAGE]), Turn("assistant", a[:_MESSAGE])) for q, a in kept)
        return tuple(turn for pair in pairs for turn in pair)

    def keep(self, record: dict[str, Any]) -> dict[str, Any]:
        """Keep a finished answer, and give it; on the disk when this returns. In a thread: it writes.

        Raises:
            ConversationUnknown, RecordsFull, RecordsUnavailable: it is not kept, and not to be given as if it were.
        """
        if self.records is not None:
            self.records.conversations.keep(self.owner, self.conversation, self.asked.question, record)
        return record

    @property
    def headers(self) -> dict[str, str]:
        """What the response says of it."""
        return {CONVERSATION: self.conversation} if self.conversation else {}
