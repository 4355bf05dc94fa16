"""What the reader puts first, said by its type: rows of the number ledger, the duties of a clause, the parts of a heading, sentences.

The kinds of question, as probabilities, lean on it; what is asked in so many words (a figure, a time) is held to exactly.
"""

from retrieval.answers.desk import Desk
from retrieval.answers.duty import compose_tasks
from retrieval.answers.read.duty import compose_duty
from retrieval.answers.read.items import compose_items
from retrieval.answers.read.rows import compose_number
from retrieval.answers.read.sentences import compose_sentences
from retrieval.answers.statement import Statement
from retrieval.question.ways import LIKELY, POSSIBLE
from retrieval.search.wording import names_body


def say_read(desk: Desk) -> list[Statement]:
    """In the way that fits the reader's best candidate; the next way where it has nothing. Empty where nothing is ranked."""
    if not desk.reading.ranked:
        return []
    first, ways = desk.reading.ranked[0].candidate.kind, desk.query.ways
    if ways["tasks"] >= POSSIBLE and (tasks := compose_tasks(desk)):
        return tasks
    if _asks_who(desk) and (duties := compose_duty(desk)):
        return duties
    if (first == "outline" or ways["list"] >= POSSIBLE) and (items := compose_items(desk)):
        return items
    row = first == "row" and ways["measure"] < LIKELY  # what is done is told by more than the figure it comes to
    if (row or ways["number"] >= LIKELY or ways["figures"] >= POSSIBLE) and (rows := compose_number(desk)):
        return rows
    return compose_sentences(desk)


def _asks_who(desk: Desk) -> bool:
    """Whether it is likely asked who is responsible; or possibly, and what is found names no office."""
    duty, first = desk.query.ways["duty"], desk.reading.ranked[0].candidate
    if desk.query.ways["figures"] >= POSSIBLE:
        return False
    return duty >= LIKELY or (duty >= POSSIBLE and (first.kind == "duty" or not names_body(first.text)))
