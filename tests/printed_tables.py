"""One document with tables in every format: ruled in a PDF, merged cells as each format has them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout
from fpdf.fonts import FontFace

from tests.made_documents import docx_bytes
from tests.printed_font import cjk_font


@dataclass(frozen=True, slots=True)
class Box:
    """A cell that covers ``across`` columns and ``down`` rows."""

    text: str
    across: int = 1
    down: int = 1


Row = Sequence[str | Box]
Table = Sequence[Row]
Part = str | Table


def boxes(row: Row) -> list[Box]:
    return [cell if isinstance(cell, Box) else Box(cell) for cell in row]


def spread(table: Table) -> list[list[str]]:
    """The words of every place, merged cells in each row that they cover, in the first of their columns."""
    places: list[dict[int, str]] = [{} for _ in table]
    for r, row in enumerate(table):
        column = 0
        for cell in boxes(row):
            while column in places[r]:
                column += 1
            for down in range(cell.down):
                places[r + down] |= dict.fromkeys(range(column, column + cell.across), "") | {column: cell.text}
    return [[row[c] for c in sorted(row)] for row in places]


def as_markdown(parts: Sequence[Part]) -> bytes:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            rows = [f"| {' | '.join(row)} |" for row in spread(part)]
            lines += [*rows, ""]
    return "\n".join(lines).encode()


def as_html(parts: Sequence[Part]) -> bytes:
    out = ["<html><body>"]
    for part in parts:
        if isinstance(part, str):
            out.append(f"<p>{part}</p>")
            continue
        out.append("<table>")
        for row in part:
            cells = (f"<td colspan={c.across} rowspan={c.down}>{c.text}</td>" for c in boxes(row))
            out.append(f"<tr>{''.join(cells)}</tr>")
        out.append("</table>")
    return "\n".join([*out, "</body></html>"]).encode()


def as_docx(parts: Sequence[Part]) -> bytes:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        width = len(spread(part)[0])
        table = document.add_table(len(part), width)
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(part):
            column = 0
            for cell in boxes(row):
                while (r, column) in taken:
                    column += 1
                low, right = r + cell.down - 1, column + cell.across - 1
                table.cell(r, column).merge(table.cell(low, right)).text = cell.text
                taken |= {(y, x) for y in range(r, low + 1) for x in range(column, right + 1)}
    return docx_bytes(document)


def new_pdf(height: float = 297, width: float = 210) -> FPDF:
    """A page with a Chinese font and the margins of official documents."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pdf = FPDF(format=(width, height))
    pdf.add_font("cjk", fname=cjk_font())
    pdf.set_font("cjk", size=12)
    pdf.set_margins(25, 25)
    pdf.set_auto_page_break(True, 25)
    pdf.add_page()
    return pdf


def as_pdf(
    parts: Sequence[Part],
    *,
    widths: Sequence[float] = (),
    height: float = 297,
    borders: TableBordersLayout = TableBordersLayout.ALL,
    repeated: int = 0,
) -> bytes:
    """A PDF; ``widths`` are those of the columns of all tables, ``repeated`` rows of a head stand on every page."""
    pdf = new_pdf(height)
    for part in parts:
        if isinstance(part, str):
            pdf.set_x(pdf.l_margin + 8.5)
            pdf.cell(0, 9, part, new_x="LMARGIN", new_y="NEXT")
            continue
        with pdf.table(
            col_widths=tuple(widths) or None,
            first_row_as_headings=bool(repeated),
            num_heading_rows=max(repeated, 1),
            headings_style=FontFace(),
            borders_layout=borders,
            text_align=Align.L,
            line_height=7,
            padding=1,
        ) as table:
            for row in part:
                drawn = table.row()
                for cell in boxes(row):
                    drawn.cell(cell.text, colspan=cell.across, rowspan=cell.down)
    return bytes(pdf.output())
