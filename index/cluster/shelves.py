"""Plans as they were read once (revisions) in PostgreSQL: put there by whoever reads documents, taken from there to fill Milvus."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, Engine, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from corpus.twins import are_same, plain_title
from index.cluster.hold import telling
from index.cluster.tables import HOLDING, MADE, MADE_REVISION, MEMBER, RECORDS, REVISION
from index.part import Part, passage_words, unit_words
from index.passage import Passage, Unit
from index.vectors import Vectors
from index.work import FileParts

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Revision:
    """A plan as it was read once; ``id`` follows from all that it holds."""

    id: str
    plan: str
    title: str
    passages: int
    units: int


@dataclass(frozen=True, slots=True)
class Made:
    """What a document gave when it was read: the revisions, and what is to be reported of it."""

    revisions: tuple[Revision, ...]
    problems: tuple[tuple[str, str], ...]


class Shelves:
    """Where revisions are kept. Whatever is put there twice is there once. Raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def made(self, keys: Sequence[str]) -> dict[str, Made]:
        """What is there of some documents, by the keys of :meth:`index.maker.Maker.key`."""
        found: dict[str, Made] = {}
        # one look at all tables: what somebody else puts there between two statements would be there by half
        with telling(), self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            for batch in _batches(keys):
                problems = {
                    row.key: tuple((str(name), str(reason)) for name, reason in json.loads(row.problems))
                    for row in connection.execute(select(MADE.c.key, MADE.c.problems).where(MADE.c.key.in_(batch)))
                }
                gave: dict[str, list[Revision]] = {key: [] for key in problems}
                asked = (
                    select(MADE_REVISION.c.key, *_SHORT)
                    .join(REVISION, MADE_REVISION.c.revision == REVISION.c.id)
                    .where(MADE_REVISION.c.key.in_(batch))
                    .order_by(MADE_REVISION.c.key, MADE_REVISION.c.ordinal)
                )
                for row in connection.execute(asked):
                    gave[row.key].append(Revision(row.id, row.plan, row.title, row.passages, row.units))
                found |= {key: Made(tuple(gave[key]), problems[key]) for key in problems}
        return found

    def put(self, key: str, work: FileParts) -> Made:
        """Keep what a document gave, all of it or nothing."""
        revisions = tuple(_revision_of(part) for part in work.parts)
        with telling(), self._engine.begin() as connection:
            for revision, part in zip(revisions, work.parts, strict=True):
                _put_part(connection, revision, part)
            problems = json.dumps(work.problems, ensure_ascii=False)
            connection.execute(insert(MADE).values(key=key, problems=problems).on_conflict_do_nothing())
            links = [{"key": key, "ordinal": at, "revision": r.id} for at, r in enumerate(revisions)]
            if links:
                connection.execute(insert(MADE_REVISION).on_conflict_do_nothing(), links)
        return Made(revisions, work.problems)

    def text(self, revision: str) -> str:
        """The raw text of a plan."""
        with telling(), self._engine.connect() as connection:
            return str(connection.execute(select(REVISION.c.text).where(REVISION.c.id == revision)).scalar_one())

    def parts(self, revisions: Sequence[str]) -> Iterator[tuple[str, Part]]:
        """Revisions as they were put in."""
        with telling(), self._engine.connect() as connection:
            for revision in revisions:
                yield revision, _part(connection, revision)

    def keep(self, keys: Sequence[str], version: int) -> None:
        """Forget what no document of this version, no version that is kept and no pair of collections needs any longer."""
        with telling(), self._engine.begin() as connection:
            for batch in _batches(keys):
                connection.execute(update(MADE).where(MADE.c.key.in_(batch)).values(version=version))
            connection.execute(delete(MADE).where(MADE.c.version < version))
            used = [select(table.c.revision) for table in (MEMBER, HOLDING, MADE_REVISION)]
            unused = [~select(1).where(q.selected_columns[0] == REVISION.c.id).exists() for q in used]
            connection.execute(delete(REVISION).where(*unused))


class Twins:
    """Tells which of the plans chosen so far is the same document as another: the PDF and the DOCX of one plan."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._titled: dict[str, list[Revision]] = {}

    def of(self, revision: Revision) -> str:
        """The id of a plan that is the same document; empty where none is."""
        for other in self._titled.get(revision.title, ()):
            if are_same(self._shelves.text(revision.id), self._shelves.text(other.id)):
                return other.plan
        return ""

    def add(self, revision: Revision) -> None:
        """Have it compared with those that come after."""
        self._titled.setdefault(revision.title, []).append(revision)


_SHORT = (REVISION.c.id, REVISION.c.plan, REVISION.c.title, REVISION.c.passages, REVISION.c.units)


def _revision_of(part: Part) -> Revision:
    known = json.dumps(
        [part.plan, part.card, part.text, part.furniture, part.scans, part.tables, part.words], ensure_ascii=False
    )
    digest = hashlib.sha256(known.encode("utf-8", "surrogatepass") + _bytes(part.vectors)).hexdigest()[:32]
    passages, units = len(part.tables["passage"]), len(part.tables["unit"])
    return Revision(digest, part.plan, plain_title(json.loads(part.card)["title"]), passages, units)


def _put_part(connection: Connection, revision: Revision, part: Part) -> None:
    made = connection.execute(
        insert(REVISION)
        .values(
            id=revision.id,
            plan=part.plan,
            title=revision.title,
            card=part.card,
            text=part.text,
            furniture=part.furniture,
            scans=part.scans,
            passages=revision.passages,
            units=revision.units,
            vectors=_bytes(part.vectors),
        )
        .on_conflict_do_nothing()
        .returning(REVISION.c.id)
    ).fetchall()
    if not made:
        return  # the same content is there
    for name, table in RECORDS.items():
        rows = [_values(table, revision.id, at, row) for at, row in enumerate(part.tables[name])]
        if rows:
            connection.execute(insert(table), rows)


def _values(table: Table, revision: str, ordinal: int, row: Sequence[str]) -> Mapping[str, object]:
    """A record as its table has it: ``row`` is id (where it has one), parent and body."""
    named = dict(zip(("id", "parent", "body") if "id" in table.c else ("parent", "body"), row, strict=True))
    return {"revision": revision, "ordinal": ordinal, **named}


def _part(connection: Connection, revision: str) -> Part:
    found = connection.execute(select(REVISION).where(REVISION.c.id == revision)).one()
    tables = {}
    for name, table in RECORDS.items():
        columns = [table.c[column] for column in ("id", "parent", "body") if column in table.c]
        asked = select(*columns).where(table.c.revision == revision).order_by(table.c.ordinal)
        tables[name] = [tuple(row) for row in connection.execute(asked)]
    words = {
        "passage": [passage_words(Passage(**json.loads(body))) for _, _, body in tables["passage"]],
        "unit": [unit_words(Unit(**json.loads(body))) for _, _, body in tables["unit"]],
    }
    vectors: Vectors = np.frombuffer(found.vectors, dtype="<f4").reshape(found.units, -1)
    return Part(found.plan, found.card, found.text, found.furniture, found.scans, tables, words, vectors)


def _bytes(vectors: Vectors) -> bytes:
    return np.ascontiguousarray(vectors, dtype="<f4").tobytes()


def _batches(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[first : first + _BATCH] for first in range(0, len(keys), _BATCH))
