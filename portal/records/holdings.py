"""All that is kept of one user, to be given to them or deleted; and what has been kept for long enough."""

import contextlib
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Engine, delete, select

from errors import ConversationUnknown
from portal.records.conversations import Conversations
from portal.records.engine import reading, writing
from portal.records.moments import now_ms, told
from portal.records.tables import CONVERSATIONS, KEYS, REMARKS, TURNS

_DAY_MS = 86_400_000


class Holdings:
    """What a database holds of people. Keys and the audit log are not theirs to delete: these say what happened to the data."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._conversations = Conversations(engine)

    def export(self, user: str) -> Iterator[str]:
        """Everything of a user as one JSON object, piece by piece: however much it is, one conversation is held at a time."""
        with reading(self._engine) as connection:
            ids = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.owner == user).order_by(CONVERSATIONS.c.created)
            conversations = list(connection.execute(ids).scalars())
            remarks = connection.execute(select(REMARKS).where(REMARKS.c.owner == user).order_by(REMARKS.c.id)).all()
            keys = connection.execute(select(KEYS).where(KEYS.c.owner == user).order_by(KEYS.c.created)).all()
        rest = {
            "feedback": [{"time": told(row.created), **orjson.loads(row.record)} for row in remarks],
            "keys": [
                {"prefix": row.prefix, "role": row.role, "created": told(row.created), "revoked": told(row.revoked)}
                for row in keys
            ],
        }
        yield f'{{"user":{_json(user)},"conversations":['
        comma = ""
        for one in conversations:
            with contextlib.suppress(ConversationUnknown):  # deleted meanwhile
                yield comma + _json(self._conversations.read(user, one))
                comma = ","
        yield f"],{_json(rest)[1:]}"

    def delete(self, user: str) -> dict[str, int]:
        """Keep nothing of a user any longer; how many conversations and remarks that were."""
        with writing(self._engine) as connection:
            connection.execute(delete(TURNS).where(TURNS.c.owner == user))
            gone = connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.owner == user)).rowcount
            remarks = connection.execute(delete(REMARKS).where(REMARKS.c.owner == user)).rowcount
        return {"conversations": gone, "feedback": remarks}

    def purge(self, days: int) -> dict[str, int]:
        """Delete the conversations in which nothing was said for so many days, and remarks as old; 0 days deletes nothing."""
        if not days:
            return {"conversations": 0, "feedback": 0}
        before = now_ms() - days * _DAY_MS
        old = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.updated < before)
        with writing(self._engine) as connection:
            connection.execute(delete(TURNS).where(TURNS.c.conversation.in_(old)))
            gone = connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.updated < before)).rowcount
            remarks = connection.execute(delete(REMARKS).where(REMARKS.c.created < before)).rowcount
        return {"conversations": gone, "feedback": remarks}


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
