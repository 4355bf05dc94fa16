"""From corpus to published snapshot. What the snapshot served before holds of an unchanged document is taken over from it."""

import shutil
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.catalogue import CorpusFile, Problem, nothing_readable
from errors import SnapshotError, SnapshotUnwritable
from index.assembly import VECTORS, Assembly, Base
from index.embed import Embedder
from index.manifest import Manifest, VectorSearch, list_files, repair
from index.neighbours import write_lists
from index.order import FileResult, FileState, Order
from index.records import Records
from index.vectors import Rows, Vectors
from index.versions import Checked, check_current, new_version, prune, publish, seal, writing
from index.work import FileParts

#: From so many units on, a new snapshot is made by adding to the files of the last one. With fewer, its files are put together
#: anew, which is as quick and gives exactly the files that a build from nothing gives.
FEWEST_TO_EXTEND = 5_000
#: Rows of plans that were replaced or removed stay in the files until they are this share; then the files are put together anew.
MOST_GAPS = 0.25


def build_folder(folder: Path, order: Order) -> Manifest:
    """Build a snapshot into an index folder, made if missing, and publish it; whatever goes wrong, the one served before stays.

    Raises:
        CorpusMissing: not one readable plan.
        SnapshotBusy: another build is writing this folder.
        SnapshotUnwritable: the folder cannot be written.
    """
    try:
        with writing(folder):
            return _build(folder, order)
    except (OSError, sqlite3.OperationalError) as error:
        raise _unwritable(folder, error) from error


def prepare_folder(folder: Path, order: Order) -> None:
    """Make what the documents of an order give and leave it in the work folder, where the next build finds it.

    Raises:
        SnapshotUnwritable: the folder cannot be written.
    """
    try:
        with order.work.preparing():
            _prepare(folder, order)
    except (OSError, sqlite3.OperationalError) as error:
        raise _unwritable(folder, error) from error


def _prepare(folder: Path, order: Order) -> None:
    base = _open_base(folder, order)
    known = base.records.files() if base else {}
    if base:
        base.records.close()
    for file in order.sources.files:
        if known.get(file.key) == file.digest:
            order.report(FileResult(file.name, "unchanged"))
    files = [file for file in order.sources.files if known.get(file.key) != file.digest]
    made = order.maker.make_all(files, order.helpers)
    for done, (file, (ready, work)) in enumerate(zip(files, made, strict=True), start=1):
        state: FileState = "resumed" if ready else "changed" if file.key in known else "new"
        order.report(FileResult(file.name, state).with_counts(work.counts, work.problems))
        order.progress("切分方案", done, len(files))


def _unwritable(folder: Path, error: Exception) -> SnapshotUnwritable:
    return SnapshotUnwritable(f"索引文件夹 {folder} 写入失败：{error}。请检查权限和磁盘空间，然后{repair(folder)}")


def _build(folder: Path, order: Order) -> Manifest:
    base = _open_base(folder, order)
    directory = new_version(folder, order.fingerprint)
    try:
        extended = base if base and _worth_extending(order, base) else None
        _assemble(order, directory, base, extended)
        manifest = _finish(order, directory, extended)
        order.progress("写入磁盘", 0, 1)
        seal(directory, manifest)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    finally:
        if base:
            base.records.close()
    publish(folder, directory)
    order.progress("写入磁盘", 1, 1)
    prune(folder)
    order.work.clear(map(order.maker.key, order.sources.files))
    return manifest


def _open_base(folder: Path, order: Order) -> Base | None:
    """The snapshot served now, when it is sound and was made by the same inputs, so that its parts can be taken over."""
    try:
        checked = check_current(folder)
        found = checked.manifest
        made_by = (
            found.embedding_fingerprint,
            found.encoding_fingerprint,
            found.passage_tokens,
            found.code_fingerprint,
        )
        return Base.open(checked) if made_by == order.inputs else None
    except (SnapshotError, OSError, ValueError, sqlite3.Error):
        return None


