"""A table row as lines of text, the same way for every format."""

from collections.abc import Sequence

#: A cell with this much in several lines is part of a page's layout, not of a table.
_LAYOUT_CHARACTERS, _LAYOUT_LINES = 300, 3


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a row, given the lines of each of its cells.

    Cells stand on one line, separated by tabs, empty ones too, so that columns can be counted. A row with one filled cell (a framed
    box) keeps that cell's lines; so do all cells when one of them is plainly running text.
    """
    filled = [cell for cell in cells if any(line.strip() for line in cell)]
    if not filled:
        return []
    if len(filled) == 1 or any(_is_layout(cell) for cell in filled):
        return [line for cell in filled for line in cell if line.strip()]
    return ["\t".join(" ".join(" ".join(cell).split("\n")) for cell in cells).rstrip()]


def _is_layout(cell: Sequence[str]) -> bool:
    return len(cell) >= _LAYOUT_LINES and sum(map(len, cell)) > _LAYOUT_CHARACTERS
