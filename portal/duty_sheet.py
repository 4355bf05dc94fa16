"""The responsibility ledger as a spreadsheet: one row for each body of each bracket, with all that says where it stands.

Whatever a plan contains stays text: no cell is ever a formula, a number or a link.
"""

import io
from collections.abc import Sequence

from portal.assignments import Assignment
from portal.contract import PlanCard
from portal.duty_words import ROLES
from portal.sheets import Column, written_to

SHEET = "责任分工"
_COLUMNS: tuple[Column, ...] = (
    ("方案", 34), ("地区", 10), ("文号", 18), ("印发日期", 14), ("条款", 14), ("任务", 26), ("单位", 22), ("同名部门", 18),
    ("角色", 14), ("角色（原文）", 16), ("次序", 6), ("原文", 80), ("通用规定", 40), ("通用规定适用的后续条款", 30),
    ("方案编号", 14), ("条款编号", 24),
)  # fmt: skip


def as_xlsx(name: str, cards: Sequence[PlanCard], rows: Sequence[Assignment]) -> bytes:
    """The sheet; ``name`` is whose tasks they are, where not everybody's."""
    del cards  # each row names its plan
    held = io.BytesIO()
    with written_to(held) as book:
        book.title(f"责任分工：{name}" if name else SHEET)
        book.add(SHEET, _COLUMNS, [_cells(row) for row in rows])
    return held.getvalue()


def _cells(row: Assignment) -> tuple[str, ...]:
    card, clause, duty = row.card, row.clause, row.duty
    return (
        card.title, card.region, card.number, card.date, clause.address, clause.title, duty.body, row.family,
        ROLES[duty.role], duty.phrase, str(duty.order), duty.quote, duty.rule,
        "、".join(bound.address for bound in row.binds), card.id, clause.id,
    )  # fmt: skip
