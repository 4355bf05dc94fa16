"""Word documents as the office prints them: A4, Chinese fonts, a header that says what it is, and page numbers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from portal.unseen import without_unseen

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MARGIN, _SMALL, _BODY = 2, 9, 10.5
"""Centimetres, and points."""


def set_fonts(document: "Document", fonts: Mapping[str, str]) -> None:
    """Chinese fonts by style; without them Word takes whatever font it has."""
    from docx.oxml.ns import qn

    for style, font in fonts.items():
        document.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def lay_out(document: "Document", header: str) -> None:
    """An A4 page with this header, and 第 1 页，共 9 页 below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    document.styles["Normal"].font.size = Pt(_BODY)
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    above.add_run(without_unseen(header))
    for words, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        below.add_run(words)
        if field:
            _add_field(below, field)
    for line in (above, below):
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for style in ("Header", "Footer"):
        document.styles[style].font.size = Pt(_SMALL)


def _add_field(paragraph: "Paragraph", name: str) -> None:
    """A number that Word counts itself."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")._r
    field.append(run)
    paragraph._p.append(field)


def add_table(document: "Document", columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> None:
    """A table whose head is repeated on every page; ``columns``: headings and widths in centimetres."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0].cells, [name for name, _ in columns])
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        _fill(table.add_row().cells, row)
    for at, (_, width) in enumerate(columns):
        table.columns[at].width = Cm(width)
        for cell in table.columns[at].cells:
            cell.width = Cm(width)


def _fill(cells: Sequence[Any], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = without_unseen(text)
