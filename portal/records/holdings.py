"""All that is kept of one user, to be given to them or deleted; and what has been kept for long enough."""

from typing import Any

import orjson
from sqlalchemy import Engine, delete, select

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

    def export(self, user: str) -> dict[str, Any]:
        """Everything of a user, as JSON holds it."""
        with reading(self._engine) as connection:
            ids = connection.execute(
                select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.owner == user).order_by(CONVERSATIONS.c.created)
            ).scalars()
            conversations = list(ids)
            remarks = connection.execute(select(REMARKS).where(REMARKS.c.owner == user).order_by(REMARKS.c.id)).all()
            keys = connection.execute(select(KEYS).where(KEYS.c.owner == user).order_by(KEYS.c.created)).all()
        return {
            "user": user,
            "conversations": [self._conversations.read(user, one) for one in conversations],
            "feedback": [{"time": told(row.created), **orjson.loads(row.record)} for row in remarks],
            "keys": [
                {"prefix": row.prefix, "role": row.role, "created": told(row.created), "revoked": told(row.revoked)}
                for row in keys
            ],
        }

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
