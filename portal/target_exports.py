"""The number ledger as files to take away: a comparison with its sources in XLSX, the sources alone in CSV.

Whatever a plan contains stays text: no cell of either file is ever a formula, and links lead from the table to its sources alone.
"""

import csv
import io
import re
from collections import Counter
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
from portal.sheets import Column, Plain, Sourced, written_to
from retrieval.search.figures import is_ambitious, unit_of

ABSENT = "未提及"
NO_NUMBER, NO_DATE, NO_YEAR = "原文未载文号", "原文未载日期", "原文未写"
MATRIX, SOURCES = "指标对比", "出处"
INDICATORS = 500
"""Indicators that may be named in one request."""
Indicators = Annotated[
    list[Annotated[str, Query(max_length=300)]] | None,
    Query(max_length=INDICATORS, description="指标的通用名称（canonical），可以给多个，表按此次序；不给为全部"),
]

_COLUMNS: tuple[Column, ...] = (
    ("方案", 34), ("地区", 10), ("文号", 18), ("印发日期", 14), ("指标", 28), ("指标（原文）", 28), ("数值（原文）", 12),
    ("含义", 16), ("数", 10), ("单位", 10), ("基期年", 8), ("目标年", 8), ("限定", 12), ("范围", 12), ("地址", 30),
    ("原句", 80),
)  # fmt: skip
_LONGEST_FORM = 255
"""Characters of a number format."""
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
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

    def source(self) -> str:
        """Where it comes from, for a note."""
        card = self.card
        return f"《{card.title}》\n{card.number or NO_NUMBER}\n{self.clause.name}\n“{self.target.sentence}”"

    def cells(self) -> tuple[Plain, ...]:
        """Its row of the sources."""
        card, target = self.card, self.target
        return (
            card.title, card.region, card.number or NO_NUMBER, card.date or NO_DATE, target.canonical,
            target.indicator, target.value_text, say_figure(target), target.value, target.unit,
            target.base_year or NO_YEAR, target.target_year or NO_YEAR, target.qualifier, target.scope,
            self.clause.name, target.sentence,
        )  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Figures of several plans: indicators in the order asked for, or those first that most plans give, and the figures in theirs."""

    cards: Sequence[PlanCard]
    indicators: Sequence[str]
    figures: Sequence[Figure]

    def cell(self, indicator: str, card: PlanCard) -> Sourced | str:
        """What a plan says of an indicator: a number where one figure is firm and in the unit of its row, else a line for each figure."""
        found = self._found.get((indicator, card.id))
        if not found:
            return ABSENT
        figures = [self.figures[at] for at in found]
        firm = [one for one in figures if not is_ambitious(one.target)] if len(figures) > 1 else figures
        hoped = "".join(f"；{one.said()}" for one in figures if one not in firm)
        alone = len(firm) == 1 and unit_of(firm[0].target) == self._units[indicator]
        value, form = (number_of(firm[0], hoped) if alone else None) or ("\n".join(one.said() for one in figures), "")
        return Sourced(value, form, SOURCES, found[0] + 2, "\n\n".join(one.source() for one in figures))

    @cached_property
    def _found(self) -> dict[tuple[str, str], list[int]]:
        cells: dict[tuple[str, str], list[int]] = {}
        for at, one in enumerate(self.figures):
            cells.setdefault((one.target.canonical, one.card.id), []).append(at)
        return cells

    @cached_property
    def _units(self) -> dict[str, str]:
        """The unit of each row's numbers, that of most: what is written in another stays words, so that no sum mixes 吨 and 万吨."""
        counts: dict[str, Counter[str]] = {}
        for one in self.figures:
            counts.setdefault(one.target.canonical, Counter())[unit_of(one.target)] += 1
        return {indicator: units.most_common(1)[0][0] for indicator, units in counts.items()}

    def file_name(self, ending: str) -> str:
        """A name that says of what: 指标对比-森林覆盖率-5份方案.xlsx, 指标对比-5项指标-郴州市.xlsx."""
        one = len(self.indicators) == 1
        what = _bare(self.indicators[0])[:40] if one else f"{len(self.indicators)}项指标"
        whose = _bare(self.cards[0].region or self.cards[0].title) if len(self.cards) == 1 else ""
        return "-".join(filter(None, (MATRIX, what, whose or f"{len(self.cards)}份方案"))) + f".{ending}"


def _bare(name: str) -> str:
    return re.sub(r"[^\w]", "", name)


def number_of(figure: Figure, more: str = "") -> tuple[float, str] | None:
    """The figure as a number, and the number format that shows it in the plan's words: 14.0 as "下降"0"%以上", and ``more`` behind it.

    None where its words hold no number, or several, or cannot stand in a format.
    """
    said, value = figure.said(), figure.target.value
    numbers = list(_NUMBER.finditer(say_figure(figure.target)))
    if value is None or len(numbers) != 1 or float(numbers[0].group().replace(",", "")) != value:
        return None
    before, number, after = said[: numbers[0].start()], numbers[0].group(), said[numbers[0].end() :] + more
    decimals = len(number.partition(".")[2])
    digits = ("#,##0" if "," in number else "0") + ("." + "0" * decimals if decimals else "")
    form = "".join((_literal(before), digits, _literal(after)))
    return None if '"' in said + more or "\n" in said + more or len(form) > _LONGEST_FORM else (value, form)


def _literal(words: str) -> str:
    return f'"{words}"' if words else ""


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
    shown = list(dict.fromkeys(indicators or _most_given(figures)))
    place = {name: at for at, name in enumerate(shown)}
    return Comparison(cards, shown, sorted(figures, key=lambda one: place[one.target.canonical]))


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


def _inert(cell: Plain) -> Plain:
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
