"""Texts to vectors: the door to the embedding model at use time.

The bundled model is a table of piece vectors: a text's vector is the mean of its pieces' vectors, of length one. That needs
numpy only; torch and sentence-transformers are imported for other models, when one is first opened.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from errors import EmbeddingModelMissing
from index.endpoint import Endpoint, EndpointEmbedder, repaired
from index.vectors import Vectors, unit_length

if TYPE_CHECKING:
    from pydantic import SecretStr
    from tokenizers import Tokenizer

BUNDLED = Path(__file__).resolve().parent / "model"
TABLE, PIECES = "model.safetensors", "tokenizer.json"
_BATCH = 1024  # texts at a time; bounds the memory that gathered piece vectors take


class Embedder(Protocol):
    """Turns texts into vectors of length one (a zero vector where a text holds nothing the model knows)."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever vectors could: an index built under another fingerprint is stale."""
        ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, float32, shape (len(texts), dimension)."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, float32, shape (len(texts), dimension)."""
        ...


class EmbeddingSettings(Protocol):
    """The settings that choose the embedding model."""

    embedding_model: str
    embedding_download: bool
    embedding_base_url: str
    embedding_key: "SecretStr"


@dataclass(frozen=True, slots=True)
class EmbeddingChoice:
    """Which model embeds: ``bundled``, a folder on this machine, a sentence-transformers model's name, or, where ``base_url``
    names an OpenAI-compatible interface, the name of a model behind it. The key never shows in a repr."""

    model: str = "bundled"
    download: bool = False
    base_url: str = ""
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: EmbeddingSettings) -> "EmbeddingChoice":
        """What the settings choose."""
        return cls(
            settings.embedding_model,
            settings.embedding_download,
            settings.embedding_base_url,
            settings.embedding_key.get_secret_value(),
        )

    @property
    def endpoint(self) -> Endpoint | None:
        """The interface that is asked for vectors; None where the model runs in this process."""
        remote = self.base_url and self.model != "bundled" and not Path(self.model).is_dir()
        return Endpoint(self.base_url, self.model, self.key) if remote else None

    def fingerprint(self) -> str | None:
        """The model's fingerprint where it can be told without loading anything heavy, else None.

        Raises:
            EmbeddingModelMissing: the bundled model's files are gone.
        """
        if self.model == "bundled":
            return _static_fingerprint(*_static_files(BUNDLED))
        return self.endpoint.fingerprint if self.endpoint else None

    def open(self) -> Embedder:
        """Open the model.

        Raises:
            EmbeddingModelMissing: the model is not on this machine, or its files cannot be used.
            SettingsError: the interface's address is none.
        """
        if self.model == "bundled":
            return open_static_embedder(BUNDLED)
        if self.endpoint:
            return EndpointEmbedder(self.endpoint)
        return SentenceEmbedder(self.model, download=self.download)


def open_embedder(model: str = "bundled", *, download: bool = False) -> Embedder:
    """Open the bundled model, or any sentence-transformers model by path or name.

    Args:
        model: ``bundled``, a folder on this machine, or a model's name.
        download: whether a model that is not on this machine may be fetched over the network.

    Raises:
        EmbeddingModelMissing: the model is not on this machine, or its files cannot be used.
    """
    return EmbeddingChoice(model, download).open()


def open_static_embedder(folder: Path) -> "StaticEmbedder":
    """Open a saved ``StaticEmbedding`` + ``Normalize`` model without torch.

    Raises:
        EmbeddingModelMissing: a file is missing or cannot be read.
    """
    table_bytes, piece_bytes = _static_files(folder)
    try:
        tokenizer, table = _read_model(table_bytes, piece_bytes)
    except Exception as error:  # noqa: BLE001  # tokenizers raises nothing narrower
        raise EmbeddingModelMissing(
            f"向量模型文件夹 {folder} 的文件已损坏（{error}）。请重新取得该文件夹，或用 python -m index train 重新训练。"
        ) from None
    return StaticEmbedder(tokenizer, table, _static_fingerprint(table_bytes, piece_bytes))


