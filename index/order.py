"""What a build is asked for, and what it tells meanwhile: the same whichever store is built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.catalogue import not_current
from corpus.editions import Standing
from index.embed import Embedder
from index.maker import Maker, Tokens
from index.manifest import FORMAT, FileEntry, Manifest, VectorSearch, code_fingerprint, input_fingerprint
from index.records import PlanCard
from index.sources import Sources
from index.work import Work

FileState = Literal["new", "changed", "unchanged", "resumed", "removed", "failed"]
# (stage, done, of how many)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a document: ``resumed`` is one that an interrupted build had finished, ``failed`` one that gave no plan."""

    file: str
    state: FileState
    plans: int = 0
    passages: int = 0
    units: int = 0
    seconds: float = 0.0
    problems: tuple[tuple[str, str], ...] = ()

    def with_counts(self, counts: Sequence[tuple[int, int]], problems: tuple[tuple[str, str], ...]) -> "FileResult":
        """The same document with the passages and units of each plan that it gave, and what is to be reported of it."""
        return replace(
            self,
            state=self.state if counts else "failed",
            plans=len(counts),
            passages=sum(passages for passages, _ in counts),
            units=sum(units for _, units in counts),
            problems=problems,
        )


@dataclass(frozen=True)
class Order:
    """What is to be built and whom to tell; ``scratch`` is a folder of this machine where finished work waits until it is published."""

    sources: Sources
    scratch: Path
    embedder: Embedder
    counter: Tokens
    passage_tokens: int
    model: str
    progress: Progress
    report: Callable[[FileResult], None]
    helpers: int

    @property
    def inputs(self) -> tuple[object, ...]:
        """All but the plans that decides what a snapshot holds."""
        return self.embedder.fingerprint, self.counter.fingerprint, self.passage_tokens, code_fingerprint()

    @property
    def fingerprint(self) -> str:
        """What a snapshot of this order goes by: it depends on what goes in only."""
        return input_fingerprint((self.sources.fingerprint, *self.inputs))

    @property
    def work(self) -> Work:
        """Where finished work waits until it is published."""
        return Work(self.scratch)

    @property
    def maker(self) -> Maker:
        """Makes what the documents give."""
        inputs = input_fingerprint(self.inputs)
        return Maker(self.sources, self.embedder, self.counter, self.passage_tokens, inputs, self.work)

    def manifest(
        self,
        version: str,
        plans: Sequence[PlanCard],
        *,
        passages: int,
        units: int,
        vector_search: VectorSearch,
        problems: Sequence[tuple[str, str]],
        files: tuple[FileEntry, ...] = (),
    ) -> Manifest:
        """What a finished version says of itself; plans that no longer count are added to its problems."""
        standing = {card.id: Standing(card.newer, card.repealed_by) for card in plans if not card.counts}
        return Manifest(
            format=FORMAT,
            version=version,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            fingerprint=self.fingerprint,
            plans=len(plans),
            clauses=sum(card.clauses for card in plans),
            passages=passages,
            units=units,
            dimension=self.embedder.dimension,
            corpus_folder=str(self.sources.folder.resolve()),
            corpus_fingerprint=self.sources.fingerprint,
            embedding_model=self.model,
            embedding_fingerprint=self.embedder.fingerprint,
            encoding_name=self.counter.name,
            encoding_fingerprint=self.counter.fingerprint,
            passage_tokens=self.passage_tokens,
            code_fingerprint=code_fingerprint(),
            vector_search=vector_search,
            problems=(*problems, *((problem.file, problem.reason) for problem in not_current(standing))),
            files=files,
        )
