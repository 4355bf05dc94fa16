"""Pages of a text that keeps them: a form feed stands before every page but the first."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\f]+")
_BREAK = re.compile("\f")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line that holds words: where it is, on which page (from 0), its words without blanks, and how many tabs part them."""

    start: int
    end: int
    page: int
    words: str
    tabs: int


def page_at(text: str, offset: int) -> int | None:
    """The page, from 1, that ``text[offset]`` stands on; None when the text keeps no pages."""
    first = text.find("\f")
    return None if first < 0 else text.count("\f", 0, offset + 1) + 1


def page_lines(text: str) -> list[list[PageLine]]:
    """The lines with words of every page; a text without pages is one page."""
    breaks = [m.start() for m in _BREAK.finditer(text)]
    pages: list[list[PageLine]] = [[] for _ in range(len(breaks) + 1)]
    for line in _LINE.finditer(text):
        if words := "".join(line.group().split()):
            page = bisect_right(breaks, line.start())
            pages[page].append(PageLine(line.start(), line.end(), page, words, line.group().strip().count("\t")))
    return pages
