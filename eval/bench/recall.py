"""How much the vector search finds of what comparing every unit finds, by vectors made anew in full precision."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.questions import questions_about
from index.embed import open_embedder
from index.part import unit_text
from index.snapshot import Index, open_index
from index.store import nearest_scores
from index.vectors import Vectors

BEST = 10
_TIE = 1e-5
_BATCH = 65_536


def measure_recall(folder: Path, source: Path, number: int) -> dict[str, Any]:
    """Share of the ten best units over all plans that :meth:`Index.search_vectors` finds (ties count as found), and by how much its
    scores are off at most."""
    index = open_index(folder)
    asked = np.stack([index.embed_query(asked.unscoped) for asked in questions_about(index.plans, source, number)])
    least = _best_scores(index, asked)[:, -1]
    embedder, hits, off = open_embedder(), 0, 0.0
    for vector, bound in zip(asked, least, strict=True):
        found = index.search_vectors(vector, None, BEST)
        exact = embedder.encode_document([unit_text(index.unit(row)) for row, _ in found]) @ vector
        hits += int((exact >= bound - _TIE).sum())
        off = max(off, *np.abs(exact - [score for _, score in found]).tolist())
    return {"recall": round(hits / (BEST * len(asked)), 4), "score_error": round(off, 6)}


def _best_scores(index: Index, asked: Vectors) -> Vectors:
    """The ten best inner products of each question with the vectors of all units, (n, 10)."""
    embedder = open_embedder()
    best: Vectors = np.full((len(asked), BEST), -np.inf, dtype=np.float32)
    texts = _texts(index)
    while some := list(islice(texts, _BATCH)):
        found = nearest_scores([embedder.encode_document(some)], asked, BEST)
        best = -np.sort(-np.concatenate([best, found], axis=1), axis=1)[:, :BEST]
    return best


def _texts(index: Index) -> Iterator[str]:
    """What was embedded of every unit."""
    for card in index.plans:
        for clause in index.clauses(card.id):
            for unit in index.units_of_clause(clause.id):
                yield unit_text(unit)
