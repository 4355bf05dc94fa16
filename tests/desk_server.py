"""Starts app.py over two small plans with both pages of the desk on, and says what a browser needs to know of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.catalogue import open_corpus
from index.embed import EmbeddingChoice
from index.snapshot import build_index
from index.tokens import open_encoding
from tests.running_server import running
from tests.tiny_index import write_plans


@dataclass(frozen=True)
class Desk:
    """A served desk: its address, and the folders behind it."""

    address: str
    corpus: Path
    index: Path
    folder: Path


@contextmanager
def desk_running(folder: Path, log: Path | None = None, **settings: str) -> Iterator[Desk]:
    """Serve until the block ends; everything it writes lies in ``folder``."""
    corpus = write_plans(folder / "plans")
    build_index(
        open_corpus(corpus),
        folder / "index",
        embedder=EmbeddingChoice("bundled").open(),
        counter=open_encoding(),
        passage_tokens=320,
    )
    said: dict[str, Any] = {
        "WENCE_DESK_DOCUMENTS": "true",
        "WENCE_DESK_EVALUATION": "true",
        "WENCE_DESK_DIR": str(folder / "desk"),
        "WENCE_WORKERS": "1",
    }
    command = ("app.py", "serve", "--index", str(folder / "index"), "--port", "0")
    with running(*command, log=log, **said | settings) as address:
        yield Desk(address, corpus, folder / "index", folder / "desk")
