"""The database of the records: opened, read from and written to; what goes wrong there becomes one error of ours."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, TimeoutError

import database
from errors import RecordsUnavailable


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """A pool of connections to the database of the records (see :func:`database.open_engine`)."""
    return database.open_engine(url, "WENCE_RECORDS_URL", durable=durable)


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
    with telling(), engine.execution_options(**{database.READS: True}).connect() as connection:
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
