"""A session of PostgreSQL and what it holds: locks end with it, however it ends, so that whoever dies holds nothing up."""

import hashlib
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, select, text
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.pool import NullPool

from database import open_engine
from errors import SettingsError, StoreUnavailable
from index.cluster.tables import VERSION

SETTING = "WENCE_INDEX_URL"
_CONNECT_SECONDS = 5
_BROKEN_OFF = "与 PostgreSQL 的会话中断了，这一次没有做完，已发布的版本不受影响。请重试。"


def open_database(url: str) -> Engine:
    """The database of the index. Connections are closed when they are not needed: locks end with them, and none is stale.

    Raises:
        SettingsError: the URL is not one of PostgreSQL.
    """
    if not url.startswith("postgresql"):
        raise SettingsError(
            f"设置 {SETTING} 要写一个 PostgreSQL 的地址，如 postgresql+psycopg://用户:密码@主机/库，索引的文本和台账存在那里。"
        )
    return open_engine(url, SETTING, poolclass=NullPool, connect_args={"connect_timeout": _CONNECT_SECONDS})


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
    """One connection that stays open, with its locks. Safe between threads, one at a time. Raises StoreUnavailable.

    A connection that breaks off has lost its locks: then nothing more can be asked.
    """

    def __init__(self, engine: Engine) -> None:
        """Open it."""
        self._engine, self._lock = engine, threading.RLock()
        self._is_over = False
        self._connect()

    def ask(self, statement: Executable, values: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of a statement."""
        with telling(), self._lock:
            if self._is_lost:
                self._renew()
            return self._connection.execute(statement, values or {}).fetchall()

    def take(self, name: str, *, shared: bool = False) -> bool:
        """Take a lock by its name, alone or together with others; False when somebody else has it."""
        how = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
        return bool(self.ask(text(f"SELECT {how}(:key)"), {"key": key_of(name)})[0][0])

    def drop(self, name: str) -> None:
        """Give back a lock that was taken alone."""
        self.ask(text("SELECT pg_advisory_unlock(:key)"), {"key": key_of(name)})

    def still(self) -> None:
        """Make sure that the session is the one that took the locks: then they were held all the time. Raises StoreUnavailable."""
        with telling(), self._lock:
            if self._is_lost:  # SQLAlchemy would open another one, without the locks
                raise StoreUnavailable(_BROKEN_OFF)
            self._connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """End the session, and with it its locks: given back first, as the server is told of the end only a moment later."""
        with self._lock:
            self._is_over = True
            if not self._is_lost:
                with suppress(SQLAlchemyError):  # a connection that breaks off here has lost them
                    self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._end()

    @property
    def _is_lost(self) -> bool:
        """Whether the connection broke off, or none could be opened in place of one that had."""
        return self._connection.closed or self._connection.invalidated

    def _connect(self) -> None:
        with telling():
            self._connection: Connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._end = weakref.finalize(self, self._connection.close)  # also when nobody holds it any more

    def _renew(self) -> None:
        raise StoreUnavailable(_BROKEN_OFF)


class Reading(Hold):
    """Holds the collections of a published version, together with other readers. After its session broke off it takes them again,
    unless they have been given to another version meanwhile."""

    def __init__(self, engine: Engine, pair: str) -> None:
        """Take a pair. ``holds`` tells whether it was to be had."""
        super().__init__(engine)
        self._pair = pair
        self._version: int | None = None
        self.holds = self.take(pair, shared=True)

    def of(self, version: int) -> None:
        """Remember which version the pair was taken for."""
        self._version = version

    def _renew(self) -> None:
        if self._is_over:
            super()._renew()
        self._end()
        self._connect()
        asked = select(VERSION.c.number).where(VERSION.c.number == self._version, VERSION.c.pair == self._pair)
        if not self.take(self._pair, shared=True) or not self.ask(asked):
            self._connection.invalidate()
            raise StoreUnavailable("索引已经换了版本，这个回答用的旧版本不再保留。请重新提问。")


def key_of(name: str) -> int:
    """The number of a lock: advisory locks have no names."""
    return int.from_bytes(hashlib.sha256(f"wence index {name}".encode()).digest()[:8], "big", signed=True)
