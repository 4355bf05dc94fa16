"""Printed lines to paragraphs: a PDF has no paragraphs, only lines at places; indents and line ends tell which belong together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from corpus.numerals import ORDINALS

#: A line that opens with a label after a finished sentence is a new paragraph even when it is not indented.
_LABEL = re.compile(rf"(?:第?[{ORDINALS}]{{1,4}}[、章节篇条]|[（(][{ORDINALS}\d]{{1,3}}[)）]|\d{{1,2}}[.．、](?!\d))")
_INDENT = "\u3000\u3000"
#: Width of a Chinese character as a part of its line's height.
EM = 0.7
#: Of a page with more lines the first and the last do not tell where the margins are.
_FEW_LINES = 6
#: A column holds at least so many characters; lines of a text so narrow are not wrapped.
_COLUMN_SIGNS = 15
#: A full line may end so many characters before the margin: a number or a bracket moved to the next one whole.
_RAGGED = 3
#: An opening bracket may stand so many characters right of the margin; an indent is two.
_SHIFT = 1.2
#: A first line is indented by two characters, a list by some more.
_INDENT_SIGNS = 4.5
#: A number in a sentence that the end of a line cuts: words right before it, its unit right behind it; cells of a table have neither.
_NUMBER_BEGUN = re.compile(r"[\u4e00-\u9fff，、；：（(“]\d[\d.]*$")
_NUMBER_ENDED = re.compile(r"\d[\d.]*[%％\u4e00-\u9fff]")
#: A piece of a row is drawn at most so many lines after it.
_DRAWN_LATER = 3
_STOPS = "。！？；：!?;:）〕)】》"

Gap = tuple[int, float, float]
"""Where the words behind a wide blank begin in the text, and the left and right end of the blank."""


class PrintedLine(NamedTuple):
    """A line of a page: its words without outer blanks, and its box in points, ``top`` above ``bottom``.

    ``gaps`` are the wide blanks in it: where the words behind one begin in the text, and its left and right end. ``row`` marks a line of
    a table, whose box is the one around the words of the table, ``note`` one of a footnote.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    gaps: tuple[Gap, ...] = ()
    row: bool = False
    note: bool = False

    @property
    def size(self) -> float:
        """Height of the line's box, which goes with its font size."""
        size = self.top - self.bottom
        return size if size > 1.0 else 1.0


#: Where no line is longer, the margin is no more than where the longest ends: a heading begins a paragraph there.
_SHORT_SIGNS = 22
_HEADING = re.compile(rf"(?:[{ORDINALS}]{{1,3}}、|第[{ORDINALS}]{{1,4}}[章节条篇]|[（(][{ORDINALS}]{{1,3}}[)）])")


def width_of(words: str) -> float:
    """Width in Chinese characters."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in words)


def printed_line(
    signs: Sequence[str], gaps: Sequence[Gap], left: float, right: float, bottom: float, top: float
) -> Iterator[PrintedLine]:
    """The line of these signs, whose gaps count them with the outer blanks; none of blanks only."""
    text = "".join(signs)
    if not (bare := text.strip()):
        return
    if gaps:
        ends = [-(len(text) - len(text.lstrip())), *accumulate(map(len, signs))]
        gaps = [(ends[at] + (ends[0] if at else 0), end, begin) for at, end, begin in gaps]
    yield PrintedLine(bare, left, right, bottom, top, tuple(gaps))


def beside(before: PrintedLine, after: PrintedLine, blank: str) -> PrintedLine:
    """Two pieces of one printed line as one, parted by a blank."""
    begin = len(before.text) + len(blank)
    return PrintedLine(
        f"{before.text}{blank}{after.text}",
        before.left,
        max(before.right, after.right),
        min(before.bottom, after.bottom),
        max(before.top, after.top),
        (*before.gaps, (begin, before.right, after.left), *((begin + at, end, to) for at, end, to in after.gaps)),
    )


def merged_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Pieces of one printed line (the cells of a table row) become one, separated by tabs."""
    merged: list[PrintedLine] = []
    for line in lines:
        at = _home(merged, line)
        if at is not None:
            merged[at] = beside(merged[at], line, "\t") if merged[at] is merged[-1] else _completed(merged[at], line)
        else:
            merged.append(line)
    return merged


def _home(merged: Sequence[PrintedLine], piece: PrintedLine) -> int | None:
    """Which line a piece goes on with: the one right before it, or one of the rows before that, where it is drawn only after the next."""
    if piece.row:
        return None
    for back, before in enumerate(reversed(merged[-_DRAWN_LATER:])):
        level = abs(before.bottom - piece.bottom) < 0.25 * piece.size and piece.left >= before.right - 1
        if level and not before.row and (not back or before.gaps or piece.left - before.right < piece.size * EM / 2):
            return len(merged) - 1 - back
    return None


