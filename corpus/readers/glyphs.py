"""Printed signs to printed lines: raised and lowered signs are told by size and baseline, and what is drawn twice counts once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from corpus.note_marks import lowered, raised
from corpus.readers.printed import EM, Gap, PrintedLine, printed_line

#: A raised or lowered sign is at most so large, and stands so far from the line, as parts of the height of the signs around it.
_SMALL, _RAISE, _LOWER = 0.8, 0.12, 0.04
#: A mark has hardly more signs than this: a longer run of small signs is text of its own.
_MARK_SIGNS = 8
#: A blank is wide from this part of its line's height on: more than one character.
_GAP = 1.2 * EM
#: Bold that is made by drawing twice is drawn so many points aside.
TWICE = 1.0
#: Lines are looked up by bands so high in points; no page has more.
_BAND, _BANDS = 30.0, 1000

Row = dict[str, set[int]]
"""By sign: its places on one line."""


class Glyph(NamedTuple):
    """A sign of a page: its box in points, the height of its baseline, and that of its box, which goes with its font size.

    Blanks have no size.
    """

    sign: str
    left: float
    right: float
    bottom: float
    top: float
    base: float
    size: float


_size_of = attrgetter("size")


class Once:
    """Tells signs that are drawn a second time at nearly the same place of a page."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}
        self._row: Row = {}
        self.beside: list[Row] = []

    def turn_to(self, base: float) -> Row:
        """The signs drawn so far on the line of a baseline; those of the lines right above and below are ``beside`` it."""
        y = int(base / TWICE)
        self._row = self._rows.setdefault(y, {})
        self.beside = [self._rows[level] for level in (y - 1, y + 1) if level in self._rows]
        return self._row

    def is_new(self, sign: str, left: float, right: float) -> bool:
        """Whether a sign has not been drawn there before; then it is now."""
        x = int(left / TWICE)
        places = self._row.setdefault(sign, set())
        twice = x in places or x - 1 in places or x + 1 in places
        if self.beside and not twice:
            twice = any(not row[sign].isdisjoint((x - 1, x, x + 1)) for row in self.beside if sign in row)
        if twice and right - left > 2 * TWICE:
            return False
        places.add(x)
        return True


def printed_lines(lines: Iterable[Sequence[Glyph]]) -> Iterator[PrintedLine]:
    """The lines of a page with words; marks that were set as lines of their own go back into the line they belong to."""
    kept: list[list[Glyph]] = []
    loose: list[list[Glyph]] = []
    heights: dict[int, float] = {}
    for line in lines:
        if height := max(map(_size_of, line), default=0.0):
            kept.append(list(line))
            heights[id(kept[-1])] = height
            if len(line) <= _MARK_SIGNS:
                loose.append(kept[-1])
    largest = max(heights.values(), default=0.0)
    loose = [mark for mark in loose if heights[id(mark)] / _SMALL * (1 - 1e-9) <= largest]
    level = _by_height(kept) if loose else {}
    gone: set[int] = set()
    for mark in loose:
        least = heights[id(mark)] / _SMALL * (1 - 1e-9)  # no sooner than _holds may say so
        for line in level.get(int(mark[0].base / _BAND), ()):
            if heights[id(line)] >= least and id(line) not in gone and _holds(line, mark):
                gone.add(id(mark))
                line += mark
                break
    for line in kept:
        if id(line) not in gone and (printed := _printed(line)) is not None:
            yield printed


def _by_height(lines: Sequence[list[Glyph]]) -> dict[int, list[list[Glyph]]]:
    """The lines that may hold a mark, by the band of height of its baseline."""
    bands: dict[int, list[list[Glyph]]] = {}
    for line in lines:
        first = line[0]
        low, high = (int(y / _BAND) for y in (first.bottom - first.size, first.top + first.size))
        for band in range(max(low, -_BANDS), min(high, _BANDS) + 1):
            bands.setdefault(band, []).append(line)
    return bands


