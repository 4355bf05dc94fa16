"""Our vector store for LangChain: texts with metadata, searched exactly inside a filter, kept on disk without pickle.

Usable by itself: it needs nothing of the plans, and takes any LangChain ``Embeddings``.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from errors import SnapshotStale
from index.documents import DocumentStore, Filter, Near, check_length, copy_of
from index.embed import Embedder, EmbeddingChoice
from index.saved_files import damaged, read_files, write_files
from index.store import VectorStore
from index.vectors import Rows, Vectors


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


class FaissStore(DocumentStore):
    """Documents with their vectors in memory. Safe between threads."""

    def __init__(self, embedding: Embeddings) -> None:
        """An empty store; the length of vectors is that of the first ones added."""
        super().__init__(embedding)
        self._vectors: VectorStore | None = None
        self._documents: list[Document] = []
        self._row_of: dict[str, int] = {}
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._documents)

    def _put(self, documents: Sequence[Document], vectors: Vectors) -> None:
        added = [str(document.id) for document in documents]
        with self._lock:
            self._check_length(vectors.shape[1])
            self.delete([name for name in added if name in self._row_of])
            if self._vectors is None:
                self._vectors = VectorStore.build(vectors)
            else:
                self._vectors.add(vectors)
            self._row_of |= {name: len(self._documents) + n for n, name in enumerate(added)}
            self._documents += documents

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
            return [copy_of(self._documents[self._row_of[name]]) for name in ids if name in self._row_of]

    def _is_empty(self) -> bool:
        return not self._documents

    def _nearest(self, vector: Vectors, k: int, wanted: Filter | None, *, with_vectors: bool = False) -> list[Near]:
        with self._lock:
            if self._vectors is None or not self._documents:
                return []
            self._check_length(len(vector))
            found = self._vectors.search(vector, k, None if wanted is None else self._passing(wanted))
            rows = np.array([row for row, _ in found], dtype=np.int64)
            vectors = self._vectors.rows(rows) if with_vectors and found else [()] * len(found)
            hits = zip(found, vectors, strict=True)
            return [Near(copy_of(self._documents[row]), score, vector) for (row, score), vector in hits]

    def _passing(self, wanted: Filter) -> Rows:
        """Rows of the documents that pass a filter."""
        if callable(wanted):
            rows = [row for row, document in enumerate(self._documents) if wanted(copy_of(document))]
        else:
            rows = [row for row, document in enumerate(self._documents) if _has(document.metadata, wanted)]
        return np.array(rows, dtype=np.int64)

    def _check_length(self, length: int) -> None:
        check_length(length, self._vectors.dimension if self._vectors is not None else None)

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


def _has(metadata: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    def fits(name: str, value: Any) -> bool:
        values = value if isinstance(value, list | tuple | set) else [value]
        return name in metadata and any(metadata[name] == one for one in values)

    return all(fits(name, value) for name, value in wanted.items())


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
