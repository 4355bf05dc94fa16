"""LlamaIndex's default: VectorStoreIndex with its own sentence splitter (1,024 tokens) and store, and our embedding."""

from typing import TYPE_CHECKING, Any

from eval.peers.contestant import Asked, Found, Job, Search
from index.embed import open_embedder

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding


def _embedding() -> "BaseEmbedding":
    """Our embedding model behind LlamaIndex's interface."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    embedder = open_embedder()

    class OurEmbedding(BaseEmbedding):  # type: ignore[misc]  # the library is not installed where types are checked
        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(x) for x in embedder.encode_query([query])[0]]

        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(x) for x in embedder.encode_document([text])[0]]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in embedder.encode_document(texts)]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return OurEmbedding()


class LlamaIndexDefault:
    """See the module."""

    def build(self, job: Job) -> int:
        """Read documents into a vector store index and persist it."""
        from llama_index.core import Document, VectorStoreIndex

        documents = [
            Document(text=text, metadata={"plan": plan}, excluded_embed_metadata_keys=["plan"])
            for plan, text in job.texts.items()
        ]
        index = VectorStoreIndex.from_documents(documents, embed_model=_embedding())
        index.storage_context.persist(str(job.index))
        return len(index.docstore.docs)

    def open(self, job: Job) -> Search:
        """Load the persisted index."""
        from llama_index.core import StorageContext, load_index_from_storage

        context = StorageContext.from_defaults(persist_dir=str(job.index))
        index: Any = load_index_from_storage(context, embed_model=_embedding())
        retrievers: dict[int, Any] = {}

        def search(asked: Asked, limit: int) -> list[Found]:
            retriever = retrievers.setdefault(limit, index.as_retriever(similarity_top_k=limit))
            hits = retriever.retrieve(asked.question)
            return [Found(hit.node.metadata["plan"], hit.node.get_content()) for hit in hits]

        return search
