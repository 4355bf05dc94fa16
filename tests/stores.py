"""A store of each kind with the two plans of :mod:`tests.tiny_index`, for the tests that both must pass."""

import os
import socket
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from pydantic import SecretStr

from corpus.catalogue import Corpus, CorpusFolder, load_corpus, open_corpus
from index.choice import open_store
from index.file_store import FileStore
from index.manifest import Manifest
from index.order import FileResult
from index.share import Share, prepare_index
from index.snapshot import Index, build_index, open_index
from index.stored import Store
from settings import Settings
from tests.postgres import url_of
from tests.tiny_index import CharacterCounter, PairEmbedder, write_plans


def prepared(corpus: Path, store: Store, share: Share, embedder: PairEmbedder, *, model: str) -> list[FileResult]:
    """Have a share of a folder read; what became of each document."""
    results: list[FileResult] = []
    prepare_index(
        open_corpus(corpus, share.holds),
        store,
        embedder=embedder,
        counter=CharacterCounter(),
        passage_tokens=120,
        model=model,
        report=results.append,
    )
    return results


@dataclass
class Workshop:
    """A store that is empty at first, and the folder that its plans come from."""

    store: Store
    corpus: Path
    results: list[FileResult] = field(default_factory=list)

    def build(self, **changed: str) -> Manifest:
        """Publish the two plans; ``changed`` replaces a text by plan id, an empty one takes the plan away."""
        write_plans(self.corpus, **changed)
        for plan, text in changed.items():
            if not text:
                (self.corpus / f"{plan}.txt").unlink()
        return self._built(load_corpus(self.corpus))

    def build_folder(self) -> Manifest:
        """Publish what lies in the folder, read document by document."""
        return self._built(open_corpus(self.corpus))

    def _built(self, corpus: Corpus | CorpusFolder) -> Manifest:
        self.results = []
        return build_index(
            corpus,
            self.store,
            embedder=PairEmbedder(),
            counter=CharacterCounter(),
            passage_tokens=120,
            model="none",
            report=self.results.append,
        )

    def prepare(self, share: Share, embedder: PairEmbedder) -> list[FileResult]:
        """Have a share of the plans read; what became of each document."""
        return prepared(write_plans(self.corpus), self.store, share, embedder, model="none")

    def prepare_apart(self, share: Share, embedder: PairEmbedder) -> int:
        """Begin to read a share of what lies in the folder in a process of its own, whose number it gives."""
        child = os.fork()
        if not child:
            ended = 1
            try:
                prepared(self.corpus, self.store, share, embedder, model="none")
                ended = 0
            except BaseException:  # noqa: BLE001  # a child of a test has nobody else who would say it
                traceback.print_exc()
            finally:
                os._exit(ended)
        return child

    def open(self) -> Index:
        """The version that is served."""
        return open_index(self.store, embedder=PairEmbedder())

    @property
    def states(self) -> dict[str, str]:
        """What the last build said of each document."""
        return {result.file: result.state for result in self.results}


def in_files(folder: Path) -> Workshop:
    """A store of files."""
    return Workshop(FileStore(folder / "索引"), folder / "plans")


@contextmanager
def in_cluster(folder: Path, server: Any, uri: str = "") -> Iterator[Workshop]:
    """A store in Milvus Lite (a file of this folder, unless Milvus is at ``uri``) and a database of its own in a PostgreSQL."""
    with database_in(server) as url:
        settings = Settings(
            store="milvus",
            milvus_uri=uri or str(folder / "milvus.db"),
            index_url=SecretStr(url),
            index_dir=folder / "scratch",
        )
        yield Workshop(open_store(settings), folder / "plans")


@contextmanager
def database_in(server: Any) -> Iterator[str]:
    """The URL of a new database."""
    name = f"index_{uuid.uuid4().hex}"
    _order(server, f"CREATE DATABASE {name}")
    try:
        yield url_of(server).replace("/postgres?", f"/{name}?")
    finally:
        _order(server, f"DROP DATABASE {name} WITH (FORCE)")


def _order(server: Any, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
