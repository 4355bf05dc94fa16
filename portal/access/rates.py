"""How many requests a user may send, counted over all workers.

The counts stand in a database that every worker writes: beside an SQLite database in a file of their own that nothing waits for
(``limits.db``, not synced: a crash forgets a minute's counts), in PostgreSQL in an unlogged table, which several machines share.
"""

import time
from math import ceil
from typing import Any

from limits import RateLimitItem, parse_many
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import BigInteger, Column, Engine, Integer, MetaData, String, Table, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from errors import SettingsError
from portal.records.engine import open_engine, reading, writing
from portal.records.records import file_of
from portal.records.tables import OWNER_CHARACTERS
from portal.refusal import Refusal

_SWEEP_SECONDS = 60.0


def counting_engine(records: Engine) -> Engine:
    """Where the counts of an installation stand whose records are there."""
    path = file_of(records)
    return open_engine(f"sqlite:///{path.with_name('limits.db')}", durable=False) if path else records


class TableStorage(Storage):
    """Counters in a table, as the limits library wants them."""

    STORAGE_SCHEME = None

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        prefixes = ["UNLOGGED"] if engine.dialect.name == "postgresql" else []
        self._table = Table(
            "rate_counts",
            MetaData(),
            Column("name", String(OWNER_CHARACTERS + 100), primary_key=True),
            Column("count", Integer, nullable=False),
            Column("ends", BigInteger, nullable=False),
            prefixes=prefixes,
        )
        self._table.create(engine, checkfirst=True)
        self._swept = time.monotonic()

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What a database raises."""
        return DBAPIError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count on, in one statement; a window that has ended begins anew."""
        table, now = self._table, round(time.time() * 1000)
        inserting: Any = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert(table)
        over = table.c.ends <= now
        counted = inserting.values(name=key, count=amount, ends=now + expiry * 1000).on_conflict_do_update(
            index_elements=[table.c.name],
            set_={
                "count": case((over, amount), else_=table.c.count + amount),
                "ends": case((over, now + expiry * 1000), else_=table.c.ends),
            },
        )
        with writing(self._engine) as connection:
            count: int = connection.execute(counted.returning(table.c.count)).scalar_one()
            if time.monotonic() - self._swept > _SWEEP_SECONDS:
                self._swept = time.monotonic()
                connection.execute(delete(table).where(over))
        return count

    def get(self, key: str) -> int:
        """The count of a window; 0 where it has ended."""
        row = self._row(key)
        return int(row.count_) if row and row.ends > time.time() * 1000 else 0

    def get_expiry(self, key: str) -> float:
        """When a window ends, in seconds since 1970."""
        row = self._row(key)
        return row.ends / 1000 if row else time.time()

    def check(self) -> bool:
        """Whether the table answers."""
        self._row("")
        return True

    def reset(self) -> int | None:
        """Forget all counts."""
        with writing(self._engine) as connection:
            return connection.execute(delete(self._table)).rowcount

    def clear(self, key: str) -> None:
        """Forget the count of one."""
        with writing(self._engine) as connection:
            connection.execute(delete(self._table).where(self._table.c.name == key))

    def _row(self, key: str) -> Any:
        table = self._table
        with reading(self._engine) as connection:
            chosen = select(func.coalesce(table.c.count, 0).label("count_"), table.c.ends).where(table.c.name == key)
            return connection.execute(chosen).first()


class UserRates:
    """The limits of the settings, for each user."""

    def __init__(self, storage: Storage, limits: list[RateLimitItem]) -> None:
        self._limiter = FixedWindowRateLimiter(storage)
        self._limits = limits

    def hit(self, user: str) -> Refusal | None:
        """Count a request; a refusal that says when to come again where there were too many."""
        for limit in self._limits:
            if not self._limiter.hit(limit, user):
                ends = self._limiter.get_window_stats(limit, user).reset_time
                return _too_many(max(1, ceil(ends - time.time())))
        return None


def rates_of(limit: str, engine: Engine) -> UserRates | None:
    """The rates that a setting asks for; None where it is empty.

    Raises:
        SettingsError: it cannot be read.
    """
    if not limit.strip():
        return None
    return UserRates(TableStorage(engine), read_limits(limit))


def read_limits(limit: str) -> list[RateLimitItem]:
    """The limits that a setting names. Raises SettingsError."""
    try:
        return parse_many(limit)
    except ValueError:
        raise SettingsError(
            f"设置 WENCE_RATE_LIMIT 的“{limit[:40]}”读不懂。请写成 300/minute，多个用分号分隔，如 10/second;2000/hour。"
        ) from None


def _too_many(seconds: int) -> Refusal:
    told = f"请求过于频繁。请过 {seconds} 秒再试；若一直需要更多，请管理员调大 WENCE_RATE_LIMIT。"
    english = f"Too many requests. Try again in {seconds} seconds; if you always need more, have your administrator raise WENCE_RATE_LIMIT."
    return Refusal(429, "too_many_requests", told, english, headers=((b"retry-after", str(seconds).encode()),))
