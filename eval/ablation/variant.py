"""An index that searches other texts than the one it opens: without headings, or passages as a whole instead of sentences."""

from collections.abc import Callable, Collection
from pathlib import Path

import numpy as np

from eval.ablation.setup import Texts
from index.embed import Embedder
from index.file_store import FileStore
from index.keyword import KeywordIndex, Terms
from index.part import unit_text
from index.passage import Passage, Unit
from index.snapshot import Index
from index.store import VectorStore
from index.vectors import Vectors


class Variant(Index):
    """Everything but the searching is that of the snapshot in ``folder``. The files of its own keyword search go to ``work``."""

    def __init__(self, folder: Path, work: Path, texts: Texts, embedder: Embedder) -> None:
        """Index the texts anew."""
        store = FileStore(folder)
        super().__init__(store, store.open(), embedder)
        manifest = self.manifest
        passages = [super(Variant, self).passage(row) for row in range(manifest.passages)]
        units = [_as_unit(p) for p in passages] if texts.whole else [self.unit(row) for row in range(manifest.units)]
        self._own_units = units
        found = _whole_text if texts.whole else unit_text
        self._own_words = _index(work / "units", [u.plan for u in units], [_text(u, found, texts) for u in units])
        self._own_passages = _index(
            work / "passages",
            [p.plan for p in passages],
            [f"{p.header}\n{p.text}" if texts.headers else p.text for p in passages],
        )
        self._own_vectors = VectorStore.build(embedder.encode_document([_text(u, found, texts) for u in units]))
        self._own_plans = np.array([u.plan for u in units])

    def search_units(self, terms: Terms, plans: Collection[str] | None, limit: int) -> list[tuple[int, float]]:
        """Rows of the variant's units."""
        return self._own_words.search(terms, plans, limit)

    def search_passages(self, terms: Terms, plans: Collection[str] | None, limit: int) -> list[tuple[int, float]]:
        """Rows of passages."""
        return self._own_passages.search(terms, plans, limit)

    def search_vectors(self, vector: Vectors, plans: Collection[str] | None, limit: int) -> list[tuple[int, float]]:
        """Rows of the variant's units."""
        within = None if plans is None else np.flatnonzero(np.isin(self._own_plans, list(plans))).astype(np.int64)
        return self._own_vectors.search(vector, limit, within)

    def unit(self, key: int | str) -> Unit:
        """A unit of the variant by row, one of the snapshot by id."""
        own = getattr(self, "_own_units", None)
        return own[key] if own and isinstance(key, int) else super().unit(key)


def _as_unit(passage: Passage) -> Unit:
    return Unit(
        id=passage.id,
        plan=passage.plan,
        clause=passage.clause,
        passage=passage.id,
        kind="sentence",
        heading=passage.header,
        text=passage.text,
        start=passage.start,
        end=passage.end,
    )


def _whole_text(unit: Unit) -> str:
    return f"{unit.heading}\n{unit.text}"


def _text(unit: Unit, with_heading: Callable[[Unit], str], texts: Texts) -> str:
    return with_heading(unit) if texts.headers else unit.text


def _index(folder: Path, plans: list[str], texts: list[str]) -> KeywordIndex:
    KeywordIndex.build(folder, zip(range(len(texts)), plans, texts, strict=True))
    return KeywordIndex.open(folder)
