"""The models of the choice, learned from what both halves say to the training questions, read by readers that had not seen the document.

Each answerable question is asked again of its document without the sentences that answer it: there it has no answer. Nor have questions
about other documents, about a neighbour of what one speaks of, and about indicators that only others have.
"""

import random
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
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
from retrieval.question.topic_model import TopicModel, load_topics, reading_topics_with
from retrieval.question.understanding import understand
from retrieval.question.years import without_years
from retrieval.reading.abreast import abreast
from retrieval.reading.boosting import Forest, learn_trees
from retrieval.reading.data import ReadingData, TrainingQuestion
from retrieval.reading.features import stands_anywhere, stands_nearly
from retrieval.reading.ledger_questions import make_questions
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
#: So many questions are asked of each about the neighbour of a thing that it names.
_SWAPPED = 24
#: So many other figures may stand beside those that answer.
_MOST_BESIDE = 2
#: What a question weighs that is asked of its document without its answer.
_DELETED_WEIGHT = 0.4
#: What questions weigh that are made: of a neighbour of what a document speaks of, of an indicator of another one.
_SWAPPED_WEIGHT, _MADE_WEIGHT = 0.25, 0.15
#: Many small steps: on the documents held out and on the gold sets as good as few large ones or better.
_FOREST = Forest(trees=800, depth=3, rate=0.03, features=0.08)
_SEED = 1


@dataclass(frozen=True)
class Tried:
    """What the two models learn from: whether what is said is right, and whether the document answers."""

    right: list[Row]
    answerable: list[Row]


@dataclass(frozen=True)
class _Part:
    """Questions to be tried: of some of the documents, whole or (``copy``) without every fourth sentence."""

    data: ReadingData
    unseen: Mapping[str, Reader]
    topics: TopicModel
    documents: frozenset[str]
    copy: int | None = None


