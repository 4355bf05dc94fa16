"""``python -m retrieval train``: learns how likely what is cited says a claim, from natural answers over the training documents.

Words first: those that were changed are the faults of a faulty sentence, all others are none, and what was left out of it was missed. Then
sentences, from what trees that had not seen their document say of their words.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from index.vectors import Vectors
from retrieval.gates.alignment import Alignment, facts_of_omitted, facts_of_words
from retrieval.gates.facts import check_all, facts_of_claim
from retrieval.gates.support_faults import PLANTED
from retrieval.gates.support_making import INSERTED, MADE, WEIGHT, make_pairs
from retrieval.gates.support_model import MODEL, SupportModel, open_support_model
from retrieval.gates.support_pairs import Pair, aligned, load_pairs, marked, regions_of
from retrieval.reading.abreast import abreast
from retrieval.reading.boosting import Wood, learn_many
from retrieval.reading.network import BoostedTrees

#: Of words there are ten times as many as of sentences, and few of them are faults.
_OF_WORDS = Wood(trees=150, leaves=14, rate=0.08, features=0.4, smallest=20)
_OF_CLAIMS = Wood(trees=600, leaves=8, rate=0.03, features=0.15, smallest=12, shrink=1.0)
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
    every = [*pairs, *make_pairs(pairs, seed)]
    regions = regions_of(pairs)
    halves = abreast([partial(prepare, every[at::2], regions) for at in range(2)])
    return [each for half in halves for each in half]


def is_made(learnt: Learnt) -> bool:
    """Whether nobody wrote it."""
    return learnt.pair.kind in MADE or _is_planted(learnt)


def _is_planted(learnt: Learnt) -> bool:
    return learnt.pair.kind.startswith(PLANTED)


def prepare(pairs: Sequence[Pair], regions: tuple[str, ...] = ()) -> list[Learnt]:
    """The pairs that can be learned from, with their facts. ``regions``: the places that there are plans of."""
    learnt = []
    for pair in pairs:
        alignment = aligned(pair, regions)
        if alignment is not None and alignment.words and alignment.sources:
            bad, missed = marked(pair, alignment)
            words, omitted = facts_of_words(alignment), facts_of_omitted(alignment)[1]
            learnt.append(Learnt(pair, alignment, check_all(alignment), words, bad, omitted, missed))
    return learnt


def learn_support(learnt: Sequence[Learnt], seed: int) -> SupportModel:
    """Trees of words from all pairs, trees of claims from words told by trees that had not seen the document."""
    facts = facts_unseen(learnt, seed)
    return SupportModel(_words(learnt, seed), _omitted(learnt, seed), _claims(learnt, facts, seed))


def facts_unseen(learnt: Sequence[Learnt], seed: int) -> Vectors:
    """(pairs, facts) of every pair, its words judged by trees that had not seen its document."""
    facts: dict[int, Vectors] = {}
    for held in folds(learnt):
        others = [each for each in learnt if each.pair.document not in held]
        words, omitted = _words(others, seed), _omitted(others, seed)
        for at, each in enumerate(learnt):
            if each.pair.document in held:
                unmet, left = words.chances(each.words), omitted.chances(each.omitted)
                facts[at] = facts_of_claim(each.alignment, each.found, unmet, left)
    return np.array([facts[at] for at in range(len(learnt))], dtype=np.float32)


def folds(learnt: Sequence[Learnt], seed: int = 3) -> list[set[str]]:
    """The documents in five parts."""
    documents = sorted({each.pair.document for each in learnt})
    random.Random(seed).shuffle(documents)  # noqa: S311
    return [set(documents[at::_FOLDS]) for at in range(min(_FOLDS, len(documents)))]


def cross_validated(learnt: Sequence[Learnt], seed: int = 20261) -> list[tuple[Learnt, float]]:
    """Each written pair with its chance by trees that learned nothing from its document."""
    told = []
    facts = facts_unseen(learnt, seed)
    documents = np.array([each.pair.document for each in learnt])
    for held in folds(learnt):
        mine = np.isin(documents, list(held))
        others = [each for each, theirs in zip(learnt, mine, strict=True) if not theirs]
        chances = _claims(others, facts[~mine], seed).chances(facts[mine])
        tried = [each for each, is_mine in zip(learnt, mine, strict=True) if is_mine]
        told += [(each, float(chance)) for each, chance in zip(tried, chances, strict=True) if not is_made(each)]
    return told


def _claims(learnt: Sequence[Learnt], facts: Vectors, seed: int) -> BoostedTrees:
    return learn_many(facts, np.array([e.pair.supported for e in learnt]), _weights(learnt), _OF_CLAIMS, seed)


def _words(learnt: Sequence[Learnt], seed: int) -> BoostedTrees:
    # of what stands elsewhere no word is the fault
    known = [each for each in learnt if each.pair.kind == INSERTED or each.pair.kind not in MADE]
    return _of_rows(known, [each.words for each in known], [each.bad for each in known], seed)


def _omitted(learnt: Sequence[Learnt], seed: int) -> BoostedTrees:
    known = [each for each in learnt if each.pair.kind not in MADE]
    return _of_rows(known, [each.omitted for each in known], [each.missed for each in known], seed)


def _of_rows(known: Sequence[Learnt], facts: Sequence[Vectors], answers: Sequence[Vectors], seed: int) -> BoostedTrees:
    weights = np.repeat(_weights(known), [len(rows) for rows in answers])
    return learn_many(np.concatenate(facts), np.concatenate(answers), weights, _OF_WORDS, seed)


def _weights(learnt: Sequence[Learnt]) -> Vectors:
    return np.array([WEIGHT if is_made(each) else 1.0 for each in learnt], dtype=np.float32)
