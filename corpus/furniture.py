"""Finds what is printed around a plan's words: page numbers, running headers, lists of contents, Markdown and note marks, left-over web links."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.bars import bars_in, open_rows
from corpus.note_marks import find_note_marks
from corpus.pages import PageLine, page_lines
from corpus.plan import Furniture
from corpus.typed_notes import typed_notes

_PAGE_NUMBER = re.compile(
    r"^[ \t\u3000\f]*(?:[-—–－―]{1,2}[ \t\u3000]*\d{1,4}[ \t\u3000]*[-—–－―]{1,2}|第[ \t]*\d{1,4}[ \t]*页(?:[ \t]*+[,，/]?[ \t]*+共[ \t]*\d{1,4}[ \t]*页)?)[ \t\u3000\f]*$",
    re.MULTILINE,
)
_BARE_NUMBER = re.compile(r"^[ \t\u3000\f]*(\d{1,3})[ \t\u3000\f]*$", re.MULTILINE)
_MARKS = (
    re.compile(r"^[ \t\u3000]*#{1,6}[ \t]+", re.MULTILINE),
    re.compile(r"^[ \t]*>[ \t]+", re.MULTILINE),
    re.compile(r"\*\*"),
    re.compile(r"~~(?=\S)[^~\n]{1,200}(?<=\S)~~"),  # struck out
    re.compile(r"\\(?=[.()\[\]#*_>+|~`-])"),
    re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$", re.MULTILINE),
)
_TABLE_LINE = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
#: A footnote as Markdown writes it, with the lines that go on in it.
_FOOTNOTE = re.compile(r"^\[\^[^\]\n]{1,20}\]:[^\n]*(?:\n(?: {4}|\t)[^\n]+)*", re.MULTILINE)
#: … and nothing behind it but others: no page ends with them.
_NOTES_BEHIND = re.compile(r"(?:\n\[\^[^\]\n]{1,20}\]:[^\n]*+)+\s*\Z")
_LINK_LINE = re.compile(r"^[ \t]*!?\[[^\[\]\n]*\]\([^()\n]*\)[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"\S[^\n]*")
_NUMBER = re.compile(r"\d{1,4}")
_LEADER = re.compile(r"(?:[.．·…‥•]){3,}[-—–－]?\d{1,4}[-—–－]?$")

_TITLE = re.compile(
    r"(?:方案|规划|计划|意见|办法|报告|纲要|措施|细则|规定|条例|要点|通知)(?:[（(][^（()）]{1,20}[)）])?$|^第.{1,5}[章节篇]"
)

#: A line this short that returns beside page numbers is a running header, not a sentence.
_HEADER_CHARACTERS = 40
#: How many lines at the top and at the bottom of a page can be printed around it.
_EDGE_LINES = 2
_CONTENTS_CHARACTERS = 200


def find_furniture(text: str) -> tuple[Furniture, ...]:
    """All furniture of a text, in order, without overlaps."""
    found = [Furniture("page_number", *m.span()) for m in _PAGE_NUMBER.finditer(text)]
    found += _bare_page_numbers(text)
    found += _running_headers(text, found)
    if "\f" in text:
        notes = _NOTES_BEHIND.search(text)
        found += _page_edges(page_lines(text[: notes.start()] if notes else text))
    found += _contents(text)
    found += [Furniture("link", *m.span()) for m in _LINK_LINE.finditer(text)]
    for pattern in _MARKS:
        found += [Furniture("mark", *m.span()) for m in pattern.finditer(text)]
    found += [Furniture("mark", *span) for span in find_note_marks(text)]
    found += [Furniture("footnote", *m.span()) for m in _FOOTNOTE.finditer(text)]
    found += typed_notes(text)
    for line in _TABLE_LINE.finditer(text):
        found += [Furniture("mark", i, i + 1) for i in range(*line.span()) if text[i] == "|" and text[i - 1] != "\\"]
    rows, rules = open_rows(text)
    found += [Furniture("mark", *rule) for rule in rules]
    found += [Furniture("mark", at, at + 1) for row in rows for at in bars_in(text, row)]
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


def _page_edges(pages: Sequence[Sequence[PageLine]]) -> Iterator[Furniture]:
    """What returns at the top or the bottom of pages: the same words, or the same words around a number that counts the pages."""
    edges = [line for page in pages for line in _edges_of(page)]
    needed = 2 if len(pages) <= 3 else 3
    same: dict[str, list[PageLine]] = defaultdict(list)
    counting: dict[tuple[str, int, int], list[PageLine]] = defaultdict(list)
    for line in edges:
        if len(line.words) > _HEADER_CHARACTERS or line.words.startswith("附") or line.words[-1] in "。；":
            continue
        same[line.words].append(line)
        for nth, number in enumerate(_NUMBER.finditer(line.words)):
            around = _NUMBER.sub("#", line.words)
            counting[around, nth, int(number.group()) - line.page].append(line)
    printed = Counter(line.words for page in pages for line in page)
    for lines in counting.values():
        if len({line.page for line in lines}) >= needed:
            yield from (Furniture("page_number", line.start, line.end) for line in lines)
    for words, lines in same.items():
        if len({line.page for line in lines}) >= needed and not words.isdigit():
            title = _title_among(words, lines, pages[lines[0].page]) if printed[words] == len(lines) else None
            yield from (Furniture("running_header", line.start, line.end) for line in lines if line is not title)


def _edges_of(page: Sequence[PageLine]) -> list[PageLine]:
    """The lines at the top and the bottom of a page, without the rows of tables: a header may have one tab, but none beside it."""
    tabs = [0, *(line.tabs for line in page), 0]
    rows = [
        here > 1 or here == 1 in (above, below) for above, here, below in zip(tabs, tabs[1:], tabs[2:], strict=False)
    ]
    edges = range(len(page)) if len(page) <= 2 * _EDGE_LINES else [*range(_EDGE_LINES), *range(-_EDGE_LINES, 0)]
    return [page[i] for i in edges if not rows[i]]


def _title_among(words: str, lines: Sequence[PageLine], first_page: Sequence[PageLine]) -> PageLine | None:
    """Running headers repeat a title. When it stands nowhere else, the first page's is the title itself, not its header."""
    if not _TITLE.search(words):
        return None
    on_first_page = [line for line in lines if line.page == lines[0].page]
    wrapped = "".join(line.words for line in first_page).count(words) > len(on_first_page)
    return None if wrapped else on_first_page[-1]


def _contents(text: str) -> list[Furniture]:
    """A list of contents: three lines or more that lead by dots to a page number, and the word 目录 above them."""
    lines = [m for m in _LINE.finditer(text) if m.end() - m.start() <= _CONTENTS_CHARACTERS]
    words = ["".join(m.group().split()) for m in lines]
    led = [i for i, word in enumerate(words) if (word[-1].isdigit() or word[-1] in "-—–－") and _LEADER.search(word)]
    if len(led) < 3:
        return []
    if led[0] and words[led[0] - 1] in ("目录", "目次"):
        led = [led[0] - 1, *led]
    return [Furniture("contents", *lines[i].span()) for i in led]


def _without_overlaps(found: list[Furniture]) -> tuple[Furniture, ...]:
    kept: list[Furniture] = []
    for item in sorted(set(found), key=lambda f: (f.start, -f.end)):
        if item.start < item.end and (not kept or item.start >= kept[-1].end):
            kept.append(item)
    return tuple(kept)
