"""Making what documents give: one after another in this process, or ahead of it in forked ones that leave their work on the disk."""

import hashlib
import json
import os
import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from corpus.catalogue import CorpusFile, Problem
from corpus.readers import DocumentReader
from index.embed import Embedder
from index.part import Part, make_part
from index.sources import Sources
from index.work import FileParts, Work

_FEWEST_FOR_HELP = 16  # documents; for fewer, starting processes takes longer than it saves


class Tokens(Protocol):
    """What counts tokens."""

    @property
    def name(self) -> str:
        """The encoding's name."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever counts could."""

    def count(self, text: str) -> int:
        """Number of tokens."""


@dataclass(frozen=True)
class Maker:
    """Reads documents and makes their parts; ``inputs`` names everything else that decides what they are."""

    sources: Sources
    embedder: Embedder
    counter: Tokens
    limit: int
    inputs: str
    work: Work

    def key(self, file: CorpusFile) -> str:
        """Under which a document's work is kept."""
        known = json.dumps([file.key, file.digest, self.inputs])
        return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()

    def make(self, file: CorpusFile, reader: DocumentReader) -> FileParts:
        """Read a document and make its parts. A plan whose clauses do not cover its text is left out and reported."""
        parts: list[Part] = []
        problems: list[tuple[str, str]] = []
        for found in self.sources.read(file, reader):
            if isinstance(found, Problem):
                problems.append((found.file, found.reason))
                continue
            try:
                parts.append(make_part(found, self.embedder, self.counter.count, self.limit))
            except ValueError as error:
                problems.append((found.id, f"{found.id}：条款与原文对不上（{error}），未收入索引。请报告这个文件。"))
        return FileParts(tuple(parts), tuple(problems))

    def make_all(self, files: Sequence[CorpusFile], helpers: int) -> Generator[tuple[bool, FileParts]]:
        """What each of these documents gives, and whether an interrupted build had left it ready."""
        ready = {file.key for file in files if self.work.has(self.key(file))}
        with DocumentReader() as reader, self._helped([f for f in files if f.key not in ready], helpers) as helped:
            for file in files:
                if helped and file.key not in ready:
                    helped.wait(file)
                work = self.work.load(self.key(file))
                if work is None:
                    work = self.make(file, reader)
                    self.work.save(self.key(file), work)
                yield file.key in ready, work

    @contextmanager
    def _helped(self, files: Sequence[CorpusFile], helpers: int) -> "Iterator[Helpers | None]":
        """While this lasts, ``helpers`` processes work on the documents, where there are enough and processes can be forked."""
        if helpers < 1 or len(files) < _FEWEST_FOR_HELP or not hasattr(os, "fork"):
            yield None
            return
        started = Helpers(self, files, helpers)
        try:
            yield started
        finally:
            started.stop()


class Helpers:
    """Forked processes, each making every nth document and saving it as work. A helper that dies is not missed: its share is
    made by whoever waits for it."""

    def __init__(self, maker: Maker, files: Sequence[CorpusFile], helpers: int) -> None:
        self._place = {file.key: number for number, file in enumerate(files)}
        self._running: list[tuple[int, int]] = []
        self._told = [0] * helpers
        for number in range(helpers):
            receive, send = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(receive)
                _help(maker, files[number::helpers], send)
            os.close(send)
            self._running.append((child, receive))

    def wait(self, file: CorpusFile) -> None:
        """Return once the helper in charge has finished a document, or cannot."""
        place, helpers = self._place[file.key], len(self._running)
        number, nth = place % helpers, place // helpers + 1
        while self._told[number] < nth:
            said = os.read(self._running[number][1], 4096)
            if not said:
                return
            self._told[number] += len(said)

    def stop(self) -> None:
        """End the helpers that are still running."""
        for child, receive in self._running:
            os.close(receive)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _help(maker: Maker, files: Sequence[CorpusFile], send: int) -> None:
    """Make documents until none is left or nobody listens; never returns."""
    code = 1
    try:
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        with DocumentReader() as reader:
            for file in files:
                if not maker.work.has(maker.key(file)):
                    maker.work.save(maker.key(file), maker.make(file, reader))
                os.write(send, b".")
        code = 0
    finally:
        os._exit(code)
