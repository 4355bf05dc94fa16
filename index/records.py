"""The snapshot's records in one SQLite file: all that answering needs to read, so that serving needs no plan files.

Rows of passages and units are numbered from 0 in text order, plan by plan; keyword index and vectors use them.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.plan import Clause, FrontField, FrontKind, Furniture, Plan
from index.passage import Passage, Unit

_SCHEMA = """
CREATE TABLE plan (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, region TEXT NOT NULL,
    province TEXT NOT NULL, aliases TEXT NOT NULL, front TEXT NOT NULL, furniture TEXT NOT NULL, text TEXT NOT NULL,
    clauses INTEGER NOT NULL, first_unit INTEGER NOT NULL, end_unit INTEGER NOT NULL);
CREATE TABLE clause (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, plan TEXT NOT NULL, kind TEXT NOT NULL,
    label TEXT NOT NULL, title TEXT NOT NULL, path TEXT NOT NULL, address TEXT NOT NULL, level INTEGER NOT NULL,
    parent TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE passage (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, plan TEXT NOT NULL, clause TEXT NOT NULL,
    title TEXT NOT NULL, section TEXT NOT NULL, address TEXT NOT NULL, text TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL);
CREATE TABLE unit (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, plan TEXT NOT NULL, clause TEXT NOT NULL,
    passage TEXT NOT NULL, kind TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL);
CREATE INDEX clause_of_plan ON clause (plan);
CREATE INDEX passage_of_clause ON passage (clause);
CREATE INDEX unit_of_clause ON unit (clause);
"""
_CARDS = "SELECT id, title, region, province, aliases, front, clauses, first_unit, end_unit FROM plan ORDER BY row"
_CLAUSE = (
    'SELECT id, plan, kind, label, title, path, address, level, parent, start, "end", heading, text FROM clause WHERE '
)
_PASSAGE = 'SELECT id, plan, clause, title, section, address, text, start, "end" FROM passage WHERE '
_UNIT = 'SELECT id, plan, clause, passage, kind, heading, text, start, "end" FROM unit WHERE '


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What is known of a plan without its text. ``first_unit`` and ``end_unit`` bound its unit rows (half-open)."""

    id: str
    title: str
    region: str
    province: str
    aliases: tuple[str, ...]
    front: tuple[FrontField, ...]
    clauses: int
    first_unit: int
    end_unit: int

    def field(self, kind: FrontKind) -> FrontField | None:
        """The first front-matter fact of this kind, or None when the text does not give it."""
        return next((f for f in self.front if f.kind == kind), None)


def write_records(path: Path, plans: Iterable[tuple[Plan, Sequence[Passage], Sequence[Unit]]]) -> None:
    """Write a new records file: each plan with its passages and units.

    Raises:
        sqlite3.Error: the file cannot be written, or an id occurs twice.
    """
    connection = sqlite3.connect(path)
    try:
        with connection:  # one transaction
            connection.executescript(_SCHEMA)
            first_unit = 0
            for plan, passages, units in plans:
                end_unit = first_unit + len(units)
                _insert(connection, "plan", [_plan_row(plan, first_unit, end_unit)])
                _insert(connection, "clause", [_clause_row(clause) for clause in plan.clauses])
                _insert(connection, "passage", [tuple(asdict(passage).values()) for passage in passages])
                _insert(connection, "unit", [tuple(asdict(unit).values()) for unit in units])
                first_unit = end_unit
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Append rows, numbering on from the last one."""
    if not rows:
        return
    start = connection.execute(f"SELECT coalesce(max(row) + 1, 0) FROM {table}").fetchone()[0]  # noqa: S608  # our names
    marks = ", ".join("?" * (1 + len(rows[0])))
    numbered = ((start + i, *row) for i, row in enumerate(rows))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", numbered)  # noqa: S608


def _plan_row(plan: Plan, first_unit: int, end_unit: int) -> tuple[Any, ...]:
    front = _json([asdict(field) for field in plan.front])
    furniture = _json([asdict(item) for item in plan.furniture])
    names = (plan.id, plan.title, plan.region, plan.province, _json(plan.aliases))
    return (*names, front, furniture, plan.text, len(plan.clauses), first_unit, end_unit)


def _clause_row(clause: Clause) -> tuple[Any, ...]:
    return tuple((asdict(clause) | {"path": _json(clause.path)}).values())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Records:
    """A records file opened read-only. Safe between threads (one connection behind a lock)."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            sqlite3.Error: it is not a records file.
        """
        # immutable: no lock or journal file is ever made next to a published file
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()
        self.plans: tuple[PlanCard, ...] = self._read_cards()

    def close(self) -> None:
        """Close the file; nothing can be read afterwards."""
        with self._lock:
            self._connection.close()

    def count(self, table: str) -> int:
        """Number of rows of ``plan``, ``clause``, ``passage`` or ``unit``."""
        assert table in ("plan", "clause", "passage", "unit")
        return int(self._all(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608  # asserted above

    def plan_text(self, plan: str) -> str:
        """A plan's raw text. Raises KeyError for an unknown plan."""
        return str(self._one("SELECT text FROM plan WHERE id = ?", plan)[0])

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's text that are not its own words. Raises KeyError for an unknown plan."""
        found = json.loads(self._one("SELECT furniture FROM plan WHERE id = ?", plan)[0])
        return tuple(Furniture(**item) for item in found)

    def clause(self, clause: str) -> Clause:
        """A clause by id. Raises KeyError for an unknown one."""
        return _clause(self._one(_CLAUSE + "id = ?", clause))

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order; none for an unknown plan."""
        return tuple(_clause(row) for row in self._all(_CLAUSE + "plan = ? ORDER BY row", plan))

    def passage(self, key: int | str) -> Passage:
        """A passage by row number or id. Raises KeyError for an unknown one."""
        return Passage(*self._one(_PASSAGE + _column(key), key))

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""
        rows = self._all(_PASSAGE + "clause = ? ORDER BY row", clause)
        return tuple(Passage(*row) for row in rows)

    def unit(self, key: int | str) -> Unit:
        """A unit by row number or id. Raises KeyError for an unknown one."""
        return Unit(*self._one(_UNIT + _column(key), key))

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""
        rows = self._all(_UNIT + "clause = ? ORDER BY row", clause)
        return tuple(Unit(*row) for row in rows)

    def _read_cards(self) -> tuple[PlanCard, ...]:
        return tuple(_card(row) for row in self._all(_CARDS))

    def _one(self, statement: str, key: int | str) -> tuple[Any, ...]:
        rows = self._all(statement, key if isinstance(key, str) else int(key))  # numpy's integers would not bind
        if not rows:
            raise KeyError(key)
        return rows[0]

    def _all(self, statement: str, *values: int | str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _column(key: int | str) -> str:
    return "id = ?" if isinstance(key, str) else "row = ?"


def _clause(row: Sequence[Any]) -> Clause:
    fields = list(row)
    fields[5] = tuple(json.loads(fields[5]))
    return Clause(*fields)


def _card(row: Sequence[Any]) -> PlanCard:
    fields = list(row)
    fields[4] = tuple(json.loads(fields[4]))
    fields[5] = tuple(FrontField(**field) for field in json.loads(fields[5]))
    return PlanCard(*fields)
