"""LangChain's default: recursive splitter 500/50, our embedding, FAISS, top k.

LangChain's own FAISS wrapper is no longer maintained; this asks the index that it makes by default, a flat L2 index, directly.
"""

import numpy as np

from eval.peers.chunks import cut_chunks, load_chunks, save_chunks
from eval.peers.contestant import Asked, Found, Job, Search
from index.embed import open_embedder

_CHUNKS, _VECTORS = "chunks.json", "vectors.faiss"


class LangChainDefault:
    """See the module."""

    def build(self, job: Job) -> int:
        """Cut, embed, index."""
        import faiss

        chunks, embedder = cut_chunks(job), open_embedder()
        save_chunks(job.index / _CHUNKS, chunks)
        index = faiss.IndexFlatL2(embedder.dimension)
        index.add(embedder.encode_document([c.text for c in chunks]))
        faiss.write_index(index, str(job.index / _VECTORS))
        return len(chunks)

    def open(self, job: Job) -> Search:
        """Open chunks, vectors and the embedding model."""
        import faiss

        chunks, index = load_chunks(job.index / _CHUNKS), faiss.read_index(str(job.index / _VECTORS))
        embedder = open_embedder()

        def search(asked: Asked, limit: int) -> list[Found]:
            _, rows = index.search(np.asarray(embedder.encode_query([asked.question])), limit)
            return [chunks[row] for row in rows[0] if row >= 0]

        return search
