"""White-space repair: the words of a raw span without furniture, hard wraps and stray blanks, with a map back to the raw text."""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.plan import Furniture

_RUN = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z0-9]")
_LATIN_AFTER = re.compile(r"[A-Za-z0-9,.;:!?)%]")


@dataclass(frozen=True, slots=True)
class Tidy:
    """Repaired text; ``offsets[i]`` is the raw offset of ``text[i]``."""

    text: str
    offsets: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw half-open span of ``text[start:end]`` (which must not be empty)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def kept_pieces(start: int, end: int, furniture: Sequence[Furniture]) -> list[tuple[int, int]]:
    """The parts of a raw span that are not furniture (which is in text order, without overlaps), in order."""
    pieces, at = [], start
    for i in range(bisect_right(furniture, start, key=lambda f: f.end), len(furniture)):
        item = furniture[i]
        if item.start >= end:
            break
        if item.start > at:
            pieces.append((at, item.start))
        at = max(at, item.end)
    if at < end:
        pieces.append((at, end))
    return pieces


def tidy(
    text: str,
    start: int,
    end: int,
    furniture: Sequence[Furniture],
    *,
    breaks: Collection[int] = frozenset(),
    blanks: Mapping[int, str] | None = None,
) -> Tidy:
    """Repair the white space of ``text[start:end]``.

    Chinese is written without blanks, so white space disappears except between two Latin words or numbers, where one blank stays
    (two numbers on two lines must never become one number). A line feed is put before each raw offset in ``breaks``: the lines of
    front matter are facts of their own, and so are the items of a list of attachments. ``blanks`` are put before theirs: the tabs and line
    feeds of tables.
    """
    parts: list[str] = []
    offsets: list[int] = []
    last = ""
    gap_from = start
    for piece_start, piece_end in kept_pieces(start, end, furniture):
        for run in _RUN.finditer(text, piece_start, piece_end):
            if not last and blanks and (before := blanks.get(run.start(), "").rpartition("\n")[2]):
                parts.append(before)  # the empty cells that a row begins with
                offsets.extend([run.start()] * len(before))
            if last:
                joint = "\n" if run.start() in breaks else _joint(text[gap_from : run.start()], last, run.group()[0])
                joint = blanks.get(run.start(), joint) if blanks else joint
                if joint:
                    parts.append(joint)
                    offsets.extend([gap_from] * len(joint))
            parts.append(run.group())
            offsets.extend(range(run.start(), run.end()))
            last = text[run.end() - 1]
            gap_from = run.end()
    return Tidy("".join(parts), offsets)


def _joint(gap: str, before: str, after: str) -> str:
    if not any(c.isspace() or c == "|" for c in gap):
        return ""
    return " " if _LATIN_AFTER.match(before) and _LATIN.match(after) else ""
