"""What a plain LangChain-style pipeline does, in plain code: recursive splitting 500/50, our embedding, FAISS flat, built anew each time."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.bench.lap import Laps
from eval.bench.questions import questions_about
from eval.bench.watch import memory_mb
from index.embed import open_embedder
from index.snapshot import open_index
from index.store import VectorStore

SIZE, OVERLAP = 500, 50
_MARKS = ("\n\n", "\n", " ", "")
_CHUNKS, _VECTORS = "chunks.json", "vectors.faiss"
_BATCH = 1024


def build_baseline(corpus: Path, folder: Path) -> dict[str, Any]:
    """Read, cut, embed and index everything."""
    began = time.perf_counter()
    chunks = [chunk for path in sorted(corpus.glob("*.txt")) for chunk in split(path.read_text(encoding="utf-8"))]
    embedder = open_embedder()
    folder.mkdir(parents=True, exist_ok=True)
    VectorStore.build(embedder.encode_document(chunks)).save(folder / _VECTORS)
    (folder / _CHUNKS).write_text(json.dumps(chunks, ensure_ascii=False), encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {"chunks": len(chunks), "bytes": size, "seconds": round(time.perf_counter() - began, 2)}


def measure_baseline(folder: Path, index: Path, source: Path, number: int) -> dict[str, Any]:
    """Open it and ask it the same questions as ours."""
    began = time.perf_counter()
    chunks = json.loads((folder / _CHUNKS).read_text(encoding="utf-8"))
    vectors, embedder = VectorStore.load(folder / _VECTORS), open_embedder()
    opened, laps = time.perf_counter() - began, Laps()
    for question in questions_about(open_index(index).plans, source, number):
        with laps.lap("问题向量"):
            vector = embedder.encode_query([question.scoped])[0]
        with laps.lap("向量"):
            rows = vectors.search(vector, 20)
        with laps.lap("取出段落"):
            _ = [chunks[row] for row, _ in rows]
    own, mapped = memory_mb()
    return {
        "open_seconds": round(opened, 3),
        "stages": laps.table(),
        "memory_mb": round(own, 1),
        "mapped_mb": round(mapped, 1),
    }


def split(text: str, marks: Sequence[str] = _MARKS) -> Iterator[str]:
    """Chunks of at most ``SIZE`` characters: pieces between the coarsest marks that do, joined with ``OVERLAP`` characters shared."""
    mark = next((m for m in marks if m in text), "")
    finer = marks[marks.index(mark) + 1 :]
    held: list[str] = []
    for piece in text.split(mark) if mark else list(text):
        if len(piece) > SIZE:
            yield from _joined(held, mark)
            held = []
            yield from split(piece, finer)
            continue
        if held and sum(map(len, held)) + len(mark) * len(held) + len(piece) > SIZE:
            yield from _joined(held, mark)
            while held and sum(map(len, held)) + len(mark) * len(held) > OVERLAP:
                held = held[1:]
        held.append(piece)
    yield from _joined(held, mark)


def _joined(pieces: Sequence[str], mark: str) -> Iterator[str]:
    if text := mark.join(pieces).strip():
        yield text
