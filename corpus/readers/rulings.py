"""Rulings: the straight lines across and down that a page of a PDF draws, whatever it draws them with."""

import ctypes
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from corpus.readers import limits
from corpus.readers.unchecked import unchecked

#: A filled shape this thin is a line, in points; a line this short is part of a sign.
_THIN, _SHORT = 3.0, 4.0
#: An edge may lean by so much.
_LEAN = 1.0
_NESTED_FORMS = 8
#: A matrix, as PDFium keeps its numbers.
_SIX = struct.Struct("6f")
#: So many objects are looked at in one step.
_OBJECTS = 4

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Ruling(NamedTuple):
    """A line: across a page ``at`` is its height and it runs from left to right, down a page ``at`` is its place from the left."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a page, in points."""

    across: Sequence[Ruling] = ()
    down: Sequence[Ruling] = ()


class Effort:
    """What may still be spent on the tables of a document: objects, edges and places of a grid looked at."""

    def __init__(self, left: int = limits.PDF_TABLE_EFFORT) -> None:
        self._left = left

    def allows(self, steps: int) -> bool:
        """Spend so many steps; False, and nothing is spent, when fewer are left."""
        if steps > self._left:
            return False
        self._left -= steps
        return True


def page_matrix(page: Any) -> Matrix:
    """How a page is turned to be read: places on it to places as they are seen."""
    from pypdfium2 import raw

    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    turns: dict[int, Matrix] = {
        1: (0.0, -1.0, 1.0, 0.0, 0.0, height),
        2: (-1.0, 0.0, 0.0, -1.0, width, height),
        3: (0.0, 1.0, -1.0, 0.0, width, 0.0),
    }
    return turns.get(raw.FPDFPage_GetRotation(page), UNTURNED)


def turned(box: tuple[float, float, float, float], matrix: Matrix) -> tuple[float, float, float, float]:
    """A box (left, top, right, bottom) where its page's matrix turns it."""
    left, top, right, bottom = box
    a, b, c, d, e, f = matrix
    left, right = sorted((a * left + c * bottom + e, a * right + c * top + e))
    bottom, top = sorted((b * box[0] + d * box[3] + f, b * box[2] + d * box[1] + f))
    return left, top, right, bottom


def page_rulings(page: Any, effort: Effort) -> Rulings:
    """The lines of a page; none where it draws too much to be looked at."""
    from pypdfium2 import raw

    pen = _Pen(raw)
    for shape, matrix in _paths(raw, page, effort):
        edges = pen.count(shape)
        pen.drawn += 1 + edges
        if pen.drawn > limits.PDF_PAGE_RULINGS or not effort.allows(1 + edges):
            return Rulings()
        pen.draw(shape, matrix, edges)
    return Rulings(pen.across, pen.down)


