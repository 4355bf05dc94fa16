"""One of several shares of a folder of documents, so that several machines can each read one: which documents it holds, and reading them."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import CorpusFolder
from index.embed import Embedder
from index.file_store import FileStore
from index.maker import Tokens
from index.order import FileResult, Order, Progress
from index.stored import Store

_WRITTEN = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True)
class Share:
    """Share ``number`` (from 1) of ``of``. Which share a document is in follows from its name alone: no other document moves it."""

    number: int
    of: int

    @classmethod
    def parse(cls, written: str) -> "Share":
        """A share as it is written, such as 3/20.

        Raises:
            ValueError: it is not written so, or there is no such share.
        """
        found = _WRITTEN.fullmatch(written.strip())
        if not found or int(found[1]) > int(found[2]):
            raise ValueError(f"{written!r} 不是一份：应写成 3/20，表示二十份中的第三份")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, name: str) -> bool:
        """Whether the document of this name is in it."""
        return self.of_name(name, self.of) == self.number

    @staticmethod
    def of_name(name: str, of: int) -> int:
        """The number of the share that the document of this name is in."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % of + 1


def prepare_index(
    documents: CorpusFolder,
    store: Path | Store,
    *,
    embedder: Embedder,
    counter: Tokens,
    passage_tokens: int,
    model: str = "bundled",
    progress: Progress = lambda *_: None,
    report: Callable[[FileResult], None] = lambda _: None,
    helpers: int = 0,
) -> None:
    """Read the documents of a share and leave what they give where a build finds it; nothing is published.

    ``documents`` are those of a folder that the share holds; the other arguments, and what it raises, are those of
    :func:`index.snapshot.build_index`.
    """
    store = FileStore(store) if isinstance(store, Path) else store
    order = Order(
        sources=documents,
        scratch=store.scratch,
        embedder=embedder,
        counter=counter,
        passage_tokens=passage_tokens,
        model=model,
        progress=progress,
        report=report,
        helpers=helpers,
    )
    store.prepare(order)
