"""Conversations and their turns. Every call names the owner, and what belongs to another is as if it were not there."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row, and_, delete, func, insert, or_, select, update

from errors import ConversationUnknown, RecordsFull
from portal.records.engine import reading, writing
from portal.records.moments import now_ms, told
from portal.records.tables import CONVERSATIONS, TURNS
from portal.unseen import without_unseen

OF_A_CONVERSATION = 1_000
"""Turns of a conversation; further ones are refused, nothing is thrown away for them."""
_TITLE = 60
_C, _T = CONVERSATIONS.c, TURNS.c
_UNKNOWN = "没有这个对话，或它不是您的。请从 /api/conversations 列出的 id 中选，或不写 conversation 另开一个。"


class Conversations:
    """The conversations in a database."""

    def __init__(self, engine: Engine, most: int = 5_000) -> None:
        """``most``: conversations of a user; further ones are refused."""
        self._engine = engine
        self._most = most

    def keep(
        self, owner: str, conversation: str, question: str, record: Mapping[str, Any], thread: str | None = None
    ) -> None:
        """Keep a turn; a conversation with a new id is begun by it. On the disk when this returns.

        ``thread`` names all that was said with it.

        Raises:
            ConversationUnknown: the id is another's.
            RecordsFull: the owner has too many conversations, or this one too many turns.
        """
        now = now_ms()
        plain = question.replace("\0", "")  # PostgreSQL's texts hold none
        with writing(self._engine) as connection:
            known = connection.execute(select(_C.owner).where(_C.id == conversation)).scalar()
            if known is None:
                position = self._begin(connection, owner, conversation, plain, now)
            elif known == owner:
                position = _next(connection, conversation, now)
            else:
                raise ConversationUnknown(_UNKNOWN)
            connection.execute(
                insert(TURNS).values(
                    conversation=conversation,
                    owner=owner,
                    position=position,
                    created=now,
                    answer=str(record.get("id", ""))[:64],
                    question=plain,
                    record=orjson.dumps(record).decode(),
                    thread=thread,
                )
            )

    def of_thread(self, owner: str, thread: str) -> str | None:
        """The conversation of an owner in which this, and nothing after it, was said last; None where there is none."""
        with reading(self._engine) as connection:
            found = select(_T.conversation).where(_T.owner == owner, _T.thread == thread)
            return connection.execute(found.order_by(_T.id.desc()).limit(1)).scalar()

    def history(self, owner: str, conversation: str, most: int) -> list[tuple[str, str]]:
        """The last questions of a conversation with their answers, oldest first.

        Raises:
            ConversationUnknown: there is none of this owner's.
        """
        with reading(self._engine) as connection:
            _owned(connection, owner, conversation)
            newest = select(TURNS).where(_T.conversation == conversation, _T.owner == owner)
            rows = connection.execute(newest.order_by(_T.position.desc()).limit(most)).all()
        return [(row.question, str(orjson.loads(row.record).get("answer", ""))) for row in reversed(rows)]

    def page(self, owner: str, most: int, before: str | None = None) -> tuple[Sequence[dict[str, Any]], str | None]:
        """An owner's conversations, newest first, and what to give as ``before`` for those after them; None where there are none."""
        chosen = select(CONVERSATIONS).where(_C.owner == owner)
        if before is not None:
            time, _, last = before.partition(".")
            same = and_(_C.updated == int(time), _C.id > last)
            chosen = chosen.where(or_(_C.updated < int(time), same))
        with reading(self._engine) as connection:
            rows = connection.execute(chosen.order_by(_C.updated.desc(), _C.id).limit(most + 1)).all()
        shown = rows[:most]
        return [_card(row) for row in shown], f"{shown[-1].updated}.{shown[-1].id}" if len(rows) > most else None

    def read(self, owner: str, conversation: str) -> dict[str, Any]:
        """A conversation with its turns. Raises ConversationUnknown."""
        with reading(self._engine) as connection:
            card = _card(_owned(connection, owner, conversation))
            turns = select(TURNS).where(_T.conversation == conversation, _T.owner == owner).order_by(_T.position)
            rows = connection.execute(turns).all()
        return card | {"turns": [_turn(row) for row in rows]}

    def delete(self, owner: str, conversation: str) -> None:
        """Keep a conversation no longer. Raises ConversationUnknown."""
        with writing(self._engine) as connection:
            done = connection.execute(delete(CONVERSATIONS).where(_C.id == conversation, _C.owner == owner))
            if not done.rowcount:
                raise ConversationUnknown(_UNKNOWN)

    def holds_answer(self, owner: str, answer: str) -> bool:
        """Whether an answer is one of the owner's."""
        with reading(self._engine) as connection:
            found = select(_T.id).where(_T.answer == answer, _T.owner == owner).limit(1)
            return connection.execute(found).first() is not None

    def _begin(self, connection: Connection, owner: str, conversation: str, question: str, now: int) -> int:
        held = connection.execute(select(func.count()).where(_C.owner == owner)).scalar_one()
        if held >= self._most:
            raise RecordsFull(
                f"您已有 {held} 个对话。请删去一些再继续。",
                f"You already have {held} conversations. Delete some before you go on.",
            )
        title = " ".join(without_unseen(question).split())[:_TITLE]
        values = {"id": conversation, "owner": owner, "title": title, "created": now, "updated": now}
        connection.execute(insert(CONVERSATIONS).values(**values))
        return 0


def _next(connection: Connection, conversation: str, now: int) -> int:
    """The place of the next turn."""
    last = connection.execute(select(func.max(_T.position)).where(_T.conversation == conversation)).scalar()
    position = 0 if last is None else int(last) + 1
    if position >= OF_A_CONVERSATION:
        raise RecordsFull(
            f"这个对话已有 {position} 问。请另开一个对话。",
            f"This conversation has {position} questions already. Begin another one.",
        )
    connection.execute(update(CONVERSATIONS).where(_C.id == conversation).values(updated=now))
    return position


def _owned(connection: Connection, owner: str, conversation: str) -> Row[Any]:
    row = connection.execute(select(CONVERSATIONS).where(_C.id == conversation, _C.owner == owner)).first()
    if row is None:
        raise ConversationUnknown(_UNKNOWN)
    return row


def _card(row: Row[Any]) -> dict[str, Any]:
    return {"id": row.id, "title": row.title, "created": told(row.created), "updated": told(row.updated)}


def _turn(row: Row[Any]) -> dict[str, Any]:
    return {"position": row.position, "time": told(row.created), "answer": orjson.loads(row.record)}
