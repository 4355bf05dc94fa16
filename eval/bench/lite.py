"""What a plain program does with Milvus Lite: the chunks and vectors of the plain pipeline in one collection, a plan's name beside each.

pymilvus is there only where somebody installed it (``make install-milvus``).
"""

import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from eval.bench.baseline import split
from eval.bench.lap import Laps
from eval.bench.questions import questions_about
from eval.bench.watch import memory_mb
from index.embed import Embedder, open_embedder
from index.snapshot import open_index

_FILE, _NAME = "plain.db", "chunks"
_ROWS = 1000
_FOUND = 20


def is_there() -> bool:
    """Whether it is installed."""
    return find_spec("pymilvus") is not None and find_spec("milvus_lite") is not None


def build_lite(corpus: Path, folder: Path) -> dict[str, Any]:
    """Read, cut, embed and insert everything."""
    folder.mkdir(parents=True, exist_ok=True)
    began, embedder = time.perf_counter(), open_embedder()
    client, count = _client(folder), 0
    _create(client, embedder.dimension)
    for path in sorted(corpus.glob("*.txt")):
        count += _insert(client, embedder, path.stem, path.read_text(encoding="utf-8"))
    client.flush(_NAME)
    client.close()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"chunks": count, "bytes": size, "seconds": round(time.perf_counter() - began, 2)}


def measure_lite(corpus: Path, folder: Path, index: Path, source: Path, number: int) -> dict[str, Any]:
    """Open it, ask it the same questions as ours, and replace one plan."""
    asked = questions_about(open_index(index).plans, source, number)
    embedder, began = open_embedder(), time.perf_counter()
    client = _client(folder)
    client.load_collection(_NAME)
    opened, laps = time.perf_counter() - began, Laps()
    for scope in ("限定一份方案", "不限方案"):
        for question in asked:
            vector = embedder.encode_query([question.scoped])[0]
            within = f'plan == "{question.plan}"' if scope == "限定一份方案" else ""
            with laps.lap(scope):
                client.search(_NAME, data=[vector.tolist()], filter=within, limit=_FOUND, output_fields=["text"])
    own, mapped = memory_mb()
    paths = sorted(corpus.glob("*.txt"))
    chosen = paths[len(paths) // 2]
    replacing = time.perf_counter()
    client.delete(_NAME, filter=f'plan == "{chosen.stem}"')
    _insert(client, embedder, chosen.stem, chosen.read_text(encoding="utf-8").replace("节能", "节约能源"))
    client.flush(_NAME)
    return {
        "open_seconds": round(opened, 3),
        "stages": laps.table(),
        "memory_mb": round(own, 1),
        "mapped_mb": round(mapped, 1),
        "replace_seconds": round(time.perf_counter() - replacing, 2),
    }


def _client(folder: Path) -> Any:
    from pymilvus import MilvusClient

    return MilvusClient(str(folder / _FILE))


def _create(client: Any, dimension: int) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=True, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("plan", DataType.VARCHAR, max_length=256)
    schema.add_field("text", DataType.VARCHAR, max_length=8192)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="FLAT", metric_type="IP")
    client.create_collection(_NAME, schema=schema, index_params=indexes)


def _insert(client: Any, embedder: Embedder, plan: str, text: str) -> int:
    chunks: Sequence[str] = list(split(text))
    vectors = embedder.encode_document(chunks)
    rows = [
        {"plan": plan, "text": chunk, "vector": vector.tolist()} for chunk, vector in zip(chunks, vectors, strict=True)
    ]
    for first in range(0, len(rows), _ROWS):
        client.insert(_NAME, rows[first : first + _ROWS])
    return len(rows)
