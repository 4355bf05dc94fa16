"""What a store of an index gives, whatever keeps it: files of one machine (:mod:`index.file_store`), or Milvus and PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from corpus.plan import Clause, Duty, Furniture, ScannedLine, Target
from index.keyword import Terms
from index.manifest import Expectation, Manifest
from index.order import Order
from index.passage import Passage, Unit
from index.records import Ledger, PlanCard
from index.vectors import Rows, Vectors

Hits = list[tuple[int, float]]
"""Rows as readers number them, with scores, best first, ties by row."""


class RecordSource(Protocol):
    """What one version holds of each plan, read by id or by row. A single record that is not there is a KeyError, a list is empty."""

    @property
    def plans(self) -> tuple[PlanCard, ...]:
        """A card of each plan, sorted by id."""

    def plan_text(self, plan: str) -> str:
        """A plan's raw text."""

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's text that are not its own words."""

    def scans(self, plan: str) -> tuple[ScannedLine, ...]:
        """The lines of a plan's text that were recognised in pictures."""

    def clause(self, clause: str) -> Clause:
        """A clause by id."""

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order."""

    def passage(self, key: int | str) -> Passage:
        """A passage by row or id."""

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""

    def unit(self, key: int | str) -> Unit:
        """A unit by row or id."""

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""

    def targets_of_plan(self, plan: str) -> tuple[Target, ...]:
        """A plan's number ledger in text order."""

    def results_of_plan(self, plan: str) -> tuple[Target, ...]:
        """What a report tells as done in the year before, in text order."""

    def ledger(self, ledger: Ledger) -> Iterator[tuple[int, Target]]:
        """Every row of the number ledgers of all plans, with the number that :meth:`ledger_rows` knows it by."""

    def ledger_rows(self, ledger: Ledger, numbers: Sequence[int]) -> list[Target]:
        """The rows of these numbers, in the order of the ledger: of many plans a few rows each, which takes less than reading plan by plan."""

    def duties_of_clause(self, clause: str) -> tuple[Duty, ...]:
        """A clause's rows of the responsibility ledger in text order."""


class StoredVersion(Protocol):
    """One published version, open. It never changes while it is held, whatever is published meanwhile. Safe between threads.

    Scopes (``plans``) are ids of plans that it holds: None is every plan, an empty collection finds nothing.
    """

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""

    @property
    def records(self) -> RecordSource:
        """Its records."""

    def search_passages(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Passages by BM25 of header and text."""

    def search_units(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Units by BM25 of heading and text."""

    def search_vectors(self, vector: Vectors, plans: Collection[str] | None, limit: int) -> Hits:
        """Units by inner product with ``vector``, float32 (d,); of a scope every one is compared."""

    def units_having(self, terms: Collection[str]) -> tuple[Rows, bool]:
        """(rows of the units that have every term of :func:`index.keyword.cut`, whether these are all of them)."""

    def document_frequency(self, term: str) -> int:
        """How many units hold a term of :func:`index.keyword.cut`."""

    def inspect(self) -> None:
        """Look at all of it anew, whatever was found when it was opened. Takes seconds for a large one.

        Raises:
            SnapshotDamaged: something is not as it was published.
            SnapshotError, StoreUnavailable: it cannot be looked at.
        """

    def close(self) -> None:
        """Let go of it; nothing can be read afterwards."""


class Store(Protocol):
    """Where the versions of one index are kept, one of them served."""

    @property
    def place(self) -> str:
        """Where that is, as messages show it."""

    @property
    def repair(self) -> str:
        """The command that builds it anew, as the last words of a message."""

    def served(self) -> tuple[str, str]:
        """The name of the version that is served, and a mark that changes with whatever is published.

        Raises:
            SnapshotError: there is none, or it cannot be told.
        """

    def open(self, expect: Expectation | None = None, before: StoredVersion | None = None) -> StoredVersion:
        """Open the version that is served, whole and sound.

        Args:
            expect: what it must have been built from.
            before: a version opened earlier; what it has found sound need not be looked at again.

        Raises:
            SnapshotMissing, SnapshotDamaged, SnapshotFormat, SnapshotStale, StoreUnavailable
        """

    @property
    def scratch(self) -> Path:
        """A folder of this machine where a build keeps what is finished until it is published."""

    def sizes(self) -> dict[str, int]:
        """Bytes on the disk of each of its parts that can be told from here."""

    def build(self, order: Order) -> Manifest:
        """Build a version and publish it; whatever goes wrong, the one served before stays.

        Raises:
            CorpusMissing: not one readable plan.
            SnapshotBusy: another build is writing.
            SnapshotUnwritable, StoreUnavailable: it cannot be written.
        """

    def prepare(self, order: Order) -> None:
        """Read the documents of an order and keep what they give for a build to find; nothing is published.

        Several may prepare at once, on several machines, and while something is built. What is there already is not made again.

        Raises:
            SnapshotUnwritable, StoreUnavailable: it cannot be written.
        """

    def roll_back(self) -> Manifest:
        """Serve the newest sound version older than the present one.

        Raises:
            SnapshotMissing: there is none.
            SnapshotBusy: a build is running.
        """
