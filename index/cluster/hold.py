"""A session of PostgreSQL and what it holds: locks end with it, however it ends, so that whoever dies holds nothing up."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, text
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from database import open_engine
from errors import SettingsError, StoreUnavailable

SETTING = "WENCE_INDEX_URL"
_CONNECT_SECONDS = 5


def open_database(url: str) -> Engine:
    """A pool of connections to the database of the index.

    Raises:
        SettingsError: the URL is not one of PostgreSQL.
    """
    if not url.startswith("postgresql"):
        raise SettingsError(
            f"设置 {SETTING} 要写一个 PostgreSQL 的地址，如 postgresql+psycopg://用户:密码@主机/库，索引的文本和台账存在那里。"
        )
    return open_engine(url, SETTING, pool_size=4, max_overflow=60, connect_args={"connect_timeout": _CONNECT_SECONDS})


@contextmanager
def telling() -> Iterator[None]:
    """What the database cannot do is told in our words."""
    try:
        yield
    except (InterfaceError, OperationalError, TimeoutError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise StoreUnavailable(
            f"存放索引文本和台账的数据库不可用（{kind}）。请检查 PostgreSQL 是否在运行、设置 {SETTING} 是否正确，稍后重试。"
        ) from None


class Hold:
    """One connection that stays open, with its locks. Safe between threads, one at a time. Raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        """Open it."""
        self._lock = threading.Lock()
        with telling():
            self._connection: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def ask(self, statement: Executable, values: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of a statement."""
        with telling(), self._lock:
            return self._connection.execute(statement, values or {}).fetchall()

    def take(self, name: str, *, shared: bool = False) -> bool:
        """Take a lock by its name, alone or together with others; False when somebody else has it."""
        how = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
        return bool(self.ask(text(f"SELECT {how}(:key)"), {"key": _key(name)})[0][0])

    def drop(self, name: str) -> None:
        """Give back a lock that was taken alone."""
        self.ask(text("SELECT pg_advisory_unlock(:key)"), {"key": _key(name)})

    def still(self) -> None:
        """Make sure that the session is the one that took the locks: then they were held all the time. Raises StoreUnavailable."""
        self.ask(text("SELECT 1"))

    def close(self) -> None:
        """End the session, and with it its locks."""
        with self._lock:
            self._connection.invalidate()  # a pooled connection would keep them
            self._connection.close()


def _key(name: str) -> int:
    """The number of a lock: advisory locks have no names."""
    return int.from_bytes(hashlib.sha256(f"wence index {name}".encode()).digest()[:8], "big", signed=True)
