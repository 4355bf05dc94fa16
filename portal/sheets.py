"""Spreadsheets by XlsxWriter. Whatever a plan contains stays text: no cell is ever a formula or a link."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

Cell = str | int | float | None
Column = tuple[str, int]
"""Heading and width, in characters."""


class Workbook:
    """A workbook in the making."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EFEC", "border": 1}
        )
        self._body = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DEDBD1"})

    def title(self, title: str) -> None:
        """Give the workbook its title."""
        self._book.set_properties({"title": title})

    def add(
        self, name: str, columns: Sequence[Column], rows: Sequence[Iterable[Cell]], *, first_column: bool = False
    ) -> None:
        """Add a sheet: a head that stays in view, with filters where the ``first_column`` does not stay too, and the rows."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, int(first_column))
        if not first_column:
            sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        for at, (heading, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, self._head)
        for line, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                self._write(sheet, line, at, cell)

    def _write(self, sheet: Any, line: int, at: int, cell: Cell) -> None:
        if cell is None:
            sheet.write_blank(line, at, None, self._body)
        elif isinstance(cell, str):
            sheet.write_string(line, at, cell, self._body)
        else:
            sheet.write_number(line, at, cell, self._body)


@contextmanager
def written_to(held: io.BytesIO) -> Iterator[Workbook]:
    """A workbook that is written there when the block ends."""
    import xlsxwriter  # needed by few requests: it is not loaded at the start

    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        yield Workbook(book)
