"""Writing the snapshot's records file: plans with their clauses, passages and units, added and taken out one plan at a time."""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from corpus.twins import are_same, plain_title
from index.part import Part
from index.records import CHILDREN, SCHEMA
from index.rows import Span

_INSERTS = {
    "clause": "INSERT INTO clause (id, parent, body) VALUES (?, ?, ?)",
    "passage": "INSERT INTO passage (row, id, parent, body) VALUES (?, ?, ?, ?)",
    "unit": "INSERT INTO unit (row, id, parent, body) VALUES (?, ?, ?, ?)",
    "target": "INSERT INTO target (plan, body) VALUES (?, ?)",
    "result": "INSERT INTO result (plan, body) VALUES (?, ?)",
    "duty": "INSERT INTO duty (parent, body) VALUES (?, ?)",
}


class Recorder:
    """A records file being written. Nothing else reads it before :meth:`finish`."""

    def __init__(self, path: Path, base: Path | None = None) -> None:
        """Begin a new file, or a copy of ``base``.

        Raises:
            OSError, sqlite3.Error: it cannot be written.
        """
        if base:
            shutil.copyfile(base, path)
        # one transaction; whatever a killed build leaves is thrown away, and sealing brings the file to the disk
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", "page_size = 4096"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")
        if not base:
            for statement in SCHEMA:
                self._connection.execute(statement)
        ends = "SELECT coalesce(max(first_passage + passages), 0), coalesce(max(first_unit + units), 0) FROM plan"
        self._passage, self._unit = self._connection.execute(ends).fetchone()
        self._titled: dict[str, list[str]] = {}
        for plan, card in self._connection.execute("SELECT id, body FROM plan").fetchall():
            self._titled.setdefault(plain_title(json.loads(card)["title"]), []).append(plan)

    def holds(self, plan: str) -> bool:
        """Whether a plan has been added."""
        return bool(self._connection.execute("SELECT 1 FROM plan WHERE id = ?", (plan,)).fetchone())

    def twin_of(self, part: Part) -> str:
        """The id of a plan that is the same document, added before; empty where none is."""
        for plan in self._titled.get(plain_title(json.loads(part.card)["title"]), ()):
            text = self._connection.execute("SELECT text FROM plan WHERE id = ?", (plan,)).fetchone()
            if text and are_same(part.text, text[0]):
                return plan
        return ""

    def add(self, part: Part, file: str) -> tuple[Span, Span]:
        """Add a plan that the document ``file`` gave; the stored rows of its passages and units.

        Raises:
            sqlite3.Error: an id occurs twice.
        """
        passages = Span(self._passage, len(part.tables["passage"]))
        units = Span(self._unit, len(part.tables["unit"]))
        self._connection.execute(
            "INSERT INTO plan (id, file, text, furniture, scans, body, first_passage, passages, first_unit, units)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                part.plan,
                file,
                part.text,
                part.furniture,
                part.scans,
                part.card,
                passages.first,
                passages.count,
                units.first,
                units.count,
            ),
        )
        for table, rows in part.tables.items():
            first = {"passage": self._passage, "unit": self._unit}.get(table)
            values: list[tuple[object, ...]] = [*rows]
            if first is not None:
                values = [(number, *row) for number, row in enumerate(rows, start=first)]
            self._connection.executemany(_INSERTS[table], values)
        self._passage, self._unit = passages.end, units.end
        self._titled.setdefault(plain_title(json.loads(part.card)["title"]), []).append(part.plan)
        return passages, units

    def drop_file(self, file: str) -> list[str]:
        """Take out a document and all plans that it gave; their ids."""
        plans = [row[0] for row in self._connection.execute("SELECT id FROM plan WHERE file = ?", (file,))]
        for plan in plans:
            for statement in CHILDREN:
                self._connection.execute(statement, (plan,))
            self._connection.execute("DELETE FROM clause WHERE parent = ?", (plan,))
            self._connection.execute("DELETE FROM plan WHERE id = ?", (plan,))
        self._connection.execute("DELETE FROM file WHERE name = ?", (file,))
        return plans

    def note_file(self, name: str, digest: str, problems: Sequence[tuple[str, str]]) -> None:
        """Remember a document: with the same digest it need not be read again. An empty digest is never the same."""
        noted = json.dumps(problems, ensure_ascii=False)
        self._connection.execute("INSERT INTO file (name, digest, problems) VALUES (?, ?, ?)", (name, digest, noted))

    def finish(self) -> None:
        """Write everything out and close the file. Raises sqlite3.Error when the disk is full."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def abandon(self) -> None:
        """Close the file, whatever is in it."""
        self._connection.close()
