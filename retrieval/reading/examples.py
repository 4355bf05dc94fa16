"""Questions of the training data as the networks see them: features of every candidate, which are right, whether any is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.snapshot import Index
from index.vectors import Rows, Vectors
from retrieval.answer import Turn
from retrieval.question.understanding import understand
from retrieval.reading.candidate import Candidate
from retrieval.reading.data import ReadingData, TrainingQuestion
from retrieval.reading.features import features_of
from retrieval.reading.ledger_questions import MadeQuestion, make_questions
from retrieval.reading.page import open_page
from retrieval.search.ranking import search_plan

#: A candidate is right when it shares so much with a quote, of itself or of the quote.
_SHARED = 0.5
_MOST_CHARACTERS = 5000


@dataclass(frozen=True)
class Example:
    """``features`` (C, F) in half precision; ``right`` are the candidates that hold a proof, ``clauses`` (C,) the number of the clause of each, ``texts`` what each says; ``text`` is what the kinds are read from."""

    id: str
    document: str
    kind: str
    register: str
    text: str
    features: Vectors
    right: Rows
    clauses: Rows
    answerable: bool
    texts: tuple[str, ...]


def make_examples(index: Index, questions: Iterable[TrainingQuestion]) -> list[Example]:
    """An example a question; one whose document the index does not hold is left out."""
    held = {card.id for card in index.plans}
    by_document = sorted((q for q in questions if q.document in held), key=lambda q: q.document)
    return [_example(index, question) for question in by_document]


def make_ledger_examples(index: Index, data: ReadingData, documents: Collection[str], seed: int) -> list[Example]:
    """Examples of the questions that are made from the ledgers of some documents; those held out lend them not even a name."""
    learnt = [card.id for card in index.plans if card.id not in data.held]
    asked = [document for document in learnt if document in documents]
    made = (question for document in asked for question in make_questions(index, document, learnt, data, seed))
    return [_made_example(index, question) for question in made]


def _made_example(index: Index, made: MadeQuestion) -> Example:
    question = TrainingQuestion(made.id, made.document, made.question, (), made.kind, "made", bool(made.right), ())
    return replace(_example(index, question), right=np.array(made.right, dtype=np.int64))


def _example(index: Index, question: TrainingQuestion) -> Example:
    plan = question.document
    turns = [Turn("user" if role == "user" else "assistant", content) for role, content in question.history]
    query = understand(question.question, turns, index.plans, plans=(plan,), limit=_MOST_CHARACTERS)
    asked = query.phrasing
    page = open_page(index, plan)
    features = features_of(page, asked, search_plan(index, query, plan))
    right = right_candidates(index.plan_text(plan), page.candidates, question.quotes) if question.answerable else []
    return Example(
        question.id,
        plan,
        question.kind,
        question.register,
        query.asking.placeless or question.question,
        features.astype(np.float16),  # half precision is enough to keep
        np.array(right, dtype=np.int64),
        page.clauses,
        question.answerable,
        tuple(candidate.text for candidate in page.candidates),
    )


def right_candidates(text: str, candidates: Sequence[Candidate], quotes: Iterable[str]) -> list[int]:
    """The candidates that hold one of the quotes, or lie in one, wherever it stands in the plan's text (white space aside)."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    bare = "".join(text[at] for at in places)
    found: set[int] = set()
    for quote in quotes:
        wanted = "".join(quote.split())
        at = bare.find(wanted) if len(wanted) > 1 else -1
        while at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            found |= {n for n, c in enumerate(candidates) if _holds(c, start, end)}
            at = bare.find(wanted, at + 1)
    return sorted(found)


def _holds(candidate: Candidate, start: int, end: int) -> bool:
    shared = min(end, candidate.end) - max(start, candidate.start)
    return shared > 0 and (shared >= _SHARED * (candidate.end - candidate.start) or shared >= _SHARED * (end - start))
