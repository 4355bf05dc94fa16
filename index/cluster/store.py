"""The store past one machine: versions in PostgreSQL and Milvus, the served one named by an alias of Milvus."""

from pathlib import Path

from sqlalchemy import Engine, inspect, select, text

from errors import SnapshotBusy, SnapshotMissing
from index.cluster.build import Publisher, prepare
from index.cluster.hold import Hold, Reading, key_of, open_database, telling
from index.cluster.shelves import Shelves
from index.cluster.tables import METADATA, VERSION
from index.cluster.version import ClusterVersion
from index.manifest import Expectation, Manifest, check_expected, decode_manifest
from index.milvus import Address, Milvus
from index.order import Order
from index.stored import StoredVersion

ALIAS = "wence"
"""The alias that names the served version's collections. Several indexes on one Milvus each have a database there."""
_BUILDING = "build"
_TRIES = 20  # times a reader looks again where a version is published and its collections are taken while it opens them


class ClusterStore:
    """An index in Milvus and PostgreSQL. Safe between threads."""

    def __init__(self, address: Address, url: str, scratch: Path) -> None:
        """Nothing is connected yet. ``scratch`` is a folder of this machine for the work of builds.

        Raises:
            SettingsError: pymilvus is not installed, or the URL is not one of PostgreSQL.
        """
        self.scratch = scratch
        self._engine: Engine = open_database(url)
        self._milvus = Milvus(address)

    @property
    def place(self) -> str:
        """Where Milvus and PostgreSQL are, without passwords."""
        return f"{self._milvus.address.place}（{self._engine.url.render_as_string(hide_password=True)}）"

    @property
    def repair(self) -> str:
        """The command that builds it anew."""
        return "请运行 .venv/bin/python -m index build"

    def served(self) -> tuple[str, str]:
        """The name of the served version, and the collections that the alias names."""
        pair = self._served_pair()
        with telling(), self._engine.connect() as connection:
            asked = select(VERSION.c.name).where(VERSION.c.pair == pair, VERSION.c.manifest.is_not(None))
            found = connection.execute(asked).fetchall()
        if not found:
            raise SnapshotMissing(f"{self.place} 里别名 {ALIAS} 指向的集合 {pair} 没有对应的版本。{self.repair}")
        return str(found[0][0]), pair

    def _served_pair(self) -> str:
        pair = self._milvus.served(ALIAS)
        if not pair or not self._has_tables():
            raise SnapshotMissing(f"{self.place} 里还没有索引。{self.repair}")
        return pair

    def _has_tables(self) -> bool:
        with telling():
            return inspect(self._engine).has_table(VERSION.name)

    def open(self, expect: Expectation | None = None, before: StoredVersion | None = None) -> ClusterVersion:  # noqa: ARG002
        """Open the served version under a lock that keeps builds away from its collections."""
        for _ in range(_TRIES):
            pair = self._served_pair()
            reading = Reading(self._engine, pair)
            try:
                if reading.holds and self._milvus.served(ALIAS) == pair:
                    return self._opened(reading, pair, expect)
            except BaseException:
                reading.close()
                raise
            reading.close()
        raise SnapshotBusy(f"{self.place} 里的版本一直在换，没有打开。请稍后重试。")

    def _opened(self, reading: Reading, pair: str, expect: Expectation | None) -> ClusterVersion:
        found = reading.ask(
            select(VERSION.c.number, VERSION.c.manifest).where(VERSION.c.pair == pair, VERSION.c.manifest.is_not(None))
        )
        if not found:
            raise SnapshotMissing(f"{self.place} 里别名 {ALIAS} 指向的集合 {pair} 没有对应的版本。{self.repair}")
        reading.of(found[0].number)
        manifest = decode_manifest(found[0].manifest.encode(), Path(self.place))
        if expect:
            check_expected(self.place, manifest, expect, self.repair)
        return ClusterVersion(self._milvus, reading, found[0].number, manifest, pair)

    def sizes(self) -> dict[str, int]:
        """Bytes of the tables with their indexes."""
        asked = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
        with telling(), self._engine.connect() as connection:
            return {name: int(connection.execute(asked, {"name": name}).scalar_one()) for name in METADATA.tables}

    def build(self, order: Order) -> Manifest:
        """Build a version and publish it; whatever goes wrong, the one served before stays."""
        self._make_tables()
        hold = self._alone()
        try:
            return Publisher(self._engine, self._milvus, hold, ALIAS, self.place).publish(order)
        finally:
            hold.close()

    def prepare(self, order: Order) -> None:
        """Put what the documents of an order give into PostgreSQL, where a build finds it."""
        self._make_tables()
        with order.work.preparing():
            prepare(Shelves(self._engine), order)

    def _make_tables(self) -> None:
        """Make the tables that are missing; of several who want to, one does."""
        with telling(), self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key_of("tables")})
            METADATA.create_all(connection)

    def roll_back(self) -> Manifest:
        """Let the alias name the collections that were served before."""
        number = self._number_of(self._served_pair())
        hold = self._alone()
        try:
            older = hold.ask(
                select(VERSION.c.number, VERSION.c.manifest, VERSION.c.pair)
                .where(VERSION.c.number < number, VERSION.c.pair.is_not(None), VERSION.c.manifest.is_not(None))
                .order_by(VERSION.c.number.desc())
            )
            if not older:
                raise SnapshotMissing(f"{self.place} 没有可用的更早版本。{self.repair}")
            manifest = decode_manifest(older[0].manifest.encode(), Path(self.place))
            ClusterVersion(
                self._milvus, hold, older[0].number, manifest, older[0].pair
            )  # whole, or it is not gone back to
            self._milvus.serve(ALIAS, older[0].pair)
            return manifest
        finally:
            hold.close()

    def _number_of(self, pair: str) -> int:
        with telling(), self._engine.connect() as connection:
            found = connection.execute(select(VERSION.c.number).where(VERSION.c.pair == pair)).fetchall()
        return int(found[0][0]) if found else 0

    def _alone(self) -> Hold:
        """A session that builds while no other does."""
        hold = Hold(self._engine)
        if not hold.take(_BUILDING):
            hold.close()
            raise SnapshotBusy(f"另一个构建正在写入索引 {self.place}。请等它结束；若仍需要，{self.repair}")
        return hold
