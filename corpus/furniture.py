"""Finds what is printed around a plan's words: page numbers, running headers, Markdown marks, left-over web links."""

import re
from itertools import pairwise

from corpus.plan import Furniture

_PAGE_NUMBER = re.compile(
    r"^[ \t\u3000\f]*(?:[-—–－―][ \t\u3000]*\d{1,4}[ \t\u3000]*[-—–－―]|第[ \t]*\d{1,4}[ \t]*页(?:[ \t]*[,，/]?[ \t]*共[ \t]*\d{1,4}[ \t]*页)?)[ \t\u3000\f]*$",
    re.MULTILINE,
)
_BARE_NUMBER = re.compile(r"^[ \t\u3000\f]*(\d{1,3})[ \t\u3000\f]*$", re.MULTILINE)
_HEADING_MARK = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^[ \t]*>[ \t]+", re.MULTILINE)
_BOLD_MARK = re.compile(r"\*\*")
_LINK_LINE = re.compile(r"^[ \t]*!?\[[^\[\]\n]*\]\([^()\n]*\)[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\S[^\n]*")

#: A line this short that returns beside page numbers is a running header, not a sentence.
_HEADER_CHARACTERS = 40


def find_furniture(text: str) -> tuple[Furniture, ...]:
    """All furniture of a text, in order, without overlaps."""
    found = [Furniture("page_number", *m.span()) for m in _PAGE_NUMBER.finditer(text)]
    found += _bare_page_numbers(text)
    found += _running_headers(text, found)
    found += [Furniture("link", *m.span()) for m in _LINK_LINE.finditer(text)]
    for pattern in (_HEADING_MARK, _QUOTE_MARK, _BOLD_MARK):
        found += [Furniture("mark", *m.span()) for m in pattern.finditer(text)]
    return _without_overlaps(found)


def _bare_page_numbers(text: str) -> list[Furniture]:
    """Lines of digits only, when they count up by one: a table column does not."""
    lines = list(_BARE_NUMBER.finditer(text))
    numbers = [int(m.group(1)) for m in lines]
    counting = len(numbers) >= 3 and all(b == a + 1 for a, b in pairwise(numbers))
    return [Furniture("page_number", *m.span()) for m in lines] if counting else []


def _running_headers(text: str, page_numbers: list[Furniture]) -> list[Furniture]:
    """Short lines that stand three times or more directly before or after a page number."""
    if len(page_numbers) < 3:
        return []
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    number_starts = {text[n.start : n.end].strip(): n for n in page_numbers}
    beside: dict[str, list[tuple[int, int]]] = {}
    for i, (start, end) in enumerate(lines):
        if text[start:end].strip() not in number_starts:
            continue
        for neighbour in (i - 1, i + 1):
            if 0 <= neighbour < len(lines):
                line = text[lines[neighbour][0] : lines[neighbour][1]].strip()
                beside.setdefault(line, []).append(lines[neighbour])
    return [
        Furniture("running_header", *span)
        for line, spans in beside.items()
        if len(spans) >= 3 and len(line) <= _HEADER_CHARACTERS and line not in number_starts
        for span in spans
    ]


def _without_overlaps(found: list[Furniture]) -> tuple[Furniture, ...]:
    kept: list[Furniture] = []
    for item in sorted(set(found), key=lambda f: (f.start, -f.end)):
        if item.start < item.end and (not kept or item.start >= kept[-1].end):
            kept.append(item)
    return tuple(kept)
