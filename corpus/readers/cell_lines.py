"""What is printed in a cell to its paragraphs: lines that fill the cell go on in the next one."""

import re
from collections.abc import Sequence

from corpus.readers.printed import EM, PrintedLine, beside, joined, opens_paragraph, width_of

#: What a full line may lack, and the width of a digit with it, in characters.
_SLACK, _DIGIT = 0.35, 0.6
#: What cannot be parted at a line's end: a word or a number, with the brackets and stops that stick to it.
_UNIT = re.compile(r"[（(《“〈【]*(?:[A-Za-z0-9.,%％+~～/-]+|.)[，。；：、）)》”〉】！？,;:]*")
#: So short are the lines of a heading in a narrow cell, never those of a list.
_HEADING = 2


def cell_lines(pieces: Sequence[PrintedLine], left: float, right: float, padding: float) -> list[str]:
    """The paragraphs of a cell between two edges, whose words stand at least ``padding`` points from them."""
    if len(pieces) <= 1:  # as nearly all cells are
        return [piece.text for piece in pieces]
    out: list[str] = []
    above: PrintedLine | None = None
    for line in _whole_lines(pieces):
        room = _room(above, left + padding, right - padding) if above else 0.0
        if not above or not _goes_on(above.text, line.text, room):
            out.append(line.text)
        elif room < _DIGIT and out[-1][-1].isdigit():  # not even a digit had room: a number may be parted
            out[-1] += line.text
        else:
            out[-1] = joined(out[-1], line.text)
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


def _room(line: PrintedLine, left: float, right: float) -> float:
    """How many Chinese characters have room behind a line, between where words begin and end."""
    em = (line.right - line.left) / width_of(line.text)
    before, behind = line.left - left, right - line.right
    return (behind if before - behind > em else behind + before) / em  # of an indented line, of one in the middle


def _goes_on(above: str, line: str, room: float) -> bool:
    """Whether a line goes on with the one above: what opens it had no room there."""
    if max(len(above), len(line)) <= _HEADING:
        return True
    unit = _UNIT.match(line)
    return room < width_of(unit[0] if unit else line[0]) + _SLACK and not opens_paragraph(above, line)
