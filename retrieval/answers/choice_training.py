"""The models of the choice, learned from what both halves say to the training questions, read by readers that had not seen the document.

Each answerable question is asked again of its document without the sentences that answer it: there it has no answer.
"""

import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from corpus.script import simplified
from index.snapshot import Index
from index.vectors import Vectors, unit_length
from retrieval.answer import Turn
from retrieval.answers.attempt import Attempt, attempt_both
from retrieval.answers.choice import MODEL
from retrieval.answers.compose import by_words
from retrieval.answers.desk import lay_out
from retrieval.question.scope import find_scope
from retrieval.question.understanding import understand
from retrieval.question.years import without_years
from retrieval.reading.boosting import Forest, learn_trees
from retrieval.reading.data import ReadingData, TrainingQuestion
from retrieval.reading.features import stands_anywhere
from retrieval.reading.page import Page, open_page
from retrieval.reading.reader import Reader, reading_with
from retrieval.reading.terms import find_terms
from retrieval.reading.training import open_documents
from retrieval.reading.vectors import sums_of
from retrieval.search.window import weigh_concepts

Row = tuple[Vectors, bool, float]
#: Each sentence is missing from one of so many copies of its document.
_COPIES = 4
_SHORTEST_DELETED = 12
_MOST_CHARACTERS = 5000
_SENTENCE = re.compile("[^。；]*[。；]|[^。；]+$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: So many questions about other documents are asked of each; a thing they name has so many characters, and no word of it is so like it.
_STRANGE, _SHORTEST_THING, _ALIKE = 24, 3, 0.75
#: So many other figures may stand beside those that answer.
_MOST_BESIDE = 2
#: What a question weighs that is asked of its document without its answer.
_DELETED_WEIGHT = 0.4
_SEED = 1


@dataclass(frozen=True)
class Tried:
    """A question asked of a document, both attempts at it, and which of them are right."""

    question: TrainingQuestion
    answerable: bool
    weight: float
    attempts: tuple[Attempt, Attempt]
    right: tuple[bool, bool]


def train_choice(
    data: ReadingData, unseen: Mapping[str, Reader], out: Path = MODEL, say: Callable[[str], None] = print
) -> None:
    """Learn both models on the documents that ``unseen`` has a reader for, and write them."""
    from safetensors.numpy import save_file

    with tempfile.TemporaryDirectory() as scratch:
        tried = list(try_all(data, unseen, Path(scratch), say))
    forest = Forest(trees=500, depth=3, features=0.12)
    right = [
        (attempt.facts, right, t.weight)
        for t in tried
        for attempt, right in zip(t.attempts, t.right, strict=True)
        if attempt.statements
    ]
    answerable = [(t.attempts[1].facts, t.answerable, t.weight) for t in tried]
    arrays = learn_trees(right, forest, _SEED).arrays("right")
    arrays |= learn_trees(answerable, forest, _SEED).arrays("answerable")
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(arrays, out)
    say(f"已写入 {out}，{out.stat().st_size / 1e6:.2f} MB")


def try_all(
    data: ReadingData, unseen: Mapping[str, Reader], scratch: Path, say: Callable[[str], None]
) -> Iterator[Tried]:
    """Every question of every document with a reader, and again of the copy that lacks its answer."""
    questions = sorted((q for q in data.questions if q.document in unseen), key=lambda q: q.document)
    with open_documents(data.documents, scratch / "whole") as index:
        yield from (_try(index, question, unseen, deleted=False) for question in questions)
        yield from (_try(index, question, unseen, deleted=False) for question in strange(index, questions))
    say("作答：全文")
    for copy in range(_COPIES):
        folder = scratch / f"copy{copy}"
        write_without(data.documents, folder, copy)
        with open_documents(folder, scratch / f"lacking{copy}") as index:
            for question in questions:
                text = _bare(index.plan_text(question.document))
                if question.answerable and not any(_bare(quote) in text for quote in question.quotes):
                    yield _try(index, question, unseen, deleted=True)
        say(f"作答：去掉答案的第 {copy + 1}/{_COPIES} 份")


def strange(index: Index, questions: Sequence[TrainingQuestion]) -> Iterator[TrainingQuestion]:
    """Questions about other documents, asked of each document that nowhere says a thing they name, in any way that is known."""
    chance = random.Random(_SEED)  # noqa: S311  # reproducible sampling, not a secret
    placeless = [q for q in questions if q.answerable and not q.history and find_scope(q.question, index.plans) is None]
    for document in sorted({q.document for q in questions}):
        page = open_page(index, document)
        others = [q for q in placeless if q.document != document]
        chance.shuffle(others)
        missing = (q for q in others if _lacks_thing(page, q.question))
        for question in islice(missing, _STRANGE):
            yield replace(question, id=f"{document}-{question.id}", document=document, answerable=False, quotes=())


def _lacks_thing(page: Page, question: str) -> bool:
    """Whether a question names a thing that stands nowhere on a page, in none of its ways and by no word that means nearly the same."""
    for term in find_terms(simplified(question).lower())[0]:
        if len(term.words) < _SHORTEST_THING or stands_anywhere(page, term.ways):
            continue
        if float((unit_length(sums_of([*term.ways])) @ page.words.T).max()) < _ALIKE:
            return True
    return False


def _try(index: Index, question: TrainingQuestion, unseen: Mapping[str, Reader], *, deleted: bool) -> Tried:
    plan = question.document
    turns = [Turn("user" if role == "user" else "assistant", content) for role, content in question.history]
    with reading_with(unseen[plan]):
        query = understand(question.question, turns, index.plans, plans=(plan,), limit=_MOST_CHARACTERS)
        desk = lay_out(index, query, plan, weigh_concepts(index, query))
        attempts = attempt_both(desk, by_words(desk))
    answerable = question.answerable and not deleted
    text = _bare(index.plan_text(plan))
    right = [answerable and is_right(attempt, question, text) for attempt in attempts]
    weight = _DELETED_WEIGHT if deleted else 1.0
    return Tried(question, answerable, weight, attempts, (right[0], right[1]))


def is_right(attempt: Attempt, question: TrainingQuestion, text: str) -> bool:
    """Whether what is said cites a proof of the answer and gives its figures, and next to no others; ``text`` is the document's without white space."""
    proofs = list(_places((_bare(quote) for quote in question.quotes), text))
    cited = list(_places((_bare(e.quote) for s in attempt.statements for e in s.evidence), text))
    proved = any(a < d and c < b for a, b in proofs for c, d in cited)
    said = without_years("".join(statement.text for statement in attempt.statements))
    given, wanted = set(_NUMBER.findall(said)), set(_NUMBER.findall(without_years(question.answer)))
    beside = given - wanted - set(_NUMBER.findall(question.question))
    return proved and wanted <= given and not (wanted and len(beside) > _MOST_BESIDE)


def _places(quotes: Iterator[str], text: str) -> Iterator[tuple[int, int]]:
    for quote in quotes:
        at = text.find(quote)
        if at >= 0:
            yield at, at + len(quote)


def write_without(documents: Path, folder: Path, copy: int) -> None:
    """The documents without every fourth sentence, counted from ``copy``."""
    folder.mkdir(parents=True)
    for path in sorted(documents.iterdir()):
        counter = iter(range(len(path.read_bytes())))
        lines = (_without(line, counter, copy) for line in path.read_text(encoding="utf-8").split("\n"))
        (folder / path.name).write_text("\n".join(lines), encoding="utf-8")


def _without(line: str, counter: Iterator[int], copy: int) -> str:
    sentences: Sequence[str] = _SENTENCE.findall(line)
    return "".join(
        s for s in sentences if next(counter) % _COPIES != copy or len(s) <= _SHORTEST_DELETED or s[-1] not in "。；"
    )


def _bare(text: str) -> str:
    return "".join(text.split())
