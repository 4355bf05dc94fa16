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
_FEWEST_LINES, _FEWEST_WHOLE, _FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2, 2, 2
#: A blank that parts columns is so wide as a part of a sign; the signs of one cell that are spread out stand closer.
_BLANK = 0.6
#: So many lines in one row may be rows of their own.
_FEWEST_STACKED = 3
_COLONS = frozenset(":：")
#: The words of so many rows may stand in such a blank: heads over several columns.
_CROSSED = 0.25

Span = tuple[float, float]


def ruled_rows(
    across: Sequence[Ruling], signs: Sequence[Sequence[Glyph]], taken: Sequence[Grid], effort: Effort
) -> list[Grid]:
    """The grids of tables whose rows alone are ruled, outside the grids that are known.

    Args:
        across: the lines of a page that run across.
        signs: its signs, line by line.
        taken: the grids with walls.
        effort: what may still be spent.
    """
    boxes = [(grid.ys[-1] - _SAME, grid.ys[0] + _SAME, grid.xs[0], grid.xs[-1]) for grid in taken]
    loose = across
    for low, high, left, right in boxes:
        loose = [line for line in loose if not (low <= line.at <= high and line.start < right and line.end > left)]
    lines = joined(loose) if len(loose) >= _FEWEST_LINES else []
    grids = list[Grid]()
    signs_in_all = sum(map(len, signs))
    for top, ruled in _tables(lines):
        if effort.allows(signs_in_all + len(ruled)):
            grids += _grids(ruled, [g for line in signs for g in line if g.size and _holds(top, ruled, g)])
    return grids


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
        if len(ruled) >= _FEWEST_LINES and whole >= _FEWEST_WHOLE:
            yield top, ruled
            gone = set(map(id, ruled))
            rest = [line for line in rest if id(line) not in gone]
        else:
            rest = rest[1:]


def _holds(top: Ruling, ruled: Sequence[Ruling], glyph: Glyph) -> bool:
    """Whether a sign stands between the lines, or so near above the first or below the last that it may be of a row that only one of them ends."""
    middle = (glyph.bottom + glyph.top) / 2
    return (
        ruled[-1].at - _TALLEST < middle < top.at + _TALLEST
        and top.start - _SAME <= glyph.left
        and glyph.right <= top.end + _SAME
    )


def _grids(ruled: Sequence[Ruling], glyphs: Sequence[Glyph]) -> Iterator[Grid]:
    """The grids between lines of one width: more than one where text stands between tables of other columns."""
    if not glyphs or len(ruled) < _FEWEST_WHOLE:
        return
    blank = _BLANK * EM * sorted(g.size for g in glyphs)[len(glyphs) // 2]
    for high, low in pairwise(sorted({line.at for line in ruled}, reverse=True)):
        if _has_text_between(high, low, glyphs, blank):
            yield from _grids([line for line in ruled if line.at >= high], [g for g in glyphs if g.bottom > low])
            yield from _grids([line for line in ruled if line.at <= low], [g for g in glyphs if g.top < high])
            return
    ys = _with_open_ends(sorted({line.at for line in ruled}, reverse=True), glyphs, blank)
    held = [[g for g in glyphs if low < (g.bottom + g.top) / 2 < high] for high, low in pairwise(ys)]
    rows = [_covered(row, blank) for row in held]
    for first, last in _apart(rows, blank):
        if last - first < _FEWEST_ROWS or any(_is_stack(row, blank) for row in held[first:last]):
            continue
        if grid := _grid(ruled, ys[first : last + 1], rows[first:last], held[first:last], blank):
            yield grid


def _has_text_between(high: float, low: float, glyphs: Sequence[Glyph], blank: float) -> bool:
    """Whether a row of one table, text, and a row of another stand between two lines: one ends and the other begins without a line."""
    lines: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        if low < (glyph.bottom + glyph.top) / 2 < high:
            lines.setdefault(round(glyph.base), []).append(glyph)
    pieces = [len(_covered(lines[base], blank)) > 1 for base in sorted(lines)]
    return any(
        one and not all(pieces[at:]) and any(pieces[at:][pieces[at:].index(False) :]) for at, one in enumerate(pieces)
    )


def _with_open_ends(ys: list[float], glyphs: Sequence[Glyph], blank: float) -> list[float]:
    """The places of lines, with the far sides of a row above the first and of one below the last, where words stand there in as many columns."""
    height = sorted(high - low for high, low in pairwise(ys))[(len(ys) - 1) // 2]

    def columns(low: float, high: float) -> int:
        return len(_covered([g for g in glyphs if low < (g.bottom + g.top) / 2 < high], blank))

    most = max(columns(low, high) for high, low in pairwise(ys))
    above, below = ys[0] + height, ys[-1] - height
    ends = [above] if columns(ys[0], above) == most > 1 else []
    return [*ends, *ys, *([below] if columns(below, ys[-1]) >= max(most - 1, _FEWEST_COLUMNS) else [])]


def _apart(rows: Sequence[Sequence[Span]], blank: float) -> Iterator[tuple[int, int]]:
    """(first row, behind the last) of each table: a row of one piece is the name of a group among rows of the same columns, else text between tables."""
    begin = 0
    for at, row in enumerate(rows):
        if len(row) > 1:
            continue
        behind = next((n for n in range(at + 1, len(rows)) if len(rows[n]) < _FEWEST_COLUMNS), len(rows))
        before = [r for r in rows[begin:at] if len(r) > 1]
        after = [r for r in rows[at + 1 : behind] if len(r) > 1]
        if before and after:
            columns = len(list(_free(before, blank)))
            if columns != len(list(_free(after, blank))) and len(after) > 1:
                yield begin, at
                begin = at + 1
    yield begin, len(rows)


def _grid(
    ruled: Sequence[Ruling],
    ys: Sequence[float],
    rows: Sequence[Sequence[Span]],
    held: Sequence[Sequence[Glyph]],
    blank: float,
) -> Grid | None:
    several = [row for row in rows if len(row) > 1]
    if len(several) < _FEWEST_ROWS or _is_form([g for row in held for g in row], several):
        return None
    inside = [line for line in ruled if ys[-1] <= line.at <= ys[0]]
    xs = [min(line.start for line in inside), *_free(several, blank), max(line.end for line in inside)]
    columns = len(xs) - 1
    if columns < _FEWEST_COLUMNS or columns * len(rows) > limits.PDF_GRID_PLACES:
        return None
    walls: Walls = {}
    for line in inside:
        walls.setdefault(line.at, []).append((line.start, line.end))
    beside = [[not any(a < x < b for a, b in row) for x in xs[:-1]] for row in rows]
    over = [[y not in walls or stands(walls, y, left, right) for left, right in pairwise(xs)] for y in ys[:-1]]
    return grid_of(tuple(xs), tuple(ys), cells_between(beside, over))


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
