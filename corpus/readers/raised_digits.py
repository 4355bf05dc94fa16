"""Which digits of a recognised line are printed small and high (3500¹座, 10⁸): a recogniser reads them as any digit, their ink tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Any

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits as they are written where they are raised."""

# The figures below were chosen on the pages of ``python -m tests.raised_marks`` (seed 1), which counts what they tell; other seeds test them.
#: A dot is ink where it is darker than the paper by this part of what separates it from the darkest print …
_INK = 0.45
#: … and where so many of the eight around it are: specks are not.
_NEIGHBOURS = 3
#: A digit is so high as a part of a Chinese sign.
_OF_A_SIGN = 0.75
#: A raised digit is so high as a part of a plain one, from and to, …
_SMALL = (0.4, 0.82)
#: … ends so far above the feet of those, begins no lower below their heads, and is no wider, as parts of their height:
#: Word prints it at .65 of the size and a third of it higher, TeX at .7, fpdf2 at .7 and .4.
_FOOT, _HEAD, _WIDE = 0.28, 0.25, 0.62
#: Where a sign is, the recogniser knows to so many parts of a digit's height (half of that on most pages).
_NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Sign:
    """A recognised sign and the middle of it along its line, in dots of the line's picture."""

    text: str
    middle: float


@dataclass(frozen=True, slots=True)
class _Stroke:
    """Ink with paper left and right of it: its box in dots, from the upper left."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> int:
        return self.bottom - self.top


def find_raised(line: Any, signs: Sequence[Sign]) -> set[int]:
    """Positions in ``signs`` of raised digits; ``line`` is the picture of the line set straight (rows x columns, bright paper).

    Only the last digits of a number are ever told, and only where the ink leaves no doubt: a digit that was plain would be lost.
    """
    strokes = list(_strokes(line))
    print_ = _plain(strokes, signs)
    if print_ is None:
        return set()
    of_sign: dict[int, list[_Stroke]] = {}
    for stroke in strokes:
        nearest = min(range(len(signs)), key=lambda at: abs(signs[at].middle - stroke.middle))
        of_sign.setdefault(nearest, []).append(stroke)
    raised = {at for at, own in of_sign.items() if _is_raised(signs[at], own, print_)}
    return {at for first, end in _numbers(signs) for at in _at_the_end(range(first, end), raised)}


def _is_raised(sign: Sign, strokes: Sequence[_Stroke], print_: "_Plain") -> bool:
    """Whether all the ink of a digit is raised, and is where the recogniser saw it."""
    middle = (strokes[0].left + strokes[-1].right) / 2
    return (
        sign.text.isdecimal()
        and all(print_.is_raised(stroke) for stroke in strokes)
        and abs(middle - sign.middle) <= _NEAR * print_.height
    )


def _at_the_end(number: Sequence[int], raised: set[int]) -> list[int]:
    """The raised digits of a number where they are its last ones; none where a plain one follows."""
    found = [at for at in number if at in raised]
    return found if found == list(number[len(number) - len(found) :]) else []


@dataclass(frozen=True, slots=True)
class _Plain:
    """The plain digits of a line: how high they are and where they stand."""

    height: float
    foot: float

    def is_raised(self, stroke: _Stroke) -> bool:
        least, most = _SMALL
        return (
            least * self.height <= stroke.height <= most * self.height
            and stroke.bottom <= self.foot - _FOOT * self.height
            and stroke.top <= self.foot - self.height * (1 - _HEAD)
            and stroke.right - stroke.left <= _WIDE * self.height
        )


def _plain(strokes: Sequence[_Stroke], signs: Sequence[Sign]) -> _Plain | None:
    """As its digits tell, or where each of them may be raised, its Chinese signs."""
    if not strokes:
        return None
    signs_high = median(sorted((stroke.height for stroke in strokes), reverse=True)[: max(1, len(strokes) // 3)])
    sign_foot = median(sorted((stroke.bottom for stroke in strokes), reverse=True)[: max(1, len(strokes) // 3)])
    chinese = sum("\u4e00" <= sign.text <= "\u9fff" for sign in signs)
    height = signs_high * (_OF_A_SIGN if chinese else 1.0)
    at = [sign.middle for sign in signs if sign.text.isdecimal()]
    digits = [s for s in strokes if any(abs(s.middle - middle) <= _NEAR * height for middle in at)]
    standing = [s for s in digits if 0.85 * height <= s.height <= 1.2 * height and s.bottom > sign_foot - 0.25 * height]
    if len(standing) > 1:
        return _Plain(median(s.height for s in standing), median(s.bottom for s in standing))
    return _Plain(height, sign_foot - (0.1 * signs_high if chinese else 0.0)) if chinese > 1 else None


def _numbers(signs: Sequence[Sign]) -> Iterator[tuple[int, int]]:
    """From and to which sign there are digits only."""
    for is_digit, run in groupby(range(len(signs)), key=lambda at: signs[at].text.isdecimal()):
        if is_digit:
            places = list(run)
            yield places[0], places[-1] + 1


def _strokes(line: Any) -> Iterator[_Stroke]:
    """Ink between columns of paper, from left to right."""
    import numpy as np

    ink = _ink(line)
    columns = np.flatnonzero(ink.any(axis=0))
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        if len(run):
            rows = np.flatnonzero(ink[:, run[0] : run[-1] + 1].any(axis=1))
            yield _Stroke(int(run[0]), int(run[-1]) + 1, int(rows[0]), int(rows[-1]) + 1)


def _ink(line: Any) -> Any:
    import numpy as np

    paper, print_ = np.median(line), np.percentile(line, 2)
    dark = line < paper - _INK * (paper - print_)
    framed = np.pad(dark, 1).astype(np.uint8)
    rows, columns = dark.shape
    around = sum(framed[y : y + rows, x : x + columns] for y in range(3) for x in range(3) if (x, y) != (1, 1))
    return dark & (around >= _NEIGHBOURS)
