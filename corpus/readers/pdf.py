"""PDF with a text layer to text, page by page; with :mod:`corpus.readers.rulings` the only door to pypdfium2 (Chromium's PDFium)."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.readers import limits
from corpus.readers.columns import with_columns
from corpus.readers.document import Parsed, Unreadable
from corpus.readers.grids import Grid, cell_at
from corpus.readers.pdf_tables import RuledTables
from corpus.readers.printed import EM, PrintedLine, beside, page_paragraphs, printed_line
from corpus.readers.rulings import UNTURNED, Matrix, page_matrix, turn_box
from corpus.readers.text import clean

#: Put between pages; :func:`corpus.pages.page_at` counts them.
PAGE_BREAK = "\n\f"

_ERROR_PASSWORD = 4
#: Share of signs without a meaning from which on the text layer is useless.
_GARBLED = 0.2
#: A blank is wide from this part of its line's height on: more than one character.
_GAP = 1.2 * EM


def parse_pdf(data: bytes) -> Parsed:
    """Words of a PDF, one paragraph a line, a form feed before every page but the first.

    Raises:
        Unreadable: encrypted, damaged, without a text layer (scanned), or with one that holds no characters.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _ERROR_PASSWORD and b"/Encrypt" in data:  # PDFium may report the error before
            raise Unreadable("文件已加密（需要密码才能打开）。请去掉密码后另存，再放入。") from None
        raise Unreadable("PDF 已损坏或不完整。请重新下载或重新导出。") from None
    count = len(document)
    if count > limits.PDF_PAGES:
        raise Unreadable(f"有 {count} 页，超过 {limits.PDF_PAGES} 页。请拆分后再放入。")
    pages: list[list[PrintedLine]] = []
    room = limits.CHARACTERS
    tables = RuledTables()
    for number in range(count):
        lines = _page_lines(document, number, room, tables)
        pages.append(lines)
        room -= sum(len(line.text) for line in lines)
    lost = [number for number, lines in enumerate(pages, start=1) if not lines]
    _refuse_wordless(pages, lost)
    paragraphs = page_paragraphs(pages)
    text = PAGE_BREAK.join("\n".join(page) for page in paragraphs)
    return Parsed(clean(text), _remarks(lost, count))


def _refuse_wordless(pages: list[list[PrintedLine]], lost: list[int]) -> None:
    if not pages:
        raise Unreadable("PDF 里没有页面。请重新下载或重新导出。")
    if len(lost) * 2 > len(pages):
        raise Unreadable(
            f"{len(pages)} 页中有 {len(lost)} 页没有文字层，是扫描件。请先做文字识别（OCR），存为带文字层的 PDF 或 .docx。"
        )
    words = "".join(line.text for page in pages for line in page)
    garbled = sum(_is_meaningless(sign) for sign in words)
    if garbled > _GARBLED * len(words):
        raise Unreadable("文字层没有可用的字符编码（复制出来是乱码）。请先做文字识别（OCR），或换用 .docx。")


def _remarks(lost: list[int], count: int) -> tuple[str, ...]:
    if not lost or lost == [count]:  # an empty last page is no loss
        return ()
    shown = "、".join(map(str, lost[:10])) + ("等" if len(lost) > 10 else "")
    return (
        f"第 {shown} 页没有文字层（可能是图片），这些页的内容未收入，其余各页已收入。如需要请先做文字识别（OCR）。",
    )


def _is_meaningless(sign: str) -> bool:
    return sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or (sign < " " and not sign.isspace())


def _page_lines(document: Any, number: int, room: int, tables: RuledTables) -> list[PrintedLine]:
    import pypdfium2

    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise Unreadable(f"第 {number + 1} 页已损坏，无法读取。请重新下载或重新导出。") from None
    try:
        if text_page.count_chars() > 2 * room:  # PDFium counts blanks and line ends that it makes up
            raise Unreadable(limits.too_long())
        turn = page_matrix(page.raw)
        return with_columns(_merged(tables.lines(page.raw, lambda grids: list(_lines(text_page, grids, turn)))))
    finally:
        text_page.close()
        page.close()


def _lines(text_page: Any, grids: Sequence[Grid] = (), turn: Matrix = UNTURNED) -> Iterator[PrintedLine]:
    """Lines as PDFium ends them, with the box around their words; they end, too, where a cell of a grid does."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    signs: list[str] = []
    gaps: list[tuple[int, float, float]] = []
    left = bottom = float("inf")
    right = top = float("-inf")
    cell: object = None
    turned = turn != UNTURNED
    for i in range(text_page.count_chars()):
        sign = _sign(raw.FPDFText_GetUnicode(text_page.raw, i))
        boxed = not sign.isspace() and raw.FPDFText_GetLooseCharBox(text_page.raw, i, box)
        before = cell
        if turned and boxed:
            turn_box(box, turn)
        if boxed and grids:
            cell = cell_at(grids, (box.left + box.right) / 2, (box.bottom + box.top) / 2)
        if sign == "\n" or cell != before:
            yield from printed_line(signs, gaps, left, right, bottom, top)
            signs, gaps, left, bottom, right, top = [], [], float("inf"), float("inf"), float("-inf"), float("-inf")
            if sign == "\n":
                continue
        if boxed:
            if box.left - right > _GAP * (box.top - box.bottom) and left <= right:
                gaps.append((len(signs), right, box.left))
            left, right = min(left, box.left), max(right, box.right)
            bottom, top = min(bottom, box.bottom), max(top, box.top)
        signs.append(sign)
    yield from printed_line(signs, gaps, left, right, bottom, top)


def _sign(code: int) -> str:
    """A character. PDFium marks a hyphen at a line's end by U+FFFE or U+0002; fonts write 人 as the radical ⼈."""
    if code in (0xFFFE, 0x02):
        return "-"
    if code in (0x0D, 0x00) or code > 0x10FFFF:
        return "" if code == 0x0D else "\ufffd"
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code)


def _merged(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Pieces of one printed line (the cells of a table row) become one, separated by tabs."""
    merged: list[PrintedLine] = []
    for line in lines:
        before = merged[-1] if merged and not merged[-1].row and not line.row else None
        if before and abs(before.bottom - line.bottom) < 0.25 * line.size and line.left >= before.right - 1:
            merged[-1] = beside(before, line, "\t")
        else:
            merged.append(line)
    return merged