def _static_files(folder: Path) -> tuple[bytes, bytes]:
    try:
        return (folder / TABLE).read_bytes(), (folder / PIECES).read_bytes()
    except OSError:
        raise EmbeddingModelMissing(
            f"向量模型文件夹 {folder} 缺少 {TABLE} 或 {PIECES}。请重新取得该文件夹，或用 python -m index train 重新训练。"
        ) from None


def _static_fingerprint(table: bytes, pieces: bytes) -> str:
    return f"sha256:{hashlib.sha256(table + hashlib.sha256(pieces).digest()).hexdigest()}"


def _read_model(table_bytes: bytes, piece_bytes: bytes) -> tuple["Tokenizer", Vectors]:
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    table = load(table_bytes)["embedding.weight"].astype(np.float32)
    tokenizer = Tokenizer.from_str(piece_bytes.decode("utf-8"))
    if table.ndim != 2 or len(table) < tokenizer.get_vocab_size():
        raise ValueError("词表与向量表不配套")
    return tokenizer, table


class StaticEmbedder:
    """A table of piece vectors in numpy; gives what sentence-transformers gives for the same files."""

    def __init__(self, tokenizer: "Tokenizer", table: Vectors, fingerprint: str) -> None:
        self._tokenizer = tokenizer
        self._table = table
        self._fingerprint = fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the model's files."""
        return self._fingerprint

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, float32, shape (len(texts), dimension)."""
        return self._encode(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, float32, shape (len(texts), dimension)."""
        return self._encode(texts)

    def sum_pieces(self, texts: Sequence[str]) -> Vectors:
        """The sum of the piece vectors of each text, float32, shape (len(texts), dimension), not of unit length."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [repaired(text) for text in texts[start : start + _BATCH]]
            for place, encoding in enumerate(self._tokenizer.encode_batch_fast(batch, add_special_tokens=False), start):
                if encoding.ids:
                    vectors[place] = self._table[encoding.ids].sum(axis=0)
        return vectors

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return unit_length(self.sum_pieces(texts))


class SentenceEmbedder:
    """Any sentence-transformers model; its query and document prompts are used where it has them."""

    def __init__(self, model: str, *, download: bool) -> None:
        self._name = model
        self._model = _load_sentence_transformer(model, download=download)
        self._fingerprint = _fingerprint_of(model, self._model)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the files of a local folder, or over a hub model's name, revision and weights' shapes."""
        return self._fingerprint

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, float32, shape (len(texts), dimension)."""
        return self._encode(self._model.encode_query, texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, float32, shape (len(texts), dimension)."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = encode([repaired(text) for text in texts], convert_to_numpy=True, show_progress_bar=False)
        return unit_length(np.asarray(vectors, dtype=np.float32))


def _load_sentence_transformer(model: str, *, download: bool) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)  # two threads on shared cores were measured up to 27 times slower than one
    try:
        return SentenceTransformer(model, device="cpu", local_files_only=not download)
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        way = (
            "请检查网络与模型名"
            if download
            else "请把模型下载到本机，或设 WENCE_EMBEDDING_DOWNLOAD=true 联网下载一次，或设 WENCE_EMBEDDING_BASE_URL 改用接口"
        )
        raise EmbeddingModelMissing(
            f"向量模型 {model} 打不开（{type(error).__name__}）。{way}，或把 WENCE_EMBEDDING_MODEL 设为 bundled。"
        ) from None


def _fingerprint_of(name: str, model: Any) -> str:
    """A local folder is told by its files; a hub model by all of its weights."""
    digest = hashlib.sha256(name.encode("utf-8"))
    folder = Path(name)
    if folder.is_dir():
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    else:
        for key, weights in sorted(model.state_dict().items()):
            digest.update(key.encode("utf-8") + b"\0" + weights.detach().float().numpy().tobytes())
    return f"sha256:{digest.hexdigest()}"
