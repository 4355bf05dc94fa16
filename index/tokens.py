"""Counting tokens: the only door to tiktoken. The default encoding is our own and needs no network."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from errors import SettingsError

if TYPE_CHECKING:
    from tiktoken import Encoding

BUNDLED = Path(__file__).resolve().parent / "model" / "tokens.tiktoken"

# Pieces that are never merged across. Every run has a bound, so that no text (a million same characters) makes merging slow.
PATTERN = r"\p{Han}{1,12}| ?\p{Latin}{1,24}|\p{N}{1,3}|[\r\n]{1,4}|[^\S\r\n]{1,8}|[\p{P}\p{S}]{1,4}|[\s\S]"


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts and cuts text by one encoding. ``fingerprint`` changes whenever counts could."""

    name: str
    fingerprint: str
    encoding: "Encoding"

    def count(self, text: str) -> int:
        """Number of tokens of the text; nothing in it is read as a special token."""
        return len(self.encoding.encode_ordinary(text))

    def cut(self, text: str, limit: int) -> str:
        """The longest beginning of the text that ends with a whole token and character and has at most ``limit`` tokens."""
        tokens = self.encoding.encode_ordinary(text)
        if len(tokens) <= limit:
            return text
        kept = self.encoding.decode_bytes(tokens[: max(limit, 0)]).decode("utf-8", errors="ignore")
        while kept and self.count(kept) > limit:
            kept = kept[:-1]
        return text[: len(kept)]


def open_encoding(name: str = "bundled") -> TokenCounter:
    """Open ``bundled`` or one of tiktoken's named encodings (those are downloaded by tiktoken at first use).

    Raises:
        SettingsError: the encoding is unknown, damaged, or would have to be downloaded and cannot be.
    """
    return _open_once(name)


@lru_cache(maxsize=8)
def _open_once(name: str) -> TokenCounter:
    return _open_bundled() if name == "bundled" else _open_named(name)


def read_ranks(path: Path) -> dict[bytes, int]:
    """Read a ``.tiktoken`` file: a line a token, its bytes in base64, a space, its rank."""
    lines = path.read_bytes().splitlines()
    return {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}


def _open_bundled() -> TokenCounter:
    from tiktoken import Encoding

    try:
        ranks = read_ranks(BUNDLED)
        encoding = Encoding("wence", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
    except (OSError, ValueError) as error:
        raise SettingsError(f"随附的词元编码 {BUNDLED} 无法读取（{error}）。请重新取得 index/model/ 文件夹。") from None
    digest = hashlib.sha256(PATTERN.encode() + b"\0" + BUNDLED.read_bytes()).hexdigest()
    return TokenCounter("bundled", f"sha256:{digest}", encoding)


def _open_named(name: str) -> TokenCounter:
    import tiktoken

    if name not in tiktoken.list_encoding_names():
        known = "、".join(["bundled", *tiktoken.list_encoding_names()])
        raise SettingsError(f"没有名为 {name} 的词元编码。请把 WENCE_TOKEN_ENCODING 设为其中之一：{known}。")
    try:
        encoding = tiktoken.get_encoding(name)
    except (OSError, ValueError) as error:  # requests' errors are OSErrors; a wrong checksum is a ValueError
        raise SettingsError(
            f"词元编码 {name} 不在本机，也下载不到（{type(error).__name__}）。"
            "请把 WENCE_TOKEN_ENCODING 设为 bundled，或联网运行一次，或用 TIKTOKEN_CACHE_DIR 指向已有的缓存。"
        ) from None
    return TokenCounter(name, f"tiktoken:{name}", encoding)
