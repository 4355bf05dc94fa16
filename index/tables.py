"""The tables of a snapshot's records file: what is where in its pieces (:mod:`index.pieces`).

A piece is known by ``at`` and ``size``. A clause's holds the clause, its passages, units and duties, a line each in this order;
``first_passage`` and ``first_unit`` are the stored rows of the first ones. A plan's are its text, and its furniture and scanned lines. A
ledger's rows stand in groups, each with the number of its first. ``next`` are the rows that were not given out yet.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.pack import Piece, read_lines

RECORDS, PIECES = "records.sqlite", "pieces"
"""The file of the tables and the folder of the pieces, in a version folder."""
SCHEMA = (
    "CREATE TABLE file (name TEXT PRIMARY KEY, digest TEXT NOT NULL, problems TEXT NOT NULL)",
    """CREATE TABLE plan (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, body TEXT NOT NULL,
        first_clause INTEGER NOT NULL, clauses INTEGER NOT NULL, first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
        first_unit INTEGER NOT NULL, units INTEGER NOT NULL, text_at INTEGER NOT NULL, text_size INTEGER NOT NULL,
        sides_at INTEGER NOT NULL, sides_size INTEGER NOT NULL)""",
    """CREATE TABLE clause (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
        first_unit INTEGER NOT NULL, units INTEGER NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL)""",
    "CREATE TABLE target (row INTEGER PRIMARY KEY, plan INTEGER NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL)",
    "CREATE TABLE result (row INTEGER PRIMARY KEY, plan INTEGER NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL)",
    "CREATE TABLE next (kind TEXT PRIMARY KEY, row INTEGER NOT NULL)",
    "CREATE INDEX plan_of_file ON plan (file)",
    "CREATE INDEX clause_of_passage ON clause (first_passage)",
    "CREATE INDEX clause_of_unit ON clause (first_unit)",
    "CREATE INDEX target_of_plan ON target (plan)",
    "CREATE INDEX result_of_plan ON result (plan)",
)
#: Rows of a ledger in one group: a question over thousands of plans reads one row of each, and all that stands in its group.
GROUP = 8
#: The groups of a ledger from a row on, of a plan, and the group that holds a row.
GROUPS = {
    "target": "SELECT row, at, size FROM target WHERE row > ? ORDER BY row LIMIT ?",
    "result": "SELECT row, at, size FROM result WHERE row > ? ORDER BY row LIMIT ?",
}
GROUPS_OF_PLAN = {
    "target": "SELECT at, size FROM target WHERE plan = (SELECT row FROM plan WHERE id = ?) ORDER BY row",
    "result": "SELECT at, size FROM result WHERE plan = (SELECT row FROM plan WHERE id = ?) ORDER BY row",
}
GROUP_WITH = {
    "target": "SELECT row, at, size FROM target WHERE row <= ? ORDER BY row DESC LIMIT 1",
    "result": "SELECT row, at, size FROM result WHERE row <= ? ORDER BY row DESC LIMIT 1",
}
#: The clause of a passage or a unit by its stored row: the last that begins there or before, which is none of those without any.
_CLAUSE = "SELECT row, first_passage, passages, first_unit, units, at, size FROM clause"
CLAUSE_WITH_PASSAGE = f"{_CLAUSE} WHERE first_passage <= ? ORDER BY first_passage DESC, row DESC LIMIT 1"
CLAUSE_WITH_UNIT = f"{_CLAUSE} WHERE first_unit <= ? ORDER BY first_unit DESC, row DESC LIMIT 1"
CLAUSE_OF_ID = f"{_CLAUSE} WHERE id = ?"
CLAUSES = f"{_CLAUSE} WHERE row >= ? AND row < ? ORDER BY row"
CLAUSES_OF_PLAN = "SELECT first_clause, first_clause + clauses FROM plan WHERE id = ?"
TEXT = "SELECT text_at, text_size FROM plan WHERE id = ?"
SIDES = "SELECT sides_at, sides_size FROM plan WHERE id = ?"


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause with all that belongs to it, as JSON; ``first_passage`` and ``first_unit`` are stored rows."""

    clause: str
    passages: Sequence[str]
    units: Sequence[str]
    duties: Sequence[str]
    first_passage: int
    first_unit: int

    @classmethod
    def read(cls, row: tuple[Any, ...], piece: Piece) -> "StoredClause":
        """A row of the clauses' table with its piece. Raises ValueError when it is not as it was written."""
        _, first_passage, passages, first_unit, units, *_ = row
        clause, *lines = read_lines(piece)
        behind = passages + units
        return cls(clause, lines[:passages], lines[passages:behind], lines[behind:], first_passage, first_unit)


def row_of(line: str) -> tuple[str, str, str]:
    """Id, clause and JSON of a passage or a unit."""
    record = json.loads(line)
    return record["id"], record["clause"], line
