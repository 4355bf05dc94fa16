"""Ruled tables of a page that was recognised: the lines in its picture and the words between them go through the door of printed tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import fmean

from corpus.readers.footnotes import with_footnotes
from corpus.readers.grids import Grid, cell_at
from corpus.readers.pdf_tables import RuledTables
from corpus.readers.printed import PrintedLine, width_of
from corpus.readers.rulings import Rulings
from corpus.readers.scan_lines import PageLine

#: A rule above footnotes is at least so long, in points.
_RULE = 40.0


def with_tables(lines: Sequence[PageLine], rulings: Rulings) -> list[PageLine]:
    """The lines of a page, those in its tables replaced by rows, the footnotes below a short rule told as such and last.

    Rows of a table have the box of the table, and are as sure as its words on average.
    """
    told = {id(line.printed): line for line in lines}

    def split(grids: Sequence[Grid]) -> list[PrintedLine]:
        pieces = []
        for line in lines:
            for piece in _parted(line.printed, grids):
                told[id(piece)] = line
                pieces.append(piece)
        kept.append(pieces)
        return pieces

    kept: list[list[PrintedLine]] = []  # as long as their ids are asked for
    found = RuledTables().with_rulings(rulings, split)
    rules = [(r.start, r.end, r.at) for r in rulings.across if r.end - r.start >= _RULE]
    found = with_footnotes(found, lambda: rules, marked=False)
    return [_told(line, lines, told) for line in found]


def _parted(line: PrintedLine, grids: Sequence[Grid]) -> Iterator[PrintedLine]:
    """A line, which ends where a cell does; in a line signs stand as wide as they are in print."""
    em = (line.right - line.left) / max(width_of(line.text), 0.5)
    height = (line.bottom + line.top) / 2
    placed, left = [], line.left
    for sign in line.text:
        right = left + em * width_of(sign)
        placed.append((cell_at(grids, (left + right) / 2, height), sign, left, right))
        left = right
    parts = [list(part) for _, part in groupby(placed, key=lambda each: each[0])]
    if len(parts) == 1:
        yield line
        return
    for part in parts:
        if words := "".join(sign for _, sign, _, _ in part).strip():
            yield PrintedLine(words, part[0][2], part[-1][3], line.bottom, line.top)


def _told(line: PrintedLine, lines: Sequence[PageLine], told: Mapping[int, PageLine]) -> PageLine:
    if line.row:
        return _row(line, lines)
    if line.note:
        found = next(each for each in lines if each.printed == line._replace(note=False))
        return replace(found, printed=line)
    return told[id(line)]


def _row(row: PrintedLine, lines: Sequence[PageLine]) -> PageLine:
    """A row with the box around the words of its table."""
    inside = [
        line
        for line in lines
        if row.bottom <= (line.printed.bottom + line.printed.top) / 2 <= row.top
        and row.left - 1 <= (line.printed.left + line.printed.right) / 2 <= row.right + 1
    ]
    lefts, tops, rights, bottoms = zip(*(line.box for line in inside), strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return PageLine(row, fmean(line.confidence for line in inside), box)
