"""The signs that a page of a PDF prints, each where it stands, in lines as PDFium ends them; asked of it in few calls."""

import ctypes
import math
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from corpus.readers.glyphs import TWICE, Crowded, Glyph
from corpus.readers.grids import Grid, cell_at
from corpus.readers.rulings import UNTURNED, Matrix, turned
from corpus.readers.unchecked import unchecked

#: Left, top, right, bottom, as PDFium orders them.
_FOUR = struct.Struct("4f")
#: The sides of no cell.
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
#: Signs that are no words: blanks, ends of lines, what is not shown.
_WORDLESS = frozenset(("", *(sign for sign in map(chr, range(0x3001)) if sign.isspace())))
_bottom_of, _top_of = itemgetter(3), itemgetter(4)


def page_signs(text_page: Any, turn: Matrix) -> list[list[Glyph]]:
    """The signs of a page as they are seen on it, line by line; what is drawn twice counts once. Of many signs, so written to be quick."""
    from pypdfium2 import raw

    box, line = raw.FS_RECTF(), list[Glyph]()
    handle, read, place = text_page.raw, unchecked(raw.FPDFText_GetLooseCharBox), ctypes.byref(box)
    numbers, new, origin, straight = _FOUR.unpack, tuple.__new__, _origins(text_page), turn == UNTURNED
    lines, crowded, add, apart = [line], Crowded(), line.append, 2 * TWICE
    left = top = right = bottom = level = 0.0
    below, near = math.nan, -math.inf
    for i, sign in enumerate(_said(text_page)):
        if sign in _WORDLESS:
            if sign == "\n":
                line = []
                lines.append(line)
                add = line.append
                below, near = math.nan, -math.inf
            elif sign:
                add(Glyph(sign, right, right, bottom, top, level, 0.0))
            continue
        read(handle, i, place)  # where it fails the numbers stay those of the sign before
        left, top, right, bottom = numbers(box)
        if not straight:
            left, top, right, bottom = turned((left, top, right, bottom), turn)
        if bottom != below:  # signs of one font on one line have the same
            below, level = bottom, origin(i) if straight else bottom
            crowded.is_on(len(lines) - 1, level)
        if left < near:  # else it stands clear of all before it on its line
            crowded.is_close(len(lines) - 1)
        near = left + apart
        add(new(Glyph, (sign, left, right, bottom, top, level, top - bottom)))
    return crowded.once(lines)


def in_cells(lines: Sequence[Sequence[Glyph]], grids: Sequence[Grid]) -> Iterator[Sequence[Glyph]]:
    """The lines of a page, which end, too, where a cell of a grid does."""
    if not grids:
        yield from lines
        return
    cell: tuple[int, int] | None = None
    lowest, highest = min(grid.ys[-1] for grid in grids), max(grid.ys[0] for grid in grids)
    low, high, begin, end = _NOWHERE
    for line in lines:
        begun = 0
        if not line or max(map(_top_of, line)) < lowest or min(map(_bottom_of, line)) > highest:
            yield line
            cell, (low, high, begin, end) = None, _NOWHERE
            continue
        for at, (_, left, right, bottom, top, _, size) in enumerate(line):
            x, y = (left + right) / 2, (bottom + top) / 2
            if not size or (low < y <= high and begin <= x < end):
                continue  # it is in the cell of the sign before
            held = cell_at(grids, x, y) if lowest <= y <= highest else None
            if held != cell:
                yield line[begun:at]
                begun, cell = at, held
                low, high, begin, end = grids[held[0]].sides_of(held[1]) if held else _NOWHERE
        yield line[begun:]


def _said(text_page: Any) -> list[str]:
    """The signs of a page in PDFium's order, empty where it has none to show; all at once where it tells each of them so."""
    from pypdfium2 import raw

    count = text_page.count_chars()
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    told = raw.FPDFText_GetText(text_page.raw, 0, count, buffer) - 1
    words = bytes(buffer)[: 2 * max(told, 0)].decode("utf-16-le", "replace")
    if len(words) == count:
        signs = list(words)
        for odd in _UNPLAIN.finditer(words):
            signs[odd.start()] = _sign(ord(odd[0]))
        return signs
    return [_sign(raw.FPDFText_GetUnicode(text_page.raw, i)) for i in range(count)]


def _origins(text_page: Any) -> Callable[[int], float]:
    """Tells the height of a sign's baseline."""
    from pypdfium2 import raw

    across, base = ctypes.c_double(), ctypes.c_double()
    read, handle, at = unchecked(raw.FPDFText_GetCharOrigin), text_page.raw, (ctypes.byref(across), ctypes.byref(base))

    def origin(i: int) -> float:
        read(handle, i, *at)
        return round(base.value, 1)

    return origin


def _sign(code: int) -> str:
    """A character. PDFium marks a hyphen at a line's end by U+FFFE or U+0002; fonts write 人 as the radical ⼈."""
    if code in (0xFFFE, 0x02):
        return "-"
    if code in (0x0D, 0x00) or code > 0x10FFFF:
        return "" if code == 0x0D else "\ufffd"
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code)


#: Signs that may stand for others.
_UNPLAIN = re.compile(r"[^\n\x20-\x7e\u2fe0-\uffef]")
