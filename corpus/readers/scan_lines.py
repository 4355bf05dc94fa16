"""Recognised words to printed lines: set straight, put in order, measured like the lines of a PDF so that the same rules join them."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.note_marks import settled
from corpus.readers.drawn_lines import Sheet
from corpus.readers.printed import PrintedLine
from corpus.readers.recogniser import Recognised
from corpus.readers.text import clean

#: Points of a page's longer side (A4), whatever the size of its picture; and of its left margin, wherever the paper lay.
_SIDE, _MARGIN = 842.0, 90.0
#: A line's box in a PDF is so many times as high as the one drawn around its ink.
_LOOSE = 1.2
#: Heights that differ by less are of one size of print.
_SAME_SIZE = 0.25
#: Left edges that differ by less than this share of a line's height are one edge; pieces as near to each other are one word.
_NEAR = 0.35
#: Lines shorter than so many times their height do not tell how the paper lay.
_TELLING = 5


_WIDE = str.maketrans("(),:;?!", "（），：；？！")
_NARROW = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、”）》%％])[(),:;?!](?!\d)|(?<=[\u4e00-\u9fff])[(),:;?!]|[(),:;?!](?=[\u4e00-\u9fff“《（])"
)
_HALF_WIDE = re.compile(r"[(]([^()（）]*)）|（([^()（）]*)[)]")
_YEAR = re.compile(r"[〔\[](\d{4})[\]〕](?=第?\d{1,4}号)")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: as printed (in points, set straight), how sure its words are, and its box in shares of the page from the upper left."""

    printed: PrintedLine
    confidence: float
    box: tuple[float, float, float, float]


def page_pieces(found: Sequence[Recognised], width: int, height: int) -> tuple[list[PageLine], Sheet]:
    """The pieces of lines of a page that has so many dots, set straight, and how it lies."""
    scale = _SIDE / max(width, height, 1)
    angle = _slant(found)
    lines = []
    for words in found:
        text = settled(_wide(" ".join(clean(words.text).split()))).strip()
        if text:
            printed = _printed(text, words, angle, scale, height)
            lines.append(PageLine(printed, words.confidence, _share(words, width, height)))
    return lines, Sheet(angle, scale, median(line.printed.size for line in lines) if lines else 1.0)


def page_lines(pieces: Sequence[PageLine]) -> list[PageLine]:
    """The lines of a page from top to bottom, its footnotes last; rows of its tables stay as they are."""
    rows = [piece for piece in pieces if piece.printed.row]
    loose = [piece for piece in pieces if not piece.printed.row and not piece.printed.note]
    notes = [piece for piece in pieces if piece.printed.note]
    return [*_in_rows([*_aligned(_evened(loose)), *rows]), *notes]


def _wide(text: str) -> str:
    """Punctuation among Chinese signs as Chinese print has it: how wide a bracket is, a recogniser cannot tell."""
    text = _NARROW.sub(lambda sign: sign.group().translate(_WIDE), text)
    text = _HALF_WIDE.sub(lambda pair: f"（{pair.group(1) or pair.group(2)}）", text)
    return _YEAR.sub(r"〔\1〕", text)


def _slant(found: Sequence[Recognised]) -> float:
    """The angle by which the lines of a page rise or fall, as the longer ones tell it."""
    slants = []
    for words in found:
        (x0, y0), (x1, y1), _, (_, low) = words.corners
        if x1 - x0 > _TELLING * max(low - y0, 1.0):
            slants.append((x1 - x0, math.atan2(y1 - y0, x1 - x0)))
    longest = max(slants, default=(0.0, 0.0))[0]
    return median(angle for length, angle in slants if length * 2 >= longest) if slants else 0.0


def _printed(text: str, words: Recognised, angle: float, scale: float, height: int) -> PrintedLine:
    cos, sin = math.cos(angle), math.sin(angle)
    straight = [((x * cos + y * sin) * scale, (height - (y * cos - x * sin)) * scale) for x, y in words.corners]
    (left, top), (right, top_right), (right_low, bottom_right), (left_low, bottom) = straight
    top, bottom = (top + top_right) / 2, (bottom + bottom_right) / 2
    more = (top - bottom) * (_LOOSE - 1) / 2
    return PrintedLine(text, (left + left_low) / 2, (right + right_low) / 2, bottom - more, top + more)


def _share(words: Recognised, width: int, height: int) -> tuple[float, float, float, float]:
    across, down = [x / width for x, _ in words.corners], [y / height for _, y in words.corners]
    left, top, right, bottom = (
        round(min(1.0, max(0.0, at)), 4) for at in (min(across), min(down), max(across), max(down))
    )
    return left, top, right, bottom


def _evened(lines: Sequence[PageLine]) -> list[PageLine]:
    """Lines of nearly the usual height made exactly that high: ink differs from line to line, print does not."""
    if not lines:
        return []
    usual = median(line.printed.size for line in lines)
    evened = []
    for line in lines:
        printed = line.printed
        if abs(printed.size - usual) <= _SAME_SIZE * usual:
            middle = (printed.top + printed.bottom) / 2
            printed = PrintedLine(printed.text, printed.left, printed.right, middle - usual / 2, middle + usual / 2)
        evened.append(PageLine(printed, line.confidence, line.box))
    return evened


def _aligned(lines: Sequence[PageLine]) -> list[PageLine]:
    """Left edges that nearly agree made to agree, and the leftmost that lines share moved to where every page has it."""
    edges: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda each: each.printed.left):
        near = _NEAR * line.printed.size
        if edges and line.printed.left - edges[-1][-1].printed.left <= near:
            edges[-1].append(line)
        else:
            edges.append([line])
    shared = next((edge for edge in edges if len(edge) > 1), edges[0] if edges else [])
    shift = _MARGIN - median(line.printed.left for line in shared) if shared else 0.0
    aligned = []
    for edge in edges:
        left = median(line.printed.left for line in edge) + shift
        for line in edge:
            p = line.printed
            aligned.append(
                PageLine(PrintedLine(p.text, left, p.right + shift, p.bottom, p.top), line.confidence, line.box)
            )
    return aligned


def _in_rows(lines: Sequence[PageLine]) -> list[PageLine]:
    """From top to bottom, what stands on one line from left to right and joined: cells by tabs, pieces that touch by nothing."""
    ordered = sorted(lines, key=lambda line: -line.printed.bottom)
    rows: list[list[PageLine]] = []
    for line in ordered:
        single = line.printed.row or (rows and rows[-1][0].printed.row)
        level = rows and not single and rows[-1][0].printed.bottom - line.printed.bottom < _NEAR * line.printed.size
        if level:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row, key=lambda line: line.printed.left)) for row in rows]


def _row(row: Sequence[PageLine]) -> PageLine:
    if len(row) == 1:
        return row[0]
    bottom, top = row[0].printed.bottom, max(line.printed.top for line in row)
    level = [PrintedLine(line.printed.text, line.printed.left, line.printed.right, bottom, top) for line in row]
    texts = [level[0].text]
    for before, after in pairwise(level):
        near = after.left - before.right <= 2 * _NEAR * after.size
        texts.append(("" if near else "\t") + after.text)
    boxes = [line.box for line in row]
    left, top_share = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom_share = max(box[2] for box in boxes), max(box[3] for box in boxes)
    printed = PrintedLine("".join(texts), level[0].left, max(line.right for line in level), bottom, top)
    return PageLine(printed, min(line.confidence for line in row), (left, top_share, right, bottom_share))