def _holds(line: Sequence[Glyph], mark: Sequence[Glyph]) -> bool:
    """Whether small signs stand in the upper or lower part of a line."""
    near = line[0]
    if not near.bottom - near.size < mark[0].base < near.top + near.size:
        return False
    size, base = _usual(line)
    signs = [glyph for glyph in mark if glyph.size]
    if not all(glyph.size <= _SMALL * size for glyph in signs):
        return False
    left, right = min(g.left for g in line), max(g.right for g in line)
    first = signs[0]
    shifted = -0.3 * size < first.base - base < 0.6 * size and abs(first.base - base) >= _LOWER * size
    return shifted and left <= first.left <= right + 0.5 * size


def _usual(line: Sequence[Glyph]) -> tuple[float, float]:
    """(height, baseline) of most signs of a line."""
    largest = max(glyph.size for glyph in line)
    least = _SMALL * largest
    large = [glyph.base for glyph in line if glyph.size > least]
    first = large[0]
    return largest, first if large.count(first) * 2 > len(large) else Counter(large).most_common(1)[0][0]


def _printed(line: Sequence[Glyph]) -> PrintedLine | None:
    sizes = {glyph.size for glyph in line}
    signs: Sequence[str] = [glyph.sign for glyph in line]
    boxes = [glyph for glyph in line if glyph.size] if 0.0 in sizes else line
    shifts = _shifts(line) if any(0 < size <= _SMALL * max(sizes) for size in sizes) else ()
    if any(shifts):
        on_line = [glyph for glyph, shift in zip(line, shifts, strict=True) if not shift]
        signs, gaps = [_written(on_line, list(_runs(line, shifts)))], list[Gap]()
        boxes = [glyph for glyph in on_line if glyph.size]
    else:
        gaps = _gaps(line)
    if not boxes:
        return None
    _, lefts, rights, bottoms, tops, *_ = zip(*boxes, strict=True)
    return next(printed_line(signs, gaps, min(lefts), max(rights), min(bottoms), max(tops)), None)


def _shifts(line: Sequence[Glyph]) -> list[int]:
    """Of each sign whether it is raised (1), lowered (-1) or neither."""
    size, base = _usual(line)
    return [_shift(glyph, size, base) for glyph in line]


def _gaps(line: Sequence[Glyph]) -> list[Gap]:
    """(place among the signs, where the gap begins, where it ends) of the wide gaps in a line."""
    gaps: list[Gap] = []
    end: float | None = None
    for at, (_, left, right, bottom, top, _, size) in enumerate(line):
        if not size:
            continue
        if end is None:
            end = right
            continue
        if left > end and left - end > _GAP * (top - bottom):
            gaps.append((at, end, left))
        if right > end:
            end = right
    return gaps


def _shift(glyph: Glyph, size: float, base: float) -> int:
    if not 0 < glyph.size <= _SMALL * size:
        return 0
    if glyph.base - base >= _RAISE * size:
        return 1
    return -1 if base - glyph.base >= _LOWER * size else 0


def _runs(line: Sequence[Glyph], shifts: Sequence[int]) -> Iterator[tuple[int, list[Glyph]]]:
    """(shift, signs) of the raised and lowered runs of a line."""
    run: list[Glyph] = []
    last = 0
    for glyph, shift in zip(line, shifts, strict=True):
        if run and (shift != last or glyph.left - run[-1].right > run[-1].size):
            yield last, run
            run = []
        if shift:
            run.append(glyph)
        last = shift
    if run:
        yield last, run


def _written(on_line: Sequence[Glyph], runs: Sequence[tuple[int, list[Glyph]]]) -> str:
    """The words of a line with its raised and lowered runs where they are printed."""
    places: dict[int, list[tuple[int, str]]] = {}
    for shift, run in runs:
        at = next((i for i, glyph in enumerate(on_line) if glyph.left >= run[0].left - TWICE), len(on_line))
        places.setdefault(at, []).append((shift, "".join(glyph.sign for glyph in run)))
    parts: list[str] = []
    for i in range(len(on_line) + 1):
        for shift, words in places.get(i, ()):
            parts.append(raised(words) if shift > 0 else lowered(words, parts[-1] if parts else ""))
        if i < len(on_line):
            parts.append(on_line[i].sign)
    return "".join(parts)
