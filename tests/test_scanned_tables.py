"""Tables of recognised pages: the lines in the picture part the words, whether the page lies straight or not."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.readers.drawn_lines import Sheet, drawn_rulings
from corpus.readers.recogniser import Recognised
from corpus.readers.scan_lines import PageLine, page_lines, page_pieces
from corpus.readers.scan_tables import with_tables

WIDTH, HEIGHT, EM = 1700, 2400, 40
#: Left edges of the columns, tops of the rows.
XS, YS = (200, 620, 940, 1240), (600, 680, 760, 840)
Dots = NDArray[np.uint8]
Corner = tuple[float, float]


def _turned(x: float, y: float, slope: float) -> Corner:
    return x * math.cos(slope) - y * math.sin(slope), x * math.sin(slope) + y * math.cos(slope)


def _words(text: str, left: float, top: float, slope: float = 0.0, em: float = EM) -> Recognised:
    right, low = left + em * sum(0.5 if sign.isascii() else 1.0 for sign in text), top + em
    corners = tuple(_turned(x, y, slope) for x, y in ((left, top), (right, top), (right, low), (left, low)))
    return Recognised(text, 0.9, corners)


def _stroke(dots: Dots, start: Corner, end: Corner, slope: float, thick: int = 4) -> None:
    """A line on the paper, drawn dot by dot."""
    for part in np.linspace(0, 1, 2 * max(WIDTH, HEIGHT)):
        x, y = _turned(start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part, slope)
        dots[round(y) : round(y) + thick, round(x) : round(x) + thick] = 60


def _paper(slope: float = 0.0) -> Dots:
    """A page with a ruled table, whose first column is one cell over the last two rows."""
    dots = np.full((HEIGHT, WIDTH, 3), 235, dtype=np.uint8)
    for y in YS:
        _stroke(dots, (XS[1] if y == YS[2] else XS[0], y), (XS[-1], y), slope)
    for x in XS:
        _stroke(dots, (x, YS[0]), (x, YS[-1]), slope)
    return dots


TABLE = [
    ("指标", XS[0] + 20, YS[0] + 20),
    ("单位", XS[1] + 20, YS[0] + 20),
    ("2025年", XS[2] + 20, YS[0] + 20),
    ("湿地面积", XS[0] + 20, YS[1] + 60),
    ("公顷", XS[1] + 20, YS[1] + 20),
    ("4600", XS[2] + 20, YS[1] + 20),
    ("亩", XS[1] + 20, YS[2] + 20),
    ("69000", XS[2] + 20, YS[2] + 20),
]


def _read(found: Sequence[Recognised], dots: Dots) -> list[PageLine]:
    pieces, sheet = page_pieces(found, WIDTH, HEIGHT)
    return page_lines(with_tables(pieces, drawn_rulings(dots, sheet)))


@pytest.mark.parametrize("slope", [0.0, 0.012, -0.017])
def test_the_cells_of_a_ruled_table_are_told_apart_and_the_words_around_it_stay(slope: float) -> None:
    around = [
        ("全市湿地保护按下表执行，各县区逐年落实到位。", 200, 500),
        ("二、保障措施由市林业局会同有关部门制定并公布。", 200, 900),
    ]
    found = [_words(text, left, top, slope) for text, left, top in [around[0], *TABLE, around[1]]]
    lines = _read(found, _paper(slope))
    assert [line.printed.text for line in lines] == [
        around[0][0],
        "指标\t单位\t2025年",
        "湿地面积\t公顷\t4600",
        "湿地面积\t亩\t69000",
        around[1][0],
    ]
    assert [line.printed.row for line in lines] == [False, True, True, True, False]
    left, top, right, bottom = lines[2].box
    assert left < XS[0] / WIDTH + 0.03
    assert right > XS[2] / WIDTH
    assert top < YS[1] / HEIGHT < bottom


def test_words_that_were_found_as_one_across_a_wall_are_parted_at_it() -> None:
    across = _words("湿地公园公顷", XS[1] + 10 - 4 * EM, YS[0] + 20)
    found = [across, _words("2025年", XS[2] + 20, YS[0] + 20), *(_words(*cell) for cell in TABLE[3:])]
    assert _read(found, _paper())[0].printed.text == "湿地公园\t公顷\t2025年"


def test_strokes_of_signs_and_dark_areas_are_no_rulings() -> None:
    dots = np.full((HEIGHT, WIDTH, 3), 235, dtype=np.uint8)
    dots[300:304, 200 : 200 + EM] = 0
    dots[400 : 400 + EM, 300:304] = 0
    dots[1000:1400, 300:1500] = 0
    dots[2000:2004, 200:800] = 0
    rulings = drawn_rulings(dots, Sheet(0.0, 1.0, EM))
    assert {round(HEIGHT - line.at) for line in rulings.across} <= set(range(1999, 2006))
    assert rulings.across
    assert not rulings.down


def test_small_print_below_a_short_rule_is_a_note_and_without_one_it_stays() -> None:
    text = [_words("全市湿地保护率达到百分之五十五，各县区逐年落实。", 200, 200 + 80 * n) for n in range(3)]
    notes = [_words("1指经省级认定的湿地公园和保护小区。", 200, 2200, em=26)]
    plain = np.full((HEIGHT, WIDTH, 3), 235, dtype=np.uint8)
    ruled = plain.copy()
    ruled[2150:2153, 200:600] = 0
    assert [line.printed.note for line in _read([*text, *notes], plain)] == [False] * 4
    assert [line.printed.note for line in _read([*text, *notes], ruled)] == [False, False, False, True]
