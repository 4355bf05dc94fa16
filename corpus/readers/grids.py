"""Grids: the rulings of a page that cross, and the cells between them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers import limits
from corpus.readers.rulings import Effort, Ruling, Rulings

#: Lines this near to each other are one line, in points: double lines, and those that nearly meet.
_NEAR = 3.0
#: A line in a grid is at least so long; a table without lines at its sides reaches so far beyond those inside it.
_SHORTEST, _OPEN_SIDE = 6.0, 9.0
_FEWEST_COLUMNS = 2
#: Below a head that alone has walls there are so many rows or more, none of them higher than this.
_FEWEST_RULED, _TALLEST = 2, 40.0

#: By the edge at one side of a row or a column: where lines run.
Walls = dict[float, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its row and column from 0, and how many it covers."""

    row: int
    column: int
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's edges, ``xs`` from left to right and ``ys`` from top to bottom, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owners: tuple[tuple[int, ...], ...]
    _rising: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rising", self.ys[::-1])

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[-1] <= y <= ys[0]):
            return None
        column = min(bisect_right(xs, x), len(xs) - 1) - 1
        row = min(len(ys) - bisect_left(self._rising, y), len(ys) - 1) - 1
        return self.owners[row][column]

    def sides(self, cell: GridCell) -> tuple[float, float]:
        """The left and the right edge of a cell."""
        return self.xs[cell.column], self.xs[cell.column + cell.across]

    def sides_of(self, number: int) -> tuple[float, float, float, float]:
        """The lower, upper, left and right edge of a cell."""
        cell = self.cells[number]
        return self.ys[cell.row + cell.down], self.ys[cell.row], *self.sides(cell)

    def parted(self, row: int, edges: Sequence[float]) -> "Grid":
        """The grid with more edges in a row, which part each of its cells."""
        ys = (*self.ys[: row + 1], *edges, *self.ys[row + 1 :])
        more = len(edges)
        cells = [
            GridCell(cell.row + (more + n if cell.row > row else n), cell.column, cell.across, cell.down)
            for cell in self.cells
            for n in (range(more + 1) if cell.row == row else (0,))
        ]
        return grid_of(self.xs, ys, cells)

    def unstacked(self, number: int) -> "Grid":
        """The grid with a cell in each row that one of its cells covers."""
        whole = self.cells[number]
        rows = range(whole.row, whole.row + whole.down)
        cells = [*self.cells[:number], *self.cells[number + 1 :]]
        return grid_of(self.xs, self.ys, [*cells, *(GridCell(r, whole.column, whole.across, 1) for r in rows)])

    def holds(self, other: "Grid") -> bool:
        """Whether another grid stands inside this one."""
        return self.at((other.xs[0] + other.xs[-1]) / 2, (other.ys[0] + other.ys[-1]) / 2) is not None


def grid_of(xs: tuple[float, ...], ys: tuple[float, ...], cells: list[GridCell]) -> Grid:
    """The grid of cells that cover all of its places."""
    cells.sort(key=lambda cell: (cell.row, cell.column))
    owners = [[-1] * (len(xs) - 1) for _ in ys[1:]]
    for number, cell in enumerate(cells):
        for r in range(cell.row, cell.row + cell.down):
            owners[r][cell.column : cell.column + cell.across] = [number] * cell.across
    return Grid(xs, ys, tuple(cells), tuple(map(tuple, owners)))


def cell_at(grids: Sequence[Grid], x: float, y: float) -> tuple[int, int] | None:
    """The number of the grid that holds a point, and of the cell in it."""
    for number, grid in enumerate(grids):
        if (cell := grid.at(x, y)) is not None:
            return number, cell
    return None


def find_grids(rulings: Rulings, effort: Effort) -> list[Grid]:
    """The grids with a row of two cells or more, the largest first; of one inside another only the outer."""
    across, down = joined(rulings.across), joined(rulings.down)
    grids: list[Grid] = []
    groups = list(_crossing(across, down, effort))
    loose = [line for lines, posts in groups if not posts for line in lines]
    for lines, posts in groups:
        grid = _grid(lines, posts, effort) if lines and posts else None
        if grid:
            grids.append(_reaching(grid, loose))
    grids.sort(key=lambda g: (g.xs[0] - g.xs[-1]) * (g.ys[0] - g.ys[-1]))
    kept: list[Grid] = []
    for grid in grids:
        if not any(outer.holds(grid) for outer in kept):
            kept.append(grid)
    return kept


