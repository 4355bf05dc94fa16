"""``python -m tests.raised_marks [SEED [PAGES]]``: how many marks of notes of printed and scanned pages are told from digits, and how many digits are taken for marks.

Each page has two dozen lines of invented sentences with numbers, some with a mark behind, in a font, size, height and lift of the marks, resolution,
slant and noise of its own. Prints a line a page and their sum.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from fpdf import FPDF
from PIL import Image

from corpus.readers.raised_digits import RAISED
from corpus.readers.recogniser import recognise

FONTS = [
    f"/usr/share/fonts/opentype/noto/Noto{name}.ttc"
    for name in ("SerifCJK-Regular", "SansCJK-Regular", "SerifCJK-Bold")
]
SENTENCES = (
    "到2025年，全市建成泵站{}座、水库{}座",
    "公共供水管网漏损率控制在{}%以内",
    "新增高效节水灌溉面积{}万亩",
    "客运量达到{}万人次",
    "全年接待游客{}万人次，收入{}亿元",
    "人均综合用水量控制在{}立方米以内",
    "第{}条 规模以上工业增加值增长{}%",
    "改造老旧小区{}个，惠及{}户",
)
MARKS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 21)
_PLAIN = {raised: digit for digit, raised in RAISED.items()}
_ROWS, _MARKED, _LONGER_SIDE = 24, 0.4, 2400


def main() -> None:
    """Print what became of each page."""
    seed, pages = (int(given) for given in (*sys.argv[1:3], *("1", "10")[len(sys.argv) - 1 :]))
    chance, sums = random.Random(seed), [0, 0, 0]
    for number in range(pages):
        look, lines, picture = _page(chance, number)
        counts = _compared(lines, ["".join(line.text.split()) for line in recognise(picture)])
        sums = [one + other for one, other in zip(sums, counts, strict=True)]
        print(*look, "marks {} told {} digits taken for marks {}".format(*counts), flush=True)
    print("all: marks {} told {} digits taken for marks {}".format(*sums))


def _page(chance: random.Random, number: int) -> tuple[tuple[object, ...], list[str], Any]:
    """How a page looks, its lines with raised marks, and its picture."""
    font, size = chance.choice([font for font in FONTS if Path(font).is_file()]), chance.choice([12, 14, 15, 16])
    scale, lift, dpi = chance.choice([0.58, 0.65, 0.7]), chance.choice([0.3, 0.33, 0.4]), chance.choice([150, 200, 300])
    pdf = FPDF(format="A4")
    pdf.add_font("print", fname=font)
    pdf.set_margins(28, 30, 28)
    pdf.add_page()
    pdf.set_font("print", size=size)
    pdf.sup_scale, pdf.sup_lift = scale, lift
    lines = []
    for _ in range(_ROWS):
        parts = list(_parts(chance))
        for words, mark in parts:
            pdf.char_vpos = "SUP" if mark else "LINE"
            pdf.write(9, words)
        pdf.ln(9)
        lines.append("".join(words.translate(RAISED) if mark else words for words, mark in parts).replace(" ", ""))
    slant, noise = chance.choice([0, 0, 0.5, -1, 1]), chance.choice([0, 8, 18])
    picture = _scanned(bytes(pdf.output()), dpi, slant, np.random.default_rng(number), noise)
    return (Path(font).stem, size, scale, lift, dpi, slant, noise), lines, picture


def _parts(chance: random.Random) -> Iterator[tuple[str, bool]]:
    """The words of a line and its marks."""
    first, *others = chance.choice(SENTENCES).split("{}")
    yield first, False
    for other in others:
        numbers = (
            chance.randint(1, 9),
            chance.randint(10, 99),
            chance.randint(100, 9999),
            round(chance.uniform(1, 99), 1),
        )
        yield str(chance.choice(numbers)), False
        if chance.random() < _MARKED:
            yield str(chance.choice(MARKS)), True
        yield other, False


def _scanned(data: bytes, dpi: int, slant: float, noise: np.random.Generator, spread: int) -> Any:
    page = pypdfium2.PdfDocument(data)[0].render(scale=dpi / 72).to_pil().convert("L")
    page.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
    dots = np.asarray(page.rotate(slant, fillcolor=255, resample=Image.Resampling.BICUBIC), dtype=float)
    dots = dots + noise.normal(0, spread, dots.shape)
    dots[noise.random(dots.shape) < spread / 9000] = 0
    return np.stack([dots.clip(0, 255).astype(np.uint8)] * 3, axis=2)


def _compared(printed: list[str], read: list[str]) -> tuple[int, int, int]:
    """(marks printed, marks told, plain digits told as marks); of a line with a sign misread no mark counts as told."""
    by_words: Mapping[str, str] = {_even(line): line for line in read}
    marks = told = taken = 0
    for line in printed:
        found = by_words.get(_even(line), "")
        spans = [match.span() for match in re.finditer("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", line)]
        marks += len(spans)
        told += sum(found[start:end] == line[start:end] for start, end in spans)
        taken += sum(ord(a) in _PLAIN and ord(b) not in _PLAIN for a, b in zip(found, line, strict=False))
    return marks, told, taken


def _even(line: str) -> str:
    return line.translate(_PLAIN).translate(str.maketrans("(),", "（），"))


if __name__ == "__main__":
    main()
