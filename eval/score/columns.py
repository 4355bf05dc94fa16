"""Tables of text: Markdown that also lines up on a terminal, where a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Sequence

from eval.score.interval import Estimate


def render_columns(head: Sequence[str], rows: Sequence[Sequence[str]], numbers_from: int = 1) -> str:
    """A Markdown table; columns from ``numbers_from`` on are flush right."""
    cells = [list(map(_clean, row)) for row in [head, *rows]]
    widths = [max(3, *(_width(row[i]) for row in cells)) for i in range(len(head))]
    rule = ["-" * (w - 1) + ":" if i >= numbers_from else "-" * w for i, w in enumerate(widths)]
    padded = [
        [_pad(cell, w, i >= numbers_from) for i, (cell, w) in enumerate(zip(r, widths, strict=True))] for r in cells
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [padded[0], rule, *padded[1:]])


def show(value: Estimate | None, *, digits: int = 3) -> str:
    """``0.906 [0.853, 0.941]``, or a dash."""
    if value is None:
        return "—"
    return f"{value.mean:.{digits}f} [{value.low:.{digits}f}, {value.high:.{digits}f}]"


def _clean(cell: str) -> str:
    return cell.replace("|", "｜").replace("\n", " ")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
