"""Any OpenAI-compatible embeddings endpoint as an embedder: batches, deadlines, retries, and a rest after it failed."""

import hashlib
import ipaddress
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from errors import EmbeddingUnavailable, SettingsError
from index.vectors import Vectors, unit_length

_REMEMBERED = 512  # questions whose vectors are kept
_RESPONSE_BYTES = 64_000_000
_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504))
_LONGEST_WAIT = 30.0
_FALLBACK = "，或把 WENCE_EMBEDDING_MODEL 设为 bundled（改后重建索引）"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a request is tried: seconds for one try, how many tries, and seconds before the second (then doubled)."""

    seconds: float
    tries: int
    pause: float


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an embeddings interface is. The key never shows in a repr, a message or a log.

    ``batch`` texts go into one request. While questions are answered people wait, while an index is built nobody does: hence two
    kinds of patience. After a failed question the endpoint is left alone for ``rest`` seconds.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    batch: int = 64
    asking: Patience = Patience(seconds=4.0, tries=2, pause=0.2)
    building: Patience = Patience(seconds=60.0, tries=5, pause=1.0)
    rest: float = 30.0

    @property
    def place(self) -> str:
        """The address as messages show it: without user, password and query."""
        address = urlsplit(self.base_url)
        port = f":{address.port}" if address.port else ""
        return f"{address.scheme}://{address.hostname}{port}{address.path}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over address and model: what a service computes behind them cannot be seen from here."""
        known = f"endpoint\0{self.base_url.rstrip('/')}\0{self.model}"
        return f"sha256:{hashlib.sha256(known.encode('utf-8')).hexdigest()}"


