"""Where a quote stands inside its clause, and how much of the clause to show around it."""

from dataclasses import dataclass

from corpus.plan import Clause
from retrieval.answer import Citation

WHOLE = 240
"""A clause of at most this many characters is shown whole."""
AROUND = 70
"""Characters shown on either side of the quote of a longer one, before the nearest sentence end is looked for."""
_ENDS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text in three parts; ``more_before`` and ``more_after`` tell that the clause goes on beyond them."""

    before: str
    quote: str
    after: str
    more_before: bool = False
    more_after: bool = False

    @property
    def cut(self) -> bool:
        """Whether some of the clause is left out."""
        return self.more_before or self.more_after


def whole(citation: Citation, clause: Clause) -> Excerpt | None:
    """The clause around the quote, or None when the clause does not hold the quote (then only the quote can be shown)."""
    span = _locate(citation, clause)
    if span is None:
        return None
    start, end = span
    return Excerpt(clause.text[:start], clause.text[start:end], clause.text[end:])


def around(full: Excerpt) -> Excerpt:
    """The sentences next to the quote, when the clause is too long to show at a glance."""
    if len(full.before) + len(full.quote) + len(full.after) <= WHOLE:
        return full
    before, after = full.before, full.after
    if len(before) > AROUND:
        tail = before[-AROUND:]
        stops = [at for at in (tail.find(end) for end in _ENDS) if at >= 0]
        before = tail[min(stops) + 1 :] if stops else tail
    if len(after) > AROUND:
        head = after[:AROUND]
        stop = max(head.rfind(end) for end in _ENDS)
        after = head[: stop + 1] if stop >= 0 else head
    return Excerpt(before, full.quote, after, before != full.before, after != full.after)


def _locate(citation: Citation, clause: Clause) -> tuple[int, int] | None:
    """Offsets into ``clause.text``; of several equal quotes the one nearest to the cited place in the raw text."""
    text, quote = clause.text, citation.quote
    if not quote.strip():
        return None
    found = [at for at in range(len(text) - len(quote) + 1) if text.startswith(quote, at)]
    if found:
        share = (citation.start - clause.start) / max(1, clause.end - clause.start)
        start = min(found, key=lambda at: abs(at - share * len(text)))
        return start, start + len(quote)
    return _locate_loosely(text, quote)


def _locate_loosely(text: str, quote: str) -> tuple[int, int] | None:
    """The same, blind to white space: line breaks are repaired differently in a sentence and in its clause."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    at = "".join(text[place] for place in places).find("".join(quote.split()))
    if at < 0:
        return None
    return places[at], places[at + len("".join(quote.split())) - 1] + 1
