"""Lists: the headings below a clause when its parts are asked for, the tasks of a body, else the sentence that lists."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Clause
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.duty import compose_duty, compose_tasks
from retrieval.answers.sentences import compose_sentences
from retrieval.answers.statement import Statement
from retrieval.question.asked import asks_for_parts, counted
from retrieval.search.wording import FIGURE

#: A heading with this many parts can be asked for its parts; it is when the question names this much of it, less when it also
#: counts the parts.
_FEWEST_PARTS = 3
_NAMED = 0.6
_COUNTED_NAMED = 0.25
#: From this probability on those responsible, or figures, may be the items.
_MAY_BE = 0.2
#: Sentences that list run longer than others.
_MOST_CHARACTERS = 420


def compose_items(desk: Desk) -> list[Statement]:
    """All the items that a question asks for."""
    if tasks := compose_tasks(desk):
        return tasks
    parts = _parts_asked(desk)
    if parts:
        return [say_parts(desk, parts)]
    if desk.query.ways["duty"] >= _MAY_BE and (duties := compose_duty(desk)):
        return duties
    return compose_sentences(
        desk, _MOST_CHARACTERS, 1, listed=FIGURE if desk.query.ways["figures"] >= _MAY_BE else None
    )


def say_parts(desk: Desk, parts: Sequence[Clause]) -> Statement:
    """The titles of the parts of a clause, with their count."""
    count = f"共{len(parts)}项"
    titles = tuple(c.title for c in parts)
    said = desk.say(f"{count}：{'；'.join(titles)}。", (title_evidence(desk, c) for c in parts), (count,))
    return replace(said, items=titles)


def titled_parts(desk: Desk, clause: str) -> list[Clause]:
    """The clauses right below one that have a title."""
    return [c for c in desk.index.clauses(desk.plan) if c.parent == clause and c.title]


def _parts_asked(desk: Desk) -> list[Clause]:
    """The parts of the clause whose heading the question names (哪十大工程)."""
    if not desk.weighted or not asks_for_parts(desk.query.question):
        return []
    clauses = desk.index.clauses(desk.plan)
    parts = {c.id: [k for k in clauses if k.parent == c.id and k.title] for c in clauses}
    parents = [(desk.coverage(c.title), c) for c in clauses if len(parts[c.id]) >= _FEWEST_PARTS]
    exact = [(share, c) for share, c in parents if len(parts[c.id]) == counted(desk.query.question)]
    share, parent = max(exact or parents, key=lambda item: item[0], default=(0.0, None))
    named = share >= (_COUNTED_NAMED if exact else _NAMED)
    return parts[parent.id] if parent and named else []
