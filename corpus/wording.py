"""The wording of a clause: its text as people read it, with a map back to the raw text. Quotes are cut from here."""

import re
from collections.abc import Sequence

from corpus.plan import Clause, ClauseKind, Furniture, Plan
from corpus.spacing import Tidy, tidy

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ITEM = re.compile(r"\d{1,2}[.．、](?!\d)")


def span_words(
    text: str, furniture: Sequence[Furniture], kind: ClauseKind, title: str, start: int, body_start: int, end: int
) -> tuple[str, Tidy]:
    """(heading, whole wording) of a clause span.

    A heading that stands on its own line keeps its line feed, a run-in heading (closed by a stop) runs on; front matter keeps its
    lines, a list of attachments its items.
    """
    if kind == "front":
        lines = {m.start() + len(m.group()) - len(m.group().lstrip()) for m in _LINE.finditer(text, start, end)}
        return "", tidy(text, start, end, furniture, breaks=lines)
    if kind == "closing":
        return "", tidy(text, start, end, furniture, breaks={m.start() for m in _ITEM.finditer(text, start, end)})
    heading = tidy(text, start, body_start, furniture)
    body = tidy(text, body_start, end, furniture)
    joint = "\n" if title and body.text and heading.text and heading.text[-1] not in "。：:" else ""
    offsets = [*heading.offsets, *([body_start] if joint else []), *body.offsets]
    return heading.text, Tidy(heading.text + joint + body.text, offsets)


def clause_words(plan: Plan, clause: Clause) -> Tidy:
    """``clause.text`` with the raw offset of each of its characters."""
    return span_words(
        plan.text, plan.furniture, clause.kind, clause.title, clause.start, clause.body_start, clause.end
    )[1]
