"""BM25 over 500-character chunks cut into words by jieba; with ``filtered`` only the plans whose place the question names."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.peers.chunks import cut_chunks, load_chunks, save_chunks
from eval.peers.contestant import Asked, Found, Job, Search

_CHUNKS, _WORDS = "chunks.json", "bm25"


@dataclass(frozen=True, slots=True)
class Bm25Jieba:
    """See the module."""

    filtered: bool = False

    def build(self, job: Job) -> int:
        """Cut, segment, index."""
        import bm25s

        chunks = cut_chunks(job)
        save_chunks(job.index / _CHUNKS, chunks)
        engine = bm25s.BM25()
        engine.index([_words(chunk.text) for chunk in chunks], show_progress=False)
        engine.save(str(job.index / _WORDS))
        return len(chunks)

    def open(self, job: Job) -> Search:
        """Open the chunks and the index."""
        import bm25s

        chunks, engine = load_chunks(job.index / _CHUNKS), bm25s.BM25.load(str(job.index / _WORDS))

        def search(asked: Asked, limit: int) -> list[Found]:
            words = [word for word in _words(asked.question) if word in engine.vocab_dict]
            ranked = _ranked(engine, words, len(chunks))
            named = plans_named(asked.question, job) if self.filtered else ()
            kept = [chunks[row] for row in ranked if not named or chunks[row].plan in named]
            return kept[:limit]

        return search


def plans_named(question: str, job: Job) -> Sequence[str]:
    """The plans one of whose names stands in the question."""
    return [plan for plan, names in job.names.items() if any(name in question for name in names)]


def _ranked(engine: Any, words: list[str], chunks: int) -> list[int]:
    if not words:
        return []
    rows, _ = engine.retrieve([words], k=chunks, show_progress=False)
    return [int(row) for row in rows[0]]


def _words(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.lcut(text) if word.strip()]
