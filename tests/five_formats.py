"""One invented plan with tables, marks of notes and footnotes, written as DOCX, HTML, PDF, Markdown and a scanned PDF."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

import docx
import pypdfium2
from docx.text.paragraph import Paragraph
from fpdf import FPDF

from tests.made_documents import docx_bytes
from tests.printed_tables import Box, Table, boxes, new_pdf, spread

#: ^1 is the mark of the first note.
Part = str | Table
NOTES = ("指经市级认定的节水型企业。", "按照常住人口计算。")
GOALS: Table = [
    ["序号", "指标名称", "单位", "2022年实际", "2025年目标", "属性"],
    ["1", "用水总量", "亿立方米", "12.5", "12.1", "约束性"],
    ["2", "万元工业增加值用水量下降", "%", "—", "16", "约束性"],
    ["3", "公共供水管网漏损率", "%", "12.1", "8.5", "预期性"],
]
TASKS: Table = [
    ["重点任务", "具体内容", "牵头单位", "完成时限"],
    [Box("管网改造", down=2), "改造老旧管网120公里", "市城管局", "2025年12月"],
    ["新建智能水表3.5万只", "市水务局", "2024年6月"],
    ["农业节水", "新增高效节水灌溉面积8万亩", "市农业农村局", "2025年10月"],
]
PLAN: Sequence[Part] = [
    "澜浦市节约用水实施方案",
    "为推动用水方式转变，结合我市实际，制定本方案。",
    "一、总体要求",
    "（一）主要目标。到2025年，全市建成节水型企业300家^1，人均综合用水量^2控制在260立方米以内。",
    "（二）指标体系。各项指标按下表执行。",
    GOALS,
    "二、重点任务",
    "（一）任务分工。下列任务按表推进。",
    TASKS,
    "（二）完善机制。到2024年底，节水器具普及率达到92%以上。（市水务局牵头，市住房城乡建设局配合）",
    "三、保障措施",
    "各县（市、区）人民政府对本行政区域节水工作负总责，落实资金1.2亿元。",
]


def as_markdown(parts: Sequence[Part] = PLAN) -> bytes:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += ["".join(f"[^{n}]" if mark else run for run, mark in _runs(part) for n in [run]), ""]
        else:
            head, *rows = (f"| {' | '.join(row)} |" for row in spread(part))
            lines += [head, "|" + "---|" * len(spread(part)[0]), *rows, ""]
    return "\n".join([*lines, *(f"[^{n}]: {note}\n" for n, note in enumerate(NOTES, 1))]).encode()


def as_html(parts: Sequence[Part] = PLAN) -> bytes:
    out = ["<html><head><meta charset='utf-8'></head><body><div class='content'>"]
    for part in parts:
        if isinstance(part, str):
            runs = (f"<sup><a href='#fn{run}'>[{run}]</a></sup>" if mark else escape(run) for run, mark in _runs(part))
            out.append(f"<p>{''.join(runs)}</p>")
        else:
            rows = (
                "".join(f"<td colspan={c.across} rowspan={c.down}>{c.text}</td>" for c in boxes(row)) for row in part
            )
            out.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    notes = (f"<li id='fn{n}'>{note}<a href='#ref{n}'>↩</a></li>" for n, note in enumerate(NOTES, 1))
    return "\n".join(
        [*out, f"<section class='footnotes'><ol>{''.join(notes)}</ol></section></div></body></html>"]
    ).encode()


def as_docx(parts: Sequence[Part] = PLAN) -> bytes:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            paragraph = document.add_paragraph()
            for run, mark in _runs(part):
                _reference(paragraph, run) if mark else paragraph.add_run(run)
            continue
        table = document.add_table(len(part), len(spread(part)[0]))
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(part):
            column = 0
            for cell in boxes(row):
                while (r, column) in taken:
                    column += 1
                low = r + cell.down - 1
                table.cell(r, column).merge(table.cell(low, column)).text = cell.text
                taken |= {(y, column) for y in range(r, low + 1)}
    return _with_footnotes(docx_bytes(document))


def _reference(paragraph: Paragraph, number: str) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    space = run._r.nsmap["w"]
    run._r.append(run._r.makeelement(f"{{{space}}}footnoteReference", {f"{{{space}}}id": number}))


def _with_footnotes(data: bytes) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = "".join(
        f"<w:footnote w:id='{n}'><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>"
        for n, note in enumerate(NOTES, 1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/footnotes.xml", f"<w:footnotes xmlns:w='{space}'>{notes}</w:footnotes>")
    return out.getvalue()


def as_pdf(parts: Sequence[Part] = PLAN) -> bytes:
    pdf = new_pdf()
    for part in parts:
        if isinstance(part, str):
            pdf.set_x(pdf.l_margin + 8.5)
            for run, mark in _runs(part):
                pdf.char_vpos = "SUP" if mark else "LINE"
                pdf.write(8, run)
            pdf.char_vpos = "LINE"
            pdf.ln(8)
        else:
            with pdf.table(first_row_as_headings=False, line_height=7, padding=1) as table:
                for row in part:
                    drawn = table.row()
                    for cell in boxes(row):
                        drawn.cell(cell.text, colspan=cell.across, rowspan=cell.down)
    _foot(pdf)
    return bytes(pdf.output())


def _foot(pdf: FPDF) -> None:
    pdf.set_auto_page_break(False)
    pdf.line(25, 262, 70, 262)
    pdf.set_font_size(8)
    for n, note in enumerate(NOTES, 1):
        pdf.text(25, 263 + 5 * n, f"{n} {note}")


def as_scan(parts: Sequence[Part] = PLAN) -> bytes:
    """The pages of the PDF as pictures."""
    pages = pypdfium2.PdfDocument(as_pdf(parts))
    pictures = [page.render(scale=200 / 72).to_pil().convert("L") for page in pages]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return out.getvalue()


def _runs(words: str) -> list[tuple[str, bool]]:
    """(words or the number of a note, whether it is a note)."""
    first, *others = words.split("^")
    return [(first, False), *(run for other in others for run in ((other[0], True), (other[1:], False)))]
