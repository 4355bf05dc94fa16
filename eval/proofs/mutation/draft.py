"""A plan's text as something to be marked up: find words whatever the white space, replace some, know where they went."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """``words`` instead of ``text[start:end]``; offsets into the raw text."""

    start: int
    end: int
    words: str


class Draft:
    """A raw text with its squashed form (all white space removed). Searches are in the squashed form, edits in the raw one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._offsets = [i for i, c in enumerate(text) if not c.isspace()]
        self.squashed = "".join(text[i] for i in self._offsets)

    def find(self, words: str, start: int = 0, end: int | None = None) -> list[Span]:
        """Squashed spans of every place of ``words`` (white space ignored) in ``squashed[start:end]``; may overlap."""
        needle, places = squash(words), []
        at = self.squashed.find(needle, start, end) if needle else -1
        while at >= 0:
            places.append((at, at + len(needle)))
            at = self.squashed.find(needle, at + 1, end)
        return places

    def edit(self, span: Span, words: str) -> Edit:
        """Replace a squashed span."""
        return Edit(*self.raw(span), words)

    def raw(self, span: Span) -> Span:
        """The raw half-open span of a squashed one (not empty)."""
        return self._offsets[span[0]], self._offsets[span[1] - 1] + 1

    def squashed_at(self, raw: int) -> int:
        """How many characters of the squashed text stand before a raw offset."""
        return bisect_left(self._offsets, raw)

    def line_starts(self) -> list[int]:
        """Squashed offsets of the first character of every line that is not blank."""
        starts = [m.start() for m in re.finditer(r"(?:^|(?<=\n))[^\S\n]*\S", self.text)]
        return sorted({self.squashed_at(s) for s in starts})


def squash(words: str) -> str:
    """The words without white space."""
    return "".join(words.split())


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made.

    Raises:
        ValueError: two edits overlap.
    """
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: e.start):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        out += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*out, text[at:]])


def stands_in(words: str, text: str) -> bool:
    """Whether ``words`` stand in ``text`` (white space ignored), a number never as a part of a longer number."""
    needle, hay = squash(words), squash(text)
    pattern = re.escape(needle)
    if needle[:1].isdigit():
        pattern = r"(?<!\d)(?<!\d[.,])" + pattern
    if needle[-1:].isdigit():
        pattern += r"(?!\d|[.,]\d)"
    return bool(needle) and re.search(pattern, hay) is not None


@lru_cache(maxsize=20_000)
def bigrams(words: str) -> frozenset[str]:
    """All pairs of neighbouring characters, punctuation left out."""
    kept = re.sub(r"[^\w]", "", words)
    return frozenset(kept[i : i + 2] for i in range(len(kept) - 1)) or frozenset({kept} - {""})


def likeness(one: str, other: str) -> float:
    """Jaccard index of two phrases' bigrams, 0 to 1."""
    a, b = bigrams(one), bigrams(other)
    return len(a & b) / len(a | b) if a | b else 0.0
