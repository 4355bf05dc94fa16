"""What is printed in a cell to its paragraphs: lines that fill the cell go on in the next one."""

import re
from collections.abc import Sequence

from corpus.readers.printed import EM, PrintedLine, beside, joined, opens_paragraph

#: What a full line may lack, in characters.
_SLACK = 0.35
#: What cannot be parted at a line's end: a word or a number, with the brackets and stops that stick to it.
_UNIT = re.compile(r"[（(《“〈【]*(?:[A-Za-z0-9.,%％+~～/-]+|.)[，。；：、）)》”〉】！？,;:]*")
#: So short are the lines of a heading in a narrow cell, never those of a list.
_HEADING = 2


def cell_lines(pieces: Sequence[PrintedLine], left: float, right: float, padding: float) -> list[str]:
    """The paragraphs of a cell between two edges, whose words stand at least ``padding`` points from them."""
    out: list[str] = []
    above: PrintedLine | None = None
    for line in _whole_lines(pieces):
        if (
            above
            and _fills(above, line, left + padding, right - padding)
            and not opens_paragraph(above.text, line.text)
        ):
            out[-1] = joined(out[-1], line.text)
        else:
            out.append(line.text)
        above = line
    return out


def _whole_lines(pieces: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a cell from top to bottom; pieces that stand beside each other are one."""
    lines: list[list[PrintedLine]] = []
    for piece in sorted(pieces, key=lambda p: -p.bottom):
        if lines and lines[-1][0].bottom - piece.bottom < 0.4 * min(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_beside(sorted(line, key=lambda p: p.left)) for line in lines]


def _beside(pieces: Sequence[PrintedLine]) -> PrintedLine:
    whole = pieces[0]
    for piece in pieces[1:]:
        blank = " " if piece.left - whole.right > piece.size * EM / 2 else ""
        whole = beside(whole, piece, blank)
    return whole


def _fills(above: PrintedLine, line: PrintedLine, left: float, right: float) -> bool:
    """Whether what opens the next line had no room on the one above."""
    if max(len(above.text), len(line.text)) <= _HEADING:
        return True
    em = (above.right - above.left) / _width(above.text)
    unit = _UNIT.match(line.text)
    behind, before = right - above.right, above.left - left
    room = behind if before - behind > em else behind + before  # an indented line, not a centred one
    return room < em * (_width(unit[0] if unit else line.text[0]) + _SLACK)


def _width(words: str) -> float:
    """Width in Chinese characters."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in words)
