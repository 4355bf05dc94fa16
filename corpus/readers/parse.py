"""Which reader reads which kind of file, and the checks that hold for every kind."""

from collections.abc import Callable
from dataclasses import replace

from corpus.note_marks import settled
from corpus.readers import limits
from corpus.readers.content import check_label
from corpus.readers.document import Parsed, Unreadable
from corpus.readers.docx import parse_docx
from corpus.readers.html import parse_html
from corpus.readers.markdown import parse_markdown
from corpus.readers.pdf import parse_pdf
from corpus.readers.text import parse_text

#: Bytes to text, by extension. None of them imports its library before it is called.
PARSERS: dict[str, Callable[[bytes], Parsed]] = {
    ".docx": parse_docx,
    ".htm": parse_html,
    ".html": parse_html,
    ".md": parse_markdown,
    ".pdf": parse_pdf,
    ".txt": parse_text,
}

#: Kinds whose reading is plain decoding and needs no other process.
TEXT_KINDS = frozenset((".md", ".txt"))


def parse(kind: str, data: bytes) -> Parsed:
    """Text of a document of ``kind`` (a key of :data:`PARSERS`).

    Raises:
        Unreadable: see the message.
    """
    check_label(kind, data)
    parsed = PARSERS[kind](data)
    if kind not in TEXT_KINDS:  # what a text file's author typed stays, as furniture
        parsed = replace(parsed, text=settled(parsed.text))
    if not parsed.text.strip():
        raise Unreadable("没有文字。若内容是图片，请先做文字识别（OCR），否则请换成带文字的文件。")
    if len(parsed.text) > limits.CHARACTERS:
        raise Unreadable(limits.too_long())
    return parsed
