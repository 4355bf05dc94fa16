"""Milvus: the only door to pymilvus, which is there only where somebody installed it. Milvus Lite speaks the same interface.

A pair of collections holds one version's units and passages. They are never written to while anybody reads them, so that no reader
waits for a writer and ``Bounded`` consistency sees everything (:data:`STALENESS`).
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from errors import SettingsError, StoreUnavailable
from index.milvus_rows import KINDS, Kind, Row, VectorIndex, as_stored, entity, indexes_of, schema_of
from index.vectors import Vectors

T = TypeVar("T")
CONSISTENCY = "Bounded"
"""What is read may be so old as the engine allows; nothing that is read was written later than :data:`STALENESS` seconds ago."""
STALENESS = 6.0
"""Seconds between the last write to a collection and its publication: Milvus' bound (``common.gracefulTime``) is 5."""
_INDEXING = 7200
"""Seconds that a graph over new rows may take: Milvus makes it after they are written."""
MOST_HITS = 16_384
"""Milvus gives no more for one question."""
_LOOKED_AT = 4  # times the hits wanted that a search of the graph keeps in sight
_FEWEST_LOOKED_AT = 200
_ROWS = 512  # of a request; 1 KB of vector and 1 KB of text each, far below gRPC's 64 MB


@dataclass(frozen=True, slots=True)
class Address:
    """Where Milvus is: ``http://host:19530``, with ``/database`` where it is not the default one, or a file for Milvus Lite.

    The token (``user:password``) never shows in a repr, a message or a log.
    """

    uri: str
    token: str = field(default="", repr=False)

    @property
    def is_file(self) -> bool:
        """Whether Milvus Lite opens a file of this machine, which only one process can."""
        return "://" not in self.uri

    @property
    def place(self) -> str:
        """The address as messages show it: without user and password."""
        if self.is_file:
            return self.uri
        found = urlsplit(self.uri)
        return f"{found.scheme}://{found.hostname}:{found.port or 19530}{found.path}"


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: the revision of a plan, the number of the unit or passage in it, and its score (more is better)."""

    revision: str
    ordinal: int
    score: float


class Milvus:
    """A connection. Safe between threads; every call ends within ``seconds`` and raises StoreUnavailable when it fails."""

    def __init__(self, address: Address, seconds: float = 10.0) -> None:
        """Nothing is connected before the first call, so that a build can divide its process before.

        Raises:
            SettingsError: pymilvus is not installed.
        """
        self._library = _library()
        self.address = address
        self.seconds = seconds
        self._client: Any = None
        self._connecting = threading.Lock()

    @property
    def types(self) -> Any:
        """The types of fields, as pymilvus names them."""
        return self._library.DataType

    @cached_property
    def is_lite(self) -> bool:
        """Whether Milvus Lite answers."""
        return "lite" in self.call(lambda client: str(client.get_server_version(timeout=self.seconds))).lower()

    def served(self, alias: str) -> str:
        """The pair of collections that an alias names; empty where there is no such alias."""

        def ask(client: Any) -> str:
            try:
                return str(client.describe_alias(alias=alias, timeout=self.seconds)["collection_name"])
            except self._library.MilvusException as error:
                if _is_missing(error):
                    return ""
                raise

        return self.call(ask).removesuffix("_units")

    def serve(self, alias: str, pair: str) -> None:
        """Let an alias name a pair of collections: the one step by which a version is published or gone back to."""

        def step(client: Any) -> None:
            make = client.alter_alias if self.served(alias) else client.create_alias
            make(collection_name=_name(pair, "units"), alias=alias, timeout=self.seconds)

        self.call(step)

    def pairs(self) -> list[str]:
        """The pairs of collections there are."""
        found: list[str] = self.call(lambda client: client.list_collections(timeout=self.seconds))
        return sorted(name.removesuffix("_units") for name in found if name.endswith("_units"))

    def create(self, pair: str, dimension: int, index: VectorIndex) -> None:
        """Make an empty pair of collections; one of that name that is there is removed."""

        def step(client: Any) -> None:
            for kind in KINDS:
                if client.has_collection(_name(pair, kind), timeout=self.seconds):
                    client.drop_collection(_name(pair, kind), timeout=self.seconds)
                schema = schema_of(self._library, kind, dimension, is_lite=self.is_lite)
                indexes = indexes_of(client, kind, index, is_lite=self.is_lite)
                client.create_collection(
                    _name(pair, kind), schema=schema, consistency_level=CONSISTENCY, timeout=self.seconds
                )
                # nothing is in it yet: to wait for its indexes would be half a second for each
                client.create_index(_name(pair, kind), indexes, sync=False, timeout=self.seconds)

        self.call(step)

    def drop(self, pair: str) -> None:
        """Remove a pair of collections."""
        self._with_both(pair, lambda client, name: client.drop_collection(name, timeout=self.seconds))

    def upsert(self, pair: str, kind: Kind, rows: Sequence[Row]) -> None:
        """Put rows in; rows of the same keys are replaced, so that whatever was interrupted can be done again."""
        for first in range(0, len(rows), _ROWS):
            data = [entity(row, kind) for row in rows[first : first + _ROWS]]
            self.call(partial(self._upsert, name=_name(pair, kind), data=data))

    def _upsert(self, client: Any, name: str, data: list[dict[str, Any]]) -> None:
        client.upsert(name, data=data, timeout=6 * self.seconds)

    def delete(self, pair: str, revisions: Collection[str]) -> None:
        """Take out all rows of some revisions."""
        asked = f"revision in {_quoted(revisions)}"
        self._with_both(pair, lambda client, name: client.delete(name, filter=asked, timeout=6 * self.seconds))

    def settle(self, pair: str) -> None:
        """Return once everything written can be found by whoever reads with :data:`CONSISTENCY`."""
        self._with_both(pair, lambda client, name: client.flush(name, timeout=60 * self.seconds))
        self._with_both(pair, self._wait_for_indexes)
        self.load(pair)
        if not self.is_lite:
            time.sleep(STALENESS)

    def _wait_for_indexes(self, client: Any, name: str) -> None:
        until = time.monotonic() + _INDEXING
        for index in client.list_indexes(name):
            while client.describe_index(name, index, timeout=self.seconds).get("pending_index_rows", 0):
                if time.monotonic() > until:
                    raise StoreUnavailable(
                        f"Milvus（{self.address.place}）在 {_INDEXING} 秒内没有建好集合 {name} 的索引 {index}，没有发布。"
                        "请看它的日志，再运行 .venv/bin/python -m index build（已写入的不再写）。"
                    )
                time.sleep(1)

    def load(self, pair: str) -> None:
        """Have a pair ready to be searched; one that is already costs nothing."""
        self._with_both(pair, lambda client, name: client.load_collection(name, timeout=60 * self.seconds))

    def release(self, pair: str) -> None:
        """Let the engine forget a pair that nobody searches: it stays on its disk and can be loaded again."""
        if self.is_lite:
            return  # Milvus Lite keeps it in memory either way
        self._with_both(pair, lambda client, name: client.release_collection(name, timeout=self.seconds))

    def count(self, pair: str, kind: Kind) -> int:
        """Rows of a collection, whatever was written last among them."""
        found = self.call(
            lambda client: client.query(
                _name(pair, kind),
                filter="",
                output_fields=["count(*)"],
                consistency_level="Strong",
                timeout=6 * self.seconds,
            )
        )
        return int(found[0]["count(*)"])

    def search_words(
        self, pair: str, kind: Kind, weights: Mapping[str, int], plans: Collection[str] | None, limit: int
    ) -> list[Found]:
        """The best by BM25. A term of weight 3 counts as if it were asked three times."""
        asked = " ".join(" ".join([as_stored(term)] * times) for term, times in weights.items())
        found = self._search(pair, kind, [asked], "sparse", {"metric_type": "BM25"}, plans, limit)
        # Milvus Lite gives the score of BM25 as a distance, less than nothing
        return [replace(hit, score=abs(hit.score)) for hit in found]

    def search_vectors(self, pair: str, vector: Vectors, plans: Collection[str] | None, limit: int) -> list[Found]:
        """The best units by inner product with a vector, float32 (d,)."""
        wanted = {"metric_type": "IP", "params": {"ef": max(_FEWEST_LOOKED_AT, _LOOKED_AT * limit)}}
        return self._search(pair, "units", [vector.tolist()], "vector", wanted, plans, limit)

    def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()

    def _search(
        self,
        pair: str,
        kind: Kind,
        asked: list[Any],
        column: str,
        wanted: dict[str, Any],
        plans: Collection[str] | None,
        limit: int,
    ) -> list[Found]:
        def ask(client: Any) -> Any:
            return client.search(
                _name(pair, kind),
                data=asked,
                anns_field=column,
                search_params=wanted,
                filter="" if plans is None else f"plan in {_quoted(plans)}",
                limit=min(limit, MOST_HITS),
                output_fields=["revision", "ordinal"],
                consistency_level=CONSISTENCY,
                timeout=self.seconds,
            )[0]

        def ask_loaded(client: Any) -> Any:
            try:
                return ask(client)
            except self._library.MilvusException as error:
                if not _is_unloaded(error):
                    raise
            self.load(pair)  # Milvus Lite forgets over a restart what was loaded
            return ask(client)

        hits = self.call(ask_loaded)
        return [Found(hit["revision"], int(hit["ordinal"]), float(hit["distance"])) for hit in _flat(hits)]

    def _with_both(self, pair: str, do: Callable[[Any, str], Any]) -> None:
        def step(client: Any) -> None:
            for kind in KINDS:
                do(client, _name(pair, kind))

        self.call(step)

    def call(self, do: Callable[[Any], T]) -> T:
        """What is done with the client of pymilvus. Raises StoreUnavailable."""
        try:
            if self._client is None:
                self._connect()
            return do(self._client)
        except self._library.MilvusException as error:
            raise StoreUnavailable(
                f"Milvus（{self.address.place}）没有应答或拒绝了请求（{_first_line(error)}）。"
                "请检查它是否在运行、设置 WENCE_MILVUS_URI 和 WENCE_MILVUS_TOKEN 是否正确，稍后重试。"
            ) from None

    def _connect(self) -> None:
        with self._connecting:
            if self._client is None:
                try:
                    self._client = self._library.MilvusClient(
                        uri=self.address.uri, token=self.address.token, timeout=self.seconds
                    )
                except self._library.exceptions.ConnectionConfigException as error:
                    raise _unopened(self.address, error) from None


def _flat(hits: Any) -> Iterator[Mapping[str, Any]]:
    """Hits with their fields beside their scores."""
    for hit in hits:
        yield {**hit["entity"], "distance": hit["distance"]}


def _name(pair: str, kind: Kind) -> str:
    return f"{pair}_{kind}"


def _quoted(names: Collection[str]) -> str:
    """A list of strings in an expression."""
    return json.dumps(sorted(names), ensure_ascii=False)


def _library() -> Any:
    try:
        import pymilvus
    except ImportError:
        raise SettingsError(
            "设置 WENCE_STORE=milvus 要用的 pymilvus 没有安装。请运行 make install-milvus，或去掉这个设置。"
        ) from None
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs what it raises, with its traceback
    return pymilvus


def _is_missing(error: Any) -> bool:
    return "not found" in str(error).lower() or "not exist" in str(error).lower()


def _is_unloaded(error: Any) -> bool:
    return "not loaded" in str(error).lower() or "released" in str(error).lower()


def _first_line(error: Exception) -> str:
    message = str(getattr(error, "message", "") or error)
    return message.splitlines()[0][:200] if message else type(error).__name__


def _unopened(address: Address, error: Exception) -> Exception:
    if not address.is_file:
        return SettingsError(f"设置 WENCE_MILVUS_URI 不是可用的地址（{address.place}）。请写成 http://主机:19530。")
    return StoreUnavailable(
        f"Milvus Lite 的文件 {address.place} 打不开（{_first_line(error)}）。它只能由一个进程打开：请先停掉另一个；"
        "要几个进程同时用，请运行 milvus-lite server 或 Milvus，把 WENCE_MILVUS_URI 写成它的 http 地址。"
    )
