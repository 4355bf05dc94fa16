"""Numbered headings of Chinese official documents: 第一章, 一、, （一）, 1., (1), ① … and where a text really uses them as headings.

The order of the numbering levels follows GB/T 9704 (一、 （一） 1. （1）), with 篇/章/节 above it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.plan import Furniture
from corpus.spacing import tidy

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_CN = "[一二三四五六七八九十百零]{1,5}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

#: (kind, level, pattern of the label). A lower level stands above a higher one.
_LABELS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 0, re.compile(rf"第({_CN})[篇编]")),
    ("chapter", 1, re.compile(rf"第({_CN})章")),
    ("section", 2, re.compile(rf"第({_CN})节")),
    ("article", 3, re.compile(rf"第({_CN})条")),
    ("attachment", 0, re.compile(r"附[件录表]\s*(\d{1,2})?(?=\s*[:：]?\s*$)")),
    ("cn", 3, re.compile(rf"({_CN})[、.．](?!{_CN}[、.．])")),
    ("cn_paren", 4, re.compile(rf"[（(]\s*({_CN})\s*[)）]")),
    ("number", 5, re.compile(r"(\d{1,2})[.．、](?!\d)")),
    ("number_paren", 6, re.compile(r"[（(]\s*(\d{1,2})\s*[)）]")),
    ("circled", 7, re.compile(rf"([{_CIRCLED}])")),
)

_LEVELS = {kind: level for kind, level, _ in _LABELS}

#: Excerpts leave clauses out; a larger jump is not a numbering.
_SKIP = 10

#: What follows a label when the text only refers to it: （一）中所述, （一）至（三）.
_REFERENCE = re.compile(r"[\s]*(?:[、，,及和与至到～~-]|中所|所述|项|款|条的|规定)")
_SENTENCE_END = "。！？；：!?;:）〕)】》"

#: Longest title that stands on its own line or before the first stop; longer is a sentence, not a title.
_TITLE_CHARACTERS = 45


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``start`` at its label, ``end`` after its title (and the stop that closes a run-in title)."""

    kind: str
    level: int
    number: int
    label: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the furniture and blanks at its ends."""

    start: int
    end: int
    marked: bool


def chinese_number(text: str) -> int:
    """二十一 -> 21. Digits are taken as they are."""
    if text.isdigit():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    total, digit = 0, 0
    for sign in text:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def lines_of(text: str, furniture: Sequence[Furniture], start: int, end: int) -> list[Line]:
    """The lines of a raw span that hold words, trimmed of blanks and of the furniture at their ends."""
    starts = {f.start: f for f in furniture}
    ends = {f.end: f for f in furniture}
    lines = []
    for found in re.finditer(r"[^\n]*\S[^\n]*", text[start:end]):
        a, b, marked = start + found.start(), start + found.end(), False
        while a < b:
            if text[a].isspace():
                a += 1
            elif a in starts:
                marked |= starts[a].kind == "mark"
                a = starts[a].end
            else:
                break
        while b > a and (text[b - 1].isspace() or b in ends):
            b = ends[b].start if b in ends else b - 1
        if a < b:
            lines.append(Line(a, b, marked))
    return lines


def is_hard_wrapped(text: str, lines: Sequence[Line]) -> bool:
    """Whether lines are cut at a column: most long lines of one width do not end a sentence."""
    long = [line for line in lines if line.end - line.start >= 18]
    if len(long) < 8:
        return False
    broken = sum(text[line.end - 1] not in _SENTENCE_END for line in long)
    return broken / len(long) > 0.5


def find_headings(text: str, furniture: Sequence[Furniture], start: int, end: int) -> list[Heading]:
    """Headings of a raw span, in order.

    A label counts when it opens a line, the line before it has ended (its sentence, or itself when lines are not wrapped), what
    follows is not a mere reference, and its number goes on from an earlier one of its kind (numbering may run on across chapters,
    and excerpts may skip numbers) or starts at one.
    """
    lines = lines_of(text, furniture, start, end)
    wrapped = is_hard_wrapped(text, lines)
    width = sorted(line.end - line.start for line in lines)[int(len(lines) * 0.8)] if lines else 0
    headings: list[Heading] = []
    last: dict[str, int] = {}  # latest number of each kind under the open headings
    ever: dict[str, int] = {}  # latest number of each kind in the text
    for i, line in enumerate(lines):
        found = _label_at(text, line)
        if found is None:
            continue
        kind, level, label = found
        number = chinese_number(label.group(1)) if label.group(1) else 0
        ended = i == 0 or _has_ended(text, lines[i - 1], headings, wrapped=wrapped) or line.marked
        if not ended or not _goes_on(kind, level, number, last, ever):
            continue
        title, title_end = _title_after(text, furniture, lines, i, label.end(), level, width if wrapped else 0)
        headings.append(Heading(kind, level, number, _written_label(label.group()), title, line.start, title_end))
        last = {k: n for k, n in last.items() if _LEVELS[k] <= level} | {kind: number}
        ever[kind] = number
    return headings


def _written_label(label: str) -> str:
    """The label as addresses write it: no blanks, full-width brackets, one dot: ( 二 ) -> （二）, 1． -> 1."""
    return re.sub(r"\s+", "", label).replace("(", "（").replace(")", "）").replace("．", ".")


def _label_at(text: str, line: Line) -> tuple[str, int, re.Match[str]] | None:
    for kind, level, pattern in _LABELS:
        label = pattern.match(text, line.start, line.end)
        if label:
            return None if _REFERENCE.match(text, label.end(), line.end) else (kind, level, label)
    return None


def _has_ended(text: str, before: Line, headings: Sequence[Heading], *, wrapped: bool) -> bool:
    if not wrapped or text[before.end - 1] in _SENTENCE_END:
        return True
    return bool(headings) and before.start <= headings[-1].end <= before.end + 1 and bool(headings[-1].title)


def _goes_on(kind: str, level: int, number: int, last: dict[str, int], ever: dict[str, int]) -> bool:
    if number <= 1:
        return True
    if kind in last:
        return last[kind] < number <= last[kind] + _SKIP
    # numbering may run on under a new parent heading; an excerpt may begin in the middle, but small list numbers never do
    gap = number - ever.get(kind, 0)
    return gap == 1 or (level <= 4 and 0 < gap <= _SKIP)


def _title_after(
    text: str, furniture: Sequence[Furniture], lines: Sequence[Line], i: int, label_end: int, level: int, width: int
) -> tuple[str, int]:
    """(title, raw end of the heading). The title is what stands before the first stop, or the whole of a short line."""
    line = lines[i]
    rest = tidy(text, label_end, line.end, furniture).text
    stop = re.search(r"[。：:]", text[label_end : line.end])
    if stop is None and width and line.end - line.start >= width * 0.85 and i + 1 < len(lines):
        # a wrapped line: the title may end on the next one
        following = lines[i + 1]
        stop = re.search(r"[。：:]", text[label_end : following.end])
    if stop:
        title = tidy(text, label_end, label_end + stop.start(), furniture).text
        sentence_like = ";" in title or "；" in title or (level > 4 and re.search("[，,]", title))
        if 0 < len(title) <= _TITLE_CHARACTERS and not sentence_like:
            return title, label_end + stop.end()
    ends_open = text[line.end - 1] not in "。；！？"
    if stop is None and ends_open and len(rest) <= _TITLE_CHARACTERS:
        return rest, line.end
    return "", label_end
