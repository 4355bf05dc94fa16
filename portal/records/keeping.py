"""What becomes of a question that comes in where conversations are kept: its own conversation is its history, and its answer is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from errors import ConversationUnknown
from portal.access.principal import principal_of
from portal.records.conversation_id import new_id
from portal.records.thread import thread_of
from retrieval.answer import Answer, Turn

if TYPE_CHECKING:
    from portal.records.records import Records

CONVERSATION = "x-wence-conversation"
"""The response header that names the conversation in which a turn is kept."""
REMEMBERED = 40
"""Earlier turns that go along where the client sends none."""
_MESSAGE = 20_000


def markdown_of(answer: Answer) -> str:
    """What a client of ``/api/ask`` has of an answer to send back."""
    return answer.answer


@dataclass(slots=True)
class Keeping:
    """One question's: of whom it is, and in which conversation it is kept; nothing is where there are no ``records``.

    ``said``: what the client sends of before it. ``told``: an answer as this client gets it, and sends it back with its next question.
    ``conversation`` is known once :meth:`turns` was called.
    """

    records: "Records | None"
    owner: str
    question: str
    said: tuple[Turn, ...] = ()
    given: str | None = None
    told: Callable[[Answer], str] = markdown_of
    conversation: str = ""

    @classmethod
    def of(
        cls,
        records: "Records | None",
        scope: Mapping[str, Any],
        question: str,
        said: tuple[Turn, ...] = (),
        given: str | None = None,
        told: Callable[[Answer], str] = markdown_of,
    ) -> "Keeping":
        """For a question of the principal of this scope. It goes on in the conversation of the id that is ``given``, else in that in
        which the client's history was kept, else a new one is begun.

        Raises:
            ConversationUnknown: an id is given where nothing is kept.
        """
        owner = principal_of(scope).user
        if records is None or not records.keeps or not owner:
            if given is not None:
                raise ConversationUnknown(
                    "这里不留存对话。请去掉 conversation，或请管理员设置 WENCE_RECORDS=on。",
                    "No conversations are kept here. Leave conversation out, or ask your administrator to set WENCE_RECORDS=on.",
                )
            records = None
        return cls(records, owner, question, said, given, told)

    def turns(self) -> tuple[Turn, ...]:
        """What was said before: as the client sends it, else as it was kept. In a thread: it may read.

        Raises:
            ConversationUnknown: the conversation is not this user's.
        """
        if self.records is None:
            return self.said
        kept = self.records.conversations
        if self.given is not None:
            pairs = kept.history(self.owner, self.given, REMEMBERED)
            turns = ((Turn("user", q[:_MESSAGE]), Turn("assistant", a[:_MESSAGE])) for q, a in pairs)
            self.said = self.said or tuple(turn for pair in turns for turn in pair)
            self.conversation = self.given
        else:
            found = kept.of_thread(self.owner, thread_of(self.said)) if self.said else None
            self.conversation = found or new_id()
        return self.said

    def keep(self, answer: Answer) -> dict[str, Any]:
        """Keep a finished answer, and give its record; on the disk when this returns. In a thread: it writes.

        Raises:
            ConversationUnknown, RecordsFull, RecordsUnavailable: it is not kept, and not to be given as if it were.
        """
        record = answer.to_dict()
        if self.records is not None:
            asked, told = Turn("user", self.question), Turn("assistant", self.told(answer))
            thread = thread_of([*self.said, asked, told])
            self.records.conversations.keep(self.owner, self.conversation, self.question, record, thread)
        return record

    @property
    def headers(self) -> dict[str, str]:
        """What the response says of it."""
        return {CONVERSATION: self.conversation} if self.conversation else {}
