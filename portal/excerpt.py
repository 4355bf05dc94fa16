"""Where quotes stand inside their clause, and how much of the clause to show around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.plan import Clause
from retrieval.answer import Citation

WHOLE = 240
"""A clause of at most this many characters is shown whole."""
AROUND = 70
"""Characters shown on either side of the quote of a longer one, before the nearest sentence end is looked for."""
BETWEEN = 90
"""Characters shown whole between two quotes; of more, what lies between is left out."""
_ENDS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text in pieces, every second of which is quoted, the first and the last not; an empty piece between two quotes joins them.

    ``more_before`` and ``more_after`` tell that the clause goes on beyond them, ``gaps`` are the pieces left out between quotes;
    ``held`` names for each citation, in their order, the piece that holds its quote.
    """

    pieces: tuple[str, ...]
    more_before: bool = False
    more_after: bool = False
    gaps: tuple[int, ...] = ()
    held: tuple[int, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether some of the clause is left out."""
        return self.more_before or self.more_after or bool(self.gaps)

    @property
    def before(self) -> str:
        """What stands before the first quote."""
        return self.pieces[0]

    @property
    def quote(self) -> str:
        """The first quote."""
        return self.pieces[1]

    @property
    def after(self) -> str:
        """What stands behind the last quote."""
        return self.pieces[-1]

    def __len__(self) -> int:
        return sum(map(len, self.pieces))


def alone(quotes: Iterable[str]) -> Excerpt:
    """Quotes of which it is not known where they stand."""
    pieces = [piece for quote in quotes for piece in ("", quote)]
    gaps, held = range(2, len(pieces), 2), range(1, len(pieces), 2)
    return Excerpt((*pieces, ""), gaps=tuple(gaps), held=tuple(held))


def whole(citations: Sequence[Citation], clause: Clause) -> Excerpt | None:
    """The clause around its quotes, or None when it does not hold one of them (then only the quotes can be shown)."""
    spans = [span for citation in citations if (span := _locate(citation, clause))]
    if len(spans) < len(citations):
        return None
    pieces, at, apart = [], 0, _apart(spans)
    for start, end in apart:
        pieces += [clause.text[at:start], clause.text[start:end]]
        at = end
    held = (sum(start <= own for start, _ in apart) * 2 - 1 for own, _ in spans)
    return Excerpt((*pieces, clause.text[at:]), held=tuple(held))


def around(full: Excerpt) -> Excerpt:
    """The sentences next to the quotes, when the clause is too long to show at a glance."""
    if len(full) <= WHOLE:
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
    inner = list(full.pieces[1:-1])
    gaps = tuple(n + 1 for n in range(1, len(inner), 2) if len(inner[n]) > BETWEEN)
    for gap in gaps:
        inner[gap - 1] = ""
    return Excerpt((before, *inner, after), before != full.before, after != full.after, gaps, full.held)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that meet made one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


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
