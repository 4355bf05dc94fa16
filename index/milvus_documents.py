"""A collection of Milvus that holds texts with their ids, metadata and vectors."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from index.milvus import MOST_HITS, Milvus
from index.vectors import Vectors

T = TypeVar("T")
LONGEST = 65_535
"""Bytes of a text."""
_ID = 1024
_ROWS = 512
_FIELDS = ["id", "text", "metadata"]


@dataclass(frozen=True, slots=True)
class Stored:
    """A text as it is kept; ``vector`` is empty where it was not asked for."""

    id: str
    text: str
    metadata: Mapping[str, Any]
    vector: Sequence[float] = ()


class DocumentCollection:
    """A collection by its name: made with the first texts, gone with the last that are taken out all at once.

    Whatever was written is found by whoever asks afterwards. Raises StoreUnavailable.
    """

    def __init__(self, milvus: Milvus, name: str) -> None:
        self._milvus, self._name = milvus, name

    def dimension(self) -> int | None:
        """The length of its vectors; None where there is no collection."""

        def ask(client: Any) -> int | None:
            if not client.has_collection(self._name, timeout=self._milvus.seconds):
                return None
            fields = client.describe_collection(self._name, timeout=self._milvus.seconds)["fields"]
            return next(int(field["params"]["dim"]) for field in fields if field["name"] == "vector")

        return self._milvus.call(ask)

    def count(self) -> int:
        """How many texts it holds."""
        found = self._query(filter="", output_fields=["count(*)"])
        return int(found[0]["count(*)"]) if found else 0

    def put(self, rows: Sequence[Stored]) -> None:
        """Put texts in; those of the same ids are replaced."""
        if not self._milvus.call(lambda client: client.has_collection(self._name, timeout=self._milvus.seconds)):
            self._create(len(rows[0].vector))
        for first in range(0, len(rows), _ROWS):
            data = [
                {"id": row.id, "text": row.text, "metadata": dict(row.metadata), "vector": list(row.vector)}
                for row in rows[first : first + _ROWS]
            ]
            self._milvus.call(partial(self._upsert, data=data))

    def _upsert(self, client: Any, data: list[dict[str, Any]]) -> None:
        client.upsert(self._name, data=data, timeout=6 * self._milvus.seconds)

    def delete(self, ids: Sequence[str] | None) -> None:
        """Take texts out; all of them, and the collection, where no ids are given."""

        def step(client: Any) -> None:
            if not client.has_collection(self._name, timeout=self._milvus.seconds):
                return
            if ids is None:
                client.drop_collection(self._name, timeout=self._milvus.seconds)
            elif ids:
                client.delete(self._name, filter=_among(ids), timeout=6 * self._milvus.seconds)

        self._milvus.call(step)

    def get(self, ids: Sequence[str]) -> list[Stored]:
        """The texts of some ids, in no order."""
        found: list[Stored] = []
        for first in range(0, len(ids), _ROWS):
            asked = _among(ids[first : first + _ROWS])
            found += [_stored(row) for row in self._query(filter=asked, output_fields=_FIELDS)]
        return found

    def search(
        self, vector: Vectors, limit: int, expression: str, *, with_vectors: bool = False
    ) -> list[tuple[Stored, float]]:
        """The texts nearest to a vector by inner product among those that an expression is true of, with the products."""

        def ask(client: Any) -> Any:
            return client.search(
                self._name,
                data=[vector.tolist()],
                anns_field="vector",
                search_params={"metric_type": "IP"},
                filter=expression,
                limit=min(limit, MOST_HITS),
                output_fields=[*_FIELDS, *(["vector"] if with_vectors else [])],
                consistency_level="Strong",
                timeout=self._milvus.seconds,
            )[0]

        hits = self._loaded(ask) or []
        return [(_stored(hit["entity"]), float(hit["distance"])) for hit in hits]

    def _query(self, **asked: Any) -> list[dict[str, Any]]:
        def ask(client: Any) -> list[dict[str, Any]]:
            found = client.query(self._name, consistency_level="Strong", timeout=self._milvus.seconds, **asked)
            return list(found)

        return self._loaded(ask) or []

    def _loaded(self, ask: Callable[[Any], T]) -> T | None:
        """What is asked of the collection, loaded if it is not; None where there is none."""

        def step(client: Any) -> T | None:
            if not client.has_collection(self._name, timeout=self._milvus.seconds):
                return None
            client.load_collection(self._name, timeout=6 * self._milvus.seconds)  # one that is loaded costs a call
            return ask(client)

        return self._milvus.call(step)

    def _create(self, dimension: int) -> None:
        types = self._milvus.types

        def step(client: Any) -> None:
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("id", types.VARCHAR, is_primary=True, max_length=_ID)
            schema.add_field("text", types.VARCHAR, max_length=LONGEST)
            schema.add_field("metadata", types.JSON)
            schema.add_field("vector", types.FLOAT_VECTOR, dim=dimension)
            indexes = client.prepare_index_params()
            indexes.add_index("vector", index_type="FLAT", metric_type="IP")
            client.create_collection(
                self._name,
                schema=schema,
                index_params=indexes,
                consistency_level="Strong",
                timeout=6 * self._milvus.seconds,
            )

        self._milvus.call(step)


def _among(ids: Sequence[str]) -> str:
    return f"id in {json.dumps(list(ids), ensure_ascii=False)}"


def _stored(row: Mapping[str, Any]) -> Stored:
    return Stored(row["id"], row["text"], row["metadata"], row.get("vector", ()))
