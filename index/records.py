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

from corpus.duties import read_duties
from corpus.plan import Clause, Duty, FrontField, FrontKind, Furniture, Plan, Target
from corpus.targets import read_targets
from index.passage import Passage, Unit

# ``body`` is the whole record as JSON: a record has the fields of its class, and no list of columns repeats them.
_SCHEMA = """
CREATE TABLE plan (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, furniture TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE TABLE clause (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE passage (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE unit (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE target (row INTEGER PRIMARY KEY, plan TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE duty (row INTEGER PRIMARY KEY, parent TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX target_of_plan ON target (plan);
CREATE INDEX duty_of_clause ON duty (parent);
CREATE INDEX clause_of_plan ON clause (parent);
CREATE INDEX passage_of_clause ON passage (parent);
CREATE INDEX unit_of_clause ON unit (parent);
"""
_NUMBERS = {
    "clause": "SELECT count(*) FROM clause",
    "passage": "SELECT count(*) FROM passage",
    "unit": "SELECT count(*) FROM unit",
}
# by row number, by id
_PASSAGE = "SELECT body FROM passage WHERE row = ?", "SELECT body FROM passage WHERE id = ?"
_UNIT = "SELECT body FROM unit WHERE row = ?", "SELECT body FROM unit WHERE id = ?"


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

    @property
    def number(self) -> str:
        """Document number, empty when the text gives none."""
        return self._value("number")

    @property
    def date(self) -> str:
        """Date of issue as written in the text, empty when it gives none."""
        return self._value("date")

    def _value(self, kind: FrontKind) -> str:
        found = self.field(kind)
        return found.value if found else ""


def write_records(path: Path, plans: Iterable[tuple[Plan, Sequence[Passage], Sequence[Unit]]]) -> None:
    """Write a new records file: each plan with its passages and units.

    Raises:
        sqlite3.Error: the file cannot be written, or an id occurs twice.
    """
    connection = sqlite3.connect(path)
    try:
        with connection:  # one transaction
            connection.executescript(_SCHEMA)
            first_passage = first_unit = 0  # SQLite's own numbering would begin at 1
            for plan, passages, units in plans:
                _write_plan(connection, plan, first_unit, first_unit + len(units))
                connection.executemany(
                    "INSERT INTO passage VALUES (?, ?, ?, ?)",
                    ((row, p.id, p.clause, _json(p)) for row, p in enumerate(passages, start=first_passage)),
                )
                connection.executemany(
                    "INSERT INTO unit VALUES (?, ?, ?, ?)",
                    ((row, u.id, u.clause, _json(u)) for row, u in enumerate(units, start=first_unit)),
                )
                first_passage += len(passages)
                first_unit += len(units)
    finally:
        connection.close()


def _write_plan(connection: sqlite3.Connection, plan: Plan, first_unit: int, end_unit: int) -> None:
    names = (plan.id, plan.title, plan.region, plan.province, plan.aliases, plan.front)
    card = PlanCard(*names, clauses=len(plan.clauses), first_unit=first_unit, end_unit=end_unit)
    furniture = json.dumps([asdict(item) for item in plan.furniture])
    connection.execute(
        "INSERT INTO plan (id, text, furniture, body) VALUES (?, ?, ?, ?)",
        (plan.id, plan.text, furniture, _json(card)),
    )
    connection.executemany(
        "INSERT INTO clause (id, parent, body) VALUES (?, ?, ?)",
        ((clause.id, plan.id, _json(clause)) for clause in plan.clauses),
    )
    connection.executemany(
        "INSERT INTO target (plan, body) VALUES (?, ?)", ((plan.id, _json(target)) for target in read_targets(plan))
    )
    connection.executemany(
        "INSERT INTO duty (parent, body) VALUES (?, ?)", ((duty.clause, _json(duty)) for duty in read_duties(plan))
    )


def _json(record: Clause | Passage | Unit | PlanCard | Target | Duty) -> str:
    return json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":"))


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
        """Number of rows of ``clause``, ``passage`` or ``unit``."""
        return int(self._all(_NUMBERS[table])[0][0])

    def plan_text(self, plan: str) -> str:
        """A plan's raw text. Raises KeyError for an unknown plan."""
        return self._one("SELECT text FROM plan WHERE id = ?", plan)

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's text that are not its own words. Raises KeyError for an unknown plan."""
        found = json.loads(self._one("SELECT furniture FROM plan WHERE id = ?", plan))
        return tuple(Furniture(**item) for item in found)

    def clause(self, clause: str) -> Clause:
        """A clause by id. Raises KeyError for an unknown one."""
        return _clause(self._one("SELECT body FROM clause WHERE id = ?", clause))

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order; none for an unknown plan."""
        bodies = self._all("SELECT body FROM clause WHERE parent = ? ORDER BY row", plan)
        return tuple(_clause(body) for (body,) in bodies)

    def passage(self, key: int | str) -> Passage:
        """A passage by row number or id. Raises KeyError for an unknown one."""
        return Passage(**json.loads(self._one(_PASSAGE[isinstance(key, str)], key)))

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""
        bodies = self._all("SELECT body FROM passage WHERE parent = ? ORDER BY row", clause)
        return tuple(Passage(**json.loads(body)) for (body,) in bodies)

    def unit(self, key: int | str) -> Unit:
        """A unit by row number or id. Raises KeyError for an unknown one."""
        return Unit(**json.loads(self._one(_UNIT[isinstance(key, str)], key)))

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""
        bodies = self._all("SELECT body FROM unit WHERE parent = ? ORDER BY row", clause)
        return tuple(Unit(**json.loads(body)) for (body,) in bodies)

    def targets_of_plan(self, plan: str) -> tuple[Target, ...]:
        """A plan's number ledger in text order."""
        bodies = self._all("SELECT body FROM target WHERE plan = ? ORDER BY row", plan)
        return tuple(Target(**json.loads(body)) for (body,) in bodies)

    def duties_of_clause(self, clause: str) -> tuple[Duty, ...]:
        """A clause's rows of the responsibility ledger in text order."""
        bodies = self._all("SELECT body FROM duty WHERE parent = ? ORDER BY row", clause)
        return tuple(Duty(**json.loads(body)) for (body,) in bodies)

    def _read_cards(self) -> tuple[PlanCard, ...]:
        return tuple(_card(body) for (body,) in self._all("SELECT body FROM plan ORDER BY row"))

    def _one(self, statement: str, key: int | str) -> str:
        rows = self._all(statement, key if isinstance(key, str) else int(key))  # numpy's integers would not bind
        if not rows:
            raise KeyError(key)
        return str(rows[0][0])

    def _all(self, statement: str, *values: int | str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _clause(body: str) -> Clause:
    found = json.loads(body)
    return Clause(**found | {"path": tuple(found["path"])})


def _card(body: str) -> PlanCard:
    found = json.loads(body)
    front = tuple(FrontField(**field) for field in found["front"])
    return PlanCard(**found | {"aliases": tuple(found["aliases"]), "front": front})
