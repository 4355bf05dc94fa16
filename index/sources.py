"""What an index is built from: documents with digests, read one at a time, whether they lie in a folder or in memory."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from corpus.catalogue import Corpus, CorpusFile, CorpusFolder, Problem
from corpus.plan import Plan
from corpus.readers import DocumentReader


class Sources(Protocol):
    """Documents in order, and a fingerprint of them all."""

    @property
    def folder(self) -> Path:
        """Where they come from."""

    @property
    def fingerprint(self) -> str:
        """Changes with any of them."""

    @property
    def files(self) -> Sequence[CorpusFile]:
        """The documents, in order."""

    def read(self, file: CorpusFile, reader: DocumentReader) -> Iterator[Plan | Problem]:
        """The plans of a document and what is to be reported about it."""


def sources_of(corpus: Corpus | CorpusFolder) -> Sources:
    """A corpus as documents."""
    return corpus if isinstance(corpus, CorpusFolder) else _Loaded(corpus)


class _Loaded:
    """Plans that are in memory already: each counts as a document, and so does each file that gave none."""

    def __init__(self, corpus: Corpus) -> None:
        self.folder, self.fingerprint = corpus.folder, corpus.fingerprint
        self._found: dict[str, list[Plan | Problem]] = {}
        for problem in corpus.problems:
            self._found.setdefault(problem.file, []).append(problem)
        for plan in corpus.plans:
            self._found.setdefault(plan.id, []).append(plan)
        self.files = [CorpusFile(Path(name), _digest(found)) for name, found in sorted(self._found.items())]

    def read(self, file: CorpusFile, reader: DocumentReader) -> Iterator[Plan | Problem]:  # noqa: ARG002
        """What is held in the document's place."""
        return iter(self._found[str(file.path)])


def _digest(found: Sequence[Plan | Problem]) -> str:
    known = json.dumps([asdict(item) for item in found], ensure_ascii=False)
    return sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