def train_choice(
    data: ReadingData, unseen: Mapping[str, Reader], out: Path = MODEL, say: Callable[[str], None] = print
) -> None:
    """Learn both models on the documents that ``unseen`` has a reader for, and write them."""
    from safetensors.numpy import save_file

    tried = _together(abreast([partial(_try_part, part) for part in _parts(data, unseen)]))
    say("作答：各份文件，连同去掉答案的，都已问完")
    right, answerable = abreast(
        [partial(learn_trees, rows, _FOREST, _SEED) for rows in (tried.right, tried.answerable)]
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(right.arrays("right") | answerable.arrays("answerable"), out)
    say(f"已写入 {out}，{out.stat().st_size / 1e6:.2f} MB")


def _together(tried: Iterable[Tried]) -> Tried:
    each = list(tried)
    return Tried([row for one in each for row in one.right], [row for one in each for row in one.answerable])


def _parts(data: ReadingData, unseen: Mapping[str, Reader]) -> Iterator[_Part]:
    """The longest first: the whole documents in two halves, then each copy."""
    documents, topics = sorted(unseen), load_topics()
    for half in (documents[::2], documents[1::2]):
        yield _Part(data, unseen, topics, frozenset(half))
    for copy in range(_COPIES):
        yield _Part(data, unseen, topics, frozenset(documents), copy)


def _try_part(part: _Part) -> Tried:
    questions = sorted((q for q in part.data.questions if q.document in part.unseen), key=lambda q: q.document)
    with tempfile.TemporaryDirectory() as folder, reading_topics_with(part.topics):
        documents = part.data.documents
        if part.copy is not None:
            documents = Path(folder) / "copy"
            write_without(part.data.documents, documents, part.copy)
        with open_documents(documents, Path(folder)) as index:
            asked = _asked(index, part, questions)
            return _together(_try(index, question, part.unseen, weight) for question, weight in asked)


def _asked(
    index: Index, part: _Part, questions: Sequence[TrainingQuestion]
) -> Iterator[tuple[TrainingQuestion, float]]:
    """The questions of a part with their weights; of a copy those whose answer it lacks."""
    own = [q for q in questions if q.document in part.documents]
    if part.copy is None:
        yield from ((q, 1.0) for q in own)
        yield from ((q, 1.0) for document in sorted(part.documents) for q in strange(index, document, questions))
        yield from ((q, _SWAPPED_WEIGHT) for document in sorted(part.documents) for q in swapped(index, document, own))
        others = sorted(part.unseen)
        yield from ((q, _MADE_WEIGHT) for d in sorted(part.documents) for q in unlisted(index, part.data, d, others))
        return
    for question in own:
        text = _bare(index.plan_text(question.document))
        if question.answerable and not any(_bare(quote) in text for quote in question.quotes):
            yield replace(question, answerable=False), _DELETED_WEIGHT


def strange(index: Index, document: str, questions: Sequence[TrainingQuestion]) -> Iterator[TrainingQuestion]:
    """Questions about other documents, asked of one that nowhere says a thing they name, in any way that is known."""
    page = open_page(index, document)
    others = [q for q in questions if q.document != document and q.answerable and not q.history]
    _chance(document).shuffle(others)
    missing = (q for q in others if find_scope(q.question, index.plans) is None and _lacks_thing(page, q.question))
    for question in islice(missing, _STRANGE):
        yield replace(question, id=f"{document}-{question.id}", document=document, answerable=False, quotes=())


def swapped(index: Index, document: str, questions: Sequence[TrainingQuestion]) -> Iterator[TrainingQuestion]:
    """Questions that a document answers, asked of the neighbour of a thing that they name, of which it says nothing."""
    page = open_page(index, document)
    asked = [q for q in questions if q.document == document and q.answerable and not q.history]
    _chance(document).shuffle(asked)
    about = ((q, other) for q in asked for other in _of_neighbour(page, q.question))
    for number, (question, other) in enumerate(islice(about, _SWAPPED)):
        name = f"{document}-swapped-{number}"
        yield replace(question, id=name, question=other, answerable=False, quotes=(), answer="")


def _chance(document: str) -> random.Random:
    return random.Random(f"{_SEED}-{document}")  # noqa: S311  # reproducible sampling, not a secret


def _of_neighbour(page: Page, question: str) -> Iterator[str]:
    """A question with one of the things that it names replaced by the first neighbour that stands nowhere on the page."""
    plain = simplified(question)
    for term in find_terms(plain.lower())[0]:
        strange = [n for n in term.neighbours if len(n) >= _SHORTEST_THING and not stands_nearly(page, (n,))]
        if strange and term.words in plain:
            yield plain.replace(term.words, strange[0], 1)
            return


def unlisted(index: Index, data: ReadingData, document: str, others: Sequence[str]) -> Iterator[TrainingQuestion]:
    """Questions about indicators of other documents, in official words."""
    for made in make_questions(index, document, [other for other in others if other != document], data, _SEED):
        if not made.right:
            yield TrainingQuestion(made.id, document, made.question, (), made.kind, "made", False, ())


def _lacks_thing(page: Page, question: str) -> bool:
    """Whether a question names a thing that stands nowhere on a page, in none of its ways and by no word that means nearly the same."""
    for term in find_terms(simplified(question).lower())[0]:
        if len(term.words) < _SHORTEST_THING or stands_anywhere(page, term.ways):
            continue
        if float((unit_length(sums_of([*term.ways])) @ page.words.T).max()) < _ALIKE:
            return True
    return False


def _try(index: Index, question: TrainingQuestion, unseen: Mapping[str, Reader], weight: float) -> Tried:
    """What both halves say to a question."""
    plan = question.document
    turns = [Turn("user" if role == "user" else "assistant", content) for role, content in question.history]
    with reading_with(unseen[plan]):
        query = understand(question.question, turns, index.plans, plans=(plan,), limit=_MOST_CHARACTERS)
        desk = lay_out(index, query, plan, weigh_concepts(index, query))
        attempts = attempt_both(desk, by_words(desk))
    text = _bare(index.plan_text(plan))
    right = [
        (attempt.facts, question.answerable and is_right(attempt, question, text), weight)
        for attempt in attempts
        if attempt.statements
    ]
    return Tried(right, [(attempts[1].facts, question.answerable, weight)])


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
