"""Printed signs to printed lines: raised and lowered signs are told by size and baseline, and what is drawn twice counts once."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter, sub
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


_NONE: frozenset[int] = frozenset()
_size_of = itemgetter(6)


class Crowded:
    """The lines of a page on which a sign may be drawn twice: signs stand close on them, or they run over each other."""

    def __init__(self) -> None:
        self._close: set[int] = set()
        self._levels: dict[int, list[int]] = defaultdict(list)

    def is_close(self, line: int) -> None:
        """Tell that signs of a line (its number) stand close."""
        self._close.add(line)

    def is_on(self, line: int, base: float) -> None:
        """Tell that a line has signs on a baseline."""
        self._levels[int(base / TWICE)].append(line)

    def once(self, lines: list[list[Glyph]]) -> list[list[Glyph]]:
        """The lines of the page, without what is drawn a second time at nearly the same place."""
        drawn = _Drawn()
        for number in sorted(self._close | self._over_each_other(lines)):
            lines[number] = [glyph for glyph in lines[number] if glyph.sign.isspace() or drawn.is_new(glyph)]
        return lines

    def _over_each_other(self, lines: Sequence[Sequence[Glyph]]) -> set[int]:
        found: set[int] = set()
        for level, numbers in self._levels.items():
            near = {*numbers, *self._levels.get(level + 1, ())}
            if len(near) == 1:
                continue
            end, last = -math.inf, -1
            for left, right, number in sorted(_span(lines[number], number) for number in near):
                if left < end + 2 * TWICE:
                    found |= {number, last}
                if right > end:
                    end, last = right, number
        return found


def _span(line: Sequence[Glyph], number: int) -> tuple[float, float, int]:
    signs = [glyph for glyph in line if not glyph.sign.isspace()]
    return min(glyph.left for glyph in signs), max(glyph.right for glyph in signs), number


class _Drawn:
    """Tells signs that are drawn a second time."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}

    def is_new(self, glyph: Glyph) -> bool:
        """Whether a sign has not been drawn there before; then it is now."""
        x, y = int(glyph.left / TWICE), int(glyph.base / TWICE)
        places = self._rows.setdefault(y, {}).setdefault(glyph.sign, set())
        if glyph.right - glyph.left > 2 * TWICE:
            for level in (y, y - 1, y + 1):
                row = self._rows.get(level)
                if row and not row.get(glyph.sign, _NONE).isdisjoint((x - 1, x, x + 1)):
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
    signs: Sequence[str]
    signs, lefts, rights, bottoms, tops, _, sizes = zip(*line, strict=True)
    heights = set(sizes)
    largest = max(heights)
    shifts = (
        _shifts(line) if min(heights) <= _SMALL * largest and any(0 < s <= _SMALL * largest for s in heights) else ()
    )
    if any(shifts):
        on_line = [glyph for glyph, shift in zip(line, shifts, strict=True) if not shift]
        signs, gaps = [_written(on_line, list(_runs(line, shifts)))], list[Gap]()
        boxes = [glyph for glyph in on_line if glyph.size]
    else:
        gaps = _gaps(line) if _has_gap(lefts, rights, heights) else []
        boxes = [glyph for glyph in line if glyph.size] if 0.0 in heights else list(line)
    if not boxes:
        return None
    if len(boxes) < len(line):
        _, lefts, rights, bottoms, tops, *_ = zip(*boxes, strict=True)
    return next(printed_line(signs, gaps, min(lefts), max(rights), min(bottoms), max(tops)), None)


def _has_gap(lefts: Sequence[float], rights: Sequence[float], heights: Iterable[float]) -> bool:
    """Whether a line may have a wide gap: a quick look, since most have none."""
    return max(map(sub, lefts[1:], rights), default=0.0) > _GAP * min(filter(None, heights), default=0.0)


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
