"""Words printed across the pages of a PDF that are none of its text: slanted ones, and light or huge ones that return on page after page."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: Pages that are looked at to see what returns, and the share of them that it must be on.
_SAMPLE, _SHARE = 8, 0.6
#: Grey from this brightness on, or less opaque than that, is light; a font from so many points on is huge.
_BRIGHT, _OPAQUE, _HUGE = 160, 128, 40.0
#: Text stands upright, or turned by a right angle, within so many degrees.
_UPRIGHT = 8.0
_DEPTH = 3

#: The box of words, and the words themselves: other figures at one place are no watermark.
_Place = tuple[int, int, int, int, str]
_Matrix = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Words:
    """A slanted or odd piece of text of a page, and the form that holds it, if any."""

    handle: Any
    form: Any
    place: _Place
    slanted: bool
    odd: bool


class Watermarks:
    """The watermarks of one document, to be taken off its pages one by one."""

    def __init__(self, document: Any) -> None:
        count = len(document)
        numbers = sorted({i * count // min(count, _SAMPLE) for i in range(min(count, _SAMPLE))})
        seen: Counter[_Place] = Counter()
        for number in numbers:
            seen.update(_odd_places(document, number))
        needed = max(2, math.ceil(_SHARE * len(numbers)))
        self._returning = {place for place, pages in seen.items() if pages >= needed}

    def take_off(self, page: Any) -> None:
        """Remove the watermarks of a page before its text is read."""
        from pypdfium2 import raw

        with _reading(page) as shown:
            found = list(_texts(page, shown))
        for words in found:
            if not words.slanted and not (words.odd and words.place in self._returning):
                continue
            if words.form is None:
                raw.FPDFPage_RemoveObject(page.raw, words.handle)
            else:
                raw.FPDFFormObj_RemoveObject(words.form, words.handle)


def _odd_places(document: Any, number: int) -> set[_Place]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:  # told where the page itself is read
        return set()
    try:
        with _reading(page) as shown:
            return {words.place for words in _texts(page, shown) if words.odd}
    finally:
        page.close()


@contextmanager
def _reading(page: Any) -> Iterator[Any]:
    text_page = page.get_textpage()
    try:
        yield text_page
    finally:
        text_page.close()


def _texts(page: Any, shown: Any) -> Iterator[_Words]:
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page.raw)
    for i in range(count):
        yield from _texts_of(raw.FPDFPage_GetObject(page.raw, i), shown, None, (1.0, 0.0, 0.0, 1.0), _DEPTH)


def _texts_of(handle: Any, shown: Any, form: Any, outer: _Matrix, depth: int) -> Iterator[_Words]:
    from pypdfium2 import raw

    kind = raw.FPDFPageObj_GetType(handle)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth:
        matrix = _times(_matrix(handle), outer)
        for i in range(raw.FPDFFormObj_CountObjects(handle)):
            yield from _texts_of(raw.FPDFFormObj_GetObject(handle, i), shown, handle, matrix, depth - 1)
    elif kind == raw.FPDF_PAGEOBJ_TEXT:
        a, b, c, d = _times(_matrix(handle), outer)
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(handle, size)
        slant = math.degrees(math.atan2(b, a)) % 90 if a or b else 0.0
        slanted = _UPRIGHT < slant < 90 - _UPRIGHT
        odd = size.value * math.hypot(c, d) >= _HUGE or _is_light(handle)
        if slanted or odd:
            yield _Words(handle, form, _place(handle, shown), slanted, odd)


def _matrix(handle: Any) -> _Matrix:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return (1.0, 0.0, 0.0, 1.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d = inner
    e, f, g, h = outer
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)


def _place(handle: Any, shown: Any) -> _Place:
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(handle, *sides)
    left, bottom, right, top = (round(side.value / 2) for side in sides)
    return (left, bottom, right, top, _said(handle, shown))


def _said(handle: Any, shown: Any) -> str:
    from pypdfium2 import raw

    length = raw.FPDFTextObj_GetText(handle, shown.raw, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(handle, shown.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _is_light(handle: Any) -> bool:
    from pypdfium2 import raw

    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, opaque):
        return False
    return min(red.value, green.value, blue.value) >= _BRIGHT or opaque.value <= _OPAQUE
