"""``python -m eval read``: how well the learned reader orders the candidates of a plan, and how well it knows whether any answers.

Measured on the documents that nothing was trained on and on every gold set, over questions about one plan that the reader was asked
alone: which candidate is first, whatever the other ways of answering make of the question. On the documents held out it is counted as
well what whole answers come of it.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.gold.questions import GoldQuestion, load_gold
from index.snapshot import Index
from retrieval.assistant import Assistant
from retrieval.question.kind_model import load_kinds
from retrieval.question.ways import kind_shares
from retrieval.reading.data import ReadingData, TrainingQuestion
from retrieval.reading.examples import Example, make_examples
from retrieval.reading.features import suited
from retrieval.reading.network import facts_of
from retrieval.reading.reader import MET, load_reader
from retrieval.reading.training import open_documents

_DEPTHS = (1, 3, 5)
#: Questions that are not about what a plan says.
_NOT_READ = ("injection", "chat")
_MOST_CHARACTERS = 5000


@dataclass(frozen=True, slots=True)
class Score:
    """Of ``count`` answerable questions the share whose first 1, 3 and 5 candidates hold a right one; ``auc`` of “is there an answer”
    (area under the ROC curve; None where all questions are of one sort).
    """

    name: str
    count: int
    found: tuple[float, ...]
    auc: float | None


def score_reading(name: str, examples: Sequence[Example]) -> Score:
    """The score of the committed reader on examples."""
    reader = load_reader()
    places, chances = [], []
    for example in examples:
        kinds = reader.kinds.shares(example.text)
        features = suited(example.features.astype(np.float32), reader.suits.of_texts(example.texts), kinds)
        scores = reader.ranker.score(features, kinds)
        chances.append(reader.judge.chance(facts_of(features, scores, kinds, MET, example.clauses)))
        if example.answerable and len(example.right):
            order = np.argsort(-scores, kind="stable")
            places.append(int(np.flatnonzero(np.isin(order, example.right))[0]))
    found = tuple(float(np.mean([place < depth for place in places])) if places else 0.0 for depth in _DEPTHS)
    return Score(name, len(places), found, area_under_roc(chances, [e.answerable for e in examples]))


def area_under_roc(chances: Sequence[float], answerable: Sequence[bool]) -> float | None:
    """Mann-Whitney's U over the number of pairs; None where all questions are of one sort."""
    from scipy.stats import rankdata  # it takes seconds to import

    right = np.array(answerable, dtype=bool)
    yes, no = int(right.sum()), int((~right).sum())
    if not yes or not no:
        return None
    return float((rankdata(chances)[right].sum() - yes * (yes + 1) / 2) / (yes * no))


def score_gold(index: Index, path: Path) -> Score:
    """The score on the questions of a gold set about one plan."""
    one_plan = [q for q in load_gold(path) if len(q.plans) == 1 and q.type not in _NOT_READ]
    return score_reading(path.stem, make_examples(index, map(_as_training, one_plan)))


def _as_training(question: GoldQuestion) -> TrainingQuestion:
    quotes = tuple(e.quote for e in question.evidence)
    history = tuple((turn.role, turn.content) for turn in question.history)
    answerable = question.type != "unanswerable" and bool(quotes)
    return TrainingQuestion(
        question.id, question.plans[0], question.question, history, question.type, "", answerable, quotes
    )


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of ``count`` questions the share whose likeliest kind is right, and how likely it was held to be on average."""

    count: int
    right: float
    sure: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What whole answers came of questions about the held documents: (answerable, what was said) -> how many."""

    counts: Counter[tuple[bool, str]]
    kinds: Kinds


def score_kinds(questions: Sequence[TrainingQuestion]) -> Kinds:
    """How often the kind of a question is read right, and how sure it is."""
    names = load_kinds().names
    shares = [kind_shares(question.question) for question in questions]
    right = [names[int(each.argmax())] == question.kind for each, question in zip(shares, questions, strict=True)]
    return Kinds(len(questions), float(np.mean(right)), float(np.mean([each.max() for each in shares])))


def read_held(data: ReadingData) -> tuple[Score, Outcomes]:
    """The held documents, indexed by themselves: the reader's score, and the outcomes of the assistant's answers."""
    questions = [q for q in data.questions if q.document in data.held]
    with tempfile.TemporaryDirectory() as scratch, open_documents(data.documents, Path(scratch)) as index:
        score = score_reading("held", make_examples(index, questions))
        assistant = Assistant(index, question_characters=_MOST_CHARACTERS)
        counts = Counter((q.answerable, _outcome(assistant, index, q)) for q in questions if not q.history)
    return score, Outcomes(counts, score_kinds([q for q in questions if not q.history]))


def _outcome(assistant: Assistant, index: Index, question: TrainingQuestion) -> str:
    """The status; of a line said to be the nearest also whether it cites a proof."""
    extract = assistant.extract(question.question, (), (question.document,))
    if not any(statement.nearest for statement in extract.statements):
        return extract.answer.status
    text = "".join(index.plan_text(question.document).split())
    spans = [(at, at + len(q)) for quote in question.quotes if (at := text.find(q := "".join(quote.split()))) >= 0]
    cited = ["".join(c.quote.split()) for c in extract.answer.citations]
    near = [(text.find(c), text.find(c) + len(c)) for c in cited]
    return "nearest, right" if any(a < d and c < b for a, b in spans for c, d in near) else "nearest, another"


def render_reading(scores: Iterable[Score], outcomes: Outcomes) -> str:
    """Both tables, in Markdown."""
    lines = ["| 题集 | 题数 | @1 | @3 | @5 | “有没有答案”的 ROC-AUC |", "|---|---:|---:|---:|---:|---:|"]
    for score in scores:
        shares = " | ".join(f"{share:.3f}" for share in score.found)
        lines.append(
            f"| {score.name} | {score.count} | {shares} | {'—' if score.auc is None else f'{score.auc:.3f}'} |"
        )
    names = {
        "answered": "有据",
        "partial": "部分",
        "not_found": "未提及",
        "clarify": "反问",
        "nearest, right": "最接近的，正是答案",
        "nearest, another": "最接近的，不是答案",
    }
    lines += ["", "| 留出的文件，整个回答 | 有答案的题 | 没有答案的题 |", "|---|---:|---:|"]
    lines += [
        f"| {word} | {outcomes.counts[True, said]} | {outcomes.counts[False, said]} |" for said, word in names.items()
    ]
    kinds = outcomes.kinds
    lines += ["", f"问法：{kinds.count} 道题，猜对 {kinds.right:.3f}，自认有把握 {kinds.sure:.3f}"]
    return "\n".join(lines)
