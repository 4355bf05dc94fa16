"""An assistant over documents that a test writes itself, with the bundled embedding model."""

from collections.abc import Mapping
from pathlib import Path

from corpus.catalogue import load_corpus
from index.embed import EmbeddingChoice
from index.order import FileResult
from index.snapshot import build_index, open_index
from index.tokens import open_encoding
from retrieval.assistant import Assistant


def assistant_over(folder: Path, files: Mapping[str, str]) -> tuple[Assistant, list[FileResult]]:
    """The assistant over these files (name -> text), and what the build reported of each."""
    plans = folder / "plans"
    plans.mkdir(exist_ok=True)
    for name, text in files.items():
        (plans / name).write_text(text, encoding="utf-8")
    results: list[FileResult] = []
    bundled = EmbeddingChoice("bundled")
    build_index(
        load_corpus(plans),
        folder / "index",
        embedder=bundled.open(),
        counter=open_encoding(),
        passage_tokens=320,
        report=results.append,
    )
    return Assistant(open_index(folder / "index", choice=bundled)), results
