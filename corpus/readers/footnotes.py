"""Footnotes of a printed page: small lines at its foot, behind a mark or below a short rule. They would cut the sentence that crosses the page.

They are kept behind the text of the document, each on a line of its own, written as Markdown writes notes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from corpus.readers.printed import PrintedLine, joined

#: Lines of notes are at most so large, as a part of most lines' height.
_SMALL = 0.88
_MARK = re.compile(
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]|[①-⑳]|\[\d{1,2}\]|〔\d{1,2}〕|[*＊†‡]|注\d{0,2}\s*[:：]|\d{1,2}(?=\s|(?![年月日时点号个家项座万亿分])[\u4e00-\u9fff]{4})"
)
#: The mark that a note opens with, as far as it is none of its words.
_OPENING = re.compile(
    r"^\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[①-⑳]|[\[〔【]\d{1,2}[\]〕】]|[*＊†‡]{1,3}|注\d{0,2}\s*[:：]|\d{1,2}(?=\s|[一-鿿]{4}))[\s.．、:：]*"
)
_PAGE_NUMBER = re.compile(r"[\W_]*第?\s*\d{1,4}\s*页?[\W_]*(?:共?\s*\d{1,4}\s*页?)?[\W_]*")
#: A rule above notes is thin and at least so long in points, and shorter than this part of the lines.
_THIN, _SHORTEST, _LONGEST = 2.5, 40.0, 0.7

Rule = tuple[float, float, float]


def with_footnotes(
    lines: Sequence[PrintedLine], read_rules: Callable[[], Sequence[Rule]], *, marked: bool = True
) -> list[PrintedLine]:
    """The lines of a page, those of its footnotes told as such and put last; ``read_rules`` is asked only where small lines stand at its foot.

    Unless they are ``marked`` only a rule tells notes: in a picture, how small print is cannot be relied on.
    """
    notes = _footnotes(lines, read_rules, marked=marked)
    if not notes:
        return list(lines)
    return [*(line for line in lines if line not in notes), *(line._replace(note=True) for line in notes)]


def note_lines(notes: Iterable[str]) -> Iterator[str]:
    """Notes, each in however many lines of which the first may begin with its mark, as lines to be put behind a text: [^1]: 指……"""
    whole: list[str] = []
    for line in notes:
        if whole and not _MARK.match(line):
            whole[-1] = joined(whole[-1], line)
        else:
            whole.append(line)
    yield from written_notes(whole)


def written_notes(notes: Iterable[str]) -> Iterator[str]:
    """Notes, each one whole, as lines to be put behind a text."""
    for number, note in enumerate(notes, start=1):
        words = " ".join(_OPENING.sub("", note, count=1).split())
        if words:
            yield f"[^{number}]: {words}"


def _footnotes(
    lines: Sequence[PrintedLine], read_rules: Callable[[], Sequence[Rule]], *, marked: bool
) -> list[PrintedLine]:
    if not lines:
        return []
    sizes: Counter[int] = Counter()
    for line in lines:
        if not line.row:  # its box is that of its table
            sizes[round(line.size)] += len(line.text)
    if not sizes:
        return []
    usual = sizes.most_common(1)[0][0]
    text = [
        line for line in lines if (line.row or line.size > _SMALL * usual) and not _PAGE_NUMBER.fullmatch(line.text)
    ]
    foot = min((line.bottom for line in text), default=0.0)
    notes = sorted(
        (
            line
            for line in lines
            if not line.row
            and line.size <= _SMALL * usual
            and line.top <= foot + 2
            and not _PAGE_NUMBER.fullmatch(line.text)
        ),
        key=lambda line: -line.top,
    )
    if not notes or not ((marked and _MARK.match(notes[0].text)) or _is_ruled(notes[0], text, read_rules())):
        return []
    return notes


def _is_ruled(first: PrintedLine, text: Sequence[PrintedLine], found: Sequence[Rule]) -> bool:
    """Whether a short rule stands between the text and its first note."""
    foot = min(line.bottom for line in text)
    width = max(line.right for line in text) - min(line.left for line in text)
    return any(
        first.top - 2 <= height <= foot + 2 and right - left <= _LONGEST * width for left, right, height in found
    )


def rules(page: Any) -> list[Rule]:
    """(left, right, height) of the thin lines drawn across a page."""
    from pypdfium2 import raw

    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        if top - bottom <= _THIN and right - left >= _SHORTEST:
            found.append((left, right, (bottom + top) / 2))
    return found
