"""An opened snapshot: everything answering needs, from one version of the index folder, never from two."""

import math
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.catalogue import Corpus, CorpusFolder, corpus_fingerprint
from corpus.plan import Clause, Duty, Furniture, ScannedLine, Target
from corpus.scans import scanned_lines
from corpus.wording import raw_offsets
from errors import SnapshotStale
from index.embed import Embedder, EmbeddingChoice
from index.endpoint import EndpointEmbedder
from index.file_store import FileStore
from index.kept import Kept
from index.keyword import Terms, cut
from index.maker import Tokens
from index.manifest import Expectation, Manifest
from index.order import FileResult, Order, Progress
from index.passage import Passage, Unit
from index.records import Ledger, PlanCard
from index.sources import sources_of
from index.stored import Hits, Store, StoredVersion
from index.vectors import Rows, Vectors

#: Phrases whose rarity is kept: what is asked of is asked of again, and of each plan.
_RARITIES_KEPT = 4096
_PAIR = 2

__all__ = [
    "Expectation",
    "Index",
    "Manifest",
    "PlanCard",
    "build_index",
    "open_index",
    "reopen_if_newer",
]


def build_index(
    corpus: Corpus | CorpusFolder,
    store: Path | Store,
    *,
    embedder: Embedder,
    counter: Tokens,
    passage_tokens: int,
    model: str = "bundled",
    progress: Progress | None = None,
    report: Callable[[FileResult], None] | None = None,
    helpers: int = 0,
) -> Manifest:
    """Build a snapshot of a corpus and publish it; whatever goes wrong, the one served before stays.

    Args:
        corpus: the plans, or a folder of them to be read one at a time.
        store: what keeps the index; a path is that of an index folder, made if missing.
        embedder: an opened embedding model.
        counter: counts tokens; with ``passage_tokens`` it decides where passages end.
        passage_tokens: the most tokens of a passage, header included.
        model: the name that ``embedder`` was opened by; serving opens it by the same.
        progress: told of every step.
        report: told what became of each document.
        helpers: processes that read and embed documents beside this one, when there are many.

    Raises:
        CorpusMissing: not one readable plan.
        SnapshotBusy: another build is writing this index.
        SnapshotUnwritable, StoreUnavailable: it cannot be written.
    """
    store = FileStore(store) if isinstance(store, Path) else store
    order = Order(
        sources=sources_of(corpus),
        scratch=store.scratch,
        embedder=embedder,
        counter=counter,
        passage_tokens=passage_tokens,
        model=model,
        progress=progress or (lambda *_: None),
        report=report or (lambda _: None),
        helpers=helpers,
    )
    return store.build(order)


def open_index(
    store: Path | Store,
    *,
    expect: Expectation | None = None,
    embedder: Embedder | None = None,
    choice: EmbeddingChoice | None = None,
) -> "Index":
    """Open the served snapshot; every checksum is compared before anything is read.

    Args:
        store: what keeps the index; a path is that of an index folder.
        expect: what it must have been built from; None (or a None in it) is not compared.
        embedder: an opened embedding model; None opens the one the manifest names when it is first needed.
        choice: the embedding model that it must have been built with, and how to reach it; None is not compared.

    Raises:
        SnapshotMissing, SnapshotDamaged, SnapshotFormat, SnapshotStale, StoreUnavailable
    """
    store = FileStore(store) if isinstance(store, Path) else store
    index = Index(store, store.open(expect), embedder)
    if choice:
        index.use(choice)
    return index


def reopen_if_newer(index: "Index") -> "Index":
    """The snapshot served now: ``index`` itself while it is that one, else a new handle with the same embedder.

    Cheap enough to ask before every question: one small file is read. Files that stand in both snapshots are not hashed again.
    The old handle stays usable for whoever still holds it, and is closed when nobody does.

    Raises:
        SnapshotError: the newer snapshot cannot be opened, or is of another embedding model than ``index`` was opened for;
            ``index`` can be served on.
        EmbeddingModelMissing: its embedding model cannot be opened; likewise.
    """
    store = index.store
    if store.served()[0] == index.manifest.version:
        return index
    newer = Index(store, store.open(before=index.version), None)
    newer.take_over_embedder(index)
    return newer


