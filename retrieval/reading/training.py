"""``python -m retrieval train``: the reader from its data, on two cores in minutes, with a fixed seed.

Steps: the documents are indexed; a linear model learns the kinds of questions; every candidate of every question becomes features;
a ranker learns by listwise softmax to put right candidates first, from answerable questions alone (mixing others in costs it some
fifteen points); a judge learns from rankings of documents the ranker had not seen whether the best candidate answers. Of its chances for the
answerable questions among them the bound of doubt is read.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.catalogue import load_corpus
from index.embed import EmbeddingChoice
from index.packed import pack
from index.snapshot import Index, build_index, open_index
from index.tokens import open_encoding
from index.vectors import Vectors
from retrieval.question.kind_model import BUCKETS, KindModel, grams_of
from retrieval.question.kind_model import MODEL as KINDS_MODEL
from retrieval.question.topic_model import TopicModel, load_topics, reading_topics_with
from retrieval.reading.abreast import abreast
from retrieval.reading.boosting import Forest, learn_trees
from retrieval.reading.data import ReadingData, fill
from retrieval.reading.examples import Example, make_examples, make_ledger_examples
from retrieval.reading.features import NAMES, suited, without
from retrieval.reading.linear import learn_linear
from retrieval.reading.network import Ranker, facts_of
from retrieval.reading.reader import MET, MODEL, Reader
from retrieval.reading.suit_training import learn_suits
from retrieval.reading.suits import SuitModel

if TYPE_CHECKING:
    import torch

#: The size of passages (settings.Settings.passage_tokens); the reader looks at sentences.
_PASSAGE_TOKENS = 320
Say = Callable[[str], None]
#: Facts, whether the question is answered, and what the row weighs.
Judged = tuple[Vectors, bool, float]


_JUDGE = Forest()


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result, besides the data. ``fillings``: how often each frame is filled; ``kind_models``: models of kinds
    that the mean is taken of, each of other fillings; ``listed``: candidates a list.

    With ten fillings a frame's kind depends less on what fills it than with four (of 谁负责第二个 the chance that it asks who is responsible
    went from .47 to .86, the data being the same); the development questions told no difference (3,828 and 3,830 of 4,174).
    """

    seed: int = 20261
    fillings: int = 10
    kind_epochs: int = 12
    kind_models: int = 4
    hidden: int = 32
    epochs: int = 20
    listed: int = 96
    batch: int = 32
    rate: float = 3e-3
    decay: float = 1e-3
    judge: Forest = _JUDGE
    folds: int = 5
    #: What a question weighs that is asked of its document without its answer.
    deleted: float = 0.3


@dataclass(frozen=True)
class Trained:
    """The arrays of a reader, and the model of kinds; ``unseen``: document -> a reader that was not trained on it."""

    arrays: dict[str, Vectors]
    kinds: KindModel
    unseen: dict[str, Reader]


def train_reader(
    data: ReadingData,
    out: Path = MODEL,
    kinds_out: Path = KINDS_MODEL,
    *,
    recipe: Recipe | None = None,
    say: Say = print,
) -> dict[str, Reader]:
    """Train on all but the held documents and write the model files. Returns for each of those documents a reader that has not seen it."""
    recipe = recipe or Recipe()
    started = time.monotonic()

    def step(line: str) -> None:
        say(f"[{time.monotonic() - started:5.0f} 秒] {line}")

    examples = index_and_read(data, recipe.seed, step)
    learnt = [e for e in examples if e.document not in data.held]
    trained = fit(learnt, data, recipe, step)
    save(trained, out, kinds_out)
    step(f"已写入 {out}，{out.stat().st_size / 1e6:.2f} MB")
    return trained.unseen


def index_and_read(data: ReadingData, seed: int, say: Say) -> list[Example]:
    """Examples of all questions, the made ones behind the others, those about held documents as well."""
    halves = abreast([partial(_read_half, data, seed, load_topics(), which) for which in range(2)])
    examples = [e for part in zip(*halves, strict=True) for half in part for e in half]
    say(f"{len(examples)} 道题，{len({e.document for e in examples})} 份文件，每个候选 {len(NAMES)} 个特征")
    return examples


