"""Tables with lines between their rows and none between their columns, which the blanks through the rows part."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.readers import limits
from corpus.readers.glyphs import Glyph
from corpus.readers.grids import Grid, Walls, cells_between, grid_of, joined, stands
from corpus.readers.printed import EM
from corpus.readers.rulings import Effort, Ruling

#: Lines of one table begin and end so near to each other, and stand no further apart, in points.
_SAME, _TALLEST = 3.0, 200.0
_FEWEST_LINES, _FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2, 2
#: A blank that parts columns is so wide as a part of a sign; the signs of one cell that are spread out stand closer.
_BLANK = 0.6
#: So many lines in one row may be rows of their own.
_FEWEST_STACKED = 3
_COLONS = frozenset(":：")
#: The words of so many rows may stand in such a blank: heads over several columns.
_CROSSED = 0.25

Span = tuple[float, float]


def ruled_rows(across: Sequence[Ruling], signs: Sequence[Sequence[Glyph]], taken: Sequence[Grid], effort: Effort) -> list[Grid]:
    """The grids of tables whose rows alone are ruled, outside the grids that are known.

    Args:
        across: the lines of a page that run across.
        signs: its signs, line by line.
        taken: the grids with walls.
        effort: what may still be spent.
    """
    lines = [line for line in joined(across) if not any(_is_in(line, grid) for grid in taken)]
    grids = []
    for top, ruled in _tables(lines):
        glyphs = [g for line in signs for g in line if g.size and _holds(top, ruled, g)]
        if effort.allows(len(glyphs)) and (grid := _grid(top, ruled, glyphs)):
            grids.append(grid)
    return grids


def _is_in(line: Ruling, grid: Grid) -> bool:
    return grid.ys[-1] - _SAME <= line.at <= grid.ys[0] + _SAME and line.start < grid.xs[-1] and line.end > grid.xs[0]


def _tables(lines: Sequence[Ruling]) -> Iterator[tuple[Ruling, list[Ruling]]]:
    """(the uppermost line, the lines below it that end at the same place or within) of what may be a table, from the top of the page."""
    rest = sorted(lines, key=lambda line: -line.at)
    while rest:
        top = rest[0]
        ruled, whole = [top], 1
        for line in rest[1:]:
            if ruled[-1].at - line.at > _TALLEST:
                break
            same = abs(line.start - top.start) <= _SAME and abs(line.end - top.end) <= _SAME
            if same or (line.start >= top.start - _SAME and line.end <= top.end + _SAME):
                ruled.append(line)
                whole += same
        while abs(ruled[-1].end - ruled[-1].start) < abs(top.end - top.start) - 2 * _SAME:
            ruled.pop()  # the last is as wide as the first
        if whole >= _FEWEST_LINES:
            yield top, ruled
            rest = [line for line in rest if line not in ruled]
        else:
            rest = rest[1:]


def _holds(top: Ruling, ruled: Sequence[Ruling], glyph: Glyph) -> bool:
    middle = (glyph.bottom + glyph.top) / 2
    return ruled[-1].at < middle < top.at and top.start - _SAME <= glyph.left and glyph.right <= top.end + _SAME


def _grid(top: Ruling, ruled: Sequence[Ruling], glyphs: Sequence[Glyph]) -> Grid | None:
    ys = sorted({line.at for line in ruled}, reverse=True)
    if not glyphs or (len(ys) - 1) > limits.PDF_GRID_PLACES:
        return None
    em = sorted(g.size for g in glyphs)[len(glyphs) // 2] * EM
    held = [[g for g in glyphs if low < (g.bottom + g.top) / 2 < high] for high, low in pairwise(ys)]
    rows = [_covered(row, _BLANK * em) for row in held]
    several = [row for row in rows if len(row) > 1]
    if len(several) < _FEWEST_ROWS or _is_form(glyphs, several) or any(_is_stack(row, _BLANK * em) for row in held):
        return None
    xs = [top.start, *_free(several, _BLANK * em), top.end]
    columns = len(xs) - 1
    if columns < _FEWEST_COLUMNS or columns * (len(ys) - 1) > limits.PDF_GRID_PLACES:
        return None
    walls: Walls = {}
    for line in ruled:
        walls.setdefault(line.at, []).append((line.start, line.end))
    beside = [[not any(a < x < b for a, b in row) for x in xs[:-1]] for row in rows]
    over = [[stands(walls, y, left, right) for left, right in pairwise(xs)] for y in ys[:-1]]
    cells = cells_between(beside, over)
    return grid_of(tuple(xs), tuple(ys), cells)


def _is_form(glyphs: Sequence[Glyph], rows: Sequence[Sequence[Span]]) -> bool:
    """Whether the words are names with what is filled in behind them: 性别：男."""
    return 2 * sum(g.sign in _COLONS for g in glyphs) >= sum(map(len, rows))


def _is_stack(glyphs: Sequence[Glyph], blank: float) -> bool:
    """Whether a row holds several rows of a table that no lines part: most of its lines have words in as many columns as all of it."""
    lines: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        lines.setdefault(round(glyph.base), []).append(glyph)
    most = len(_covered(glyphs, blank))
    full = sum(len(_covered(line, blank)) >= max(most, _FEWEST_COLUMNS) for line in lines.values())
    return len(lines) >= _FEWEST_STACKED and 2 * full > len(lines)


def _covered(glyphs: Sequence[Glyph], blank: float) -> list[Span]:
    """Where words stand in a row, of all its lines together."""
    return _runs(sorted((g.left, g.right) for g in glyphs), blank)


def _runs(spans: Sequence[Span], blank: float) -> list[Span]:
    """Spans in order, those with less than a blank between them as one."""
    runs: list[Span] = []
    for start, end in spans:
        if runs and start - runs[-1][1] < blank:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return runs


def _free(rows: Sequence[Sequence[Span]], blank: float) -> Iterator[float]:
    """The middles of the blanks between words that go through all rows but for a few, where the fewest words stand in them."""
    most = int(len(rows) * _CROSSED)
    turns = sorted((at, step) for row in rows for a, b in row for at, step in ((a, 1), (b, -1)))
    depth, seen = 0, False
    best: tuple[int, float, float] | None = None  # words in it, minus its width, its middle
    for (at, step), (then, _) in pairwise(turns):
        depth += step
        if depth > most:
            if seen and best and -best[1] >= blank:
                yield best[2]
            best, seen = None, True
        else:
            here = (depth, at - then, (at + then) / 2)
            best = min(best, here) if best else here
