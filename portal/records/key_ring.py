"""The keys that were given out: made, found, listed, revoked. Of a key itself only its hash is here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from errors import KeyUnknown
from portal.access.keys import Key, digest_of, new_key, prefix_of
from portal.access.principal import Role
from portal.records.engine import reading, writing
from portal.records.moments import moment_of, now_ms
from portal.records.tables import KEYS


class KeyRing:
    """The keys in a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, user: str, role: Role, expires: datetime | None = None) -> str:
        """A new key for a user: the only time that it is seen."""
        key = new_key()
        ends = round(expires.timestamp() * 1000) if expires else None
        kept = {"prefix": prefix_of(key), "digest": digest_of(key), "owner": user, "role": role}
        with writing(self._engine) as connection:
            connection.execute(insert(KEYS).values(**kept, created=now_ms(), expires=ends))
        return key

    def find(self, prefix: str) -> Key | None:
        """The key of a prefix, whether or not it still holds."""
        with reading(self._engine) as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.prefix == prefix)).first()
        return _key(row) if row else None

    def all(self) -> Sequence[Key]:
        """Every key, oldest first."""
        with reading(self._engine) as connection:
            return [_key(row) for row in connection.execute(select(KEYS).order_by(KEYS.c.created))]

    def revoke(self, prefix: str) -> Key:
        """Have a key open nothing from now on; one that is revoked already stays so.

        Raises:
            KeyUnknown: there is none of that prefix.
        """
        with writing(self._engine) as connection:
            open_still = (KEYS.c.prefix == prefix) & KEYS.c.revoked.is_(None)
            connection.execute(update(KEYS).where(open_still).values(revoked=now_ms()))
        if found := self.find(prefix):
            return found
        raise KeyUnknown(f"没有前缀为“{prefix[:8]}”的密钥。请用 python -m portal keys list 查看。")


def _key(row: Row[Any]) -> Key:
    expires, revoked = (None if ms is None else moment_of(ms) for ms in (row.expires, row.revoked))
    return Key(row.prefix, row.digest, row.owner, row.role, moment_of(row.created), expires, revoked)
