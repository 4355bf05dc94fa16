"""Plain text and Markdown: bytes to characters, and the signs no reader of a plan can see taken out."""

import re

from corpus.readers.document import Parsed, Unreadable
from corpus.readers.encodings import best_guess, foreign_name, spelled_out

_UNSEEN = (
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff"
)
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
#: One look that finds nothing is faster than three.
_UNCLEAN = re.compile(f"[{_UNSEEN}\r\x0b\x85\u2028\u2029\ud800-\udfff]")
_UNREADABLE_SIGN = "\ufffd"

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

#: A text has no more unassigned, private or control characters than this share; bytes decoded by accident have many more.
_NOISE = 0.05


def parse_text(data: bytes) -> Parsed:
    """Plain text or Markdown in UTF-8, GB18030, Big5, UTF-16, UTF-32 or HZ.

    Raises:
        Unreadable: binary, in another encoding, or UTF-8 with damaged places.
    """
    return Parsed(clean(decode(data)))


def decode(data: bytes, declared: str = "") -> str:
    """Characters of text bytes: by their byte-order mark, else UTF-8, else the encoding that reads like a Chinese text.

    Of several that do, the ``declared`` one, then GB18030; one that reads clearly better (Big5, UTF-16 without its mark) goes before.

    Raises:
        Unreadable: no encoding fits; the message names the likely one.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    first = [declared] if declared else []
    if b"\0" not in data:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse_damaged_utf8(data, error.start)
            _refuse_foreign(data)
        else:
            if text.isascii():
                _refuse_foreign(data)
                return spelled_out(text)
            if not declared:
                return text
            first.append("utf-8")
    if guess := best_guess(data, [*first, "gb18030"]):
        return guess.text
    return _without_guess(data, declared)


def _without_guess(data: bytes, declared: str) -> str:
    """A text of rare words in the encoding that it must be in, where there is one.

    Raises:
        Unreadable: binary, or damaged; the message names what the text seems to be.
    """
    if damaged := best_guess(data, damaged=True):
        raise Unreadable(f"像是 {damaged.name} 编码，但有损坏，不是有效的文本。请用原来的程序打开，另存为 UTF-8 文本。")
    if b"\0" in data:
        raise Unreadable("是二进制文件，不是文本（含有空字节）。若是 UTF-16 文本请另存为 UTF-8，否则请改正扩展名。")
    text = _strictly(data, declared or "gb18030")
    if _noise(text) > _NOISE:
        raise Unreadable("是二进制文件，不是文本。请确认扩展名与内容相符。")
    return text


def clean(text: str) -> str:
    """Line ends as LF; zero-width, bidirectional and other control characters dropped; tabs and form feeds kept."""
    if not _UNCLEAN.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub(_UNREADABLE_SIGN, _UNSEEN_SIGNS.sub("", text))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        name = encoding.removesuffix("-sig").upper()
        raise Unreadable(f"不是有效的 {name} 编码（也不是 UTF-8）。请另存为 UTF-8 文本。") from None


def _refuse_damaged_utf8(data: bytes, first: int) -> None:
    """GB18030 decodes nearly anything: a UTF-8 text with a few bad bytes must not become a text of wrong characters."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count(_UNREADABLE_SIGN)
    good = sum(c > "\x7f" for c in text) - bad
    if good > 4 * bad:
        raise Unreadable(f"UTF-8 编码有 {bad} 处损坏（第一处在第 {first + 1} 字节）。请从原文件重新另存为 UTF-8。")


def _refuse_foreign(data: bytes) -> None:
    if name := foreign_name(data):
        raise Unreadable(f"是{name}编码。请用原来的程序打开，另存为 UTF-8 文本。")


def _noise(text: str) -> float:
    """Share of characters that no text has: control, private use, unassigned blocks a wrong decoding falls into."""
    sample = text[:200_000]
    bad = sum(
        (c < " " and c not in "\t\n\r\f\x0b") or "\x7f" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff" for c in sample
    )
    return bad / max(len(sample), 1)
