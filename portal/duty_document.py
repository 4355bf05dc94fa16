"""The responsibility ledger as a Word document: a chapter for each plan, in it a table for each role, every quote as the plan has it."""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from portal.assignments import Assignment
from portal.contract import PlanCard
from portal.duty_words import ROLES, UNSAID
from portal.paper import add_table, lay_out, set_fonts
from portal.task_text import bracket_of
from portal.unseen import without_unseen

if TYPE_CHECKING:
    from docx.document import Document

_FONTS = dict.fromkeys(("Normal", "Title", "Heading 1", "Heading 2", "Header", "Footer"), "宋体")
_WITH_TEXT = (("条款", 2.8), ("任务", 6.8), ("单位（角色）", 3.4), ("责任分工原文", 4.0))
_WITHOUT = (("条款", 4.2), ("单位（角色）", 5.2), ("责任分工原文", 7.6))
"""Headings and widths in centimetres: an A4 page less its margins."""


def as_docx(name: str, cards: Sequence[PlanCard], rows: Sequence[Assignment], *, text: bool = True) -> bytes:
    """The document; ``name`` is whose tasks they are, where not everybody's; with the ``text`` of each task or without."""
    import docx  # needed by few requests: it is not loaded at the start

    book = docx.Document()
    title = f"责任分工：{name}" if name else "责任分工"
    set_fonts(book, _FONTS)
    lay_out(book, title)
    book.core_properties.title = without_unseen(title)
    book.add_heading(without_unseen(title), 0)
    places = list(dict.fromkeys(map(place_of, cards)))
    for line in _opening(places, cards, rows):
        book.add_paragraph(without_unseen(line))
    of_plan: dict[str, list[Assignment]] = {card.id: [] for card in cards}
    for one in rows:
        of_plan[one.card.id].append(one)
    for card in cards:
        _Chapter(book, card, of_plan[card.id], text, label=len(places) > 1).write()
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def place_of(card: PlanCard) -> str:
    """Whose bureaus a plan names, as our labels say it."""
    return card.region or card.title


def _opening(places: Sequence[str], cards: Sequence[PlanCard], rows: Sequence[Assignment]) -> list[str]:
    day = date.today()
    told = [
        f"导出日期：{day.year}年{day.month}月{day.day}日。方案 {len(cards)} 份，任务 {_count(rows)} 项。任务和责任分工照方案逐字引用。"
    ]
    if len(places) > 1:
        tasks = Counter({one.clause.id: place_of(one.card) for one in rows}.values())
        counts = [f"{place} {tasks[place]} 项" for place in places]
        told += [
            f"按地方分列：{'，'.join(counts)}。各地写法相同的单位各是各的。",
            "单位前〔〕里的地名不是原文，是本文件加的，说明是哪里的单位。",
        ]
    return told


def _count(rows: Iterable[Assignment]) -> int:
    return len({one.clause.id for one in rows})


class _Chapter:
    """Writes one plan."""

    def __init__(
        self, book: "Document", card: PlanCard, rows: Sequence[Assignment], text: bool, *, label: bool
    ) -> None:
        self._book, self._card, self._rows, self._text = book, card, rows, text
        self._place = f"〔{place_of(card)}〕" if label else ""

    def write(self) -> None:
        """What it is, and a table for each role."""
        card = self._card
        self._book.add_heading(without_unseen(f"{card.region}：{card.title}" if self._place else card.title), 1)
        facts = (("地区", card.region), ("文号", card.number), ("印发日期", card.date))
        self._say("；".join(f"{fact}：{value or '原文未载'}" for fact, value in facts) + "。")
        if not self._rows:
            self._say("这份方案没有写明责任单位。")
        for role, called in ROLES.items():
            if of_role := [one for one in self._rows if one.role == role]:
                self._book.add_heading(f"{called}（{_count(of_role)} 项）", 2)
                columns = _WITH_TEXT if self._text else _WITHOUT
                add_table(self._book, columns, [self._cells(task) for task in _by_task(of_role)])
                for line in _rules(of_role):
                    self._say(line)

    def _say(self, line: str) -> None:
        self._book.add_paragraph(without_unseen(line))

    def _cells(self, task: Sequence[Assignment]) -> tuple[str, ...]:
        one = task[0]
        words = (one.task,) if self._text else ()
        return one.clause.name, *words, self._who(task), one.duty.quote

    def _who(self, task: Iterable[Assignment]) -> str:
        """Bodies with the words that give their role: 市统计局、市财政局（按职责分工负责）."""
        bodies: dict[str, list[str]] = {}
        for one in task:
            bodies.setdefault(one.duty.phrase or UNSAID, []).append(self._place + one.duty.body)
        return "；".join(f"{'、'.join(names)}（{phrase}）" for phrase, names in bodies.items())


def _by_task(rows: Sequence[Assignment]) -> list[list[Assignment]]:
    """Rows of one bracket together: it is quoted once."""
    tasks: dict[tuple[str, tuple[int, str]], list[Assignment]] = {}
    for one in rows:
        tasks.setdefault((one.clause.id, bracket_of(one.duty)), []).append(one)
    return list(tasks.values())


def _rules(rows: Iterable[Assignment]) -> list[str]:
    """What standing rules say beyond the tables: the clauses they bind, once for all bodies of a rule."""
    bound: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in rows:
        if one.binds:
            key = one.duty.rule, tuple(clause.name for clause in one.binds)
            bound.setdefault(key, []).append(one.duty.body)
    return [
        f"通用规定“{rule}”：{'、'.join(bodies)}还须落实其后 {len(clauses)} 条：{'，'.join(clauses)}。"
        for (rule, clauses), bodies in bound.items()
    ]