def _worth_extending(order: Order, base: Base) -> bool:
    if base.checked.manifest.units < FEWEST_TO_EXTEND:
        return False
    kept = {file.key: file.digest for file in order.sources.files}
    changed = [name for name, digest in base.records.files().items() if kept.get(name) != digest]
    gaps = base.matrix.rows - base.checked.manifest.units
    gaps += sum(units.count for name in changed for _, _, units in base.records.plans_of_file(name))
    return gaps <= MOST_GAPS * base.matrix.rows


def _assemble(order: Order, directory: Path, base: Base | None, extended: Base | None) -> None:
    """Fill the version folder: from the work of this build, from the base, or on top of it."""
    known = base.records.files() if base else {}
    files = order.sources.files
    assembly = Assembly(directory, order.embedder.dimension, extended.checked.directory if extended else None)
    try:
        _drop(order, known, assembly if extended else None)
        made = order.maker.make_all([file for file in files if known.get(file.key) != file.digest], order.helpers)
        for done, file in enumerate(files, start=1):
            began = time.monotonic()
            if base and known.get(file.key) == file.digest:
                result = FileResult(file.name, "unchanged")
                result = _kept(base, file) if extended else _add(assembly, file, base.parts(file.key), result)
            else:
                ready, work = next(made)
                state: FileState = "resumed" if ready else "changed" if file.key in known else "new"
                result = _add(assembly, file, work, FileResult(file.name, state))
            order.report(replace(result, seconds=round(time.monotonic() - began, 3)))
            order.progress("切分方案", done, len(files))
        made.close()
        assembly.finish()
    except BaseException:
        assembly.abandon()
        raise


def _drop(order: Order, known: Mapping[str, str], assembly: Assembly | None) -> None:
    """Take out of an extended snapshot what has changed or gone; report what has gone."""
    present = {file.key: file.digest for file in order.sources.files}
    for key, digest in known.items():
        if assembly and present.get(key) != digest:
            assembly.drop(key)
        if key not in present:
            order.report(FileResult(key, "removed"))


def _kept(base: Base, file: CorpusFile) -> FileResult:
    """A document that stands in an extended snapshot as it stood in the base."""
    plans = base.records.plans_of_file(file.key)
    return FileResult(
        file=file.name,
        state="unchanged" if plans else "failed",
        plans=len(plans),
        passages=sum(passages.count for _, passages, _ in plans),
        units=sum(units.count for _, _, units in plans),
        problems=base.records.file_problems(file.key),
    )


def _add(assembly: Assembly, file: CorpusFile, work: FileParts, result: FileResult) -> FileResult:
    return result.with_counts(work.counts, assembly.add(file, work))


def _finish(order: Order, directory: Path, extended: Base | None) -> Manifest:
    """Write the inverted lists of a filled version folder, and describe all of it."""
    records = Records(directory)
    try:
        if not records.plans:
            raise nothing_readable(order.sources.folder, [Problem(*problem) for problem in records.problems()])
        base = (extended.checked.directory / VECTORS, extended.checked.manifest.vector_search) if extended else None
        ask = partial(_questions, order.embedder, records)
        search = write_lists(directory / VECTORS, order.embedder.dimension, records.unit_spans, base, ask)
        return _describe(order, directory, records, search, extended.checked if extended else None)
    finally:
        records.close()


def _questions(embedder: Embedder, records: Records, rows: Rows) -> Vectors:
    """Questions that use the middle half of a sentence's words."""
    texts = [records.unit(int(row)).text for row in records.unit_rows.to_shown(rows)]
    return embedder.encode_query([text[len(text) // 4 : -(len(text) // 4) or None] for text in texts])


def _describe(order: Order, directory: Path, records: Records, search: VectorSearch, base: Checked | None) -> Manifest:
    return order.manifest(
        directory.name,
        records.plans,
        passages=records.passage_rows.total,
        units=records.unit_rows.total,
        vector_search=search,
        problems=records.problems(),
        files=list_files(directory, (base.directory, base.manifest) if base else None),
    )
