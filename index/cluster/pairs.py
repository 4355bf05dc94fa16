"""Pairs of collections: one is served, one lies idle and is brought up to date for the next version, by what differs."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from errors import SnapshotUnwritable
from index.cluster.hold import Hold, telling
from index.cluster.shelves import Revision, Shelves
from index.cluster.tables import FREQUENCY, HOLDING, PAIR, VERSION
from index.milvus import Milvus
from index.milvus_rows import KINDS, Kind, Row, VectorIndex
from index.part import Part

#: Revisions that are put in or taken out together: some thousand rows, so that a request is worth its time.
_BATCH = 32
_COUNT = text(
    f"INSERT INTO {FREQUENCY.name} (pair, term, units) "  # noqa: S608  # the name of a table of ours
    "SELECT :pair, term, units FROM unnest(CAST(:terms AS text[]), CAST(:units AS integer[])) AS found (term, units) "
    f"ON CONFLICT (pair, term) DO UPDATE SET units = {FREQUENCY.name}.units + excluded.units"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pair shall hold, and what its vectors are like."""

    revisions: Sequence[Revision]
    dimension: int
    vector_index: VectorIndex


class Pairs:
    """The pairs of collections of an index, changed under the lock of the one build there is. Raises StoreUnavailable."""

    def __init__(self, engine: Engine, milvus: Milvus, hold: Hold, alias: str) -> None:
        self._engine, self._milvus, self._hold, self._alias = engine, milvus, hold, alias
        self._shelves = Shelves(engine)

    def fill(self, number: int, wanted: Wanted, progress: Callable[[int, int], None]) -> str:
        """Bring an idle pair, or a new one, to what a version holds; its name. What an interrupted build did stays done.

        The lock of the pair is taken meanwhile and given back at the end: nobody is served from it yet.

        Raises:
            SnapshotUnwritable: Milvus does not have what was put into it.
        """
        pair = self._idle(wanted) or self._new(number, wanted)
        self._forget_versions(pair)
        held = self._held(pair)
        named = {revision.id for revision in wanted.revisions}
        gone = [r for r, state in held.items() if r not in named or state == "going"]
        missing = [r for r in named if held.get(r) != "whole"]
        self._take_out(pair, gone, held)
        self._put_in(pair, sorted(missing), progress)
        self._milvus.settle(pair)
        self._check(pair, wanted)
        self._hold.drop(pair)
        return pair

    def keep(self, served: str, before: str) -> None:
        """Remove the pairs that neither serve nor were served before, as far as nobody reads them."""
        for pair in {*self._milvus.pairs(), *self._known()} - {served, before}:
            if self._mine(pair) and self._hold.take(pair):
                self._remove(pair)
                self._hold.drop(pair)

    def _known(self) -> list[str]:
        return [row.name for row in self._hold.ask(select(PAIR.c.name))]

    def _mine(self, pair: str) -> bool:
        """Whether it is one of this index: others may keep collections in the same database of Milvus."""
        return pair.startswith(f"{self._alias}_v")

    def _idle(self, wanted: Wanted) -> str:
        """The name of a pair that nobody is served from or reads, its lock taken; empty where there is none that fits."""
        served, there = self._milvus.served(self._alias), {*self._milvus.pairs()}
        for row in self._hold.ask(select(PAIR).order_by(PAIR.c.name)):
            fits = (row.dimension, row.vector_index) == (wanted.dimension, wanted.vector_index)
            if row.name != served and row.name in there and fits and self._hold.take(row.name):
                self._milvus.load(row.name)
                return str(row.name)
        return ""

    def _new(self, number: int, wanted: Wanted) -> str:
        pair = f"{self._alias}_v{number:06d}"
        self._hold.take(pair)
        self._remove(pair)
        with telling(), self._engine.begin() as connection:
            values = {"name": pair, "dimension": wanted.dimension, "vector_index": wanted.vector_index}
            connection.execute(insert(PAIR).values(**values))
        self._milvus.create(pair, wanted.dimension, wanted.vector_index)
        return pair

    def _remove(self, pair: str) -> None:
        self._forget_versions(pair)
        with telling(), self._engine.begin() as connection:
            connection.execute(delete(PAIR).where(PAIR.c.name == pair))  # and with it what it holds
        if pair in self._milvus.pairs():
            self._milvus.drop(pair)

    def _forget_versions(self, pair: str) -> None:
        """Take its versions away first: who opens one from now on finds none, whenever the build ends."""
        with telling(), self._engine.begin() as connection:
            connection.execute(delete(VERSION).where(VERSION.c.pair == pair))

    def _held(self, pair: str) -> dict[str, str]:
        asked = select(HOLDING.c.revision, HOLDING.c.state).where(HOLDING.c.pair == pair)
        return {row.revision: row.state for row in self._hold.ask(asked)}

    def _take_out(self, pair: str, revisions: Sequence[str], held: dict[str, str]) -> None:
        for batch in _batches(revisions):
            self._hold.still()
            counted = [r for r in batch if held[r] == "whole"]
            terms = _terms(part for _, part in self._shelves.parts(counted))
            of = (HOLDING.c.pair == pair) & HOLDING.c.revision.in_(batch)
            with telling(), self._engine.begin() as connection:
                connection.execute(update(HOLDING).where(of).values(state="going"))
                connection.execute(_COUNT, _counts(pair, terms, -1))
            self._milvus.delete(pair, batch)
            with telling(), self._engine.begin() as connection:
                connection.execute(delete(HOLDING).where(of))

    def _put_in(self, pair: str, revisions: Sequence[str], progress: Callable[[int, int], None]) -> None:
        done = 0
        for batch in _batches(revisions):
            self._hold.still()
            with telling(), self._engine.begin() as connection:
                rows = [{"pair": pair, "revision": revision, "state": "coming"} for revision in batch]
                connection.execute(insert(HOLDING).on_conflict_do_nothing(), rows)
            parts = dict(self._shelves.parts(batch))
            for kind in KINDS:
                self._milvus.upsert(pair, kind, [row for r, part in parts.items() for row in _rows(r, part, kind)])
            of = (HOLDING.c.pair == pair) & HOLDING.c.revision.in_(batch)
            with telling(), self._engine.begin() as connection:
                connection.execute(_COUNT, _counts(pair, _terms(parts.values()), 1))
                connection.execute(update(HOLDING).where(of).values(state="whole"))
            done += len(batch)
            progress(done, len(revisions))

    def _check(self, pair: str, wanted: Wanted) -> None:
        said = {
            "units": sum(revision.units for revision in wanted.revisions),
            "passages": sum(revision.passages for revision in wanted.revisions),
        }
        found = {kind: self._milvus.count(pair, kind) for kind in KINDS}
        held = self._hold.ask(select(func.count()).where(HOLDING.c.pair == pair, HOLDING.c.state == "whole"))[0][0]
        if found != said or held != len(wanted.revisions):
            with telling(), self._engine.begin() as connection:
                connection.execute(delete(PAIR).where(PAIR.c.name == pair))  # nothing is built on it any more
            raise SnapshotUnwritable(
                f"写入 Milvus 的集合 {pair} 后条数不符（应有 {json.dumps(said)}，实有 {json.dumps(found)}），没有发布，原来的版本照常可用。"
                "请检查 Milvus 的日志和磁盘，再运行 .venv/bin/python -m index build"
            )
        with telling(), self._engine.begin() as connection:
            connection.execute(delete(FREQUENCY).where(FREQUENCY.c.pair == pair, FREQUENCY.c.units <= 0))


