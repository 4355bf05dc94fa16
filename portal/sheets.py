"""Spreadsheets by XlsxWriter. Whatever a plan contains stays text: no cell is ever a formula, and links lead to sheets of the book alone."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Plain = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sourced:
    """A cell that leads to a row of another sheet (counted from 1, its head included) and tells on a note what stands there.

    ``form``: the number format of a number.
    """

    value: Plain
    form: str
    sheet: str
    row: int
    note: str


Cell = Plain | Sourced
Column = tuple[str, int]
"""Heading and width, in characters."""
_NOTE_CHARACTERS = 32_000
"""Excel holds so many in a note."""
_NOTE_LINE, _NOTE_WIDTH, _NOTE_PIXELS = 30, 420, 18


class Workbook:
    """A workbook in the making."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EFEC", "border": 1}
        )
        self._forms: dict[tuple[str, bool], Any] = {}

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
        form = self._form()
        if isinstance(cell, Sourced):
            form = self._form(cell.form, linked=True)
            sheet.write_url(line, at, f"internal:'{cell.sheet}'!A{cell.row}", form, "")
            sheet.write_comment(line, at, cell.note[:_NOTE_CHARACTERS], _size_of(cell.note))
            cell = cell.value
        if cell is None:
            sheet.write_blank(line, at, None, form)
        elif isinstance(cell, str):
            sheet.write_string(line, at, cell, form)
        else:
            sheet.write_number(line, at, cell, form)

    def _form(self, number: str = "", *, linked: bool = False) -> Any:
        """The look of a cell; a book holds each once."""
        if (number, linked) not in self._forms:
            look = {"text_wrap": True, "valign": "top", "align": "left", "border": 1, "border_color": "#DEDBD1"}
            more = {"num_format": number} if number else {}
            linking = {"font_color": "#0F5C57", "underline": 1} if linked else {}
            self._forms[number, linked] = self._book.add_format({**look, **more, **linking})
        return self._forms[number, linked]


def _size_of(note: str) -> dict[str, Any]:
    lines = sum(1 + len(line) // _NOTE_LINE for line in note.splitlines())
    return {"width": _NOTE_WIDTH, "height": _NOTE_PIXELS * (lines + 1), "author": "问策"}


@contextmanager
def written_to(held: io.BytesIO) -> Iterator[Workbook]:
    """A workbook that is written there when the block ends."""
    import xlsxwriter  # needed by few requests: it is not loaded at the start

    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        yield Workbook(book)
