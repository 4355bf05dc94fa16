"""Makes the same small document in every format, with the libraries that offices use them through."""

import io
import logging
from collections.abc import Sequence

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from fpdf import FPDF
from fpdf.enums import Align, EncryptionMethod, XPos, YPos

from tests.printed_font import cjk_font

Table = Sequence[Sequence[str]]
Block = str | Table


def make_txt(blocks: Sequence[Block]) -> bytes:
    return "\n".join(b if isinstance(b, str) else "\n".join("\t".join(row) for row in b) for b in blocks).encode()


def make_html(blocks: Sequence[Block]) -> bytes:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body><nav>首页 &gt; 政策</nav>"]
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{block}</p>")
        else:
            rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "\n".join([*parts, "<footer>主办单位</footer></body></html>"]).encode()


def make_docx(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    for i, block in enumerate(blocks):
        if isinstance(block, str):
            paragraph = document.add_paragraph(block)
            if i == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        table = document.add_table(len(block), len(block[0]))
        for r, row in enumerate(block):
            for c, cell in enumerate(row):
                table.cell(r, c).text = cell
    return docx_bytes(document)


def docx_bytes(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # python-docx names its class like its function
    return out.getvalue()


class _Pdf(FPDF):
    """Pages with a running header and a page number, as official documents have them."""

    running = ""

    def header(self) -> None:
        if self.running:
            self.set_y(12)
            self.cell(0, 6, self.running, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.set_y(26)

    def footer(self) -> None:
        self.set_y(-18)
        self.cell(0, 6, f"— {self.page_no()} —", align=Align.C)


def page_of() -> FPDF:
    """A PDF with one empty page, to be printed on."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pdf = FPDF()
    pdf.add_font("cjk", fname=cjk_font())
    pdf.set_font("cjk", size=14)
    pdf.set_margins(28, 26)
    pdf.add_page()
    return pdf


def make_pdf(blocks: Sequence[Block], *, running: str = "", height: int = 297, password: str = "") -> bytes:
    """A PDF with an embedded Chinese font, indented paragraphs, hard-wrapped lines, pages ``height`` millimetres high."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pdf = _Pdf(format=(210, height))
    pdf.running = running
    pdf.add_font("cjk", fname=cjk_font())
    pdf.set_font("cjk", size=14)
    pdf.set_margins(28, 26)
    pdf.set_auto_page_break(True, 26)
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password, encryption_method=EncryptionMethod.RC4)
    pdf.add_page()
    for i, block in enumerate(blocks):
        if isinstance(block, str):
            _paragraph(pdf, block, centred=i == 0)
        else:
            for row in block:
                for cell in row:
                    pdf.cell((210 - 56) / len(row), 9, cell, border=1)
                pdf.ln(9)
    return bytes(pdf.output())


def _paragraph(pdf: FPDF, text: str, *, centred: bool) -> None:
    """Wrap by hand at the page's width, the first line two characters in."""
    width = pdf.w - pdf.l_margin - pdf.r_margin
    if centred:
        pdf.multi_cell(0, 9, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        return
    indent = pdf.get_string_width("　　")
    line, room = "", width - indent
    for sign in text:
        if pdf.get_string_width(line + sign) > room:
            _line(pdf, line, indent)
            line, room, indent = "", width, 0.0
        line += sign
    _line(pdf, line, indent)


def _line(pdf: FPDF, line: str, indent: float) -> None:
    pdf.set_x(pdf.l_margin + indent)
    pdf.cell(0, 9, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
