"""The wording of a clause: its text as people read it, with a map back to the raw text. Quotes are cut from here."""

import re
from collections.abc import Mapping, Sequence

from corpus.plan import ClauseKind, Furniture
from corpus.spacing import kept_pieces, tidy

_WORDS = re.compile(r"\S[^\n]*")
_ITEM = re.compile(r"\d{1,2}[.．、](?!\d)")


def span_words(
    text: str,
    furniture: Sequence[Furniture],
    blanks: Mapping[int, str],
    kind: ClauseKind,
    title: str,
    start: int,
    body_start: int,
    end: int,
) -> tuple[str, str]:
    """(heading, whole wording) of a clause span; ``blanks`` are those of its tables (:func:`corpus.tables.joints`).

    Rows of tables keep their lines and cells. A heading that stands on its own line keeps its line feed, a run-in heading (closed by a stop) runs on; front matter and signatures keep
    their lines, a list of attachments its items.
    """
    if kind == "front" or title == "落款":
        lines = {m.start() for m in _WORDS.finditer(text, start, end)}
        return "", tidy(text, start, end, furniture, breaks=lines).text
    if kind == "closing":
        return "", tidy(text, start, end, furniture, breaks={m.start() for m in _ITEM.finditer(text, start, end)}).text
    heading = tidy(text, start, body_start, furniture).text
    body = tidy(text, body_start, end, furniture, blanks=blanks).text
    own_line = title and body and heading and heading[-1] not in "。：:"
    return heading, heading + ("\n" if own_line else "") + body


def raw_offsets(text: str, furniture: Sequence[Furniture], start: int, end: int, words: str) -> list[int]:
    """The raw offset in ``text[start:end]`` of every character of its repaired wording ``words``.

    White space is repaired, so only the other characters are aligned, one by one; a blank gets the place after the character
    before it.

    Raises:
        ValueError: ``words`` is not the span without furniture.
    """
    raw = [at for a, b in kept_pieces(start, end, furniture) for at in range(a, b) if not text[at].isspace()]
    offsets: list[int] = []
    nth = 0
    for character in words:
        if character.isspace():
            offsets.append(raw[nth - 1] + 1 if nth else start)
            continue
        if nth >= len(raw) or text[raw[nth]] != character:
            raise ValueError(f"the wording departs from the text at its character {len(offsets)}")
        offsets.append(raw[nth])
        nth += 1
    if nth != len(raw):
        raise ValueError("the wording ends before its span does")
    return offsets
