"""How long it takes to publish one plan that was replaced, added or removed; and how fast plans are read."""

import resource
import time
from pathlib import Path
from typing import Any

from corpus.catalogue import open_corpus
from corpus.readers import DocumentReader
from corpus.structure import read_plan
from eval.bench.scale import scale_plans
from index.embed import open_embedder
from index.order import FileResult
from index.share import Share, prepare_index
from index.snapshot import build_index, open_index, reopen_if_newer
from index.tokens import open_encoding

_TOKENS = 320
_MOST_READ = 250


def build(corpus: Path, folder: Path, helpers: int) -> dict[str, Any]:
    """Build an index of a folder; what became of the documents."""
    results: list[FileResult] = []
    manifest = build_index(
        open_corpus(corpus),
        folder,
        embedder=open_embedder(),
        counter=open_encoding(),
        passage_tokens=_TOKENS,
        report=results.append,
        helpers=helpers,
    )
    made = [result.file for result in results if result.state not in ("unchanged", "removed")]
    return {"made": len(made), "manifest": manifest.to_dict()}


def measure_shares(corpus: Path, folder: Path) -> dict[str, Any]:
    """Seconds of processor time a document to read a folder in shares, and to publish what they gave."""
    embedder, counter = open_embedder(), open_encoding()
    spent, documents = 0.0, 0
    for number in (1, 2):
        results: list[FileResult] = []
        share = open_corpus(corpus, Share(number, 2).holds)
        began = _processor_seconds()
        prepare_index(share, folder, embedder=embedder, counter=counter, passage_tokens=_TOKENS, report=results.append)
        spent, documents = spent + _processor_seconds() - began, documents + len(results)
    began = _processor_seconds()
    build(corpus, folder, 0)
    published = _processor_seconds() - began
    size = sum(path.stat().st_size for path in corpus.glob("*.txt"))
    return {
        "documents": documents,
        "bytes": round(size / documents),
        "read_seconds": round(spent / documents, 4),
        "publish_seconds": round(published / documents, 4),
    }


def _processor_seconds() -> float:
    """Of this process and of those it has waited for."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure_changes(corpus: Path, folder: Path, source: Path) -> dict[str, Any]:
    """Replace, add and remove one plan of a built index, and pick each snapshot up as a running server does."""
    paths = sorted(corpus.glob("*.txt"))
    chosen, added = paths[len(paths) // 2], corpus / "added.txt"
    whole = chosen.read_text(encoding="utf-8")
    *_, (_, other) = scale_plans(len(paths) + 7, source)
    index, found = open_index(folder), {}
    build(corpus, folder, 0)  # nothing has changed: the files are in the page cache as after any build
    try:
        for name, change in (
            ("替换", lambda: chosen.write_text(whole.replace("节能", "节约能源"), encoding="utf-8")),
            ("新增", lambda: added.write_text(other, encoding="utf-8")),
            ("移除", added.unlink),
        ):
            change()
            began = time.perf_counter()
            made = build(corpus, folder, 0)["made"]
            published = time.perf_counter()
            index = reopen_if_newer(index)
            picked_up = time.perf_counter() - published
            found[name] = {"seconds": round(published - began, 2), "made": made, "picked_up": round(picked_up, 2)}
    finally:
        chosen.write_text(whole, encoding="utf-8")
        added.unlink(missing_ok=True)
    return found


def measure_reading(corpus: Path, source: Path) -> dict[str, Any]:
    """MB of UTF-8 that one core reads into clause trees in a minute, and the time of twice the text to that of once."""
    opened = open_corpus(corpus)
    files = opened.files[:_MOST_READ]
    half = files[: len(files) // 2]
    with DocumentReader() as reader:
        for file in files[:5]:
            list(opened.read(file, reader))
        spent = []
        for chosen in (half, files):
            began = time.process_time()
            for file in chosen:
                list(opened.read(file, reader))
            spent.append(time.process_time() - began)
    size = sum(file.path.stat().st_size for file in files)
    return {
        "megabytes": round(size / 1e6, 2),
        "megabytes_a_minute": round(size / 1e6 / spent[1] * 60, 1),
        "twice_the_text": round(spent[1] / spent[0], 2),
        "twice_as_long_a_plan": _growth(source),
    }


def _growth(source: Path) -> float:
    """The time that a plan twice as long takes to that of one: the same plans joined to one text."""
    texts = [text for _, text in scale_plans(16, source)]
    once, twice = "\n".join(texts[:8]), "\n".join(texts)
    spent = []
    for text in (once, twice):
        began = time.process_time()
        for _ in range(3):
            read_plan("joined", text)
        spent.append((time.process_time() - began) / len(text))
    return round(spent[1] / spent[0] * 2, 2)
