"""The text of a task: the words of a clause that a responsibility bracket stands behind."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from corpus.plan import Clause, Duty

Bracket = tuple[int, str]
"""Where the raw text has a bracket, and its words."""


def bracket_of(duty: Duty) -> Bracket:
    """The bracket that a row of the ledger is read from."""
    return duty.start, duty.quote


def tasks_of(clause: Clause, duties: Sequence[Duty], below: Callable[[], Sequence[Clause]]) -> Mapping[Bracket, str]:
    """For each bracket of a clause what it stands behind, as written, back to the heading or to the bracket before.

    A bracket in a heading, or before all else, is for what follows it; where the clause has no more words, for the clauses ``below``.
    """
    brackets = sorted({bracket_of(duty) for duty in duties})
    spans = list(_spans(clause.text, brackets))
    edges = [start for start, _ in spans[1:]] + [len(clause.text)]
    tasks: dict[Bracket, str] = {}
    before = len(clause.heading)
    for bracket, (start, end), following in zip(brackets, spans, edges, strict=True):
        words = clause.text[before:start].strip()
        after = clause.text[max(end, len(clause.heading)) : following].strip("。 \n")
        tasks[bracket] = words or after or "\n".join(one.text for one in below())
        before = max(end, before)
    return tasks


def _spans(text: str, brackets: Sequence[Bracket]) -> Iterator[tuple[int, int]]:
    at = 0
    for _, quote in brackets:
        start = text.find(quote, at)
        at = (start if start >= 0 else at) + len(quote)
        yield at - len(quote), at
