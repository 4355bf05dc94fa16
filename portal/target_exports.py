"""The number ledger as files to take away: a comparison with its sources in XLSX, the sources alone in CSV.

Whatever a plan contains stays text: no cell of either file is ever a formula or a link.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from corpus.plan import Clause, Target
from portal.apart import Apart, apart_from
from portal.attachments import CSV, XLSX, attached, declared
from portal.contract import PlanCard, Service, Snapshot
from portal.figures import say_figure
from portal.library import PlanIds, chosen
from portal.sheets import Cell, Column, written_to

ABSENT = "未提及"
MATRIX, SOURCES = "指标对比", "出处"
INDICATORS = 500
"""Indicators that may be named in one request."""
Indicators = Annotated[
    list[Annotated[str, Query(max_length=300)]] | None,
    Query(max_length=INDICATORS, description="指标的通用名称（canonical），可以给多个，表按此次序；不给为全部"),
]

_COLUMNS: tuple[Column, ...] = (
    ("方案", 34), ("地区", 10), ("文号", 18), ("印发日期", 14), ("指标", 28), ("指标（原文）", 28), ("数值（原文）", 12),
    ("含义", 16), ("数", 10), ("单位", 10), ("基期年", 8), ("目标年", 8), ("限定", 12), ("范围", 12), ("地址", 12),
    ("条款标题", 26), ("原句", 80),
)  # fmt: skip
_LIVE = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
"""Characters with which a spreadsheet begins to read a formula in a CSV."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all that says where it comes from."""

    card: PlanCard
    clause: Clause
    target: Target
    apart: Apart

    def said(self) -> str:
        """What a cell says of it, with what sets it apart."""
        year = f"{self.apart.year}年" if self.apart.year else ""
        apart = "，".join(filter(None, (year, self.apart.scope)))
        return f"{say_figure(self.target)}（{apart}）" if apart else say_figure(self.target)

    def cells(self) -> tuple[Cell, ...]:
        """Its row of the sources."""
        card, target = self.card, self.target
        return (
            card.title, card.region, card.number, card.date, target.canonical, target.indicator, target.value_text,
            say_figure(target), target.value, target.unit, target.base_year, target.target_year, target.qualifier,
            target.scope, self.clause.address, self.clause.title, target.sentence,
        )  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Figures of several plans: indicators in the order asked for, or those first that most plans give."""

    cards: Sequence[PlanCard]
    indicators: Sequence[str]
    figures: Sequence[Figure]

    def cell(self, indicator: str, card: PlanCard) -> str:
        """What a plan says of an indicator, a line for each figure."""
        return "\n".join(self._said.get((indicator, card.id), ())) or ABSENT

    @cached_property
    def _said(self) -> dict[tuple[str, str], list[str]]:
        cells: dict[tuple[str, str], list[str]] = {}
        for one in self.figures:
            cells.setdefault((one.target.canonical, one.card.id), []).append(one.said())
        return cells

    def file_name(self, ending: str) -> str:
        """A name that says of which places: 指标对比-郴州市等5份.xlsx."""
        place = re.sub(r"[^\w]", "", self.cards[0].region or self.cards[0].title) if self.cards else ""
        more = f"等{len(self.cards)}份" if len(self.cards) > 1 else ""
        return f"{MATRIX}-{place}{more}.{ending}" if place else f"{MATRIX}.{ending}"


def compared(snapshot: Snapshot, plans: Sequence[str] | None, indicators: Sequence[str] | None) -> Comparison:
    """The figures of these plans and indicators. Raises ``PlanUnknown`` like :func:`portal.library.chosen`."""
    cards = chosen(snapshot, plans)
    wanted = set(indicators or ())
    rows: list[tuple[PlanCard, Clause, Target]] = []
    for card in cards:
        clauses = {clause.id: clause for clause in snapshot.clauses(card.id)}
        rows += [(card, clauses[target.clause], target) for target in snapshot.targets_of_plan(card.id)]
    whole = [Figure(*row, apart) for row, apart in zip(rows, apart_from([row[2] for row in rows]), strict=True)]
    figures = [one for one in whole if not wanted or one.target.canonical in wanted]
    return Comparison(cards, list(dict.fromkeys(indicators or _most_given(figures))), figures)


def _most_given(figures: Iterable[Figure]) -> list[str]:
    givers: dict[str, set[str]] = {}
    for one in figures:
        givers.setdefault(one.target.canonical, set()).add(one.card.id)
    return sorted(givers, key=lambda name: -len(givers[name]))


def as_csv(comparison: Comparison) -> bytes:
    """UTF-8 with BOM, which Excel needs to read Chinese; one row a figure."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([name for name, _ in _COLUMNS])
    for one in comparison.figures:
        writer.writerow([_inert(cell) for cell in one.cells()])
    return written.getvalue().encode("utf-8-sig")


def _inert(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _LIVE.match(cell) else cell


def as_xlsx(comparison: Comparison) -> bytes:
    """A sheet of indicators by plans and a sheet with a row for each figure."""
    held = io.BytesIO()
    with written_to(held) as book:
        plans = [(_named(card), 22) for card in comparison.cards]
        rows = [[name, *(comparison.cell(name, card) for card in comparison.cards)] for name in comparison.indicators]
        book.add(MATRIX, [("指标", 36), *plans], rows, first_column=True)
        book.add(SOURCES, _COLUMNS, [one.cells() for one in comparison.figures])
    return held.getvalue()


def _named(card: PlanCard) -> str:
    return f"{card.region}\n{card.title}" if card.region else card.title


def add_target_exports(app: FastAPI, service: Service) -> None:
    """Add the two downloads."""

    @app.get(
        "/api/targets.csv",
        summary="指标及出处，CSV：一行一个数",
        operation_id="targets_csv",
        response_class=Response,
        responses=declared(CSV, 422),
    )
    def targets_csv(plan: PlanIds = None, indicator: Indicators = None) -> Response:
        found = compared(service.now().index, plan, indicator)
        return attached(as_csv(found), f"{CSV}; charset=utf-8", found.file_name("csv"), "targets")

    @app.get(
        "/api/targets.xlsx",
        summary="指标对比表及出处，XLSX",
        operation_id="targets_xlsx",
        response_class=Response,
        responses=declared(XLSX, 422),
    )
    def targets_xlsx(plan: PlanIds = None, indicator: Indicators = None) -> Response:
        found = compared(service.now().index, plan, indicator)
        return attached(as_xlsx(found), XLSX, found.file_name("xlsx"), "targets")
