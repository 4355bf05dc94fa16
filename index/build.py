"""From corpus to published snapshot: records, keyword indexes and vectors, written and published as a whole."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.catalogue import Corpus
from corpus.plan import Plan
from errors import SnapshotUnwritable
from index.chunk import build_passages
from index.embed import Embedder
from index.keyword import KeywordIndex
from index.manifest import FORMAT, Manifest, code_fingerprint, input_fingerprint, list_files, repair
from index.passage import Passage, Unit
from index.records import write_records
from index.store import Vectors, VectorStore
from index.versions import new_version, prune, publish, seal, writing

RECORDS, VECTORS = "records.sqlite", "vectors.faiss"
PASSAGE_WORDS, UNIT_WORDS = "keyword/passages", "keyword/units"
_BATCH = 512

# (stage, done, of how many)
Progress = Callable[[str, int, int], None]
Chunked = tuple[Plan, list[Passage], list[Unit]]


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


def build_index(
    corpus: Corpus,
    folder: Path,
    *,
    embedder: Embedder,
    counter: Tokens,
    passage_tokens: int,
    model: str = "bundled",
    progress: Progress | None = None,
) -> Manifest:
    """Build a snapshot of a corpus and publish it; whatever goes wrong, the one served before stays.

    Args:
        corpus: the plans.
        folder: the index folder, made if missing.
        embedder: an opened embedding model, and ``model`` the name it was opened by.
        counter: counts tokens; with ``passage_tokens`` it decides where passages end.
        passage_tokens: the most tokens of a passage, header included.
        model: what serving passes to ``open_embedder``.
        progress: told of every step.

    Raises:
        SnapshotBusy: another build is writing this folder.
        SnapshotUnwritable: the folder cannot be written.
    """
    inputs = (corpus.fingerprint, embedder.fingerprint, counter.fingerprint, passage_tokens, code_fingerprint())
    fingerprint = input_fingerprint(inputs)
    try:
        with writing(folder):
            directory = new_version(folder, fingerprint)
            try:
                chunked, problems = _chunk(corpus, counter, passage_tokens, progress)
                _write_files(directory, chunked, embedder, progress)
                manifest = Manifest(
                    format=FORMAT,
                    version=directory.name,
                    built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    fingerprint=fingerprint,
                    plans=len(chunked),
                    clauses=sum(len(plan.clauses) for plan, _, _ in chunked),
                    passages=sum(len(passages) for _, passages, _ in chunked),
                    units=sum(len(units) for _, _, units in chunked),
                    dimension=embedder.dimension,
                    corpus_folder=str(corpus.folder.resolve()),
                    corpus_fingerprint=corpus.fingerprint,
                    embedding_model=model,
                    embedding_fingerprint=embedder.fingerprint,
                    encoding_name=counter.name,
                    encoding_fingerprint=counter.fingerprint,
                    passage_tokens=passage_tokens,
                    code_fingerprint=code_fingerprint(),
                    problems=tuple(problems),
                    files=list_files(directory),
                )
                seal(directory, manifest)
            except BaseException:
                shutil.rmtree(directory, ignore_errors=True)
                raise
            publish(folder, directory)
            prune(folder)
            return manifest
    except (OSError, sqlite3.OperationalError) as error:
        raise SnapshotUnwritable(
            f"索引文件夹 {folder} 写入失败：{error}。请检查权限和磁盘空间，然后{repair(folder)}"
        ) from error


def _chunk(
    corpus: Corpus, counter: Tokens, limit: int, progress: Progress | None
) -> tuple[list[Chunked], list[tuple[str, str]]]:
    """Passages and units of every plan; a plan whose clauses do not cover its text is left out and reported."""
    chunked: list[Chunked] = []
    problems = [(problem.file, problem.reason) for problem in corpus.problems]
    for done, plan in enumerate(corpus.plans, start=1):
        try:
            chunked.append((plan, *build_passages(plan, counter.count, limit)))
        except ValueError as error:
            problems.append((plan.id, f"{plan.id}：条款与原文对不上（{error}），未收入索引。请报告这个文件。"))
        if progress:
            progress("切分方案", done, len(corpus.plans))
    return chunked, problems


def _write_files(directory: Path, chunked: Sequence[Chunked], embedder: Embedder, progress: Progress | None) -> None:
    passages = [passage for _, own, _ in chunked for passage in own]
    units = [unit for _, _, own in chunked for unit in own]
    write_records(directory / RECORDS, chunked)
    KeywordIndex.build(
        directory / PASSAGE_WORDS,
        ((row, p.plan, f"{p.header}\n{p.text}") for row, p in enumerate(passages)),
    )
    KeywordIndex.build(directory / UNIT_WORDS, ((row, u.plan, unit_text(u)) for row, u in enumerate(units)))
    VectorStore.build(_embed(embedder, units, progress)).save(directory / VECTORS)


def unit_text(unit: Unit) -> str:
    """What is searched of a unit: the heading it stands under, then its text."""
    return unit.text if unit.heading in unit.text else f"{unit.heading}\n{unit.text}"


def _embed(embedder: Embedder, units: Sequence[Unit], progress: Progress | None) -> Vectors:
    matrix = np.zeros((len(units), embedder.dimension), dtype=np.float32)
    for start in range(0, len(units), _BATCH):
        batch = units[start : start + _BATCH]
        matrix[start : start + len(batch)] = embedder.encode_document([unit_text(unit) for unit in batch])
        if progress:
            progress("计算向量", start + len(batch), len(units))
    return matrix
