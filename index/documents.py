"""What our vector stores for LangChain have in common: how a question becomes a vector, and what a filter is."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from langchain_core.vectorstores.utils import maximal_marginal_relevance

from index.vectors import Vectors, unit_length

#: Metadata that a document must have: a value, or a list, tuple or set of values one of which it must have; or a test of documents.
Filter = Mapping[str, Any] | Callable[[Document], bool]


@dataclass(frozen=True, slots=True)
class Near:
    """A document that was found: its cosine similarity, and its vector where that was asked for."""

    document: Document
    score: float
    vector: Sequence[float] = ()


class DocumentStore(VectorStore):
    """Documents compared exactly by cosine similarity. Every search takes ``filter``: only documents that pass it are compared, so
    they are never crowded out by others. Scores are cosine similarities, -1 to 1; larger is nearer."""

    def __init__(self, embedding: Embeddings) -> None:
        self._embedding = embedding

    @abstractmethod
    def _nearest(self, vector: Vectors, k: int, wanted: Filter | None, *, with_vectors: bool = False) -> list[Near]:
        """The documents nearest to a vector of length 1, nearest first; none where the store is empty."""

    @abstractmethod
    def _is_empty(self) -> bool:
        """Whether it holds nothing: then no question need be embedded."""

    @abstractmethod
    def _put(self, documents: Sequence[Document], vectors: Vectors) -> None:
        """Keep documents, each of another id, with their vectors of length 1; those of known ids are replaced.

        Raises:
            ValueError: the vectors have another length than before, or a document cannot be kept here.
        """

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: Sequence[str | None] | None = None,
        **kwargs: Any,  # noqa: ARG002  # LangChain's signature
    ) -> list[str]:
        """Add texts; one whose id is known replaces the document of that id. A missing id is made up.

        Raises:
            ValueError: there are not as many metadatas or ids as texts, the vectors have another length than before, or a text or its
                metadata cannot be kept in this store.
        """
        kept = list(texts)
        for name, given in (("metadatas", metadatas), ("ids", ids)):
            if given is not None and len(given) != len(kept):
                raise ValueError(f"{name} 有 {len(given)} 个，texts 有 {len(kept)} 个。请一一对应。")
        names = [name or str(uuid4()) for name in ids or [None] * len(kept)]
        latest = {name: place for place, name in enumerate(names)}
        documents = [
            Document(id=name, page_content=kept[place], metadata=dict(metadatas[place]) if metadatas else {})
            for name, place in latest.items()
        ]
        if documents:
            self._put(documents, unit_rows(self._embedding.embed_documents([d.page_content for d in documents])))
        return names

    @property
    def embeddings(self) -> Embeddings:
        """What turns texts into vectors."""
        return self._embedding

    def similarity_search(
        self,
        query: str,
        k: int = 4,
        filter: Filter | None = None,  # LangChain's name
        **kwargs: Any,  # noqa: ARG002
    ) -> list[Document]:
        """The documents nearest to a question, nearest first."""
        return [document for document, _ in self.similarity_search_with_score(query, k, filter)]

    def similarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        filter: Filter | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> list[tuple[Document, float]]:
        """The nearest documents with their scores."""
        if self._is_empty():
            return []
        return self.similarity_search_with_score_by_vector(self._embedding.embed_query(query), k, filter)

    def similarity_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        filter: Filter | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> list[Document]:
        """The documents nearest to a vector."""
        return [document for document, _ in self.similarity_search_with_score_by_vector(embedding, k, filter)]

    def similarity_search_with_score_by_vector(
        self,
        embedding: Sequence[float],
        k: int = 4,
        filter: Filter | None = None,
    ) -> list[tuple[Document, float]]:
        """The documents nearest to a vector, with their scores.

        Raises:
            ValueError: the vector has another length than those of the documents.
        """
        return [(near.document, near.score) for near in self._nearest(unit_rows([embedding])[0], k, filter)]

    def max_marginal_relevance_search(
        self,
        query: str,
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        filter: Filter | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> list[Document]:
        """Documents near to a question and unlike each other (MMR, Carbonell & Goldstein 1998), of the ``fetch_k`` nearest."""
        if self._is_empty():
            return []
        vector = self._embedding.embed_query(query)
        return self.max_marginal_relevance_search_by_vector(vector, k, fetch_k, lambda_mult, filter=filter)

    def max_marginal_relevance_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        filter: Filter | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> list[Document]:
        """Documents near to a vector and unlike each other."""
        vector = unit_rows([embedding])[0]
        found = self._nearest(vector, fetch_k, filter, with_vectors=True)
        if not found:
            return []
        vectors = [list(near.vector) for near in found]
        return [found[place].document for place in maximal_marginal_relevance(vector, vectors, lambda_mult, k)]

    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        return _relevance


def unit_rows(rows: Sequence[Sequence[float]]) -> Vectors:
    """Vectors of length 1, float32 (n, d).

    Raises:
        ValueError: they are not of one length, or not finite numbers.
    """
    matrix = np.asarray(rows, dtype=np.float32)
    if matrix.ndim != 2 or not np.isfinite(matrix).all():
        raise ValueError("向量模型给出的不是等长的有限数。请检查 embedding。")
    return unit_length(matrix)


def check_length(given: int, kept: int | None) -> None:
    """Raises ValueError where vectors are of another length than those that are kept, if any are."""
    if kept is not None and given != kept:
        raise ValueError(f"库里的向量是 {kept} 维，给出的是 {given} 维。请用建库时的向量模型。")


def copy_of(document: Document) -> Document:
    """The document, whose metadata may be changed."""
    return Document(id=document.id, page_content=document.page_content, metadata=dict(document.metadata))


def _relevance(similarity: float) -> float:
    """0 (unrelated or opposed) to 1."""
    return min(1.0, max(0.0, similarity))
