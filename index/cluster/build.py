"""From corpus to published version in PostgreSQL and Milvus. What was read once is not read again, whoever read it."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Engine, delete, func, insert, select, update

from corpus.catalogue import CorpusFile, Problem, duplicate, nothing_readable, same_as
from index.cluster.hold import Hold, telling
from index.cluster.pairs import Pairs, Wanted
from index.cluster.records import ClusterRecords
from index.cluster.shelves import Made, Revision, Shelves, Twins
from index.cluster.tables import FILE, MEMBER, VERSION
from index.manifest import Manifest, VectorSearch, encode_manifest
from index.milvus import Milvus
from index.milvus_rows import VectorIndex
from index.neighbours import FLAT_UNITS
from index.order import FileResult, FileState, Order

_ROWS = 5000
#: Seconds that a publication waits for the last readers of the version before, to have it forgotten by the engine.
_PATIENCE = 10


def prepare(shelves: Shelves, order: Order) -> None:
    """Make what the documents of an order give, those left out that are on the shelves, and put it there. Raises StoreUnavailable."""
    maker, files = order.maker, order.sources.files
    made = shelves.made([maker.key(file) for file in files])
    for file in files:
        if maker.key(file) in made:
            order.report(FileResult(file.name, "unchanged"))
    missing = [file for file in files if maker.key(file) not in made]
    works = maker.make_all(missing, order.helpers)
    for done, (file, (ready, work)) in enumerate(zip(missing, works, strict=True), start=1):
        shelves.put(maker.key(file), work)
        order.work.forget(maker.key(file))
        result = FileResult(file.name, "resumed" if ready else "new")
        order.report(result.with_counts(work.counts, work.problems))
        order.progress("切分方案", done, len(missing))


class _List:
    """What a version is to hold, document by document."""

    def __init__(self, shelves: Shelves) -> None:
        self.members: dict[str, tuple[str, Revision]] = {}
        self.files: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
        self._twins = Twins(shelves)

    def add(self, file: CorpusFile, made: Made) -> tuple[tuple[str, str], ...]:
        """Add what a document gave; what is to be reported of it, plans left out for their id among it."""
        problems, digest = list(made.problems), file.digest
        for revision in made.revisions:
            same = "" if revision.plan in self.members else self._twins.of(revision)
            if same or revision.plan in self.members:
                twin = same_as(file.name, same) if same else duplicate(file.name, revision.plan)
                problems.append((twin.file, twin.reason))
                digest = ""
            else:
                self.members[revision.plan] = file.key, revision
                self._twins.add(revision)
        self.files.append((file.key, digest, tuple(problems)))
        return tuple(problems)


class Publisher:
    """Makes one version and publishes it; ``hold`` is the session that keeps other builds away. Raises StoreUnavailable."""

    def __init__(self, engine: Engine, milvus: Milvus, hold: Hold, alias: str, place: str) -> None:
        self._engine, self._milvus, self._hold, self._alias, self._place = engine, milvus, hold, alias, place
        self._shelves = Shelves(engine)
        self._pairs = Pairs(engine, milvus, hold, alias)

    def publish(self, order: Order) -> Manifest:
        """Build and publish.

        Raises:
            CorpusMissing: not one readable plan.
            SnapshotUnwritable: Milvus does not have what was put into it.
        """
        listed = self._list(order)
        if not listed.members:
            problems = [problem for _, _, found in listed.files for problem in found]
            raise nothing_readable(order.sources.folder, [Problem(*problem) for problem in problems])
        number, name = self._note(order, listed)
        revisions = [revision for _, revision in listed.members.values()]
        units = sum(revision.units for revision in revisions)
        kind: VectorIndex = "flat" if units < FLAT_UNITS else "hnsw"
        pair = self._pairs.fill(
            number,
            Wanted(revisions, order.embedder.dimension, kind),
            lambda done, total: order.progress("写入 Milvus", done, total),
        )
        manifest = self._describe(order, number, name, kind)
        self._serve(number, pair, manifest)
        keys = [order.maker.key(file) for file in order.sources.files]
        self._shelves.keep(keys, number)
        order.work.clear(keys)
        return manifest

    def _list(self, order: Order) -> _List:
        """Read what has not been read, and put together what the version holds."""
        maker, files = order.maker, order.sources.files
        keys = {file.key: maker.key(file) for file in files}
        made, known = self._shelves.made(list(keys.values())), self._digests()
        for name in known.keys() - keys.keys():
            order.report(FileResult(name, "removed"))
        works = maker.make_all([file for file in files if keys[file.key] not in made], order.helpers)
        listed = _List(self._shelves)
        for done, file in enumerate(files, start=1):
            began = time.monotonic()
            found = made.get(keys[file.key])
            if found:
                state: FileState = "unchanged" if known.get(file.key) == file.digest else "resumed"
            else:
                ready, work = next(works)
                state = "resumed" if ready else "changed" if file.key in known else "new"
                found = self._shelves.put(keys[file.key], work)
            result = FileResult(file.name, state).with_counts(
                [(revision.passages, revision.units) for revision in found.revisions], listed.add(file, found)
            )
            order.report(replace(result, seconds=round(time.monotonic() - began, 3)))
            order.progress("切分方案", done, len(files))
        works.close()
        return listed

    def _digests(self) -> Mapping[str, str]:
        """The documents of the version published last."""
        newest = select(func.max(VERSION.c.number)).where(VERSION.c.manifest.is_not(None)).scalar_subquery()
        asked = select(FILE.c.name, FILE.c.digest).where(FILE.c.version == newest)
        return {row.name: row.digest for row in self._hold.ask(asked)}

    def _note(self, order: Order, listed: _List) -> tuple[int, str]:
        """Write down what the version holds; nobody sees it before it is sealed."""
        with telling(), self._engine.begin() as connection:
            connection.execute(
                delete(VERSION).where(VERSION.c.manifest.is_(None))
            )  # of builds that did not come to their end
            number = 1 + int(connection.execute(select(func.coalesce(func.max(VERSION.c.number), 0))).scalar_one())
            name = f"v{number:06d}-{order.fingerprint[:8]}"
            connection.execute(insert(VERSION).values(number=number, name=name))
            members = [
                {"version": number, "plan": plan, "file": file, "revision": revision.id}
                for plan, (file, revision) in listed.members.items()
            ]
            files = [
                {
                    "version": number,
                    "name": file,
                    "digest": digest,
                    "problems": json.dumps(problems, ensure_ascii=False),
                }
                for file, digest, problems in listed.files
            ]
            for table, rows in ((MEMBER, members), (FILE, files)):
                for first in range(0, len(rows), _ROWS):
                    connection.execute(insert(table), rows[first : first + _ROWS])
        return number, name

    def _describe(self, order: Order, number: int, name: str, kind: VectorIndex) -> Manifest:
        records = ClusterRecords(self._hold, number)
        noted = self._hold.ask(select(FILE.c.problems).where(FILE.c.version == number).order_by(FILE.c.name))
        return order.manifest(
            name,
            records.plans,
            passages=records.passage_rows.total,
            units=records.unit_rows.total,
            vector_search=VectorSearch(kind=kind),
            problems=[(str(file), str(reason)) for row in noted for file, reason in json.loads(row.problems)],
        )

    def _serve(self, number: int, pair: str, manifest: Manifest) -> None:
        """Seal the version and let the alias name its collections; then let go of what is older than the version before."""
        self._hold.still()
        with telling(), self._engine.begin() as connection:
            sealed = {"pair": pair, "manifest": encode_manifest(manifest).decode()}
            connection.execute(update(VERSION).where(VERSION.c.number == number).values(**sealed))
        before = self._milvus.served(self._alias)
        self._milvus.serve(self._alias, pair)
        self._pairs.keep(pair, before)
        if before and before != pair:
            self._forget(before)

    def _forget(self, pair: str) -> None:
        """Have the engine forget a pair as soon as nobody reads it: it takes memory, and rolling back loads it again."""
        until = time.monotonic() + (0 if self._milvus.is_lite else _PATIENCE)
        while time.monotonic() < until:
            if self._hold.take(pair):
                self._milvus.release(pair)
                self._hold.drop(pair)
                return
            time.sleep(1)