class _TryAgain(Exception):
    """A failure that may pass: ``reason`` in Chinese; ``wait`` is what the endpoint asked for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class EndpointEmbedder:
    """Vectors from an endpoint, scaled to length one. Safe between threads; nothing is sent before the first text."""

    def __init__(self, endpoint: Endpoint, clock: Callable[[], float] = time.monotonic) -> None:
        """Look at the address only.

        Raises:
            SettingsError: it is not one of an HTTP interface.
        """
        try:
            address = urlsplit(endpoint.base_url)
            usable = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise SettingsError(
                "设置 WENCE_EMBEDDING_BASE_URL 的值不是接口地址。请写成 http(s)://主机[:端口]/v1，对照 .env.example 修改。"
            )
        self._endpoint = endpoint
        self._clock = clock
        self._lock = threading.Lock()
        self._client: Any = None
        self._dimension = 0
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()
        self._problem, self._resting_until = "", 0.0

    @property
    def dimension(self) -> int:
        """Length of a vector, learnt from the endpoint's first answer.

        Raises:
            EmbeddingUnavailable: the endpoint gave none.
        """
        if not self._dimension:
            self.encode_document(["向量"])
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """SHA-256 over address and model name."""
        return self._endpoint.fingerprint

    @property
    def problem(self) -> str:
        """Why questions are searched by keyword only at the moment, in words for a user; empty when they are not."""
        with self._lock:
            return self._problem if self._clock() < self._resting_until else ""

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, float32, shape (len(texts), dimension).

        Raises:
            EmbeddingUnavailable: the endpoint fails, or failed a moment ago and is left alone.
        """
        with self._lock:
            known = {text: self._remembered[text] for text in texts if text in self._remembered}
            if len(known) < len(set(texts)) and self._clock() < self._resting_until:
                raise EmbeddingUnavailable(self._problem)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        try:
            known |= dict(zip(missing, self._encode(missing, self._endpoint.asking), strict=True))
        except EmbeddingUnavailable as error:
            with self._lock:
                self._problem, self._resting_until = str(error), self._clock() + self._endpoint.rest
            raise
        self._remember(known)
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, self.dimension), dtype=np.float32)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, float32, shape (len(texts), dimension).

        Raises:
            EmbeddingUnavailable: the endpoint still fails after several tries.
        """
        return self._encode(texts, self._endpoint.building)

    def _remember(self, vectors: dict[str, Vectors]) -> None:
        with self._lock:
            self._remembered.update(vectors)
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def _encode(self, texts: Sequence[str], patience: Patience) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        batches = [texts[start : start + self._endpoint.batch] for start in range(0, len(texts), self._endpoint.batch)]
        return np.concatenate([self._encode_batch(batch, patience) for batch in batches])

    def _encode_batch(self, texts: Sequence[str], patience: Patience) -> Vectors:
        """One request. Empty texts, which endpoints refuse, get a zero vector."""
        spoken = [place for place, text in enumerate(texts) if text.strip()]
        if not spoken and not self._dimension:
            spoken = [0]
            texts = ["空", *texts[1:]]
        found = self._read(self._send_patiently([repaired(texts[place]) for place in spoken], patience), len(spoken))
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        vectors[spoken] = found
        return vectors

    def _send_patiently(self, texts: Sequence[str], patience: Patience) -> bytes:
        from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait if isinstance(error, _TryAgain) else None
            return min(asked if asked is not None else patience.pause * 2 ** (state.attempt_number - 1), _LONGEST_WAIT)

        tries = Retrying(
            stop=stop_after_attempt(patience.tries),
            retry=retry_if_exception_type(_TryAgain),
            wait=pause,
            reraise=True,
        )
        try:
            answer: bytes = tries(self._send, texts, patience.seconds)
        except _TryAgain as error:
            raise self._failure(f"{error}。请确认该服务正常、WENCE_EMBEDDING_BASE_URL 无误后重试") from None
        return answer

    def _send(self, texts: Sequence[str], seconds: float) -> bytes:
        import httpx2 as httpx

        body = {"model": self._endpoint.model, "input": list(texts), "encoding_format": "float"}
        headers = {"Authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else {}
        url = f"{self._endpoint.base_url.rstrip('/')}/embeddings"
        deadline = time.monotonic() + seconds
        try:
            with self._opened_client().stream("POST", url, json=body, headers=headers, timeout=seconds) as response:
                self._check_status(response.status_code, response.headers.get("retry-after", ""))
                answer = b""
                for piece in response.iter_bytes():
                    answer += piece
                    if len(answer) > _RESPONSE_BYTES:
                        raise self._failure("的回应过大。请检查 WENCE_EMBEDDING_BASE_URL 指向的服务")
                    if time.monotonic() > deadline:
                        raise _TryAgain(f"在 {seconds:g} 秒内没有答完")
                return answer
        except httpx.TimeoutException:
            raise _TryAgain(f"在 {seconds:g} 秒内没有回应") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _TryAgain(f"连不上（{type(error).__name__}）") from None

    def _opened_client(self) -> Any:
        import httpx2 as httpx

        with self._lock:
            if self._client is None:
                # an address on this machine is never reached through a proxy; redirects could carry the key elsewhere
                here = _is_this_machine(urlsplit(self._endpoint.base_url).hostname or "")
                self._client = httpx.Client(follow_redirects=False, trust_env=not here)
            return self._client

    def _check_status(self, status: int, retry_after: str) -> None:
        if status in _AGAIN:
            raise _TryAgain(f"暂时不可用（HTTP {status}）", float(retry_after) if retry_after.isdecimal() else None)
        if status in (401, 403):
            raise self._failure(f"拒绝了密钥（HTTP {status}）。请检查 WENCE_EMBEDDING_KEY")
        if status == 404:
            raise self._failure(
                f"没有这个地址或模型 {self._endpoint.model}（HTTP 404）。"
                "请检查 WENCE_EMBEDDING_BASE_URL（通常以 /v1 结尾）与 WENCE_EMBEDDING_MODEL"
            )
        if not 200 <= status < 300:
            raise self._failure(
                f"不接受请求（HTTP {status}）。请检查 WENCE_EMBEDDING_MODEL 是否为该服务的向量模型，段落是否过长（WENCE_PASSAGE_TOKENS）"
            )

    def _read(self, answer: bytes, expected: int) -> Vectors:
        """The vectors of a response, in the order asked, of length one."""
        try:
            given = {int(row.get("index", place)): row for place, row in enumerate(json.loads(answer)["data"])}
            rows = [given[place] for place in range(expected)]
            matrix = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise self._failure(
                "的回应不是所要的向量。请检查 WENCE_EMBEDDING_BASE_URL 是否为 OpenAI 兼容的向量接口"
            ) from None
        if len(given) != expected or matrix.ndim != 2 or not matrix.size or not np.isfinite(matrix).all():
            raise self._failure("回应的向量个数或内容不对。请检查该服务")
        if self._dimension not in (0, matrix.shape[1]):
            raise self._failure(f"先后给出 {self._dimension} 维和 {matrix.shape[1]} 维的向量。请检查该服务是否换了模型")
        self._dimension = int(matrix.shape[1])
        return unit_length(matrix)

    def _failure(self, reason: str) -> EmbeddingUnavailable:
        return EmbeddingUnavailable(f"向量接口 {self._endpoint.place} {reason}{_FALLBACK}。")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def repaired(text: str) -> str:
    """The text without lone surrogates, which neither a tokenizer nor JSON in UTF-8 takes."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
