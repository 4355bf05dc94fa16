"""Our vector store for LangChain: texts with metadata, searched exactly inside a filter, kept on disk without pickle.

Usable by itself: it needs nothing of the plans, and takes any LangChain ``Embeddings``.
"""

import json
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore as LangChainVectorStore
from langchain_core.vectorstores.utils import maximal_marginal_relevance

from errors import SnapshotStale
from index.embed import Embedder, EmbeddingChoice
from index.saved_files import damaged, read_files, write_files
from index.store import VectorStore
from index.vectors import Rows, Vectors, unit_length

#: Metadata that a document must have: a value, or a list, tuple or set of values one of which it must have; or a test of documents.
Filter = Mapping[str, Any] | Callable[[Document], bool]


class PlanEmbeddings(Embeddings):
    """The embedding model of this project as LangChain's ``Embeddings``: the bundled one, or the one chosen."""

    def __init__(self, choice: EmbeddingChoice | None = None, *, embedder: Embedder | None = None) -> None:
        """Open the model.

        Raises:
            EmbeddingModelMissing: it is not on this machine.
        """
        self.embedder = embedder or (choice or EmbeddingChoice()).open()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of texts to be found."""
        rows: list[list[float]] = self.embedder.encode_document(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        row: list[float] = self.embedder.encode_query([text])[0].tolist()
        return row


class FaissStore(LangChainVectorStore):
    """Documents with their vectors in memory, compared exactly by cosine similarity. Safe between threads.

    Every search takes ``filter``: only documents that pass it are compared, so they are never crowded out by others.
    """

    def __init__(self, embedding: Embeddings) -> None:
        """An empty store; the length of vectors is that of the first ones added."""
        self._embedding = embedding
        self._vectors: VectorStore | None = None
        self._documents: list[Document] = []
        self._row_of: dict[str, int] = {}
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def embeddings(self) -> Embeddings:
        """What turns texts into vectors."""
        return self._embedding

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
            ValueError: there are not as many metadatas or ids as texts, or the vectors have another length than before.
        """
        kept = list(texts)
        for name, given in (("metadatas", metadatas), ("ids", ids)):
            if given is not None and len(given) != len(kept):
                raise ValueError(f"{name} 有 {len(given)} 个，texts 有 {len(kept)} 个。请一一对应。")
        names = [name or str(uuid.uuid4()) for name in ids or [None] * len(kept)]
        latest = {name: place for place, name in enumerate(names)}
        if not latest:
            return []
        places = list(latest.values())
        matrix = _unit_rows(self._embedding.embed_documents([kept[place] for place in places]))
        documents = [
            Document(id=names[place], page_content=kept[place], metadata=dict(metadatas[place]) if metadatas else {})
            for place in places
        ]
        with self._lock:
            self._check_length(matrix.shape[1])
            self.delete([name for name in latest if name in self._row_of])
            if self._vectors is None:
                self._vectors = VectorStore.build(matrix)
            else:
                self._vectors.add(matrix)
            self._row_of |= {name: len(self._documents) + n for n, name in enumerate(latest)}
            self._documents += documents
        return names

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:  # noqa: ARG002
        """Take documents out; without ``ids`` all of them. Unknown ids do not matter."""
        with self._lock:
            gone = {self._row_of[name] for name in (self._row_of if ids is None else ids) if name in self._row_of}
            if gone and self._vectors is not None:
                self._vectors.remove(np.array(sorted(gone), dtype=np.int64))
                self._documents = [d for row, d in enumerate(self._documents) if row not in gone]
                self._row_of = {str(d.id): row for row, d in enumerate(self._documents)}
            if not self._documents:
                self._vectors = None
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """The documents of these ids, in their order; unknown ids are passed over."""
        with self._lock:
            return [_copy(self._documents[self._row_of[name]]) for name in ids if name in self._row_of]

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
        """The nearest documents with their cosine similarities (-1 to 1; larger is nearer)."""
        return self.similarity_search_with_score_by_vector(self._embed_query(query), k, filter)

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
        """The documents nearest to a vector, with their cosine similarities.

        Raises:
            ValueError: the vector has another length than those of the documents.
        """
        with self._lock:
            return [(_copy(self._documents[row]), score) for row, score in self._search(embedding, k, filter)]

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
        return self.max_marginal_relevance_search_by_vector(
            self._embed_query(query), k, fetch_k, lambda_mult, filter=filter
        )

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
        with self._lock:
            rows = [row for row, _ in self._search(embedding, fetch_k, filter)]
            if not rows or self._vectors is None:
                return []
            vectors = list(self._vectors.rows(np.array(rows, dtype=np.int64)))
            chosen = maximal_marginal_relevance(np.asarray(embedding, dtype=np.float32), vectors, lambda_mult, k)
            return [_copy(self._documents[rows[place]]) for place in chosen]

    def _search(self, embedding: Sequence[float], k: int, wanted: Filter | None) -> list[tuple[int, float]]:
        if self._vectors is None or not self._documents:
            return []
        vector = _unit_rows([embedding])[0]
        self._check_length(len(vector))
        return self._vectors.search(vector, k, None if wanted is None else self._passing(wanted))

    def _passing(self, wanted: Filter) -> Rows:
        """Rows of the documents that pass a filter."""
        if callable(wanted):
            rows = [row for row, document in enumerate(self._documents) if wanted(_copy(document))]
        else:
            rows = [row for row, document in enumerate(self._documents) if _has(document.metadata, wanted)]
        return np.array(rows, dtype=np.int64)

    def _embed_query(self, query: str) -> list[float]:
        return self._embedding.embed_query(query) if self._documents else []

    def _check_length(self, length: int) -> None:
        if self._vectors is not None and self._vectors.dimension != length:
            raise ValueError(f"库里的向量是 {self._vectors.dimension} 维，给出的是 {length} 维。请用建库时的向量模型。")

    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        return _relevance

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,  # noqa: ARG003
    ) -> "FaissStore":
        """A store that holds these texts."""
        store = cls(embedding)
        store.add_texts(texts, metadatas, ids=ids)
        return store

    def save(self, folder: str | Path) -> None:
        """Write the store into a folder, made if missing. Whoever loads meanwhile gets the whole of the old or the new one.

        Raises:
            ValueError: a document's metadata cannot be written as JSON.
            OSError: the folder cannot be written.
        """
        with self._lock:
            lines = "".join(map(_line, self._documents)).encode()
            vectors = self._vectors.to_bytes() if self._vectors is not None else b""
            facts = {"documents": len(self), "embedding": _fingerprint(self._embedding)}
        write_files(Path(folder), {"vectors": vectors, "documents": lines}, facts)

    @classmethod
    def load(cls, folder: str | Path, embedding: Embeddings) -> "FaissStore":
        """Read what :meth:`save` wrote; every checksum is compared.

        Raises:
            SnapshotMissing: the folder holds no store.
            SnapshotFormat: it is of another format.
            SnapshotStale: it was made with another embedding model.
            SnapshotDamaged: a file is missing or altered.
        """
        source, store = Path(folder), cls(embedding)
        files, facts = read_files(source, ("vectors", "documents"))
        known = _fingerprint(embedding)
        if known and known != facts.get("embedding", known):
            raise SnapshotStale(f"向量库 {source} 是用另一个向量模型建立的。请换回那个模型，或用现在的模型重新生成它。")
        try:
            rows = [json.loads(line) for line in files["documents"].decode().splitlines()]
            store._documents = [Document(id=r["id"], page_content=r["text"], metadata=r["metadata"]) for r in rows]
            store._vectors = VectorStore.from_bytes(files["vectors"]) if rows else None
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(source, str(error)) from None
        store._row_of = {str(document.id): row for row, document in enumerate(store._documents)}
        if len(store._row_of) != len(rows) or len(store._vectors or ()) != len(rows):
            raise damaged(source, "文本与向量个数不一致")
        return store