def _paths(raw: Any, page: Any, effort: Effort) -> Iterator[tuple[Any, Matrix]]:
    """The path objects of a page and of the forms that it places, each with the matrix of what holds it."""
    count = raw.FPDFPage_CountObjects(page)
    if not effort.allows(count // _OBJECTS):
        return
    matrix_of, kind_of = _matrices(raw), unchecked(raw.FPDFPageObj_GetType)
    of_page, of_form = unchecked(raw.FPDFPage_GetObject), unchecked(raw.FPDFFormObj_GetObject)
    path, form = int(raw.FPDF_PAGEOBJ_PATH), int(raw.FPDF_PAGEOBJ_FORM)
    top = (of_page(page, i) for i in range(count))
    open_forms: list[tuple[Iterator[Any], Matrix]] = [(top, page_matrix(page))]
    while open_forms:
        objects, matrix = open_forms[-1]
        for item in objects:
            kind = kind_of(item)
            if kind == path:
                yield item, matrix
            elif kind == form and len(open_forms) <= _NESTED_FORMS:
                count = raw.FPDFFormObj_CountObjects(item)
                if effort.allows(count // _OBJECTS):
                    inner = (of_form(held, i) for held in (item,) for i in range(count))
                    open_forms.append((inner, _product(matrix_of(item), matrix)))
                    break
        else:
            open_forms.pop()


class _Pen:
    """Puts down the lines of one path after the other."""

    def __init__(self, raw: Any) -> None:
        self.drawn = 0
        self.across: list[Ruling] = []
        self.down: list[Ruling] = []
        self._x, self._y, self._filled, self._stroked = (
            ctypes.c_float(),
            ctypes.c_float(),
            ctypes.c_int(),
            ctypes.c_int(),
        )
        self._at = ctypes.byref(self._x), ctypes.byref(self._y)
        self._mode = ctypes.byref(self._filled), ctypes.byref(self._stroked)
        self._mode_of, self._edges_of = unchecked(raw.FPDFPath_GetDrawMode), unchecked(raw.FPDFPath_CountSegments)
        self._part, self._point = unchecked(raw.FPDFPath_GetPathSegment), unchecked(raw.FPDFPathSegment_GetPoint)
        self._kind, self._closes = unchecked(raw.FPDFPathSegment_GetType), unchecked(raw.FPDFPathSegment_GetClose)
        self._start = int(raw.FPDF_SEGMENT_MOVETO)
        self._matrix_of = _matrices(raw)

    def count(self, shape: Any) -> int:
        """How many edges a path has."""
        return max(int(self._edges_of(shape)), 0)

    def draw(self, shape: Any, matrix: Matrix, edges: int) -> None:
        """Put down the edges of a stroked path, and each thin part of a filled one."""
        self._mode_of(shape, *self._mode)
        if not self._filled.value and not self._stroked.value:  # it only clips
            return
        matrix = _product(self._matrix_of(shape), matrix)
        for points in self._outlines(shape, matrix, edges):
            xs, ys = zip(*points, strict=True)
            left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
            if min(right - left, top - bottom) <= _THIN:
                self._line((left, bottom), (right, top))
            elif self._stroked.value:
                for a, b in pairwise(points):
                    if abs(a[0] - b[0]) <= _LEAN or abs(a[1] - b[1]) <= _LEAN:
                        self._line(a, b)

    def _outlines(self, shape: Any, matrix: Matrix, edges: int) -> Iterator[list[Point]]:
        """The corners of each part of a path, in order."""
        across, up, at, part, point = self._x, self._y, self._at, self._part, self._point
        a, b, c, d, e, f = matrix
        points: list[Point] = []
        last: Any = None
        for i in range(edges):
            segment = part(shape, i)
            if points and self._kind(segment) == self._start:
                yield [*points, points[0]] if self._closes(last) else points
                points = []
            point(segment, *at)
            x, y = across.value, up.value
            points.append((a * x + c * y + e, b * x + d * y + f))
            last = segment
        if points:
            yield [*points, points[0]] if self._closes(last) else points

    def _line(self, a: Point, b: Point) -> None:
        left, right = (a[0], b[0]) if a[0] <= b[0] else (b[0], a[0])
        low, high = (a[1], b[1]) if a[1] <= b[1] else (b[1], a[1])
        width, height = right - left, high - low
        if width < _SHORT and height < _SHORT:
            return
        if width >= height:
            self.across.append(Ruling((low + high) / 2, left, right))
        else:
            self.down.append(Ruling((left + right) / 2, low, high))


def _matrices(raw: Any) -> Callable[[Any], Matrix]:
    """Tells the matrix of an object."""
    own = raw.FS_MATRIX()
    read, at, numbers = unchecked(raw.FPDFPageObj_GetMatrix), ctypes.byref(own), _SIX.unpack

    def matrix_of(item: Any) -> Matrix:
        return numbers(own) if read(item, at) else UNTURNED

    return matrix_of


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    if outer == UNTURNED:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
