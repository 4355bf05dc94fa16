"""The answer without a model together with what it was made of."""

from dataclasses import dataclass

from index.snapshot import Index
from retrieval.answer import Answer
from retrieval.answers.statement import Statement
from retrieval.question.query import Query


@dataclass(frozen=True, slots=True)
class Extract:
    """The extractive answer with what it was made of: the snapshot, the lines that passed the gates, and what was said besides."""

    index: Index
    query: Query
    answer: Answer
    statements: tuple[Statement, ...]
    absences: tuple[Statement, ...]
    notes: tuple[str, ...]