def _completed(row: PrintedLine, piece: PrintedLine) -> PrintedLine:
    """A line with a piece that was drawn later: another cell, or the end of a word."""
    whole = beside(row, piece, "\t" if (apart := piece.left - row.right > piece.size * EM / 2) else "")
    return whole if apart else whole._replace(gaps=row.gaps)


def page_paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> list[list[str]]:
    """The paragraphs of every page, one string each, indented by two ideographic spaces where they are in print.

    Paragraphs that run over a page break stay in two pieces; the second is not indented.

    A line goes on with the one above when that one reaches the right margin, this one starts at the left margin, and both have the
    same size and the usual distance.
    """
    # headers and footers have margins of their own
    lines = [line for page in pages for line in (page[1:-1] if len(page) > _FEW_LINES else page)]
    margins = _margins(lines)
    pitch = _usual_pitch(pages)
    return [_page(page, margins, pitch) for page in pages]


def _page(page: Sequence[PrintedLine], margins: dict[int, float], pitch: float) -> list[str]:
    paragraphs: list[str] = []
    for i, line in enumerate(page):
        if i and _goes_on(page[i - 1], line, margins, pitch):
            paragraphs[-1] = joined(paragraphs[-1], line.text)
        else:
            margin = _margin_of(line, margins)
            indented = margin is not None and not line.row and line.left - margin > line.size * EM * _SHIFT
            paragraphs.append(f"{_INDENT if indented else ''}{line.text}")
    return paragraphs


def _goes_on(before: PrintedLine, line: PrintedLine, margins: dict[int, float], pitch: float) -> bool:
    if before.row or line.row:
        return False
    left = _margin_of(line, margins)
    em = line.size * EM
    if left is None or abs(line.left - left) > em * _SHIFT or not _is_running(before, left):
        return False
    right = margins[left]
    if before.right < right - em * _RAGGED or right - left < em * _COLUMN_SIGNS:
        return False
    if right - left < em * _SHORT_SIGNS and _HEADING.match(line.text):
        return False  # the widest of short lines may be a title
    same_size = abs(before.size - line.size) <= 0.15 * max(before.size, line.size)
    distance = before.bottom - line.bottom
    near = 0 < distance <= pitch * 1.35
    return same_size and near and not opens_paragraph(before.text, line.text)


def opens_paragraph(before: str, after: str) -> bool:
    """Whether a line opens with a label after a finished sentence."""
    return before[-1] in _STOPS and bool(_LABEL.match(after))


def joined(before: str, after: str) -> str:
    """A line and the one that goes on with it. Two Latin words or numbers on two lines keep a blank between them; a number that the line's end cuts in two does not."""
    if _NUMBER_BEGUN.search(before) and _NUMBER_ENDED.match(after):
        return f"{before}{after}"
    blank = before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalnum()
    return f"{before}{' ' if blank else ''}{after}"


def _margins(lines: Sequence[PrintedLine]) -> dict[int, float]:
    """{left margin: right margin} in whole points, one for every column: left edges that many lines share."""
    edges = Counter(round(line.left) for line in lines if not line.row)
    common = [edge for edge, count in edges.items() if count >= max(2, edges.total() * 0.08)]
    columns: dict[int, float] = {}
    for edge in sorted(common):
        near = next((column for column in columns if edge - column < 60), None)
        if near is None:
            columns[edge] = 0.0
    for line in lines:
        column = _margin_of(line, columns)
        if column is not None and _is_running(line, column):
            columns[column] = max(columns[column], line.right)
    return columns


def _is_running(line: PrintedLine, margin: int) -> bool:
    """Whether a line is set as running text: at the margin or indented, not centred."""
    return line.left - margin <= line.size * EM * _INDENT_SIGNS


def _margin_of(line: PrintedLine, columns: dict[int, float]) -> int | None:
    """The left margin a line belongs to: the last one that does not lie right of it."""
    return max((column for column in columns if column <= line.left + 2), default=None)


def _usual_pitch(pages: Sequence[Sequence[PrintedLine]]) -> float:
    """The most common distance from one line to the next, in points."""
    distances = Counter(
        round(above.bottom - below.bottom)
        for page in pages
        for above, below in pairwise(page)
        if 2 < above.bottom - below.bottom < 100 and not above.row and not below.row
    )
    return float(distances.most_common(1)[0][0]) if distances else 30.0