def joined(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Lines in order of their place: those side by side get the same one, their pieces become one."""
    walls: Walls = {}
    place = float("-inf")
    for at, start, end in sorted(set(rulings)):  # cells side by side draw their edge twice
        if at - place > _NEAR:
            place = at
        walls.setdefault(place, []).append((start, end))
    return [
        Ruling(at, start, end) for at, spans in walls.items() for start, end in _runs(spans) if end - start >= _SHORTEST
    ]


def _runs(spans: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    begin, end = float("inf"), float("-inf")
    for a, b in sorted(spans):
        if a - end > _NEAR:
            if end >= begin:
                yield begin, end
            begin, end = a, b
        else:
            end = max(end, b)
    if end >= begin:
        yield begin, end


def _reaching(head: Grid, loose: Sequence[Ruling]) -> Grid:
    """The grid of a table with walls in its head only, down to the last of the lines of the same width that rule its rows."""
    edges = [head.ys[-1]]
    for ruling in sorted(loose, key=lambda line: -line.at):
        wide = abs(ruling.start - head.xs[0]) <= _OPEN_SIDE and abs(ruling.end - head.xs[-1]) <= _OPEN_SIDE
        if wide and _NEAR < edges[-1] - ruling.at <= _TALLEST:
            edges.append(ruling.at)
    rows, columns = len(head.ys) - 1, len(head.xs) - 1
    if len(edges) <= _FEWEST_RULED or (rows + len(edges)) * columns > limits.PDF_GRID_PLACES:
        return head
    cells, owners = list(head.cells), list(head.owners)
    for row in range(rows, rows + len(edges) - 1):
        owners.append(tuple(range(len(cells), len(cells) + columns)))
        cells += [GridCell(row, column, 1, 1) for column in range(columns)]
    return Grid(head.xs, (*head.ys, *edges[1:]), tuple(cells), tuple(owners))


def _crossing(
    across: Sequence[Ruling], down: Sequence[Ruling], effort: Effort
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Lines that hang together: those across and those down; none of the one or the other where nothing crosses."""
    heights = [r.at for r in across]
    leaders = list(range(len(across) + len(down)))

    def leader(n: int) -> int:
        while leaders[n] != n:
            leaders[n] = leaders[leaders[n]]
            n = leaders[n]
        return n

    for n, post in enumerate(down, start=len(across)):
        first, last = bisect_left(heights, post.start - _NEAR), bisect_right(heights, post.end + _NEAR)
        if not effort.allows(last - first):
            return
        for m in range(first, last):
            if across[m].start - _NEAR <= post.at <= across[m].end + _NEAR:
                leaders[leader(n)] = leader(m)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for n, ruling in enumerate([*across, *down]):
        groups.setdefault(leader(n), ([], []))[n >= len(across)].append(ruling)
    yield from groups.values()


def _grid(lines: Sequence[Ruling], posts: Sequence[Ruling], effort: Effort) -> Grid | None:
    xs = _edges([p.at for p in posts], min(r.start for r in lines), max(r.end for r in lines))
    ys = _edges([r.at for r in lines], min(p.start for p in posts), max(p.end for p in posts))[::-1]
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < _FEWEST_COLUMNS or rows < 1 or columns * rows > limits.PDF_GRID_PLACES:
        return None
    if not effort.allows(columns * rows + len(posts) * rows + len(lines) * columns):
        return None
    sides, tops = _walls(posts), _walls(lines)
    beside = [[stands(sides, xs[c], below, above) for c in range(columns)] for above, below in pairwise(ys)]
    over = [[stands(tops, ys[r], left, right) for left, right in pairwise(xs)] for r in range(rows)]
    cells = cells_between(beside, over)
    if max(Counter(cell.row for cell in cells).values()) < _FEWEST_COLUMNS:
        return None
    return grid_of(tuple(xs), tuple(ys), cells)


def _edges(places: Sequence[float], start: float, end: float) -> list[float]:
    """The places of lines in order, with those where the lines that cross them end on an open side."""
    edges = sorted(set(places))
    if edges[0] - start > _OPEN_SIDE:
        edges.insert(0, start)
    if end - edges[-1] > _OPEN_SIDE:
        edges.append(end)
    return edges


def _walls(rulings: Sequence[Ruling]) -> Walls:
    walls: Walls = {}
    for ruling in rulings:
        walls.setdefault(ruling.at, []).append((ruling.start, ruling.end))
    return walls


def stands(walls: Walls, at: float, start: float, end: float) -> bool:
    """Whether a line runs along most of an edge."""
    quarter = (end - start) / 4
    first, last = start + quarter, end - quarter
    for a, b in walls.get(at, ()):  # noqa: SIM110  a generator takes twice the time, and of each place of a table it is asked twice
        if a <= first and b >= last:
            return True
    return False


def cells_between(beside: Sequence[Sequence[bool]], over: Sequence[Sequence[bool]]) -> list[GridCell]:
    """Cells, by whether something stands at the left of each place and over it. A cell reaches over the places that nothing parts from its first."""
    rows, columns = len(beside), len(beside[0])
    owners = [[-1] * columns for _ in range(rows)]
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if owners[row][column] >= 0:
                continue
            end = column + 1
            while end < columns and owners[row][end] < 0 and not beside[row][end]:
                end += 1
            low = row + 1
            while low < rows and not any(over[low][column:end]) and not any(beside[low][column + 1 : end]):
                low += 1
            for r in range(row, low):
                owners[r][column:end] = [len(cells)] * (end - column)
            cells.append(GridCell(row, column, end - column, low - row))
    return cells
