"""Tables as lines of text, the same way for every format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: A cell with this much in several lines is part of a page's layout, not of a table; where rows stand under each other, lists in cells are
#: longer than what stands beside a page's menu.
_LAYOUT_CHARACTERS, _GRID_CHARACTERS, _LAYOUT_LINES = 300, 1500, 3
_FEWEST = 2
#: A merged cell of more characters is written where it begins only.
_REPEATED = 200
#: The name of a group of rows, which stands in a row of its own, has at most so many characters.
_GROUP_NAME = 40
_FIGURE, _YEAR = re.compile(r"\d"), re.compile(r"(?:19|20)\d\d")
#: No table is wider.
COLUMNS = 64

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell with its own lines; it covers ``across`` columns and ``down`` rows. ``goes_on`` marks one that continues the cell above."""

    lines: Lines
    across: int = 1
    down: int = 1
    goes_on: bool = False


def unmerged(rows: Sequence[Sequence[Merged]]) -> list[list[Lines]]:
    """The lines of every place of a table: a cell merged downwards stands in each row that it covers, one merged across in its first column."""
    if all(len(row) <= COLUMNS and not any(map(_is_merged, row)) for row in rows):
        return [[cell.lines for cell in row] for row in rows]
    placed: list[list[Lines]] = []
    open_cells: dict[int, tuple[int, Merged]] = {}  # by column: rows still covered, cell
    for row in rows:
        cells: dict[int, Lines] = {}
        column = 0
        for cell in row:
            while column < COLUMNS and column in open_cells and open_cells[column][0] > 0:
                column = _covered(cells, open_cells, column)
            above = open_cells.get(column)
            lines = _repeated(above[1]) if cell.goes_on and above else cell.lines
            cells[column] = lines
            open_cells[column] = (cell.down - 1, above[1] if cell.goes_on and above else cell)
            column = min(column + max(cell.across, 1), COLUMNS)
        while column < COLUMNS and column in open_cells and open_cells[column][0] > 0:
            column = _covered(cells, open_cells, column)
        placed.append([cells.get(n, ()) for n in range(max(cells, default=-1) + 1)])
    return placed


def _is_merged(cell: Merged) -> bool:
    return cell.across != 1 or cell.down != 1 or cell.goes_on


def _covered(cells: dict[int, Lines], open_cells: dict[int, tuple[int, Merged]], column: int) -> int:
    """Put a cell that reaches down from above; the column behind it."""
    left, cell = open_cells[column]
    cells[column] = _repeated(cell)
    open_cells[column] = (left - 1, cell)
    return min(column + max(cell.across, 1), COLUMNS)


def _repeated(cell: Merged) -> Lines:
    return cell.lines if sum(map(len, cell.lines)) <= _REPEATED else ()


def table_lines(rows: Sequence[Sequence[Merged]]) -> list[str]:
    """Lines of a table, a row a line.

    Cells stand on one line, separated by tabs, empty ones too, so that columns can be counted. A row with one filled cell (a framed
    box) keeps that cell's lines, but for a short one among other rows (the name of a group); so do all cells when one of them is plainly
    running text.
    """
    placed = [row for cells in _with_inner_heads(unmerged(rows)) for row in _nested_rows(cells)]
    filled = [[cell for cell in cells if not _is_blank(cell)] for cells in placed]
    grid = sum(len(cells) >= _FEWEST for cells in filled) >= _FEWEST
    most = _GRID_CHARACTERS if grid else _LAYOUT_CHARACTERS
    return [
        line for cells, full in zip(placed, filled, strict=True) for line in _row_lines(cells, full, most, grid=grid)
    ]


def _is_blank(cell: Lines) -> bool:
    for line in cell:  # noqa: SIM110  a generator takes twice the time, and every cell is asked
        if line and not line.isspace():
            return False
    return True


def _is_table(cell: Lines) -> bool:
    return len(cell) > 1 and all("\t" in line for line in cell)


def _with_inner_heads(rows: list[list[Lines]]) -> list[list[Lines]]:
    """The rows of a table in whose rows tables with one and the same head stand in one column: the columns of these are columns of the whole."""
    inner = [(row[at], at) for row in rows for at in range(len(row)) if _is_table(row[at])]
    heads = {cell[0] for cell, _ in inner}
    if len(rows) < _FEWEST or len(heads) != 1 or len({at for _, at in inner}) != 1 or any(map(_is_table, rows[0])):
        return rows
    head, at = heads.pop().split("\t"), inner[0][1]
    if any(_FIGURE.search(_YEAR.sub("", words)) for words in head) or not any(map(str.strip, head)):
        return rows
    whole = [_wider(rows[0], at, [*rows[0][at : at + 1], *[()] * (len(head) - 1)])]
    whole.append(_wider(rows[0], at, [(words,) for words in head]))
    for row in rows[1:]:
        if at < len(row) and _is_table(row[at]):
            lines = [line.split("\t") for line in row[at][1:]]
            whole += [_wider(row, at, [(w,) for w in [*line, *[""] * len(head)][: len(head)]]) for line in lines]
        else:
            whole.append(_wider(row, at, [*row[at : at + 1], *[()] * (len(head) - 1)]))
    return whole


def _wider(row: Sequence[Lines], at: int, cells: Sequence[Lines]) -> list[Lines]:
    return [*row[:at], *cells, *row[at + 1 :]]


def _nested_rows(cells: Sequence[Lines]) -> list[Sequence[Lines]]:
    """The rows that a row with a table in one of its cells is: one for each of that table's, which the other cells go with."""
    nested = [n for n, cell in enumerate(cells) if _is_table(cell)]
    if len(nested) != 1:
        return [cells]
    at = nested[0]
    if all(_is_blank(cell) for n, cell in enumerate(cells) if n != at):  # a frame around a table
        return [[(words,) for words in line.split("\t")] for line in cells[at]]
    return [[*cells[:at], (line.replace("\t", " "),), *cells[at + 1 :]] for line in cells[at]]


def _row_lines(cells: Sequence[Lines], filled: Sequence[Lines], most: int, *, grid: bool) -> list[str]:
    if grid and len(filled) == 1 and len(filled[0]) == 1 and len(filled[0][0]) <= _GROUP_NAME:
        at = next(n for n, cell in enumerate(cells) if cell)
        return ["\t" * at + filled[0][0].replace("\t", " ") + "\t"]
    if len(filled) <= 1 or any(len(cell) >= _LAYOUT_LINES and sum(map(len, cell)) > most for cell in filled):
        return [line for cell in filled for line in cell if line.strip()]
    return [row_line([" ".join(cell).replace("\n", " ") for cell in cells])]


def row_line(cells: Sequence[str]) -> str:
    """The line of a row. Empty cells at its end are left out; behind two cells (一, 水资源) a tab tells it from a heading with its number."""
    line = "\t".join(cells)
    bare = line.rstrip()
    return f"{bare}\t" if bare != line and sum(bool(cell.strip()) for cell in cells) == _FEWEST else bare
