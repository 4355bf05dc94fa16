"""What stands in Milvus: two collections a version, one of units and one of passages, with their fields and indexes.

BM25 reckons how rare a word is within a collection: sentences and passages in one would be weighed by each other's lengths.
"""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["units", "passages"]
KINDS: tuple[Kind, ...] = ("units", "passages")
VectorIndex = Literal["flat", "hnsw"]
#: BM25 as tantivy reckons it, so that both stores rank alike.
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75, "inverted_index_algo": "DAAT_MAXSCORE"}
_LITE_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}
_GRAPH = {"M": 16, "efConstruction": 200}
#: Bytes of a text and of an id.
_LONGEST = 65_535
_IDS = 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or passage as it is searched. ``words`` are its terms, joined by blanks; ``targets`` and ``duties`` number the rows of
    its plan's ledgers that stand in it; ``vector`` is empty for a passage. ``key`` follows from the content of the plan."""

    key: str
    revision: str
    ordinal: int
    plan: str
    clause: str
    start: int
    end: int
    targets: tuple[int, ...]
    duties: tuple[int, ...]
    words: str
    vector: tuple[float, ...] = ()


def schema_of(library: Any, kind: Kind, dimension: int, *, is_lite: bool) -> Any:
    """The fields of a collection."""
    types = library.DataType
    schema = library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", types.VARCHAR, is_primary=True, max_length=64)
    schema.add_field("revision", types.VARCHAR, max_length=64)
    schema.add_field("ordinal", types.INT64)
    schema.add_field("plan", types.VARCHAR, max_length=_IDS)
    schema.add_field("clause", types.VARCHAR, max_length=4 * _IDS)
    schema.add_field("start", types.INT64)
    schema.add_field("end", types.INT64)
    for ledger in ("targets", "duties"):
        schema.add_field(ledger, types.ARRAY, element_type=types.INT64, max_capacity=4096)
    schema.add_field(
        "words", types.VARCHAR, max_length=_LONGEST, enable_analyzer=True, analyzer_params=_analyzer(is_lite=is_lite)
    )
    schema.add_field("sparse", types.SPARSE_FLOAT_VECTOR)
    if kind == "units":
        schema.add_field("vector", types.FLOAT_VECTOR, dim=dimension)
    schema.add_function(
        library.Function(
            name="bm25",
            function_type=library.FunctionType.BM25,
            input_field_names=["words"],
            output_field_names=["sparse"],
        )
    )
    return schema


def _analyzer(*, is_lite: bool) -> dict[str, Any]:
    """The words are cut already; Milvus Lite knows no cutting at blanks, and its standard one does the same to them."""
    return {"tokenizer": "standard" if is_lite else "whitespace"}


def indexes_of(client: Any, kind: Kind, index: VectorIndex, *, is_lite: bool) -> Any:
    """How its fields are searched."""
    indexes = client.prepare_index_params()
    indexes.add_index(
        "sparse",
        index_type="SPARSE_INVERTED_INDEX",
        metric_type="BM25",
        params=_LITE_BM25 if is_lite else _BM25,
    )
    if kind == "units":
        graph = index == "hnsw"
        indexes.add_index(
            "vector", index_type="HNSW" if graph else "FLAT", metric_type="IP", params=_GRAPH if graph else {}
        )
    for column in ("plan", "revision"):
        indexes.add_index(column, index_type="INVERTED")
    return indexes


def entity(row: Row, kind: Kind) -> dict[str, Any]:
    """A row as Milvus takes it."""
    searched = {"vector": list(row.vector)} if kind == "units" else {}
    return searched | {
        "key": row.key,
        "revision": row.revision,
        "ordinal": row.ordinal,
        "plan": row.plan,
        "clause": row.clause,
        "start": row.start,
        "end": row.end,
        "targets": list(row.targets),
        "duties": list(row.duties),
        "words": as_stored(row.words).encode()[:_LONGEST].decode(errors="ignore"),
    }


def as_stored(words: str) -> str:
    """Terms as the engine keeps them: 9.6 is one term, which the standard analyzer would cut."""
    return words.replace(".", "_")
