"""What a file's first bytes say it is, against what its name says."""

import re

from corpus.readers.document import Unreadable

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)[\s>/]", re.IGNORECASE)
_ANY_TAG = re.compile(rb"<(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[\s]")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOK = 4096

_OTHERS = (
    (b"Rar!\x1a\x07", "RAR 压缩包", "请解压后放入其中的文件"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请解压后放入其中的文件"),
    (b"\x1f\x8b", "GZIP 压缩包", "请解压后放入其中的文件"),
    (b"\x89PNG\r\n", "图片", "请改正扩展名"),
    (b"\xff\xd8\xff", "图片", "请改正扩展名"),
    (b"GIF8", "图片", "请改正扩展名"),
    (b"II*\0", "图片", "请改正扩展名"),
    (b"{\\rtf", "RTF 文档", "请改正扩展名"),
    (b"\x7fELF", "程序", "请换成文档"),
    (b"MZ\x90", "程序", "请换成文档"),
)

#: Kinds whose bytes fit several names.
_FITS = {"zip": (".zip", ".docx"), "pdf": (".pdf",), "html": (".html", ".htm")}
_CALLED = {"zip": "ZIP 或 DOCX", "pdf": "PDF", "html": "网页"}


def check_label(kind: str, data: bytes) -> None:
    """Refuse bytes that are plainly not of ``kind`` (an extension such as ``.docx``); nothing is read under a wrong name.

    Raises:
        Unreadable: empty, or of another kind; the message names the kind found.
    """
    if not data:
        raise Unreadable("文件是空的。请换成有内容的文件。")
    head = data[:_LOOK]
    if head.startswith(_OLE):
        raise Unreadable(_ole_reason(data))
    for mark, called, remedy in _OTHERS:
        if head.startswith(mark):
            raise Unreadable(f"内容是{called}，与扩展名 {kind} 不符。{remedy}。")
    found = _found(head)
    if found and kind not in _FITS[found]:
        raise Unreadable(f"内容是 {_CALLED[found]} 格式，与扩展名 {kind} 不符。请改正扩展名。")
    if not found and kind in (".zip", ".docx", ".pdf"):
        raise Unreadable(f"内容不是 {kind[1:].upper()} 格式，与扩展名不符。请改正扩展名，或重新导出该文件。")
    if kind in _FITS["html"] and not found and not _ANY_TAG.search(_as_ascii(data)):
        raise Unreadable("内容里没有网页标记，与扩展名不符。纯文本请改用扩展名 .txt。")


def _found(head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    start = _as_ascii(head).lstrip()
    if start.startswith(b"<") and (_HTML.match(start) or (_XML.match(start) and b"<html" in start.lower())):
        return "html"
    return ""


def _as_ascii(data: bytes) -> bytes:
    """Bytes without a byte-order mark, and UTF-16 thinned to its low bytes, good enough to see tags."""
    if data.startswith(_MARKS[0]):
        return data[3:]
    if data.startswith(_MARKS[1:]):
        return data[2:].replace(b"\0", b"")
    return data.replace(b"\0", b"")


def _ole_reason(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件已加密（需要密码才能打开）。请去掉密码后另存，再放入。"
    return "内容是旧版 Word/WPS（.doc、.wps）格式。请用 Word 或 WPS 另存为 .docx。"
