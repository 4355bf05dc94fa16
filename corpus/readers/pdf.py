"""PDF with a text layer to text, page by page, by pypdfium2 (PDFium, the reader inside Chromium)."""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from corpus.readers import limits
from corpus.readers.columns import with_columns
from corpus.readers.document import Parsed, Pictured, Unreadable
from corpus.readers.footnotes import note_lines, rules, with_footnotes
from corpus.readers.glyphs import printed_lines
from corpus.readers.page_signs import in_cells, page_signs
from corpus.readers.pdf_tables import RuledTables
from corpus.readers.printed import PrintedLine, merged_lines, page_paragraphs
from corpus.readers.recogniser import REMEDY
from corpus.readers.rulings import UNTURNED, page_matrix
from corpus.readers.text import clean
from corpus.readers.watermarks import Watermarks

#: Put between pages; :func:`corpus.pages.page_at` counts them.
PAGE_BREAK = "\n\f"

_ERROR_PASSWORD = 4
#: Share of signs without a meaning from which on the text layer is useless.
_GARBLED = 0.2
_MEANINGLESS = re.compile(r"[\ufffd\ue000-\uf8ff]|(?!\s)[\x00-\x1f]")


def parse_pdf(data: bytes) -> Parsed:
    """Words of a PDF, one paragraph a line, a form feed before every page but the first.

    Raises:
        Pictured: most pages have no text layer (scanned), or one that holds no characters.
        Unreadable: encrypted, damaged.
    """
    document = open_pdf(data)
    count = len(document)
    if count > limits.PDF_PAGES:
        raise Unreadable(f"有 {count} 页，超过 {limits.PDF_PAGES} 页。请拆分后再放入。")
    watermarks, tables = Watermarks(document), RuledTables()
    pages: list[list[PrintedLine]] = []
    room = limits.CHARACTERS
    with _uncollected():
        for number in range(count):
            lines = pdf_lines(document, watermarks, tables, number, room)
            pages.append(lines)
            room -= sum(len(line.text) for line in lines)
    lost = [number for number, lines in enumerate(pages, start=1) if not lines]
    _refuse_wordless(pages, lost)
    if lost == [count] and not _holds_anything(document, count - 1):  # an empty last page is no loss
        lost = []
    return Parsed(clean(pages_text(pages)), _remarks(lost), tuple(lost))


def open_pdf(data: bytes) -> Any:
    """A PDF as PDFium opens it.

    Raises:
        Unreadable: encrypted or damaged.
    """
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _ERROR_PASSWORD and b"/Encrypt" in data:  # PDFium may report the error before
            raise Unreadable("文件已加密（需要密码才能打开）。请去掉密码后另存，再放入。") from None
        raise Unreadable("PDF 已损坏或不完整。请重新下载或重新导出。") from None


def pages_text(pages: Sequence[Sequence[PrintedLine]]) -> str:
    """The lines of pages as text, their footnotes behind it."""
    text = PAGE_BREAK.join("\n".join(page) for page in page_paragraphs([_without_notes(page) for page in pages]))
    return "\n".join([text, *note_lines(line.text for page in pages for line in page if line.note)])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for rings of objects: a page has thousands of signs, none of them in a ring, and all are looked at again and again."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _without_notes(page: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    return [line for line in page if not line.note] if page and page[-1].note else page


def _refuse_wordless(pages: list[list[PrintedLine]], lost: list[int]) -> None:
    if not pages:
        raise Unreadable("PDF 里没有页面。请重新下载或重新导出。")
    if len(lost) * 2 > len(pages):
        reason = f"{len(pages)} 页中有 {len(lost)} 页没有文字层，是扫描件。{REMEDY}"
        raise Pictured(reason, tuple(lost))
    words = "".join(line.text for page in pages for line in page)
    if len(_MEANINGLESS.findall(words)) > _GARBLED * len(words):
        reason = f"文字层没有可用的字符编码（复制出来是乱码）。{REMEDY}"
        raise Pictured(reason, tuple(range(1, len(pages) + 1)))


def _remarks(lost: list[int]) -> tuple[str, ...]:
    if not lost:
        return ()
    return (
        f"第 {numbers_shown(lost)} 页没有文字层（可能是图片），这些页的内容未收入，其余各页已收入。如需要，{REMEDY}",
    )


def numbers_shown(pages: Sequence[int]) -> str:
    """Page numbers as a remark names them."""
    return "、".join(map(str, pages[:10])) + ("等" if len(pages) > 10 else "")


def _holds_anything(document: Any, number: int) -> bool:
    from pypdfium2 import raw

    page = document[number]
    try:
        return int(raw.FPDFPage_CountObjects(page.raw)) > 0
    finally:
        page.close()


def pdf_lines(document: Any, watermarks: Watermarks, tables: RuledTables, number: int, room: int) -> list[PrintedLine]:
    """The lines of a page's text layer; ``number`` counts from 0. Raises Unreadable for a damaged one, or one of more than ``room`` characters."""
    import pypdfium2

    try:
        page = document[number]
        watermarks.take_off(page)
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise Unreadable(f"第 {number + 1} 页已损坏，无法读取。请重新下载或重新导出。") from None
    try:
        if text_page.count_chars() > 2 * room:  # PDFium counts blanks and line ends that it makes up
            raise Unreadable(limits.too_long())
        turn = page_matrix(page.raw)
        signs = page_signs(text_page, turn)
        split = lambda grids: list(printed_lines(in_cells(signs, grids)))  # noqa: E731
        lines = with_columns(merged_lines(tables.lines(page.raw, split, signs)))
        return lines if turn != UNTURNED else with_footnotes(lines, lambda: rules(page))
    finally:
        text_page.close()
        page.close()
