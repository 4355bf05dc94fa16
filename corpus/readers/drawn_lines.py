"""Straight lines in the picture of a page: dark runs across and down, longer than any stroke of a sign and thin."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.readers import limits
from corpus.readers.rulings import Ruling, Rulings

#: A dot is dark below this part of the paper's brightness.
_DARK = 0.75
#: A line is at least so long as parts of the height of the page's print: across, and down, where a wall may be one row high.
_ACROSS, _DOWN = 2.0, 1.25
#: A line is at most so thick as a part of that height; as much beside it is paper along most of it.
_THICK, _PAPER = 0.3, 0.5
#: A page that slants less is as good as straight.
_STRAIGHT = 0.0005


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page lies in its picture: the angle of its lines, points a dot, and the height of its print in points."""

    angle: float
    scale: float
    print_size: float


def drawn_rulings(dots: Any, sheet: Sheet) -> Rulings:
    """The lines in a picture (rows x columns x colours), in points from its lower left once it is set straight; none of one full of lines."""
    dark = _straightened(_dark(dots), sheet.angle)
    size, scale, height = sheet.print_size / sheet.scale, sheet.scale, dark.shape[0]
    across = [
        Ruling((height - at) * scale, a * scale, b * scale) for at, a, b in _runs(dark, _ACROSS * size, _THICK * size)
    ]
    down = [
        Ruling(at * scale, (height - b) * scale, (height - a) * scale)
        for at, a, b in _runs(dark.T, _DOWN * size, _THICK * size)
    ]
    return Rulings(across, down) if len(across) + len(down) <= limits.PDF_PAGE_RULINGS else Rulings()


def _dark(dots: Any) -> Any:
    """Which dots are dark in any colour."""
    import numpy as np

    brightness = dots.min(axis=2)
    return brightness < _DARK * np.median(brightness[::4, ::4])


def _straightened(dark: Any, angle: float) -> Any:
    """The picture turned around its upper left corner until its lines are level."""
    import numpy as np

    if abs(angle) < _STRAIGHT:
        return dark
    height, width = dark.shape
    down, across = np.arange(height)[:, None], np.arange(width)[None, :]
    x = np.rint(across * math.cos(angle) - down * math.sin(angle)).astype(np.int32)
    y = np.rint(across * math.sin(angle) + down * math.cos(angle)).astype(np.int32)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return dark[y.clip(0, height - 1), x.clip(0, width - 1)] & inside


def _runs(dark: Any, shortest: float, thick: float) -> Iterator[tuple[int, int, int]]:
    """(row, first dot, dot behind the last) of the long runs, a line that rises or falls by a dot among them, without those in dark areas."""
    import numpy as np

    rows, width = dark.shape
    wide = np.zeros((rows + 2, width + 2), dtype=np.int8)
    for shift in range(3):
        wide[shift : shift + rows, 1:-1] |= dark
    edges = np.diff(wide[1:-1], axis=1)
    begins, ends = np.nonzero(edges == 1), np.nonzero(edges == -1)
    beside = max(round(thick), 2)
    for at in np.flatnonzero(ends[1] - begins[1] >= shortest):
        row, a, b = int(begins[0][at]), int(begins[1][at]), int(ends[1][at])
        sides = [dark[r, a:b].mean() for r in (row - beside, row + beside) if 0 <= r < rows]
        if max(sides, default=0.0) < _PAPER:
            yield row, a, b
