"""The responsibility ledger as a Word document: a chapter for each plan, in it a table for each role, every quote as the plan has it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from portal.assignments import Assignment
from portal.contract import PlanCard
from portal.duty_words import ROLES
from portal.unseen import without_unseen

FONT = "宋体"
_COLUMNS: tuple[tuple[str, float], ...] = (("条款", 2.4), ("任务", 3.8), ("角色", 4.2), ("原文", 6.6))
"""Headings and widths in centimetres: an A4 page less its margins."""


def as_docx(name: str, cards: Sequence[PlanCard], rows: Sequence[Assignment]) -> bytes:
    """The document; ``name`` is whose tasks they are, where not everybody's."""
    import docx  # needed by few requests: it is not loaded at the start

    book = docx.Document()
    _lay_out(book)
    title = f"责任分工：{name}" if name else "责任分工"
    book.core_properties.title = title
    book.add_heading(without_unseen(title), 0)
    tasks = len({one.clause.id for one in rows})
    book.add_paragraph(f"导出日期：{_day(date.today())}。方案 {len(cards)} 份，任务 {tasks} 项。原文照方案逐字引用。")
    for card in cards:
        _add_plan(book, card, [one for one in rows if one.card.id == card.id])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _lay_out(book: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for style in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = book.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONT)  # without it Word takes whatever font it has for Chinese
    book.styles["Normal"].font.size = Pt(10.5)


def _add_plan(book: Any, card: PlanCard, rows: Sequence[Assignment]) -> None:
    book.add_heading(without_unseen(card.title), 1)
    facts = (("地区", card.region), ("文号", card.number), ("印发日期", card.date))
    book.add_paragraph(without_unseen("；".join(f"{fact}：{value or '原文未载'}" for fact, value in facts) + "。"))
    if not rows:
        book.add_paragraph("这份方案没有写明责任单位。")
    for role, called in ROLES.items():
        of_role = [one for one in rows if one.duty.role == role]
        if of_role:
            tasks = _by_task(of_role)
            book.add_heading(f"{called}（{len({one.clause.id for one in of_role})} 项）", 2)
            _add_table(book, [_cells(task) for task in tasks])
            for line in _rules(of_role):
                book.add_paragraph(without_unseen(line))


def _by_task(rows: Sequence[Assignment]) -> list[list[Assignment]]:
    """Rows of one bracket together: it is quoted once."""
    tasks: dict[tuple[str, int], list[Assignment]] = {}
    for one in rows:
        tasks.setdefault((one.clause.id, one.duty.start), []).append(one)
    return list(tasks.values())


def _cells(task: Sequence[Assignment]) -> tuple[str, ...]:
    clause, duty = task[0].clause, task[0].duty
    return clause.address, clause.title, _who(task), duty.quote


def _who(task: Iterable[Assignment]) -> str:
    """Bodies with the words that give their role: 市统计局、市财政局（按职责分工负责）."""
    bodies: dict[str, list[str]] = {}
    for one in task:
        bodies.setdefault(one.duty.phrase, []).append(one.duty.body)
    return "；".join("、".join(names) + (f"（{phrase}）" if phrase else "") for phrase, names in bodies.items())


def _rules(rows: Iterable[Assignment]) -> list[str]:
    """What standing rules say beyond the tables: the clauses they bind, once for all bodies of a rule."""
    bound: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in rows:
        if one.binds:
            key = one.duty.rule, tuple(clause.address for clause in one.binds)
            bound.setdefault(key, []).append(one.duty.body)
    return [
        f"通用规定“{rule}”：{'、'.join(bodies)}还须落实其后 {len(clauses)} 条：{'，'.join(clauses)}。"
        for (rule, clauses), bodies in bound.items()
    ]


def _add_table(book: Any, rows: Sequence[Sequence[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = book.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0].cells, [name for name, _ in _COLUMNS])
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for row in rows:
        _fill(table.add_row().cells, row)
    for at, (_, width) in enumerate(_COLUMNS):
        table.columns[at].width = Cm(width)
        for cell in table.columns[at].cells:
            cell.width = Cm(width)


def _fill(cells: Mapping[int, Any] | Sequence[Any], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = without_unseen(text)
