"""What the reader puts first, said by its type: rows of the number ledger, the duties of a clause, the parts of a heading, sentences.

The kinds of question, as probabilities, lean on it; what is asked in so many words (a figure, a time) is held to exactly.
"""

from dataclasses import replace

from retrieval.answers.desk import Desk
from retrieval.answers.duty import compose_tasks
from retrieval.answers.read.duty import compose_duty
from retrieval.answers.read.items import compose_items
from retrieval.answers.read.rows import compose_number
from retrieval.answers.read.sentences import compose_sentences
from retrieval.answers.sentences import lacks_quoted
from retrieval.answers.statement import Statement
from retrieval.question.whether import asks_whether
from retrieval.reading.features import asked_of, known_share, says_terms
from retrieval.reading.page import open_page
from retrieval.search.wording import holds_number, names_body, names_time

#: From these probabilities on a kind is taken for likely, and for possible.
LIKELY, POSSIBLE = 0.5, 0.3
#: A question that says so much in words of the plan speaks its language: where the words lead nowhere, the plan does not say it.
#: Chosen on the gold sets up to the fifth and the deletions of ``python -m eval mutate`` (docs/reading.md).
_KNOWN = 0.55


def compose_read(desk: Desk) -> list[Statement]:
    """What the reader holds for an answer, said to be the nearest: the words of the question found none. Empty where it holds nothing so."""
    query, ways = desk.query, desk.query.ways
    if query.fields or ways["offtopic"] >= LIKELY or (asks_whether(query.question) and lacks_quoted(desk)):
        return []
    if known_share(open_page(desk.index, desk.plan), asked_of(query)) >= _KNOWN:
        return []
    if not desk.reading.ranked or not desk.reading.may_answer:
        return []
    said = _say(desk)
    if not all(_is_as_asked(desk, statement) for statement in said):
        return []
    return [replace(statement, nearest=True) for statement in said]


def _say(desk: Desk) -> list[Statement]:
    """In the way that fits the best candidate; the next way where it has nothing."""
    first, ways = desk.reading.ranked[0].candidate.kind, desk.query.ways
    if ways["tasks"] >= POSSIBLE and (tasks := compose_tasks(desk)):
        return tasks
    if _asks_who(desk) and (duties := compose_duty(desk)):
        return duties
    if (first == "outline" or ways["list"] >= POSSIBLE) and (items := compose_items(desk)):
        return items
    if (first == "row" or ways["number"] >= LIKELY or ways["figures"] >= POSSIBLE) and (rows := compose_number(desk)):
        return rows
    return compose_sentences(desk)


def _asks_who(desk: Desk) -> bool:
    """Whether it is likely asked who is responsible; or possibly, and what is found names no office."""
    duty, first = desk.query.ways["duty"], desk.reading.ranked[0].candidate
    if desk.query.ways["figures"] >= POSSIBLE:
        return False
    return duty >= LIKELY or (duty >= POSSIBLE and (first.kind == "duty" or not names_body(first.text)))


def _is_as_asked(desk: Desk, statement: Statement) -> bool:
    """Whether a statement holds the figure, in the unit, or the time that the question asks for in so many words."""
    query, text = desk.query, statement.text.split("：", 1)[-1]
    if query.ways["when"] >= LIKELY:
        return names_time(text) or holds_number(text, ())
    if query.asks_figure and not says_terms(asked_of(query), f"{_headings(desk, statement)}{text}"):
        return False  # another indicator than the one that the question names
    if query.asks_figure:
        weighed = len(query.scope.plans) > 1 or query.ways["weigh"] >= POSSIBLE
        return holds_number(text, () if weighed else query.units)
    return True


def _headings(desk: Desk, statement: Statement) -> str:
    return "".join(desk.index.clause(evidence.clause).title for evidence in statement.evidence)
