"""Files to text: one function per format. A reader never guesses silently: what it cannot read it refuses with a reason."""

import re
from collections.abc import Callable
from pathlib import Path

from errors import DocumentUnreadable

#: A plan is some 10,000 to 100,000 characters; 32 MiB of text is a mistake, not a plan.
MAX_BYTES = 32 * 1024 * 1024

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def read_document(path: Path) -> str:
    """Text of a file of a known kind (see :data:`READERS`).

    Raises:
        DocumentUnreadable: unknown kind, empty, too large, binary or undecodable; the message says what to do.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = "、".join(sorted(READERS))
        raise DocumentUnreadable(f"{path.name}：不支持的文件类型。请另存为 {kinds} 之一。")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise DocumentUnreadable(f"{path.name}：文件超过 {limit} MiB。请拆分后再放入语料文件夹。")
        text = reader(path)
    except OSError as error:
        raise DocumentUnreadable(f"{path.name}：无法读取（{error.strerror}）。请检查文件权限。") from None
    if not text.strip():
        raise DocumentUnreadable(f"{path.name}：没有文字。请换成带文字的文件。")
    return text


def read_text(path: Path) -> str:
    """Plain text or Markdown in UTF-8 (with or without BOM) or GB18030; line ends become LF, invisible signs are dropped."""
    data = path.read_bytes()
    if b"\0" in data[:65536]:
        raise DocumentUnreadable(f"{path.name}：是二进制文件，不是文本。请确认扩展名与内容相符。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    raise DocumentUnreadable(f"{path.name}：不是 UTF-8 也不是 GB18030 编码。请另存为 UTF-8 文本。")


READERS: dict[str, Callable[[Path], str]] = {".txt": read_text, ".md": read_text}
