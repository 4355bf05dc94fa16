"""Printed signs to printed lines: raised and lowered signs are told by size and baseline, and what is drawn twice counts once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
_TWICE = 1.0


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


class Once:
    """Tells signs that are drawn a second time at nearly the same place of a page."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], set[int]] = {}

    def is_new(self, glyph: Glyph) -> bool:
        """Whether this sign has not been drawn there before."""
        x, y = int(glyph.left / _TWICE), int(glyph.base / _TWICE)
        row = self._seen.get((glyph.sign, y))
        beside = row is not None and not row.isdisjoint((x - 1, x, x + 1))
        twice = beside or any(x in self._seen.get((glyph.sign, level), ()) for level in (y - 1, y + 1))
        if twice and glyph.right - glyph.left > 2 * _TWICE:
            return False
        if row is None:
            row = self._seen[glyph.sign, y] = set()
        row.add(x)
        return True


def printed_lines(lines: Iterable[Sequence[Glyph]]) -> Iterator[PrintedLine]:
    """The lines of a page with words; marks that were set as lines of their own go back into the line they belong to."""
    kept: list[list[Glyph]] = []
    loose: list[list[Glyph]] = []
    for line in lines:
        if any(glyph.size for glyph in line):
            kept.append(list(line))
            if len(line) <= _MARK_SIGNS:
                loose.append(kept[-1])
    for mark in loose:
        home = next(
            (line for line in kept if line is not mark and _may_hold(line, mark) and _is_mark_of(mark, line)), None
        )
        if home is not None:
            kept = [line for line in kept if line is not mark]
            home += mark
    for line in kept:
        if (printed := _printed(line)) is not None:
            yield printed


def _may_hold(line: Sequence[Glyph], mark: Sequence[Glyph]) -> bool:
    """Whether a line is near enough to be asked for a mark."""
    return line[0].bottom - line[0].size < mark[0].base < line[0].top + line[0].size


def _is_mark_of(mark: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether small signs stand in the upper or lower part of a line."""
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
    large = [glyph for glyph in line if glyph.size > least]
    base = Counter(glyph.base for glyph in large).most_common(1)[0][0]
    return largest, base


def _printed(line: Sequence[Glyph]) -> PrintedLine | None:
    size, base = _usual(line)
    on_line, text = line, "".join(glyph.sign for glyph in line)
    if any(0 < glyph.size <= _SMALL * size for glyph in line):
        shifts = [_shift(glyph, size, base) for glyph in line]
        on_line = [glyph for glyph, shift in zip(line, shifts, strict=True) if not shift]
        text = _written(on_line, list(_runs(line, shifts)))
    boxes = [glyph for glyph in on_line if glyph.size > 0]
    if not boxes:
        return None
    sides = (
        min(g.left for g in boxes),
        max(g.right for g in boxes),
        min(g.bottom for g in boxes),
        max(g.top for g in boxes),
    )
    signs, gaps = ([text], []) if on_line is not line else ([glyph.sign for glyph in line], _gaps(line))
    return next(printed_line(signs, gaps, *sides), None)


def _gaps(line: Sequence[Glyph]) -> list[Gap]:
    """(place among the signs, where the gap begins, where it ends) of the wide gaps in a line."""
    gaps: list[Gap] = []
    right: float | None = None
    for at, glyph in enumerate(line):
        if not glyph.size:
            continue
        if right is not None and glyph.left - right > _GAP * (glyph.top - glyph.bottom):
            gaps.append((at, right, glyph.left))
        right = max(glyph.right, right) if right is not None else glyph.right
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
        at = next((i for i, glyph in enumerate(on_line) if glyph.left >= run[0].left - _TWICE), len(on_line))
        places.setdefault(at, []).append((shift, "".join(glyph.sign for glyph in run)))
    parts: list[str] = []
    for i in range(len(on_line) + 1):
        for shift, words in places.get(i, ()):
            parts.append(raised(words) if shift > 0 else lowered(words, parts[-1] if parts else ""))
        if i < len(on_line):
            parts.append(on_line[i].sign)
    return "".join(parts)
