"""The same vector store for LangChain with its documents in Milvus: several programs share it, and it may be larger than a machine."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from index.documents import DocumentStore, Filter, Near, check_length
from index.milvus import Address, Milvus
from index.milvus_documents import LONGEST, DocumentCollection, Stored
from index.vectors import Vectors

_KINDS = (str, bool, int, float)


class MilvusStore(DocumentStore):
    """Documents with their vectors in a collection of Milvus, made when the first come. Safe between threads and between programs.

    Every method may raise StoreUnavailable.
    """

    def __init__(self, embedding: Embeddings, address: Address, collection: str = "documents") -> None:
        """The store of this name; nothing is connected yet.

        Raises:
            SettingsError: pymilvus is not installed.
        """
        super().__init__(embedding)
        self._kept = DocumentCollection(Milvus(address), collection)

    def __len__(self) -> int:
        return self._kept.count()

    def _put(self, documents: Sequence[Document], vectors: Vectors) -> None:
        check_length(vectors.shape[1], self._kept.dimension())
        rows = zip(documents, vectors.tolist(), strict=True)
        self._kept.put([_stored(document, vector) for document, vector in rows])

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:  # noqa: ARG002
        """Take documents out; without ``ids`` all of them. Unknown ids do not matter."""
        self._kept.delete(ids)
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """The documents of these ids, in their order; unknown ids are passed over."""
        found = {row.id: row for row in self._kept.get(ids)}
        return [_document(found[name]) for name in ids if name in found]

    def _is_empty(self) -> bool:
        return not self._kept.count()

    def _nearest(self, vector: Vectors, k: int, wanted: Filter | None, *, with_vectors: bool = False) -> list[Near]:
        dimension = self._kept.dimension()
        if dimension is None:
            return []
        check_length(len(vector), dimension)
        found = self._kept.search(vector, k, "" if wanted is None else _expression(wanted), with_vectors=with_vectors)
        return [Near(_document(row), score, row.vector) for row, score in found]

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        address: Address | None = None,
        collection: str = "documents",
        **kwargs: Any,  # noqa: ARG003
    ) -> "MilvusStore":
        """A store that holds these texts beside those that are in the collection.

        Raises:
            ValueError: no ``address`` is given.
        """
        if address is None:
            raise ValueError('没有写 Milvus 在哪里。请写 address=Address("http://主机:19530")。')
        store = cls(embedding, address, collection)
        store.add_texts(texts, metadatas, ids=ids)
        return store


def _stored(document: Document, vector: list[float]) -> Stored:
    size = len(document.page_content.encode())
    if size > LONGEST:
        raise ValueError(f"文本 {document.id} 有 {size} 字节，Milvus 一条至多 {LONGEST} 字节。请切短。")
    try:
        json.dumps(document.metadata, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"文本 {document.id} 的 metadata 不能写成 JSON（{error}）。请只放文字、数和它们的列表。"
        ) from None
    return Stored(str(document.id), document.page_content, document.metadata, vector)


def _document(row: Stored) -> Document:
    return Document(id=row.id, page_content=row.text, metadata=dict(row.metadata))


def _expression(wanted: Filter) -> str:
    """The filter as Milvus has it.

    Raises:
        ValueError: it is a function, which Milvus cannot call, or has values that it cannot compare.
    """
    if not isinstance(wanted, Mapping):
        raise ValueError('Milvus 里的 filter 不能是函数。请写成 {"市": "甲"} 或 {"市": ["甲", "乙"]}。')
    return " and ".join(_one_of(name, value) for name, value in wanted.items())


def _one_of(name: str, value: Any) -> str:
    values = list(value) if isinstance(value, list | tuple | set) else [value]
    for one in values:
        if not isinstance(one, _KINDS):
            raise ValueError(f"filter 里 {name} 的值 {one!r} 不能比较。请写文字、数或真假。")
    if not values:
        return "id in []"
    field = f"metadata[{json.dumps(name, ensure_ascii=False)}]"
    return f"({' or '.join(f'{field} == {json.dumps(one, ensure_ascii=False)}' for one in values)})"
