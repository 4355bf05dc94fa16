"""LangChain's default: recursive splitter 500/50, our embedding, FAISS, top k.

LangChain's own FAISS wrapper is no longer maintained; our vectors have length one, so that its flat L2 index and the flat inner-product
index used here rank alike.
"""

from eval.peers.chunks import cut_chunks, load_chunks, save_chunks
from eval.peers.contestant import Asked, Found, Job, Search
from index.embed import open_embedder
from index.store import VectorStore

_CHUNKS, _VECTORS = "chunks.json", "vectors.faiss"


class LangChainDefault:
    """See the module."""

    def build(self, job: Job) -> int:
        """Cut, embed, index."""
        chunks = cut_chunks(job)
        save_chunks(job.index / _CHUNKS, chunks)
        VectorStore.build(open_embedder().encode_document([c.text for c in chunks])).save(job.index / _VECTORS)
        return len(chunks)

    def open(self, job: Job) -> Search:
        """Open chunks, vectors and the embedding model."""
        chunks, vectors = load_chunks(job.index / _CHUNKS), VectorStore.load(job.index / _VECTORS)
        embedder = open_embedder()

        def search(asked: Asked, limit: int) -> list[Found]:
            rows = vectors.search(embedder.encode_query([asked.question])[0], limit)
            return [chunks[row] for row, _ in rows]

        return search
