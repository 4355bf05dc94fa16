"""The responsibility ledger as a spreadsheet: one row for each body of each bracket, with all that says where it stands.

Whatever a plan contains stays text: no cell is ever a formula, a number or a link.
"""

import io
from collections.abc import Sequence

from portal.assignments import Assignment
from portal.contract import PlanCard
from portal.duty_words import ROLES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "责任分工"
_COLUMNS: tuple[tuple[str, int], ...] = (
    ("方案", 34), ("地区", 10), ("文号", 18), ("印发日期", 14), ("条款", 14), ("任务", 26), ("单位", 22), ("同名部门", 18),
    ("角色", 14), ("角色（原文）", 16), ("次序", 6), ("原文", 80), ("通用规定", 40), ("通用规定适用的后续条款", 30),
    ("方案编号", 14), ("条款编号", 24),
)  # fmt: skip


def as_xlsx(name: str, cards: Sequence[PlanCard], rows: Sequence[Assignment]) -> bytes:
    """The sheet; ``name`` is whose tasks they are, where not everybody's."""
    import xlsxwriter  # needed by few requests: it is not loaded at the start

    del cards  # each row names its plan
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": f"责任分工：{name}" if name else SHEET})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EFEC", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DEDBD1"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(_COLUMNS) - 1)
        for at, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, head)
        for line, row in enumerate(rows, 1):
            for at, text in enumerate(_cells(row)):
                sheet.write_string(line, at, text, cell)
    return written.getvalue()


def _cells(row: Assignment) -> tuple[str, ...]:
    card, clause, duty = row.card, row.clause, row.duty
    return (
        card.title, card.region, card.number, card.date, clause.address, clause.title, duty.body, row.family,
        ROLES[duty.role], duty.phrase, str(duty.order), duty.quote, duty.rule,
        "、".join(bound.address for bound in row.binds), card.id, clause.id,
    )  # fmt: skip