def _read_half(data: ReadingData, seed: int, topics: TopicModel, which: int) -> tuple[list[Example], list[Example]]:
    """The examples of the questions that people wrote about every second document, and of those that are made of them."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        reading_topics_with(topics),
        open_documents(data.documents, Path(scratch)) as index,
    ):
        documents = frozenset(sorted(card.id for card in index.plans)[which::2])
        asked = [q for q in data.questions if q.document in documents]
        return make_examples(index, asked), make_ledger_examples(index, data, documents, seed)


@contextmanager
def open_documents(documents: Path, scratch: Path) -> Iterator[Index]:
    """An index of a folder of documents, built in another folder and closed at the end."""
    bundled = EmbeddingChoice("bundled")
    build_index(
        load_corpus(documents),
        scratch / "index",
        embedder=bundled.open(),
        counter=open_encoding(),
        passage_tokens=_PASSAGE_TOKENS,
    )
    index = open_index(scratch / "index", choice=bundled)
    try:
        yield index
    finally:
        index.close()


def fit(examples: Sequence[Example], data: ReadingData, recipe: Recipe, say: Say) -> Trained:
    """All models from examples; the judge from rankings by rankers that had not seen its documents."""
    unseen = read_unseen(examples, data, recipe)
    examples, shares = unseen.examples, unseen.shares
    folds = list(folds_of(examples, recipe))
    say("问法与对答：各折已学完")
    *rankers, ranker = abreast(
        [partial(learn_ranker, rest, shares, recipe) for rest in (*(rest for rest, _ in folds), examples)]
    )
    say("排序：各折与全部已学完")
    judged = [
        [row for example in apart for row in _judged(example, ranker, shares[example.id], recipe)]
        for ranker, (_, apart) in zip(rankers, folds, strict=True)
    ]
    *judges, judge = abreast(
        [partial(learn_trees, rows, recipe.judge, recipe.seed) for rows in (*_without_each(judged), _together(judged))]
    )
    say("判断：各折与全部已学完")
    arrays = {f"ranker.{name}": getattr(ranker, name) for name in Ranker.__dataclass_fields__} | judge.arrays("judge")
    readers = [Reader(*parts) for parts in zip(unseen.kinds, unseen.suits, rankers, judges, strict=True)]
    by_document = {e.document: reader for reader, (_, apart) in zip(readers, folds, strict=True) for e in apart}
    kinds = learn_steady_kinds(asked_in_words(examples), data, recipe)
    arrays |= pack(learn_suits(examples, kinds.names, recipe.seed).weights, "suits")
    return Trained(arrays, kinds, by_document)


@dataclass(frozen=True)
class Unseen:
    """Examples, and the ``shares`` of their kinds, as models see them that did not learn from their documents: those of each fold."""

    examples: list[Example]
    shares: dict[str, Vectors]
    kinds: list[KindModel]
    suits: list[SuitModel]


def read_unseen(examples: Sequence[Example], data: ReadingData, recipe: Recipe) -> Unseen:
    """For each fold the model of kinds and of what suits them that the rest teaches, and what they say of the fold."""
    folds = list(folds_of(examples, recipe))
    kinds = abreast([partial(learn_kinds, asked_in_words(rest), data, recipe) for rest, _ in folds])
    suits = [learn_suits(rest, model.names, recipe.seed) for model, (rest, _) in zip(kinds, folds, strict=True)]
    shares = {e.id: model.shares(e.text) for model, (_, apart) in zip(kinds, folds, strict=True) for e in apart}
    filled: dict[str, Example] = {}
    for model, (_, apart) in zip(suits, folds, strict=True):
        leaning = {e.document: model.of_texts(e.texts) for e in {e.document: e for e in apart}.values()}
        for e in apart:
            features = suited(e.features.astype(np.float32), leaning[e.document], shares[e.id])
            filled[e.id] = replace(e, features=features.astype(np.float16))
    return Unseen([filled[e.id] for e in examples], shares, kinds, suits)


def _together(folds: Iterable[Sequence[Judged]]) -> list[Judged]:
    return [row for fold in folds for row in fold]


def _without_each(folds: Sequence[Sequence[Judged]]) -> Iterator[list[Judged]]:
    """For each fold the rows of the others."""
    for apart in range(len(folds)):
        yield _together(fold for other, fold in enumerate(folds) if other != apart)


def _judged(example: Example, ranker: Ranker, kinds: Vectors, recipe: Recipe) -> Iterator[Judged]:
    """(facts, whether the question is answered, weight) of a question, and of it asked of the document without its answer."""
    features = example.features.astype(np.float32)
    yield facts_of(features, ranker.score(features, kinds), kinds, MET, example.clauses), example.answerable, 1.0
    if example.answerable and 0 < len(example.right) < len(features):
        left, clauses = without(features, example.right), np.delete(example.clauses, example.right)
        yield facts_of(left, ranker.score(left, kinds), kinds, MET, clauses), False, recipe.deleted


def folds_of(examples: Sequence[Example], recipe: Recipe) -> Iterator[tuple[list[Example], list[Example]]]:
    """(the rest, a fold), by document."""
    documents = sorted({e.document for e in examples})
    random.Random(recipe.seed).shuffle(documents)  # noqa: S311  # reproducible sampling, not a secret
    for fold in range(recipe.folds):
        apart = set(documents[fold :: recipe.folds])
        yield [e for e in examples if e.document not in apart], [e for e in examples if e.document in apart]


def save(trained: Trained, out: Path, kinds_out: Path) -> None:
    """Write the reader and its model of kinds as safetensors; weights of kinds in four bits."""
    from safetensors.numpy import save_file

    arrays: dict[str, Any] = {name: np.ascontiguousarray(array) for name, array in trained.arrays.items()}
    kinds = {**pack(trained.kinds.weights, "weights"), "bias": trained.kinds.bias.astype(np.float32)}
    for path, content, facts in (
        (out, arrays, {"features": ",".join(NAMES)}),
        (kinds_out, kinds, {"kinds": ",".join(trained.kinds.names)}),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(content, path, metadata=facts)


def asked_in_words(examples: Sequence[Example]) -> list[tuple[str, str]]:
    """(question, kind) of the questions that people wrote; the made ones are frames that the model of kinds sees anyway."""
    return [(e.text, e.kind) for e in examples if e.register != "made"]


def learn_kinds(questions: Sequence[tuple[str, str]], data: ReadingData, recipe: Recipe) -> KindModel:
    """The model of kinds from questions and filled frames."""
    import torch

    chance = random.Random(recipe.seed)  # noqa: S311
    frames = [(fill(f.frame, data.wordings, chance), f.kind) for f in data.frames for _ in range(recipe.fillings)]
    names = tuple(sorted({kind for _, kind in (*questions, *frames)}))
    labels = torch.tensor([names.index(kind) for _, kind in (*questions, *frames)])
    weights = torch.tensor([1.0] * len(questions) + [2 / recipe.fillings] * len(frames))
    counts = torch.bincount(labels, weights=weights, minlength=len(names))
    balance = (counts.sum() / len(names) / counts).clamp(0.3, 3.0).sqrt()

    def loss(rows: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        losses = torch.nn.functional.cross_entropy(logits, labels[rows], reduction="none", label_smoothing=0.05)
        return (losses * weights[rows] * balance[labels[rows]]).mean()

    told = learn_linear(
        [grams_of(text) for text, _ in (*questions, *frames)],
        (BUCKETS, len(names)),
        loss,
        seed=recipe.seed,
        epochs=recipe.kind_epochs,
        batch=512,
        rate=0.01,
        decay=0.02,
    )
    return KindModel(names, *told)


def learn_steady_kinds(questions: Sequence[tuple[str, str]], data: ReadingData, recipe: Recipe) -> KindModel:
    """The mean of models that differ by what fills their frames, and by chance: one by itself is unsure where the others are sure."""
    models = abreast(
        [
            partial(learn_kinds, questions, data, replace(recipe, seed=recipe.seed + n))
            for n in range(recipe.kind_models)
        ]
    )
    weights, bias = (np.mean([getattr(m, name) for m in models], axis=0) for name in ("weights", "bias"))
    return KindModel(models[0].names, weights, bias)


def learn_ranker(examples: Sequence[Example], shares: Mapping[str, Vectors], recipe: Recipe) -> Ranker:
    """The ranker from the answerable ones of some examples; ``shares``: id -> probability of each kind (K,)."""
    import torch

    torch.set_num_threads(1)  # two threads that share their cores with anything else were ten times slower
    learnt = [e for e in examples if e.answerable and len(e.right)]
    chance = np.random.default_rng(recipe.seed)
    lists = [_listed(e, recipe.listed, chance) for e in learnt]
    sample = np.concatenate([features[:: max(1, len(features) // 16)] for features, _ in lists]).astype(np.float32)
    mean, scale = sample.mean(axis=0), sample.std(axis=0) + 1e-3
    inputs = torch.zeros(len(lists), recipe.listed, sample.shape[1])
    right = torch.zeros(len(lists), recipe.listed, dtype=torch.bool)
    there = torch.zeros(len(lists), recipe.listed, dtype=torch.bool)
    for row, (features, marks) in enumerate(lists):
        inputs[row, : len(features)] = torch.from_numpy((features.astype(np.float32) - mean) / scale)
        right[row, : len(features)] = torch.from_numpy(marks)
        there[row, : len(features)] = True
    kinds = torch.from_numpy(np.stack([shares[e.id] for e in learnt]).astype(np.float32))
    return _descend(inputs, kinds, right, there, mean, scale, recipe)


def _listed(example: Example, most: int, chance: np.random.Generator) -> tuple[Vectors, Any]:
    """(features, which are right) of the right candidates, the ones that look best, and others at random, ``most`` in all."""
    features = example.features
    marks = np.zeros(len(features), dtype=bool)
    marks[example.right] = True
    if len(features) <= most:
        return features, marks
    looks = features[:, NAMES.index("fused")].astype(np.float32) + features[:, NAMES.index("mean with heading")]
    keep = set(example.right[: most // 2].tolist()) | set(np.argsort(-looks)[: most // 2].tolist())
    others = [i for i in chance.permutation(len(features)).tolist() if i not in keep]
    chosen = np.array([*keep, *others][:most])
    return features[chosen], marks[chosen]


def _descend(
    inputs: "torch.Tensor",
    kinds: "torch.Tensor",
    right: "torch.Tensor",
    there: "torch.Tensor",
    mean: Vectors,
    scale: Vectors,
    recipe: Recipe,
) -> Ranker:
    import torch

    torch.manual_seed(recipe.seed)
    features, count = inputs.shape[2], kinds.shape[1]
    hidden = torch.nn.Parameter(torch.randn(features, recipe.hidden) / features**0.5)
    of_kinds = torch.nn.Parameter(torch.zeros(count, recipe.hidden))
    bias = torch.nn.Parameter(torch.zeros(recipe.hidden))
    out = torch.nn.Parameter(torch.randn(recipe.hidden) / recipe.hidden**0.5)
    linear = torch.nn.Parameter(torch.zeros(features))
    learnt = [hidden, of_kinds, bias, out, linear]
    optimizer = torch.optim.AdamW(learnt, lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-len(inputs) // recipe.batch)
    slower = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps)
    for _ in range(recipe.epochs):
        for rows in torch.randperm(len(inputs)).split(recipe.batch):
            x = inputs[rows]
            inside = torch.tanh(x @ hidden + (kinds[rows] @ of_kinds + bias)[:, None])
            inside = torch.nn.functional.dropout(inside, 0.1)
            scores = (inside @ out + x @ linear).masked_fill(~there[rows], -1e9)
            best = scores.masked_fill(~right[rows], -1e9)
            loss = (torch.logsumexp(scores, 1) - torch.logsumexp(best, 1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            slower.step()
    arrays = [each.detach().numpy().astype(np.float32) for each in learnt]
    return Ranker(mean, scale, *arrays)
