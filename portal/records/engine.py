"""The database: opened, read from and written to; what goes wrong there becomes one error of ours."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError

from errors import RecordsUnavailable, SettingsError

BUSY_SECONDS = 10.0
"""So long a writer waits for another."""
_READS = "wence_reads"
_POOL = {"pool_size": 8, "max_overflow": 120}
"""SQLite's connections are cheap, and every thread that makes an answer may want one at once."""


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """A pool of connections. SQLite: write-ahead log, one writer at a time, every commit on the disk where it is to be ``durable``.

    Raises:
        SettingsError: the URL is none, or of a database that is not known here.
    """
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            Path(parsed.database).touch(mode=0o600)  # SQLite makes the files beside it as it finds this one
        more: dict[str, Any] = (
            {"connect_args": {"timeout": BUSY_SECONDS}, **_POOL} if sqlite else {"pool_pre_ping": True}
        )
        engine = create_engine(parsed, **more)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise SettingsError(
            "设置 WENCE_RECORDS_URL 不是可用的数据库地址。请写成 sqlite:////路径/records.db 或 postgresql+psycopg://用户:密码@主机/库。"
        ) from None
    if sqlite:
        _as_we_want_it(engine, durable=durable)
    return engine


_TURNS: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is on the disk when the block ends well. Raises RecordsUnavailable.

    The threads of a process take turns: SQLite's own waiting sleeps longer and longer, whoever is done meanwhile.
    """
    turn = _TURNS.setdefault(engine, threading.Lock()) if engine.dialect.name == "sqlite" else nullcontext()
    with telling(), turn, engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes nothing and waits for no writer. Raises RecordsUnavailable."""
    with telling(), engine.execution_options(**{_READS: True}).connect() as connection:
        yield connection


@contextmanager
def telling() -> Iterator[None]:
    """What the database cannot do is told in our words; its own would hold what was asked."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise RecordsUnavailable(
            f"留存用的数据库不可用（{kind}）。请检查它是否在运行、磁盘是否已满、设置 WENCE_RECORDS_URL 是否正确。",
            f"The database of the records cannot be used ({kind}). Check that it runs, that its disk is not full, and WENCE_RECORDS_URL.",
        ) from None


def _as_we_want_it(engine: Engine, *, durable: bool) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'OFF'}",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get(_READS)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
