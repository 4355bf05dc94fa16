"""Times of the parts of retrieval, question by question."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.questions import Asked, questions_about
from eval.bench.watch import memory_mb
from index.snapshot import Index, open_index
from retrieval.question.understanding import understand
from retrieval.search.ranking import fuse, rank_passages

_CANDIDATES = 40
_PASSAGES = 20


class Laps:
    """Milliseconds by stage, on the clock and of processor time: on a busy machine only the latter say how much there was to do."""

    def __init__(self) -> None:
        self._laps: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def lap(self, stage: str) -> Iterator[None]:
        """Note how long a block takes."""
        began, worked = time.perf_counter(), time.process_time()
        yield
        lap = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
        self._laps.setdefault(stage, []).append(lap)

    def table(self) -> dict[str, tuple[float, float, float]]:
        """p50 and p95 of each stage, and the p50 of its processor time."""
        table = {}
        for stage, laps in self._laps.items():
            clock, worked = ([lap[kind] for lap in laps] for kind in (0, 1))
            table[stage] = (_percentile(clock, 50), _percentile(clock, 95), _percentile(worked, 50))
        return table


def _percentile(laps: Sequence[float], share: float) -> float:
    return round(float(np.percentile(laps, share)), 3)


def measure_queries(folder: Path, source: Path, number: int) -> dict[str, Any]:
    """Open an index and ask it; stages scoped to one plan and over all plans, memory."""
    began = time.perf_counter()
    index = open_index(folder)
    opened = time.perf_counter() - began
    asked = questions_about(index.plans, source, number)
    for question in asked[:20]:  # files are in the page cache, caches of place names are filled, as in a running server
        _ask(index, question, scoped=True, laps=Laps())
        _ask(index, question, scoped=False, laps=Laps())
    scoped, unscoped = Laps(), Laps()
    for question in asked:
        _ask(index, question, scoped=True, laps=scoped)
    for question in asked:
        _ask(index, question, scoped=False, laps=unscoped)
    own, mapped = memory_mb()
    return {
        "open_seconds": round(opened, 3),
        "scoped": scoped.table(),
        "unscoped": unscoped.table(),
        "memory_mb": round(own, 1),
        "mapped_mb": round(mapped, 1),
        "vector_search": index.manifest.to_dict()["vector_search"],
    }


def _ask(index: Index, asked: Asked, *, scoped: bool, laps: Laps) -> None:
    text = asked.scoped if scoped else asked.unscoped
    plans = (asked.plan,) if scoped else None
    with laps.lap("理解问题"):
        query = understand(text, (), index.plans)
    with laps.lap("问题向量"):
        vector = index.embed_query(query.asking.placeless)
    with laps.lap("关键词（句子）"):
        units = index.search_units(query.terms, plans, _CANDIDATES)
    with laps.lap("关键词（段落）"):
        passages = index.search_passages(query.terms, plans, _CANDIDATES)
    with laps.lap("向量"):
        dense = index.search_vectors(vector, plans, _CANDIDATES)
    with laps.lap("融合并取出句子与段落"):
        _fuse(index, units, passages, dense)
    meant = replace(query.scope, plans=(asked.plan,) if scoped else tuple(card.id for card in index.plans))
    with laps.lap("检索合计"):
        rank_passages(index, replace(query, scope=meant), _PASSAGES)


Found = list[tuple[int, float]]


def _fuse(index: Index, units: Found, passages: Found, dense: Found) -> None:
    fused = sorted(fuse(dict(units), dict(dense)).items(), key=lambda item: (-item[1], item[0]))
    for row, _ in fused[: 2 * _CANDIDATES]:
        index.unit(row)
    _read_passages(index, passages)


def _read_passages(index: Index, passages: Found) -> None:
    for row, _ in passages:
        index.passage(row)
