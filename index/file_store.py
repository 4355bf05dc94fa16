"""The store of one machine: a folder of versions, each with FAISS or plain vectors, tantivy's keyword files and records in SQLite."""

import sqlite3
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import numpy as np

from errors import SnapshotDamaged, SnapshotError
from index.assembly import PASSAGE_WORDS, UNIT_WORDS, VECTORS
from index.build import build_folder, prepare_folder
from index.keyword import KeywordIndex, Terms
from index.manifest import Expectation, Manifest, Stamp, check_expected, repair
from index.matrix import Matrix
from index.order import Order
from index.records import Records
from index.rows import RowNumbers
from index.stored import Hits, StoredVersion
from index.vectors import Rows, Vectors
from index.versions import Checked, check_current, read_current, read_pointer, roll_back


class FileVersion:
    """The files of one checked version folder, open."""

    def __init__(self, checked: Checked) -> None:
        """Open them.

        Raises:
            OSError, ValueError, sqlite3.Error: a file is not what its name says, or the files do not fit together.
        """
        self._folder = checked.directory.parent.parent
        self.manifest = manifest = checked.manifest
        self.sound: frozenset[tuple[Stamp, str]] = checked.sound
        self.records = Records(checked.directory)
        self._unit_spans = dict(zip([card.id for card in self.records.plans], self.records.unit_spans, strict=True))
        self._passage_words = KeywordIndex.open(checked.directory / PASSAGE_WORDS)
        self._unit_words = KeywordIndex.open(checked.directory / UNIT_WORDS)
        search = manifest.vector_search
        self._matrix = Matrix(checked.directory / VECTORS, manifest.dimension, self.records.unit_spans, search.probes)
        self._check_counts()

    def _check_counts(self) -> None:
        records = self.records
        passages = (len(self._passage_words), records.passage_rows.total)
        units = (len(self._unit_words), len(self._matrix), records.unit_rows.total)
        if {*passages} != {self.manifest.passages} or {*units} != {self.manifest.units}:
            raise ValueError("各文件的条数不一致")

    def search_passages(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Passages by BM25 of header and text."""
        return _shown(self._passage_words.search(terms, plans, limit), self.records.passage_rows)

    def search_units(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Units by BM25 of heading and text."""
        return _shown(self._unit_words.search(terms, plans, limit), self.records.unit_rows)

    def search_vectors(self, vector: Vectors, plans: Collection[str] | None, limit: int) -> Hits:
        """Units by inner product; over all plans of a large index only the lists that promise most are looked at."""
        spans = None if plans is None else [self._unit_spans[p] for p in {*plans} if p in self._unit_spans]
        rows, scores = self._matrix.search(vector, limit, spans)
        return _shown(list(zip(rows.tolist(), scores.tolist(), strict=True)), self.records.unit_rows)

    def units_having(self, terms: Collection[str]) -> tuple[Rows, bool]:
        """(rows of the units that have every term, True: these are all of them)."""
        stored = np.array(self._unit_words.having(terms), dtype=np.int64)
        return self.records.unit_rows.to_shown(stored), True

    def document_frequency(self, term: str) -> int:
        """How many units hold a term; of plans taken out of a large index some are counted until its files are put together anew."""
        return self._unit_words.document_frequency(term)

    def inspect(self) -> None:
        """Compare every checksum; a damaged file is not trusted when the next version is opened, should it be part of that too."""
        if read_pointer(self._folder)[0] != self.manifest.version:
            return  # a newer one is served
        self.sound, known = frozenset(), self.sound
        try:
            self.sound = check_current(self._folder).sound
        except SnapshotDamaged:
            raise
        except SnapshotError:
            self.sound = known
            raise

    def close(self) -> None:
        """Close the records file."""
        self.records.close()


class FileStore:
    """An index folder, as :mod:`index.versions` lays it out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    @property
    def repair(self) -> str:
        """The command that builds it anew."""
        return repair(self.folder)

    def served(self) -> tuple[str, str]:
        """The name of the served version and the checksum of its manifest."""
        return read_pointer(self.folder)

    def open(self, expect: Expectation | None = None, before: StoredVersion | None = None) -> FileVersion:
        """Open the served version; every checksum is compared before anything is read, those of files known as sound left out."""
        trusted = before.sound if isinstance(before, FileVersion) else ()
        pointer = self.served()
        try:
            return self._open_once(expect, trusted)
        except SnapshotDamaged:
            if self.served() == pointer:
                raise
            return self._open_once(expect, trusted)  # builds published and pruned in between

    @property
    def scratch(self) -> Path:
        """Where finished work waits until it is published."""
        return self.folder / "work"

    def sizes(self) -> dict[str, int]:
        """Bytes of the files of the served version, by their first folder or name."""
        sizes: Counter[str] = Counter()
        for entry in read_current(self.folder).files:
            sizes[entry.name.split("/")[0]] += entry.size
        return dict(sizes)

    def build(self, order: Order) -> Manifest:
        """Build a version and publish it."""
        return build_folder(self.folder, order)

    def prepare(self, order: Order) -> None:
        """Leave what the documents of an order give in the work folder."""
        prepare_folder(self.folder, order)

    def roll_back(self) -> Manifest:
        """Serve the version before."""
        return roll_back(self.folder)

    def _open_once(self, expect: Expectation | None, trusted: Collection[tuple[Stamp, str]]) -> FileVersion:
        checked = check_current(self.folder, trusted)
        if expect:
            check_expected(self.place, checked.manifest, expect, self.repair)
        try:
            return FileVersion(checked)
        except (OSError, ValueError, sqlite3.Error) as error:
            raise SnapshotDamaged(f"索引 {self.folder} 的文件无法打开（{error}）。{self.repair}") from error


def _shown(found: Hits, numbers: RowNumbers) -> Hits:
    """Stored rows with scores as readers number them, best first, ties by row."""
    rows = numbers.to_shown(np.array([row for row, _ in found], dtype=np.int64))
    return sorted(zip(rows.tolist(), (score for _, score in found), strict=True), key=lambda hit: (-hit[1], hit[0]))