class Index:
    """A handle to one whole snapshot. Reading and searching are safe between threads.

    Scopes (``plans``) are plan ids: None is every plan, an empty collection or unknown ids find nothing.
    """

    def __init__(self, store: Store, version: StoredVersion, embedder: Embedder | None) -> None:
        """Put an opened version and the model of its vectors together."""
        self.store, self.version = store, version
        self.manifest = version.manifest
        self._records = version.records
        self._cards = {card.id: card for card in self._records.plans}
        self._everything: tuple[str, ...] = ()
        self._current = tuple(card for card in self._records.plans if card.counts)
        self._embedder = embedder
        self._choice: EmbeddingChoice | None = None
        self._opening = threading.Lock()
        #: The question embedded last, by which model, with its vector: each plan is searched with it.
        self._embedded: tuple[Embedder, str, Vectors] | None = None
        self._rarities: Kept[str, float] = Kept(_RARITIES_KEPT)

    def check_corpus(self) -> None:
        """Refuse to serve when the plans this index was built from have changed since; where they are gone, the index will do.

        Raises:
            SnapshotStale
        """
        folder = Path(self.manifest.corpus_folder)
        if not self.missing_corpus and corpus_fingerprint(folder) != self.manifest.corpus_fingerprint:
            command = f"{self.store.repair} --corpus {folder}"
            raise SnapshotStale(f"索引 {self.store.place} 已过时：{folder} 里的方案文本已改变。{command}")

    @property
    def missing_corpus(self) -> str:
        """The folder of plans that the snapshot was built from, where it is gone; empty where it is there."""
        folder = self.manifest.corpus_folder
        return "" if Path(folder).is_dir() else folder

    def close(self) -> None:
        """Let go of the version; the handle cannot be used afterwards."""
        self.version.close()

    @property
    def fingerprint(self) -> str:
        """Short hash of all that the snapshot was built from."""
        return self.manifest.fingerprint

    @property
    def plans(self) -> tuple[PlanCard, ...]:
        """What is known of each plan without its text, sorted by id."""
        return self._records.plans

    @property
    def current(self) -> tuple[PlanCard, ...]:
        """The plans that count: no older edition of another, none that was repealed."""
        return self._current

    def plan(self, plan: str) -> PlanCard:
        """A plan's card. Raises KeyError for an unknown plan."""
        return self._cards[plan]

    def scanned_lines(self, plan: str, start: int, end: int) -> tuple[ScannedLine, ...]:
        """The recognised lines that a stretch of a plan's text touches, each with its page and box; none where it was not scanned."""
        return scanned_lines(self._records.scans(plan), start, end)

    def plan_text(self, plan: str) -> str:
        """A plan's raw text, into which all spans point. Raises KeyError for an unknown plan."""
        return self._records.plan_text(plan)

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's raw text that are not its own words. Raises KeyError for an unknown plan."""
        return self._records.furniture(plan)

    def clause(self, clause: str) -> Clause:
        """A clause by id. Raises KeyError for an unknown one."""
        return self._records.clause(clause)

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order."""
        return self._records.clauses(plan)

    def passage(self, key: int | str) -> Passage:
        """A passage by row number or id. Raises KeyError for an unknown one."""
        return self._records.passage(key)

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""
        return self._records.passages_of_clause(clause)

    def unit(self, key: int | str) -> Unit:
        """A unit by row number or id. Raises KeyError for an unknown one."""
        return self._records.unit(key)

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""
        return self._records.units_of_clause(clause)

    def sentences_of_plan(self, plan: str) -> Iterator[Unit]:
        """A plan's sentences in text order. Raises KeyError for an unknown plan."""
        units = (unit for clause in self.clauses(plan) for unit in self.units_of_clause(clause.id))
        return (unit for unit in units if unit.kind == "sentence")

    def targets_of_plan(self, plan: str) -> tuple[Target, ...]:
        """A plan's number ledger in text order; none for an unknown plan."""
        return self._records.targets_of_plan(plan)

    def results_of_plan(self, plan: str) -> tuple[Target, ...]:
        """What a report tells as done in the year before, in text order; none for any other plan."""
        return self._records.results_of_plan(plan)

    def ledger(self, ledger: Ledger) -> Iterator[tuple[int, Target]]:
        """Every row of the number ledgers of all plans, with the number that :meth:`ledger_rows` knows it by."""
        return self._records.ledger(ledger)

    def ledger_rows(self, ledger: Ledger, numbers: Sequence[int]) -> list[Target]:
        """The rows of these numbers, in the order of the ledger, which must have been read before."""
        return self._records.ledger_rows(ledger, numbers)

    def duties_of_clause(self, clause: str) -> tuple[Duty, ...]:
        """A clause's rows of the responsibility ledger in text order."""
        return self._records.duties_of_clause(clause)

    def raw_span(self, unit: Unit, start: int, end: int) -> tuple[int, int]:
        """Raw half-open span in the plan's text of ``unit.text[start:end]`` (not empty)."""
        text, furniture = self.plan_text(unit.plan), self.furniture(unit.plan)
        offsets = raw_offsets(text, furniture, unit.start, unit.end, unit.text)
        return offsets[start], offsets[end - 1] + 1

    def lines_of(self, unit: Unit) -> list[tuple[int, int]]:
        """The lines of the plan that a unit goes over, as spans of its text."""
        text = self.plan_text(unit.plan)
        offsets = raw_offsets(text, self.furniture(unit.plan), unit.start, unit.end, unit.text)
        breaks = [at for at in range(1, len(offsets)) if "\n" in text[offsets[at - 1] + 1 : offsets[at]]]
        return list(zip([0, *breaks], [*breaks, len(offsets)], strict=True))

    def unit_rows(self, plans: Collection[str]) -> Rows:
        """Row numbers of the units of these plans, int64, ascending."""
        cards = sorted((self._cards[plan] for plan in set(plans) if plan in self._cards), key=lambda c: c.first_unit)
        ranges = [np.arange(card.first_unit, card.end_unit, dtype=np.int64) for card in cards]
        return np.concatenate(ranges) if ranges else np.empty(0, dtype=np.int64)

    def search_passages(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Passage rows with BM25 scores of header and text, best first. ``terms``: text, or phrases with weights."""
        return self.version.search_passages(terms, self._scope(plans), limit)

    def search_units(self, terms: Terms, plans: Collection[str] | None, limit: int) -> Hits:
        """Unit rows with BM25 scores of heading and text, best first. ``terms``: text, or phrases with weights."""
        return self.version.search_units(terms, self._scope(plans), limit)

    def units_with(self, words: str) -> tuple[Rows, bool]:
        """(rows of the units that have every pair of neighbouring Chinese signs of ``words``, whether these are all of them).

        Whatever has the words themselves is among them, however they are cut there; of words without such a pair their terms are looked for.
        """
        terms = cut(words)
        pairs = {term for term in terms if len(term) == _PAIR and not term.isascii()}
        return self.version.units_having(pairs or set(terms))

    def _scope(self, plans: Collection[str] | None) -> Collection[str] | None:
        """The scope; None when it holds every plan there is."""
        if plans is None or len(plans) < len(self._cards) or not self._cards:
            return plans
        # questions name the same thousands of ids again and again: held against the last in order, they take a hundredth of the time of a set
        if isinstance(plans, tuple) and plans == self._everything:
            return None
        if not self._cards.keys() <= {*plans}:
            return plans
        self._everything = tuple(plans)
        return None

    def rarity(self, phrase: str) -> float:
        """How rare the terms of a phrase are among the units: their mean normalised IDF, 0 (each in every unit) to 1.

        Terms that no unit holds are left out; when they are the most, the plans never speak of it and its rarity is 0.
        """
        return self._rarities.get(phrase, self._rarity_of)

    def _rarity_of(self, phrase: str) -> float:
        units = self.manifest.units
        frequencies = [min(self.version.document_frequency(term), units) for term in cut(phrase)]
        held = [n for n in frequencies if n]
        if units < 2 or 2 * len(held) <= len(frequencies):
            return 0.0
        return sum(math.log(units / n) for n in held) / len(held) / math.log(units)

    def search_vectors(self, vector: Vectors, plans: Collection[str] | None, limit: int) -> Hits:
        """Unit rows with their inner products with ``vector`` (float32, (d,)), best first.

        Of the plans in scope every unit is compared; over all plans of a large index, the lists that promise most.
        """
        return self.version.search_vectors(vector, self._scope(plans), limit)

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, float32 (d,), by the model that embedded the units.

        Raises:
            EmbeddingModelMissing: the model is not on this machine.
            EmbeddingUnavailable: the model is behind an interface that fails.
            SnapshotStale: the model of that name is another one by now.
        """
        embedder, last = self._opened_embedder(), self._embedded
        if last and last[0] is embedder and last[1] == text:
            return last[2]
        vector: Vectors = embedder.encode_query([text])[0]
        if len(vector) != self.manifest.dimension:
            raise self._other_model()
        self._embedded = embedder, text, vector
        return vector

    @property
    def embedding_problem(self) -> str:
        """Why there are no vectors of questions at the moment, in words for a user; empty when there are."""
        return self._embedder.problem if isinstance(self._embedder, EndpointEmbedder) else ""

    def use(self, choice: EmbeddingChoice) -> None:
        """Reach the embedding model as ``choice`` says.

        Raises:
            SnapshotStale: it is not the model that the snapshot was built with.
        """
        built = self.manifest
        if choice.model != built.embedding_model:
            said = f"索引 {self.store.place} 已过时：它是用向量模型 {built.embedding_model} 建立的，现在的设置是 {choice.model}。"
            raise SnapshotStale(said + self.store.repair)
        if choice.fingerprint() not in (None, built.embedding_fingerprint):
            raise self._other_model()
        self._choice = choice

    def _other_model(self) -> SnapshotStale:
        name = self.manifest.embedding_model
        said = f"索引 {self.store.place} 已过时：建立它之后，向量模型 {name} 换了文件、地址或维数。"
        return SnapshotStale(said + self.store.repair)

    def take_over_embedder(self, before: "Index") -> None:
        """Reach the embedding model as the handle before did; where the same one embedded both, by the embedder it has opened.

        Raises:
            SnapshotStale: this snapshot was built with another model than the handle before was opened for.
            EmbeddingModelMissing: the model's new files cannot be opened.
        """
        if self.manifest.embedding_fingerprint == before.manifest.embedding_fingerprint:
            self._choice, self._embedder = before._choice, before._embedder
            return
        if before._choice:
            self.use(before._choice)
        if before._embedder:
            self._opened_embedder()  # a failure now leaves the snapshot before in service

    def _opened_embedder(self) -> Embedder:
        with self._opening:
            if self._embedder is None:
                choice = self._choice or EmbeddingChoice()
                embedder = replace(choice, model=self.manifest.embedding_model).open()
                if embedder.fingerprint != self.manifest.embedding_fingerprint:
                    raise self._other_model()
                self._embedder = embedder
            return self._embedder
