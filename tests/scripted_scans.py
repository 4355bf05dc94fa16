"""Pictures of pages that differ by their shade alone, and a recogniser that knows what a test has printed on each."""

import io
import sys
from collections.abc import Callable, Sequence
from typing import Any

from corpus.readers.recogniser import Recognised
from corpus.readers.sandbox import Sandbox
from corpus.readers.scanner import Scanner

Pages = Sequence[Sequence[str]]
_WIDTH, _HEIGHT, _EM, _PITCH, _LEFT, _SHADES = 800, 1130, 24, 44, 96, 20


def picture(number: int, kind: str = "PNG") -> bytes:
    """The picture of a page, of so dark a grey that its number can be told."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (_WIDTH, _HEIGHT), (_SHADES * number,) * 3).save(out, kind)
    return out.getvalue()


def reading(pages: Pages, sure: float = 0.97) -> Callable[[Any], list[Recognised]]:
    """A recogniser of these pages: a line that begins with blanks is found so far to the right."""

    def recognise(dots: Any) -> list[Recognised]:
        scale = dots.shape[0] / _HEIGHT
        lines = pages[round(float(dots.mean()) / _SHADES)]
        return [_found(row, line, scale, sure) for row, line in enumerate(lines)]

    return recognise


def _found(row: int, line: str, scale: float, sure: float) -> Recognised:
    words = line.lstrip("\u3000")
    left, top = (_LEFT + _EM * (len(line) - len(words))) * scale, (60 + _PITCH * row) * scale
    right, bottom = left + _EM * len(words) * scale, top + _EM * 1.2 * scale
    return Recognised(words, sure, ((left, top), (right, top), (right, bottom), (left, bottom)))


def scripted_scanner(pages: Pages = (), program: str = "main(reading(pages))", wall_seconds: float = 60) -> Scanner:
    """A scanner whose process recognises these pages, by a program of the test."""
    setup = "from corpus.readers.scan_worker import main\nfrom tests.scripted_scans import reading\n"
    setup += f"pages = {[list(page) for page in pages]!r}\n"
    return Scanner(Sandbox(command=[sys.executable, "-c", setup + program], wall_seconds=wall_seconds))