def _unit_rows(rows: Sequence[Sequence[float]]) -> Vectors:
    matrix = np.asarray(rows, dtype=np.float32)
    if matrix.ndim != 2 or not np.isfinite(matrix).all():
        raise ValueError("向量模型给出的不是等长的有限数。请检查 embedding。")
    return unit_length(matrix)


def _has(metadata: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    def fits(name: str, value: Any) -> bool:
        values = value if isinstance(value, list | tuple | set) else [value]
        return name in metadata and any(metadata[name] == one for one in values)

    return all(fits(name, value) for name, value in wanted.items())


def _copy(document: Document) -> Document:
    return Document(id=document.id, page_content=document.page_content, metadata=dict(document.metadata))


def _relevance(similarity: float) -> float:
    """0 (unrelated or opposed) to 1."""
    return min(1.0, max(0.0, similarity))


def _fingerprint(embedding: Embeddings) -> str:
    """What tells the model apart, where it is one of ours; empty where it is not known."""
    return embedding.embedder.fingerprint if isinstance(embedding, PlanEmbeddings) else ""


def _line(document: Document) -> str:
    row = {"id": document.id, "text": document.page_content, "metadata": document.metadata}
    try:
        return json.dumps(row, ensure_ascii=True, allow_nan=False) + "\n"
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"文本 {document.id} 的 metadata 不能写成 JSON（{error}）。请只放文字、数和它们的列表。"
        ) from None
