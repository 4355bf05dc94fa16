"""The responsibility ledger as a spreadsheet: one row for each body of each bracket, with all that says where it stands.

Whatever a plan contains stays text: no cell is ever a formula, a number or a link.
"""

import io
from collections.abc import Sequence
from typing import TypeVar

from portal.assignments import Assignment
from portal.contract import PlanCard
from portal.duty_words import ROLES, UNSAID
from portal.sheets import Column, written_to

SHEET = "责任分工"
_Value = TypeVar("_Value")
_COLUMNS: tuple[Column, ...] = (
    ("地区", 10), ("单位", 22), ("角色", 12), ("角色（原文）", 16), ("条款", 28), ("任务", 80), ("责任分工原文", 60),
    ("次序", 6), ("方案", 34), ("文号", 18), ("印发日期", 14), ("同名部门", 18), ("通用规定", 40),
    ("通用规定适用的后续条款", 30), ("方案编号", 14), ("条款编号", 24),
)  # fmt: skip
_TASK = [name for name, _ in _COLUMNS].index("任务")


def as_xlsx(name: str, cards: Sequence[PlanCard], rows: Sequence[Assignment], *, text: bool = True) -> bytes:
    """The sheet, plan by plan and in each role by role; ``name`` is whose tasks they are, where not everybody's."""
    held = io.BytesIO()
    at, roles = {card.id: place for place, card in enumerate(cards)}, list(ROLES)
    ordered = sorted(rows, key=lambda one: (at[one.card.id], roles.index(one.role)))
    with written_to(held) as book:
        book.title(f"责任分工：{name}" if name else SHEET)
        book.add(SHEET, _kept(_COLUMNS, text), [_kept(_cells(row), text) for row in ordered])
    return held.getvalue()


def _kept(values: Sequence[_Value], text: bool) -> list[_Value]:
    """What stands in the columns that are asked for."""
    return [value for at, value in enumerate(values) if text or at != _TASK]


def _cells(row: Assignment) -> tuple[str, ...]:
    card, clause, duty = row.card, row.clause, row.duty
    return (
        card.region, duty.body, ROLES[row.role], duty.phrase or UNSAID, clause.name, row.task, duty.quote,
        str(duty.order), card.title, card.number or "原文未载", card.date or "原文未载", row.family, duty.rule,
        "、".join(bound.name for bound in row.binds), card.id, clause.id,
    )  # fmt: skip
