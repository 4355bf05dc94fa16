"""Words printed across the pages of a PDF that are none of its text: slanted ones, and light or huge ones that return on page after page."""

import ctypes
import math
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corpus.readers.unchecked import unchecked

#: Pages that are looked at to see what returns, and the share of them that it must be on.
_SAMPLE, _SHARE = 8, 0.6
#: Grey from this brightness on, or less opaque than that, is light; a font from so many points on is huge.
_BRIGHT, _OPAQUE, _HUGE = 160, 128, 40.0
#: Text stands upright, or turned by a right angle, within so many degrees.
_UPRIGHT = 8.0
_DEPTH = 3
#: A matrix and a colour, as PDFium keeps their numbers.
_MATRIX, _COLOUR = struct.Struct("6f"), struct.Struct("4I")

#: The box of words, and the words themselves: other figures at one place are no watermark.
_Place = tuple[int, int, int, int, str]
_Matrix = tuple[float, float, float, float]
_UNMOVED: _Matrix = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Words:
    """A slanted or odd piece of text of a page, and the form that holds it, if any."""

    handle: Any
    form: Any
    slanted: bool
    odd: bool


class Watermarks:
    """The watermarks of one document, to be taken off its pages one by one."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def take_off(self, page: Any) -> None:
        """Remove the watermarks of a page before its text is read."""
        from pypdfium2 import raw

        found = list(_texts(page))
        places = _places(page, [words for words in found if not words.slanted])
        for words in found:
            if not words.slanted and next(places) not in self._returning:
                continue
            if words.form is None:
                raw.FPDFPage_RemoveObject(page.raw, words.handle)
            else:
                raw.FPDFFormObj_RemoveObject(words.form, words.handle)

    @cached_property
    def _returning(self) -> set[_Place]:
        """Where odd words return on page after page; looked for once a page has any."""
        count = len(self._document)
        numbers = sorted({i * count // min(count, _SAMPLE) for i in range(min(count, _SAMPLE))})
        seen: Counter[_Place] = Counter()
        for number in numbers:
            seen.update(_odd_places(self._document, number))
        needed = max(2, math.ceil(_SHARE * len(numbers)))
        return {place for place, pages in seen.items() if pages >= needed}


def _odd_places(document: Any, number: int) -> set[_Place]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:  # told where the page itself is read
        return set()
    try:
        return set(_places(page, [words for words in _texts(page) if words.odd]))
    finally:
        page.close()


def _places(page: Any, found: Sequence[_Words]) -> Iterator[_Place]:
    """Where words of a page stand, and what they say."""
    if not found:
        return
    text_page = page.get_textpage()
    try:
        places = [_place(words.handle, text_page) for words in found]
    finally:
        text_page.close()
    yield from places


def _texts(page: Any) -> Iterator[_Words]:
    from pypdfium2 import raw

    look, handle = _Look(raw), page.raw
    get, kind_of = unchecked(raw.FPDFPage_GetObject), unchecked(raw.FPDFPageObj_GetType)
    text, form = int(raw.FPDF_PAGEOBJ_TEXT), int(raw.FPDF_PAGEOBJ_FORM)
    for i in range(raw.FPDFPage_CountObjects(handle)):
        item = get(handle, i)
        kind = kind_of(item)
        if kind == text:
            if words := look.text(item, None, _UNMOVED):
                yield words
        elif kind == form:
            yield from look.form(item, _UNMOVED, _DEPTH)


class _Look:
    """Looks at the objects of a page, of which there may be one a sign: what PDFium writes its answers to is made once."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._own, self._size = raw.FS_MATRIX(), ctypes.c_float()
        self._at_matrix, self._at_size = ctypes.byref(self._own), ctypes.byref(self._size)
        self._colour = (ctypes.c_uint * 4)()
        self._at = [ctypes.byref(self._colour, n * ctypes.sizeof(ctypes.c_uint)) for n in range(4)]
        self._read_matrix = unchecked(raw.FPDFPageObj_GetMatrix)
        self._read_size = unchecked(raw.FPDFTextObj_GetFontSize)
        self._read_colour = unchecked(raw.FPDFPageObj_GetFillColor)

    def form(self, handle: Any, outer: _Matrix, depth: int) -> Iterator[_Words]:
        """The slanted and the odd texts of a form and of those in it."""
        raw = self._raw
        matrix = _times(self._matrix(handle), outer)
        for i in range(raw.FPDFFormObj_CountObjects(handle)):
            item = raw.FPDFFormObj_GetObject(handle, i)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth > 1:
                yield from self.form(item, matrix, depth - 1)
            elif kind == raw.FPDF_PAGEOBJ_TEXT and (words := self.text(item, handle, matrix)):
                yield words

    def text(self, handle: Any, form: Any, outer: _Matrix) -> _Words | None:
        """A text, where it is slanted or odd."""
        a, b, c, d = _times(self._matrix(handle), outer)
        self._read_size(handle, self._at_size)
        slant = math.degrees(math.atan2(b, a)) % 90 if b else 0.0
        slanted = _UPRIGHT < slant < 90 - _UPRIGHT
        odd = self._size.value * math.hypot(c, d) >= _HUGE or self._is_light(handle)
        return _Words(handle, form, slanted, odd) if slanted or odd else None

    def _matrix(self, handle: Any) -> _Matrix:
        if not self._read_matrix(handle, self._at_matrix):
            return _UNMOVED
        a, b, c, d, _, _ = _MATRIX.unpack(self._own)
        return (a, b, c, d)

    def _is_light(self, handle: Any) -> bool:
        if not self._read_colour(handle, *self._at):
            return False
        red, green, blue, opaque = _COLOUR.unpack(self._colour)
        return bool(min(red, green, blue) >= _BRIGHT or opaque <= _OPAQUE)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d = inner
    if outer == _UNMOVED:
        return inner
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
