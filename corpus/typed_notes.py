"""Footnotes that were typed into a text: below a line of dashes, each behind the sign that stands once in the text above (300亿元①)."""

import re
from collections.abc import Iterator

from corpus.plan import Furniture

_SIGN = r"[①-⑳]|\[\d{1,2}\]|［\d{1,2}］|〔\d{1,2}〕|【\d{1,2}】|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\*{1,3}"
_NOTE = re.compile(rf"[ \t\u3000]*(?P<sign>{_SIGN})[ \t\u3000]*(?=[^\s\d])[^\n]+")
_RULE = re.compile(r"^[ \t\u3000]*[—－─_=-]{4,}[ \t\u3000]*$", re.MULTILINE)
#: A note stands at most so far behind what it is of.
_FAR = 4000


def typed_notes(text: str) -> Iterator[Furniture]:
    """The notes, the lines above them and their signs in the text, in no order."""
    for rule in _RULE.finditer(text):
        notes, at = [], rule.end() + 1
        while at < len(text) and (note := _NOTE.match(text, at)):
            notes.append(note)
            at = note.end() + 1
        marks = [_mark(text, note["sign"], rule.start()) for note in notes]
        if notes and all(marks):
            yield Furniture("mark", *rule.span())
            yield from (Furniture("footnote", *note.span()) for note in notes)
            yield from (Furniture("mark", *mark) for mark in marks if mark)


def _mark(text: str, sign: str, end: int) -> tuple[int, int] | None:
    """Where a sign stands behind a word of the text; None where it does not, or more than once."""
    pattern = re.compile(rf"(?<![\s*]){re.escape(sign)}(?!\*)")
    found = [m.span() for m in pattern.finditer(text, max(0, end - _FAR), end)]
    return found[0] if len(found) == 1 else None
