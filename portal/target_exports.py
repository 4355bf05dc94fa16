"""The number ledger as files to take away: a comparison with its sources in XLSX, the sources alone in CSV.

Whatever a plan contains stays text: no cell of either file is ever a formula or a link.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import FastAPI, Query
from fastapi.responses import Response

from corpus.plan import Clause, Target
from portal.contract import PlanCard, Service, Snapshot
from portal.figures import say_figure
from portal.library import PlanIds, chosen
from portal.schema import Responses, refusals

ABSENT = "未提及"
MATRIX, SOURCES = "指标对比", "出处"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INDICATORS = 500
"""Indicators that may be named in one request."""
Indicators = Annotated[
    list[Annotated[str, Query(max_length=300)]] | None,
    Query(max_length=INDICATORS, description="指标的通用名称（canonical），可以给多个，表按此次序；不给为全部"),
]
Cell = str | int | float | None

_COLUMNS: tuple[tuple[str, int], ...] = (
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
        cells: dict[tuple[str, str], list[Target]] = {}
        for one in self.figures:
            cells.setdefault((one.target.canonical, one.card.id), []).append(one.target)
        years = Counter(one.target.target_year for one in self.figures if one.target.target_year)
        usual = years.most_common(1)[0][0] if years else None
        return {key: [_apart(target, targets, usual) for target in targets] for key, targets in cells.items()}

    def file_name(self, ending: str) -> str:
        """A name that says of which places: 指标对比-郴州市等5份.xlsx."""
        place = re.sub(r"[^\w]", "", self.cards[0].region or self.cards[0].title) if self.cards else ""
        more = f"等{len(self.cards)}份" if len(self.cards) > 1 else ""
        return f"{MATRIX}-{place}{more}.{ending}" if place else f"{MATRIX}.{ending}"


def _apart(target: Target, cell: Sequence[Target], usual: int | None) -> str:
    """A figure with what sets it apart: a year that is not the usual one, a scope that the others of its cell do not have."""
    year = f"{target.target_year}年" if target.target_year not in (None, usual) else ""
    scope = target.scope if len({other.scope for other in cell}) > 1 else ""
    apart = "，".join(filter(None, (year, scope)))
    return f"{say_figure(target)}（{apart}）" if apart else say_figure(target)


def compared(snapshot: Snapshot, plans: Sequence[str] | None, indicators: Sequence[str] | None) -> Comparison:
    """The figures of these plans and indicators. Raises ``PlanUnknown`` like :func:`portal.library.chosen`."""
    cards = chosen(snapshot, plans)
    wanted = set(indicators or ())
    figures: list[Figure] = []
    for card in cards:
        clauses = {clause.id: clause for clause in snapshot.clauses(card.id)}
        rows = snapshot.targets_of_plan(card.id)
        figures += [Figure(card, clauses[t.clause], t) for t in rows if not wanted or t.canonical in wanted]
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
    import xlsxwriter  # needed by few requests: it is not loaded at the start

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EFEC", "border": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DEDBD1"})
        matrix = book.add_worksheet(MATRIX)
        matrix.set_column(0, 0, 36)
        matrix.set_column(1, max(1, len(comparison.cards)), 22)
        matrix.freeze_panes(1, 1)
        _write(matrix, 0, ["指标", *(_named(card) for card in comparison.cards)], head)
        for at, indicator in enumerate(comparison.indicators, 1):
            _write(matrix, at, [indicator, *(comparison.cell(indicator, card) for card in comparison.cards)], body)
        sources = book.add_worksheet(SOURCES)
        for at, (_, width) in enumerate(_COLUMNS):
            sources.set_column(at, at, width)
        sources.freeze_panes(1, 0)
        sources.autofilter(0, 0, max(1, len(comparison.figures)), len(_COLUMNS) - 1)
        _write(sources, 0, [name for name, _ in _COLUMNS], head)
        for at, one in enumerate(comparison.figures, 1):
            _write(sources, at, one.cells(), body)
    return written.getvalue()


def _named(card: PlanCard) -> str:
    return f"{card.region}\n{card.title}" if card.region else card.title


def _write(sheet: Any, row: int, cells: Iterable[Cell], style: Any) -> None:
    for column, cell in enumerate(cells):
        if cell is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell, style)
        else:
            sheet.write_number(row, column, cell, style)


def add_target_exports(app: FastAPI, service: Service) -> None:
    """Add the two downloads."""

    @app.get(
        "/api/targets.csv",
        summary="指标及出处，CSV：一行一个数",
        operation_id="targets_csv",
        response_class=Response,
        responses=_file("text/csv"),
    )
    def targets_csv(plan: PlanIds = None, indicator: Indicators = None) -> Response:
        found = compared(service.now().index, plan, indicator)
        return _attached(as_csv(found), "text/csv; charset=utf-8", found.file_name("csv"))

    @app.get(
        "/api/targets.xlsx",
        summary="指标对比表及出处，XLSX",
        operation_id="targets_xlsx",
        response_class=Response,
        responses=_file(XLSX),
    )
    def targets_xlsx(plan: PlanIds = None, indicator: Indicators = None) -> Response:
        found = compared(service.now().index, plan, indicator)
        return _attached(as_xlsx(found), XLSX, found.file_name("xlsx"))


def _file(media: str) -> Responses:
    content = {media: {"schema": {"type": "string", "format": "binary"}}}
    return {**refusals(422), 200: {"description": "文件", "content": content}}


def _attached(content: bytes, media: str, name: str) -> Response:
    ending = name.rpartition(".")[2]
    named = f"attachment; filename=\"targets.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media, headers={"content-disposition": named, "cache-control": "no-store"})
