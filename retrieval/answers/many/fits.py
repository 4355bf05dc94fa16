"""How well rows fit a question by their names alone, all names at once: what :func:`retrieval.search.ledger.fit_of` says of each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.many.name_texts import NameTexts
from retrieval.question.query import Query
from retrieval.search.ledger import (
    HALF,
    LEFT_OUT,
    OTHER_INDICATOR,
    OTHER_MEASURE,
    TOLD_SHARE,
    is_measure_word,
    only_compares_concept,
)
from retrieval.search.window import WeightedConcept

Floats = NDArray[np.float64]


def shares_of(weighted: Sequence[WeightedConcept], covered: Floats) -> Floats:
    """(N,): the share of the question's weight that is covered, where ``covered`` (N, C) says so of each concept."""
    weights = np.array([item.weight for item in weighted])
    optional = np.array([is_measure_word(item.concept.words) for item in weighted])
    total = np.where((covered > 0) | ~optional, weights, 0.0).sum(axis=1)
    share: Floats = (covered * weights).sum(axis=1) / np.where(total > 0, total, 1.0)
    telling = np.array([not only_compares_concept(item.concept) for item in weighted])
    if telling.any():
        share = np.where((covered[:, telling] > 0).any(axis=1), share, 0.0)
    return share


def factors_of(query: Query, weighted: Sequence[WeightedConcept], names: NameTexts, named: Floats) -> Floats:
    """(N,): what is left of its share by the name of a row, whose words cover ``named`` (N, C) of the concepts."""
    kept = 1 - TOLD_SHARE + TOLD_SHARE * names.told(query.pairs_said)
    measures = query.asking.measures
    if measures:
        kept = kept * np.where(np.any([names.with_words(measure) for measure in measures], axis=0), 1.0, OTHER_MEASURE)
    return kept * np.where(_names_indicator(query, weighted, names, named), 1.0, OTHER_INDICATOR)


def _names_indicator(
    query: Query, weighted: Sequence[WeightedConcept], names: NameTexts, named: Floats
) -> NDArray[np.bool_]:
    """As :func:`retrieval.search.ledger.names_indicator` has it."""
    phrases = query.asking.indicators
    having = np.full(len(named), not phrases)
    for phrase in phrases:
        total, missed = 0.0, np.zeros(len(named))
        for at, concept in enumerate(item.concept for item in weighted):
            if concept.words in phrase and not is_measure_word(concept.words):
                total += concept.weight
                said = (named[:, at] >= HALF) | names.sounding_like(concept.words)
                missed += np.where(said, 0.0, concept.weight)
        having |= missed <= LEFT_OUT * total if total else True
    return having
