"""The door to chat models: any OpenAI-compatible endpoint as a LangChain chat model, with bounds on what it may send."""

import ipaddress
import ssl
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

#: Bytes of one response; an answer of a thousand tokens, chunk by chunk, is some 300 kB.
RESPONSE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: to connect, to the first text, between two pieces of text, for the whole answer (every call it takes)."""

    connect: float = 5.0
    first_token: float = 20.0
    between_tokens: float = 10.0
    total: float = 60.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat model behind an OpenAI-compatible interface. ``price_in`` and ``price_out`` are 元 a million tokens.

    ``context`` and ``answer_tokens`` bound a request and its reply; ``repairs``: what failed is asked for once more; the key never shows
    in a repr.
    """

    base_url: str
    name: str
    key: str = field(default="", repr=False)
    temperature: float = 0.0
    deadlines: Deadlines = Deadlines()
    concurrency: int = 4
    context: int = 16384
    answer_tokens: int = 1024
    repairs: bool = False
    price_in: float = 0.0
    price_out: float = 0.0


def open_chat_model(endpoint: Endpoint) -> "BaseChatModel":
    """The endpoint as a chat model. Nothing is sent yet, and no request is ever repeated by the client itself.

    Raises:
        SettingsError: the address is not one of an HTTP interface.
    """
    address = urlsplit(endpoint.base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(
            f"设置 WENCE_MODEL_BASE_URL 的值“{endpoint.base_url}”不是接口地址。请写成 http(s)://主机[:端口]/v1。"
        )
    from langchain.chat_models import init_chat_model

    return init_chat_model(
        endpoint.name,
        model_provider="openai",
        base_url=endpoint.base_url,
        api_key=endpoint.key or "none",
        organization="",
        temperature=endpoint.temperature,
        max_tokens=endpoint.answer_tokens,
        max_retries=0,
        stream_usage=True,
        stream_chunk_timeout=None,
        use_responses_api=False,
        http_async_client=_client(endpoint),
        openai_proxy=None,
    )


def _client(endpoint: Endpoint) -> Any:
    import httpx2 as httpx

    class Bounded(httpx.AsyncBaseTransport):
        """Refuses compressed responses (a small one can unpack to gigabytes) and ends those that grow too large."""

        def __init__(self) -> None:
            self._inner = httpx.AsyncHTTPTransport(verify=_certificates(), proxy=_proxy(endpoint.base_url))

        async def handle_async_request(self, request: Any) -> Any:
            request.headers["accept-encoding"] = "identity"
            response = await self._inner.handle_async_request(request)
            if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
                await response.aclose()
                raise httpx.ReadError("compressed response", request=request)
            response.stream = _Measured(response.stream)
            return response

        async def aclose(self) -> None:
            await self._inner.aclose()

    class _Measured(httpx.AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for piece in self._stream:
                size += len(piece)
                if size > RESPONSE_BYTES:
                    raise httpx.ReadError("response too large")
                yield piece

        async def aclose(self) -> None:
            await self._stream.aclose()

    limits = endpoint.deadlines
    longest = max(limits.first_token, limits.between_tokens)
    timeout = httpx.Timeout(longest, connect=limits.connect)
    return httpx.AsyncClient(transport=Bounded(), timeout=timeout, follow_redirects=False)


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _proxy(base_url: str) -> str | None:
    """The proxy that the environment names for this address; this machine itself is never reached through one."""
    address = urlsplit(base_url)
    host = address.hostname or ""
    if host == "localhost" or _is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(address.scheme) or proxies.get("all")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
