"""Which index searches the vectors of all plans together: none while comparing each is fast, then inverted lists that were measured."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.alike import AlikeRows, alike_files
from index.linking import link
from index.manifest import VectorSearch
from index.matrix import LISTS, Matrix
from index.rows import Span
from index.store import InvertedLists, nearest_scores
from index.vectors import Rows, Vectors

#: With fewer units, comparing each takes less time than a person or the rest of an answer notices (docs/BENCH.md has the figures).
FLAT_UNITS = 20_000
#: Lists that find less than this share of the ten best are not used at all.
LEAST_RECALL = 0.97
#: Probes are added until so much of the ten best is found. Half a sentence is easier than a question: over a million passages lists that
#: found .992 so found .977 for the questions of `python -m eval.bench million`.
_WANTED_RECALL = 0.995
_PROBES = (8, 16, 32, 64, 128, 256)
_BEST = 10
_QUERIES = 128
_NEWER_SHARE = 0.05  # of rows that are compared one by one before the lists are written anew
_GROWTH = 2  # times the rows that the lists were learnt from: then they are learnt anew
_TIE = 1e-5
_BATCH = 65_536

#: Vectors of questions made of the units in some stored rows.
Ask = Callable[[Rows], Vectors]


def write_lists(
    folder: Path, dimension: int, spans: Sequence[Span], base: tuple[Path, VectorSearch] | None, ask: Ask
) -> VectorSearch:
    """Write, extend or link the inverted lists of a vectors folder; what the manifest says of them.

    Args:
        folder: the new snapshot's vectors folder, its rows complete.
        dimension: length of a vector.
        spans: the stored rows of each plan.
        base: the vectors folder that this one was extended from, and how it is searched.
        ask: makes the questions that recall is measured with.
    """
    matrix = Matrix(folder, dimension, spans)
    if len(matrix) < FLAT_UNITS:
        return VectorSearch()
    known = base[1] if base and matrix.rows < _GROWTH * base[1].rows else None
    if known and known.kind == "flat":
        return known  # lists were tried for about so many rows and found too little
    if base and known:
        alike = AlikeRows.load(base[0])
        if matrix.rows - len(alike) <= _NEWER_SHARE * matrix.rows:
            for path in (base[0] / LISTS, *alike_files(base[0])):
                link(path, folder / path.name)
            return known
        measured = _write(folder, matrix, spans, (InvertedLists.load(base[0] / LISTS), alike), ask)
        if measured.kind == "ivf":
            return replace(measured, rows=known.rows)
    lists = InvertedLists.train([rows for _, rows in matrix.stretches(spans)], _list_count(matrix.rows))
    return _write(folder, matrix, spans, (lists, AlikeRows.none()), ask)


def _write(
    folder: Path, matrix: Matrix, spans: Sequence[Span], known: tuple[InvertedLists, AlikeRows], ask: Ask
) -> VectorSearch:
    """Bring the lists up to the last row and write them; lists that find too little are removed again."""
    lists, before = known
    newer = [rows for _, rows in matrix.stretches([Span(len(before), matrix.rows - len(before))])]
    alike = before.extended(newer)
    for start in range(before.kinds, alike.kinds, _BATCH):
        lists.add(matrix.gather(alike.firsts(np.arange(start, min(start + _BATCH, alike.kinds)))))
    lists.save(folder / LISTS)
    alike.save(folder)
    measured = _measure(folder, matrix, spans, lists.lists, ask)
    if measured.kind == "flat":
        for path in (folder / LISTS, *alike_files(folder)):
            path.unlink()
    return measured


def _list_count(rows: int) -> int:
    """The power of two from twice the root on: lists and the rows of a list grow alike. Half as many found .990 where these found .998."""
    return 1 << int(np.ceil(np.log2(2 * np.sqrt(rows))))


def _measure(folder: Path, matrix: Matrix, spans: Sequence[Span], lists: int, ask: Ask) -> VectorSearch:
    """The fewest probes that find nearly all of the ten best; flat when none do."""
    rows = np.concatenate([np.arange(span.first, span.end) for span in spans])
    questions = ask(rows[:: max(len(rows) // _QUERIES, 1)][:_QUERIES])
    best = nearest_scores([rows for _, rows in matrix.stretches(spans)], questions, _BEST)[:, -1]
    for probes in _PROBES:
        searched = Matrix(folder, matrix.dimension, spans, probes)
        found = [searched.search(vector, _BEST)[1] for vector in questions]
        hits = [int((scores >= least - _TIE).sum()) for scores, least in zip(found, best, strict=True)]
        recall = sum(hits) / (_BEST * len(questions))
        if recall >= (_WANTED_RECALL if probes != _PROBES[-1] else LEAST_RECALL):
            return VectorSearch("ivf", lists, probes, round(recall, 4), len(questions), matrix.rows)
    return VectorSearch(rows=matrix.rows)
