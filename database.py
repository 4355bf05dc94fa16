"""Opening a database by its URL: the one thing that the rooms which keep something in one share. Each room owns its tables."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from errors import SettingsError

BUSY_SECONDS = 10.0
"""So long a writer waits for another."""
READS = "wence_reads"
"""The execution option of a connection that only reads: on SQLite it waits for no writer."""
_POOL = {"pool_size": 8, "max_overflow": 120}
"""SQLite's connections are cheap, and every thread that makes an answer may want one at once."""


def open_engine(url: str, setting: str, *, durable: bool = True, **more: Any) -> Engine:
    """A pool of connections. SQLite: write-ahead log, one writer at a time, every commit on the disk where it is to be ``durable``.

    Args:
        url: as SQLAlchemy writes it.
        setting: the setting that it comes from, for the message.
        durable: whether every commit is on the disk before it counts.
        more: what else the pool is to be made with.

    Raises:
        SettingsError: the URL is none, or of a database that is not known here.
    """
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            Path(parsed.database).touch(mode=0o600)  # SQLite makes the files beside it as it finds this one
        usual: dict[str, Any] = (
            {"connect_args": {"timeout": BUSY_SECONDS}, **_POOL} if sqlite else {"pool_pre_ping": True}
        )
        engine = create_engine(parsed, **usual | more)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise SettingsError(
            f"设置 {setting} 不是可用的数据库地址。请写成 sqlite:////路径/records.db 或 postgresql+psycopg://用户:密码@主机/库。"
        ) from None
    if sqlite:
        _as_we_want_it(engine, durable=durable)
    return engine


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
        reads = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
