"""Tables that a PDF draws: the words between its rulings, put into cells, become the rows that every format has."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from corpus.readers.cell_lines import cell_lines
from corpus.readers.columns import words_of
from corpus.readers.glyphs import Glyph
from corpus.readers.grids import Grid, GridCell, find_grids
from corpus.readers.printed import PrintedLine
from corpus.readers.ruled_rows import ruled_rows
from corpus.readers.rulings import Effort, Rulings, page_rulings
from corpus.readers.tables import Lines, Merged, table_lines

_FEWEST_FILLED = 2
_FEWEST_STACKED = 3
_FEWEST_NAMED = 5
_FIGURES = re.compile(r"[-+±]?\d[\d,，.]*\s*[%％‰]?")
#: The words stand at most so far from the sides of their cell; the edges of a table keep their places on the next page up to so much.
_PADDING, _NEAR = 6.0, 3.0

#: Gives the lines of a page, parted wherever the words of a line pass from one cell to another.
Split = Callable[[Sequence[Grid]], list[PrintedLine]]
#: The lines in the cells of a grid, by the number of the cell.
Held = Mapping[int, Sequence[PrintedLine]]


@dataclass(frozen=True, slots=True)
class _Before:
    """How a table ended on the page before: its edges, its head, and by column what was merged down to its end, and what its last row says."""

    xs: Sequence[float]
    head: Sequence[Lines]
    reaching: Mapping[int, Lines]
    last: Mapping[int, Lines]

    def goes_on(self, grid: Grid) -> bool:
        """Whether a table has the same columns."""
        return len(self.xs) == len(grid.xs) and all(abs(a - b) <= _NEAR for a, b in zip(self.xs, grid.xs, strict=True))


class RuledTables:
    """Finds the ruled tables of a document, page by page in order."""

    def __init__(self) -> None:
        self._effort = Effort()
        self._before: _Before | None = None

    def lines(self, page: Any, split: Split, signs: Sequence[Sequence[Glyph]]) -> list[PrintedLine]:
        """The lines of a page of a PDF, those of each table replaced by its rows where it begins; ``signs`` are those of the page, line by line."""
        rulings = page_rulings(page, self._effort)
        grids = find_grids(rulings, self._effort)
        return self._with_grids([*grids, *ruled_rows(rulings.across, signs, grids, self._effort)], split)

    def with_rulings(self, rulings: Rulings, split: Split) -> list[PrintedLine]:
        """The same for a page whose rulings are known, of tables with walls."""
        return self._with_grids(find_grids(rulings, self._effort), split)

    def _with_grids(self, grids: list[Grid], split: Split) -> list[PrintedLine]:
        before, self._before = self._before, None
        while True:
            lines = split(grids)
            held = [_held(grid, lines) for grid in grids]
            filled = [(grid, cells) for grid, cells in zip(grids, held, strict=True) if _is_filled(grid, cells)]
            parted = [new for grid, cells in filled if (new := _parted(grid, cells))]
            if parted == grids:
                return list(self._with_rows(grids, held, lines, before))
            grids = parted

    def _with_rows(
        self, grids: Sequence[Grid], held: Sequence[Held], lines: Sequence[PrintedLine], before: _Before | None
    ) -> Iterator[PrintedLine]:
        table_of = {id(line): n for n, cells in enumerate(held) for found in cells.values() for line in found}
        written: set[int] = set()
        for at, line in enumerate(lines):
            number = table_of.get(id(line))
            if number is None:
                yield line
            elif number not in written:
                on_top = at <= 1  # nothing above it but a header
                yield from self._rows(grids[number], held[number], before if on_top else None)
                written.add(number)

    def _rows(self, grid: Grid, held: Held, before: _Before | None) -> Iterator[PrintedLine]:
        padding = _paddings(grid, held)
        cells = [
            Merged(
                cell_lines(held.get(n, ()), *grid.sides(cell), padding.get(cell.column, _PADDING)),
                cell.across,
                cell.down,
            )
            for n, cell in enumerate(grid.cells)
        ]
        if before and before.goes_on(grid):
            cells = _continued(grid, cells, before)
        else:
            before = None
        rows: list[list[Merged]] = [[] for _ in grid.ys[1:]]
        for number, (place, cell) in enumerate(zip(grid.cells, cells, strict=True)):
            rows[place.row] += _side_by_side(grid, place, held.get(number, ())) or [cell]
        self._before = _end(grid, rows, cells, before)
        words = [line for lines in held.values() for line in lines]
        left, right = min(line.left for line in words), max(line.right for line in words)
        for text in table_lines(rows):
            yield PrintedLine(text, left, right, grid.ys[-1], grid.ys[0], row=True)


def _side_by_side(grid: Grid, place: GridCell, lines: Sequence[PrintedLine]) -> list[Merged]:
    """What stands beside each other in a cell over several columns with no wall between them; nothing where the cell is one.

    Either one word a column, or names over as many columns each.
    """
    if place.across < _FEWEST_STACKED or not lines:
        return []
    pieces = sorted((words for line in lines for words in words_of(line)), key=lambda words: words.left)
    level = max(line.bottom for line in lines) < min(line.top for line in lines)
    if not level or len(pieces) < _FEWEST_FILLED:
        return []
    edges = grid.xs[place.column : place.column + place.across + 1]
    each, rest = divmod(place.across, len(pieces))
    parts = list(pairwise(edges[::each])) if not rest else []
    if all(a <= p.left and p.right <= b for p, (a, b) in zip(pieces, parts, strict=False)) and parts:
        return [Merged([piece.text], each, place.down) for piece in pieces]
    columns = [bisect_right(edges, piece.left) - 1 for piece in pieces]
    reach = [*columns[1:], place.across]
    apart = all(p.right <= edges[c + 1] for p, c in zip(pieces, columns, strict=True)) and columns[0] >= 0
    if len(pieces) < _FEWEST_STACKED or not apart or len(set(columns)) < len(columns):
        return []
    blank = [Merged((), columns[0], place.down)] if columns[0] else []
    return [*blank, *(Merged([p.text], b - a, place.down) for p, a, b in zip(pieces, columns, reach, strict=True))]


def _held(grid: Grid, lines: Sequence[PrintedLine]) -> dict[int, list[PrintedLine]]:
    held: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        number = grid.at((line.left + line.right) / 2, (line.bottom + line.top) / 2)
        if number is not None:
            held[number].append(line)
    return held


def _is_filled(grid: Grid, held: Held) -> bool:
    """Whether words stand beside words in a row; else the lines are a picture or a frame."""
    rows = Counter(row for n in held for row in range(grid.cells[n].row, grid.cells[n].row + grid.cells[n].down))
    return max(rows.values(), default=0) >= _FEWEST_FILLED


def _parted(grid: Grid, held: Held) -> Grid | None:
    """The grid with edges between the rows that stand without rulings in one of its rows; None where words are not level with them."""
    for number, lines in held.items():
        if _names_rows(grid, grid.cells[number], lines, held):
            return grid.unstacked(number)
    for row in range(len(grid.ys) - 1):
        numbers = [n for n in dict.fromkeys(grid.owners[row]) if held.get(n)]
        stack = next((held[n] for n in numbers if _is_stack(held[n])), None)
        if stack:
            lines = [line for n in numbers for line in held[n]]
            levels = sorted((line.bottom for line in stack), reverse=True)
            level_of = [next((y for y in levels if abs(line.bottom - y) <= _NEAR), None) for line in lines]
            if None in level_of or any(grid.cells[n].down > 1 for n in grid.owners[row]):
                return None
            tops = [max(line.top for line, at in zip(lines, level_of, strict=True) if at == y) for y in levels]
            return grid.parted(row, tops[1:])
    return grid


def _names_rows(grid: Grid, whole: GridCell, lines: Sequence[PrintedLine], held: Held) -> bool:
    """Whether a cell over many rows has a line in each, level with what stands there: the names of rows that no lines part."""
    if whole.down < _FEWEST_NAMED or len(lines) != whole.down:
        return False
    rows = range(whole.row, whole.row + whole.down)
    for row, name in zip(rows, sorted(lines, key=lambda line: -line.bottom), strict=True):
        beside = [line for n in set(grid.owners[row]) if grid.cells[n] != whole for line in held.get(n, ())]
        if not any(abs(line.bottom - name.bottom) <= _NEAR for line in beside):
            return False
    return True


def _is_stack(lines: Sequence[PrintedLine]) -> bool:
    """Whether figures stand one below the other in a cell: those of several rows."""
    return sum(bool(_FIGURES.fullmatch(line.text)) for line in lines) >= _FEWEST_STACKED


def _paddings(grid: Grid, held: Held) -> dict[int, float]:
    """How far the words of each column stand from its sides."""
    paddings: dict[int, float] = {}
    for number, lines in held.items():
        cell = grid.cells[number]
        left, right = grid.sides(cell)
        if cell.across == 1:
            least = min(min(line.left - left, right - line.right) for line in lines)
            paddings[cell.column] = max(0.0, min(paddings.get(cell.column, _PADDING), least))
    return paddings


def _continued(grid: Grid, cells: Sequence[Merged], before: _Before) -> list[Merged]:
    """A cell merged downwards over the end of a page holds on the next one too, below the head that is repeated there."""
    head = [cell.lines for place, cell in zip(grid.cells, cells, strict=True) if place.row == 0]
    first = 1 if head == before.head else 0
    above = [{**before.last, **before.reaching} if place.down > 1 else before.reaching for place in grid.cells]
    return [
        replace(cell, lines=said[place.column])
        if place.row == first and not cell.lines and place.column in said
        else cell
        for place, cell, said in zip(grid.cells, cells, above, strict=True)
    ]


def _end(grid: Grid, rows: Sequence[Sequence[Merged]], cells: Sequence[Merged], before: _Before | None) -> _Before:
    reaching = {
        place.column: cell.lines
        for place, cell in zip(grid.cells, cells, strict=True)
        if place.row + place.down == len(rows)
        and cell.lines
        and (place.down > 1 or (before and before.reaching.get(place.column) == cell.lines))
    }
    last = {
        place.column: cell.lines
        for place, cell in zip(grid.cells, cells, strict=True)
        if cell.lines and place.row + place.down == len(rows) > 1
    }
    return _Before(grid.xs, before.head if before else [cell.lines for cell in rows[0]], reaching, last)
