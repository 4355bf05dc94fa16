"""How the ranking does on documents that it did not learn from, five folds by document, and what it loses without a group of features."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.vectors import Vectors
from retrieval.reading.data import ReadingData
from retrieval.reading.examples import Example
from retrieval.reading.features import GROUPS, NAMES
from retrieval.reading.training import Recipe, folds_of, index_and_read, learn_ranker, read_unseen


@dataclass(frozen=True, slots=True)
class Fold:
    """Of ``count`` questions about documents set apart the share whose first candidate is right; ``without``: features switched off."""

    number: int
    count: int
    first: float
    without: str = ""


def score_all_folds(data: ReadingData, say: Callable[[str], None] = print) -> list[Fold]:
    """The folds of all questions of the training data, those about held documents left out."""
    recipe = Recipe()
    examples = index_and_read(data, recipe.seed, say)
    return score_folds([e for e in examples if e.document not in data.held], data, recipe)


def score_folds(examples: Sequence[Example], data: ReadingData, recipe: Recipe | None = None) -> list[Fold]:
    """Each fold with all features, then the first one without each group."""
    recipe = recipe or Recipe()
    unseen = read_unseen(examples, data, recipe)
    folds, shares = list(folds_of(unseen.examples, recipe)), unseen.shares
    scored = [Fold(n, *_score(rest, apart, shares, recipe)) for n, (rest, apart) in enumerate(folds, start=1)]
    return scored + list(_without_groups(*folds[0], shares, recipe))


def _without_groups(
    rest: Sequence[Example], apart: Sequence[Example], shares: Mapping[str, Vectors], recipe: Recipe
) -> Iterator[Fold]:
    for group, names in GROUPS.items():
        off = [*names, *(f"below best: {name}" for name in names if f"below best: {name}" in NAMES)]
        yield Fold(1, *_score(_without(rest, off), _without(apart, off), shares, recipe), group)


def _without(examples: Sequence[Example], off: Collection[str]) -> list[Example]:
    columns = [NAMES.index(name) for name in off]
    lacking = []
    for example in examples:
        features = example.features.copy()
        features[:, columns] = 0
        lacking.append(replace(example, features=features))
    return lacking


def _score(
    rest: Sequence[Example], apart: Sequence[Example], shares: Mapping[str, Vectors], recipe: Recipe
) -> tuple[int, float]:
    ranker = learn_ranker(rest, shares, recipe)
    asked = [e for e in apart if e.answerable and len(e.right)]
    firsts = (int(ranker.score(e.features.astype(np.float32), shares[e.id]).argmax()) for e in asked)
    return len(asked), float(np.mean([first in e.right for first, e in zip(firsts, asked, strict=True)]))


def render_folds(folds: Sequence[Fold]) -> str:
    """A table in Markdown."""
    lines = ["| 折 | 去掉的特征 | 题数 | @1 |", "|---|---|---:|---:|"]
    lines += [f"| {f.number} | {f.without or '—'} | {f.count} | {f.first:.3f} |" for f in folds]
    return "\n".join(lines)
