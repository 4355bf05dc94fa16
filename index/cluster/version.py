"""One published version in PostgreSQL and Milvus, held so that nobody changes it meanwhile."""

import json
from collections.abc import Collection, Mapping

import numpy as np
from sqlalchemy import select

from errors import SnapshotDamaged, StoreUnavailable
from index.cluster.hold import Hold
from index.cluster.records import ClusterRecords, RowFirsts
from index.cluster.tables import FREQUENCY
from index.kept import Kept
from index.keyword import Terms, weigh
from index.manifest import Manifest
from index.milvus import MOST_HITS, Found, Milvus
from index.milvus_rows import KINDS, Kind
from index.stored import Hits
from index.vectors import Rows, Vectors

_TERMS_KEPT = 65_536
#: The heaviest term of a question counts as if it were asked so many times: weights that differ by less are taken for the same.
#: Of 4, 8 and 20 all gave the same answers to the public questions; 8 keeps the lexicon's 0.6 and a title's share apart.
_STEPS = 8


class ClusterVersion:
    """A pair of collections and the records that go with it.

    A lock that all readers share keeps builds away from the pair. Every search makes sure afterwards that the lock was held all
    the time: a session that broke off has lost it, and then nothing of what was found may be used.
    """

    def __init__(self, milvus: Milvus, hold: Hold, number: int, manifest: Manifest, pair: str) -> None:
        """Open a version whose lock ``hold`` has.

        Raises:
            SnapshotDamaged: the collections do not hold what the manifest says.
            StoreUnavailable
        """
        self.manifest, self.pair = manifest, pair
        self._milvus, self._hold = milvus, hold
        self.records = ClusterRecords(hold, number)
        self._frequencies: Kept[str, int] = Kept(_TERMS_KEPT)
        milvus.load(pair)
        self._check_counts()

    def _check_counts(self) -> None:
        said = {"units": self.manifest.units, "passages": self.manifest.passages}
        rows = {"units": self.records.unit_rows.total, "passages": self.records.passage_rows.total}
        found = {kind: self._milvus.count(self.pair, kind) for kind in KINDS}
        if not said == rows == found:
            raise SnapshotDamaged(
                f"索引 {self._milvus.address.place} 的版本 {self.manifest.version} 条数不符：清单 {json.dumps(said)}，"
                f"PostgreSQL {json.dumps(rows)}，Milvus {json.dumps(found)}。请运行 .venv/bin/python -m index build"
            )

    def search_passages(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Passages by BM25 of header and text."""
        return self._by_words("passages", terms, plans, limit)

    def search_units(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Units by BM25 of heading and text."""
        return self._by_words("units", terms, plans, limit)

    def _by_words(self, kind: Kind, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        weights = weigh(terms)
        plans = self._known(plans)
        if not weights or limit <= 0 or (plans is not None and not plans):
            return []
        found = self._milvus.search_words(self.pair, kind, _in_steps(weights), plans, limit)
        rows = self.records.unit_rows if kind == "units" else self.records.passage_rows
        return self._shown(found, rows, max(weights.values()) / _STEPS)

    def search_vectors(self, vector: Vectors, plans: Collection[str] | None, limit: int) -> Hits:
        """Units by inner product. Milvus compares each of a small scope; of a large index its graph leads to the nearest."""
        plans = self._known(plans)
        if limit <= 0 or (plans is not None and not plans):
            return []
        return self._shown(self._milvus.search_vectors(self.pair, vector, plans, limit), self.records.unit_rows)

    def units_having(self, terms: Collection[str]) -> tuple[Rows, bool]:
        """(rows of the units that have any of the terms, whether these are all of them): Milvus gives the best, and no more than it allows."""
        hits = self.search_units([(term, 1.0) for term in terms], None, MOST_HITS)
        return np.array(sorted(row for row, _ in hits), dtype=np.int64), len(hits) < MOST_HITS

    def document_frequency(self, term: str) -> int:
        """How many units hold a term."""

        def ask(key: str) -> int:
            found = self._hold.ask(
                select(FREQUENCY.c.units).where(FREQUENCY.c.pair == self.pair, FREQUENCY.c.term == key)
            )
            return int(found[0][0]) if found else 0

        return self._frequencies.get(term, ask)

    def inspect(self) -> None:
        """Count everything anew. PostgreSQL and Milvus keep checksums of their own files and refuse what does not fit them."""
        self._check_counts()

    def close(self) -> None:
        """Give the lock back."""
        self._hold.close()

    def _known(self, plans: Collection[str] | None) -> Collection[str] | None:
        return None if plans is None else [plan for plan in {*plans} if plan in self.records.revisions]

    def _shown(self, found: list[Found], rows: RowFirsts, scale: float = 1.0) -> Hits:
        self._hold.still()
        firsts = rows.first_of
        if strange := {hit.revision for hit in found} - firsts.keys():
            raise StoreUnavailable(
                f"索引的版本 {self.manifest.version} 里找到了不属于它的内容（{len(strange)} 处）。请稍后重试。"
            )
        shown = [(firsts[hit.revision] + hit.ordinal, scale * hit.score) for hit in found]
        return sorted(shown, key=lambda hit: (-hit[1], hit[0]))


def _in_steps(weights: Mapping[str, float]) -> dict[str, int]:
    """Weights as whole numbers: so many times Milvus is asked for the term."""
    heaviest = max(weights.values(), default=1.0)
    return {term: max(1, round(_STEPS * weight / heaviest)) for term, weight in weights.items()}
