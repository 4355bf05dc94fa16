"""The check of a draft as files to take away: a row for each figure in XLSX, a table in DOCX."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.contract import PlanCard
from portal.paper import add_table, lay_out, set_fonts
from portal.sheets import Cell, Column, written_to

VERDICTS = {"agrees": "相符", "differs": "不符", "absent": "方案没有", "unclear": "未核对"}
"""What each verdict is called."""
_FONTS = {"Normal": "宋体", "Title": "黑体", "Header": "宋体", "Footer": "宋体"}
_Row = Mapping[str, Any]
_COLUMNS: tuple[Column, ...] = (
    ("序号", 6), ("稿中原句", 60), ("稿中数", 14), ("稿中数值", 12), ("单位", 10), ("指标", 28), ("地区", 12), ("结论", 10),
    ("说明", 28), ("方案中的数", 18), ("方案数值", 12), ("方案单位", 10), ("方案", 34), ("文号", 18), ("条款", 22), ("方案原句", 80),
)  # fmt: skip
_TABLE: tuple[tuple[str, float], ...] = (
    ("稿中原句", 5.2), ("稿中数", 1.9), ("结论", 1.6), ("方案中的数", 2.2), ("出处", 6.1),
)  # fmt: skip


def as_xlsx(rows: Sequence[_Row], cards: Mapping[str, PlanCard]) -> bytes:
    """One sheet, a row for each figure; numbers are numbers."""
    held = io.BytesIO()
    with written_to(held) as book:
        book.title("稿件核对")
        book.add("稿件核对", _COLUMNS, [_cells(row, cards) for row in rows])
    return held.getvalue()


def _cells(row: _Row, cards: Mapping[str, PlanCard]) -> tuple[Cell, ...]:
    card, first = cards.get(row["plan"]), _first(row)
    return (
        row["n"], row["sentence"], row["words"], row["value"], row["unit"], row["name"], row["place"],
        VERDICTS[row["verdict"]], said_of(row), row["given"], first.get("value"), first.get("unit", ""),
        card.title if card else "", card.number if card else "", first.get("address", ""), first.get("sentence", ""),
    )  # fmt: skip


def _first(row: _Row) -> Mapping[str, Any]:
    return row["stated"][0] if row["stated"] else {}


def said_of(row: _Row) -> str:
    """What is to be known of a verdict, in one cell."""
    return "；".join([*([row["why"]] if row["why"] else []), *row["notes"]])


def as_docx(told: Mapping[str, Any], cards: Mapping[str, PlanCard]) -> bytes:
    """A table with the draft's sentences beside the plans' own."""
    import docx  # needed by few requests: it is not loaded at the start

    book = docx.Document()
    set_fonts(book, _FONTS)
    lay_out(book, "稿件核对")
    book.core_properties.title, book.core_properties.author = "稿件核对", "问策"
    book.add_heading("稿件核对", 0)
    today = date.today()
    counts = "，".join(f"{told['counts'][verdict]} 个{called}" for verdict, called in VERDICTS.items())
    book.add_paragraph(f"{len(told['rows'])} 个数：{counts}。核对日期：{today.year}年{today.month}月{today.day}日。")
    if told["rows"]:
        add_table(book, _TABLE, [_words(row, cards) for row in told["rows"]])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _words(row: _Row, cards: Mapping[str, PlanCard]) -> tuple[str, ...]:
    card, first = cards.get(row["plan"]), _first(row)
    verdict = "\n".join(filter(None, (VERDICTS[row["verdict"]], said_of(row))))
    if card is None:
        return row["sentence"], row["words"], verdict, row["given"], ""
    where = f"《{card.title}》{f'（{card.number}）' if card.number else ''}{first.get('address', '')}"
    nearest = "最接近的：" if row["verdict"] == "absent" and first else ""
    return (
        row["sentence"],
        row["words"],
        verdict,
        row["given"],
        "\n".join(filter(None, (where, nearest + first.get("sentence", "")))),
    )
