"""The lines of a text and how they are set: cut at a column or one paragraph each, and which of them open a paragraph."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median_low

from corpus.numerals import ORDINALS
from corpus.plan import Furniture

SENTENCE_END = "。！？；：!?;:）〕)】》"

_WORDS = re.compile(r"\S[^\n]*")
_LABELLED = re.compile(
    rf"(?:第\s*[{ORDINALS}零]{{1,5}}\s*[章节条篇编]|[{ORDINALS}]{{1,5}}[、.．]|[（(]\s*[{ORDINALS}\d]{{1,4}}\s*[)）]|\d{{1,2}}[.．、]|附[件录表]|专栏)"
)
_COLUMNS = {"\u3000": 2, "\t": 4, "\f": 0}
_LONG = 14
_FEWEST_BROKEN = 5
#: A wrapped line may stay this far below the column: a number, a word or a mark that may not open a line went to the next one.
_SLACK = 0.88
_INDENT_COLUMNS = 2
_GAP = re.compile(r"(?<=\S)(?:\u3000+| {3,}|\t+)(?=\S)|(?<=\S)[ \t]*\|[ \t]*(?=\S)")
_ROW_GAPS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the furniture and blanks at its ends; ``indent`` is the columns of blanks before it."""

    start: int
    end: int
    marked: bool
    indent: int


def lines_of(text: str, furniture: Sequence[Furniture], start: int, end: int) -> list[Line]:
    """The lines of a raw span that hold words."""
    starts = {f.start: f for f in furniture}
    ends = {f.end: f for f in furniture}
    lines = []
    for found in _WORDS.finditer(text, start, end):
        a, b, marked, indent = found.start(), found.end(), False, _blanks_before(text, start, found.start())
        while a < b:
            if text[a].isspace():
                indent += _COLUMNS.get(text[a], 1)
                a += 1
            elif a in starts:
                marked |= starts[a].kind == "mark"
                a = starts[a].end
            else:
                break
        while b > a and (text[b - 1].isspace() or b in ends):
            b = ends[b].start if b in ends else b - 1
        if a < b:
            lines.append(Line(a, b, marked, indent))
    return lines


def _blanks_before(text: str, start: int, at: int) -> int:
    """Columns of blanks between the start of the line and its first word."""
    columns = 0
    while at > start and text[at - 1] != "\n":
        at -= 1
        columns += _COLUMNS.get(text[at], 1)
    return columns


@dataclass(frozen=True)
class Layout:
    """How the lines of a text are set."""

    text: str
    lines: Sequence[Line]

    @cached_property
    def _column(self) -> tuple[int, bool]:
        """(column at which lines are cut, whether it is counted in Latin letters); the column is 0 when lines are paragraphs."""
        long = [line for line in self.lines if line.end - line.start >= _LONG and not self._is_row(line)]
        broken = [
            line
            for line in long
            if self.text[line.end - 1] not in SENTENCE_END and not _LABELLED.match(self.text, line.start, line.end)
        ]
        if len(broken) < _FEWEST_BROKEN:
            return 0, False
        best, best_near = (0, False), -1
        for latin in (False, True):
            sizes = [self._size(line, latin=latin) for line in broken]
            column = median_low(sizes)
            near = sum(abs(size - column) <= max(2, 0.06 * column) for size in sizes)
            if near > best_near:
                best, best_near = (column, latin), near
        column, latin = best
        full = [line for line in long if self._size(line, latin=latin) >= _SLACK * column]
        beyond = sum(self._size(line, latin=latin) > 1.25 * column for line in self.lines)
        cut = sum(self.text[line.end - 1] not in SENTENCE_END for line in full)
        wrapped = cut > 0.5 * len(full) and beyond <= 0.1 * len(self.lines)
        return best if wrapped else (0, False)

    def _is_row(self, line: Line) -> bool:
        """Whether a line is a row of a table."""
        return len(_GAP.findall(self.text, line.start, line.end)) >= _ROW_GAPS

    def _size(self, line: Line, *, latin: bool) -> int:
        """Characters, or columns of Latin letters (a Chinese character is two wide), with a paragraph's indent."""
        words = self.text[line.start : line.end]
        if latin:
            return len(words.encode("gb18030", errors="replace")) + line.indent
        return len(words) + (line.indent + 1) // 2

    @property
    def wrapped(self) -> bool:
        """Whether lines are cut at a column."""
        return self._column[0] > 0

    def is_full(self, i: int) -> bool:
        """Whether line ``i`` reaches the column, or its page ends, so that its sentence may go on in the next line."""
        column, latin = self._column
        if self._is_row(self.lines[i]):
            return False
        return (column > 0 and self._size(self.lines[i], latin=latin) >= _SLACK * column) or self._runs_over_page(i)

    def _runs_over_page(self, i: int) -> bool:
        """Whether a paragraph goes on after a page break: where paragraphs are indented, a page that begins without an indent."""
        if not self._indents or i + 1 >= len(self.lines) or self.text[self.lines[i].end - 1] in SENTENCE_END:
            return False
        following = self.lines[i + 1]
        return following.indent < _INDENT_COLUMNS and "\f" in self.text[self.lines[i].end : following.start]

    @cached_property
    def _indents(self) -> bool:
        """Whether a text with pages indents its paragraphs."""
        return "\f" in self.text and sum(line.indent >= _INDENT_COLUMNS for line in self.lines) * 2 > len(self.lines)

    @cached_property
    def _margin(self) -> int:
        """The indent of lines that go on from the one before."""
        inner = Counter(self.lines[i].indent for i in range(1, len(self.lines)) if self.is_full(i - 1))
        return inner.most_common(1)[0][0] if inner else 0

    def is_indented(self, i: int) -> bool:
        """Whether line ``i`` opens a paragraph by its indent."""
        return self.lines[i].indent >= self._margin + _INDENT_COLUMNS