def _rows(revision: str, part: Part, kind: Kind) -> Iterable[Row]:
    """The units or passages of a plan as they are searched."""
    ledgers = {name: [json.loads(row[-1]) for row in part.tables[name]] for name in ("target", "duty")}
    words = part.words["unit" if kind == "units" else "passage"]
    for ordinal, (_, clause, body) in enumerate(part.tables["unit" if kind == "units" else "passage"]):
        found = json.loads(body)
        yield Row(
            key=f"{revision}-{ordinal}",
            revision=revision,
            ordinal=ordinal,
            plan=part.plan,
            clause=clause,
            start=found["start"],
            end=found["end"],
            targets=_inside(ledgers["target"], found),
            duties=_inside(ledgers["duty"], found),
            words=words[ordinal],
            vector=tuple(part.vectors[ordinal].tolist()) if kind == "units" else (),
        )


def _inside(rows: Sequence[dict[str, Any]], record: dict[str, Any]) -> tuple[int, ...]:
    """The numbers of the ledger's rows that begin in a record's span."""
    return tuple(at for at, row in enumerate(rows) if record["start"] <= row["start"] < record["end"])


def _terms(parts: Iterable[Part]) -> Counter[str]:
    """In how many units of some plans each term stands."""
    return Counter(term for part in parts for words in part.words["unit"] for term in {*words.split(" ")} if term)


def _counts(pair: str, terms: Counter[str], sign: int) -> dict[str, Any]:
    named = sorted(terms)  # in one order, so that two that write never wait for each other
    return {"pair": pair, "terms": named, "units": [sign * terms[term] for term in named]}


def _batches(revisions: Sequence[str]) -> Iterable[Sequence[str]]:
    return (revisions[first : first + _BATCH] for first in range(0, len(revisions), _BATCH))
