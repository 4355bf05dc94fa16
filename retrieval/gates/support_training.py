"""``python -m retrieval train``: learns how likely what is cited says a claim, from natural answers over the training documents.

Words first: those that were changed are the faults of a faulty sentence, all others are none, and what was left out of it was missed. Then
sentences, from what trees that had not seen their document say of their words.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from index.vectors import Vectors
from retrieval.gates.alignment import Alignment, facts_of_omitted, facts_of_words
from retrieval.gates.facts import check_all, facts_of_claim
from retrieval.gates.support_making import INSERTED, MADE, WEIGHT, make_pairs
from retrieval.gates.support_model import MODEL, SupportModel, open_support_model
from retrieval.gates.support_pairs import Pair, aligned, load_pairs, marked
from retrieval.reading.boosting import Forest, learn_trees
from retrieval.reading.network import BoostedTrees

#: Of words there are ten times as many as of sentences, and few of them are faults.
_OF_WORDS = Forest(trees=150, depth=4, rate=0.08, features=0.4, leaf=20)
_OF_CLAIMS = Forest(trees=350, depth=3, rate=0.05, features=0.3, leaf=12)
_FOLDS = 5


@dataclass(frozen=True)
class Learnt:
    """A pair with what is learned from it."""

    pair: Pair
    alignment: Alignment
    found: dict[str, str]
    words: Vectors
    bad: Vectors
    omitted: Vectors
    missed: Vectors


def train_support(data: Path, out: Path = MODEL, *, seed: int = 20261) -> SupportModel:
    """Learn from the pairs in a file and save."""
    learnt = prepare_all(load_pairs(data), seed)
    model = learn_support(learnt, seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(model.arrays(), out)
    open_support_model.cache_clear()
    return model


def prepare_all(pairs: Sequence[Pair], seed: int) -> list[Learnt]:
    """The written pairs and those made from them."""
    return prepare([*pairs, *make_pairs(pairs, seed)])


def is_made(learnt: Learnt) -> bool:
    """Whether nobody wrote it."""
    return learnt.pair.kind in MADE


def prepare(pairs: Sequence[Pair]) -> list[Learnt]:
    """The pairs that can be learned from, with their facts."""
    learnt = []
    for pair in pairs:
        alignment = aligned(pair)
        if alignment is not None and alignment.words and alignment.sources:
            bad, missed = marked(pair, alignment)
            words, omitted = facts_of_words(alignment), facts_of_omitted(alignment)[1]
            learnt.append(Learnt(pair, alignment, check_all(alignment), words, bad, omitted, missed))
    return learnt


def learn_support(learnt: Sequence[Learnt], seed: int) -> SupportModel:
    """Trees of words from all pairs, trees of claims from words told by trees that had not seen the document."""
    rows: list[tuple[Vectors, bool, float]] = []
    for held in folds(learnt):
        others = [each for each in learnt if each.pair.document not in held]
        words, omitted = _words(others, seed), _omitted(others, seed)
        for each in (e for e in learnt if e.pair.document in held):
            facts = facts_of_claim(each.alignment, each.found, words.chances(each.words), omitted.chances(each.omitted))
            rows.append((facts, each.pair.supported, WEIGHT if is_made(each) else 1.0))
    return SupportModel(_words(learnt, seed), _omitted(learnt, seed), learn_trees(rows, _OF_CLAIMS, seed))


def folds(learnt: Sequence[Learnt], seed: int = 3) -> list[set[str]]:
    """The documents in five parts."""
    documents = sorted({each.pair.document for each in learnt})
    random.Random(seed).shuffle(documents)  # noqa: S311
    return [set(documents[at::_FOLDS]) for at in range(min(_FOLDS, len(documents)))]


def cross_validated(learnt: Sequence[Learnt], seed: int = 20261) -> list[tuple[Learnt, float]]:
    """Each written pair with its chance by a model that learned nothing from its document."""
    told = []
    for held in folds(learnt, seed=5):
        model = learn_support([each for each in learnt if each.pair.document not in held], seed)
        mine = [each for each in learnt if each.pair.document in held and not is_made(each)]
        told += [(each, model.weigh(each.alignment, each.found)[0]) for each in mine]
    return told


def _words(learnt: Sequence[Learnt], seed: int) -> BoostedTrees:
    known = [
        e for e in learnt if not is_made(e) or e.pair.kind == INSERTED
    ]  # of what stands elsewhere no word is the fault
    return _of([(f, b, e) for e in known for f, b in zip(e.words, e.bad, strict=True)], seed)


def _omitted(learnt: Sequence[Learnt], seed: int) -> BoostedTrees:
    known = [each for each in learnt if not is_made(each)]
    return _of([(f, b, e) for e in known for f, b in zip(e.omitted, e.missed, strict=True)], seed)


def _of(rows: Sequence[tuple[Vectors, np.bool_, Learnt]], seed: int) -> BoostedTrees:
    weighted = [(facts, bool(so), WEIGHT if is_made(each) else 1.0) for facts, so, each in rows]
    return learn_trees(weighted, _OF_WORDS, seed)
