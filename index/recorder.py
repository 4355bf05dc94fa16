"""Writing a snapshot's records: plans with all that belongs to them, added and taken out one plan at a time."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.twins import are_same, plain_title
from index.pack import press, press_lines, unpress
from index.part import Part, Row
from index.pieces import PieceWriter
from index.rows import Span
from index.tables import GROUP, PIECES, RECORDS, SCHEMA, TEXT

_PLAN = """INSERT INTO plan (id, file, body, first_clause, clauses, first_passage, passages, first_unit, units, text_at, text_size,
    sides_at, sides_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CLAUSE = """INSERT INTO clause (row, id, first_passage, passages, first_unit, units, at, size)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_GROUPS = {
    "target": "INSERT INTO target (row, plan, at, size) VALUES (?, ?, ?, ?)",
    "result": "INSERT INTO result (row, plan, at, size) VALUES (?, ?, ?, ?)",
}
#: Kinds of records that have rows.
_NUMBERED = ("clause", "passage", "unit", "target", "result")
#: What goes with a plan that is taken out, by its row.
_BELONGINGS = (
    "DELETE FROM target WHERE plan = ?",
    "DELETE FROM result WHERE plan = ?",
    "DELETE FROM plan WHERE row = ?",
)


class Recorder:
    """The records of a version folder being written. Nothing else reads them before :meth:`finish`."""

    def __init__(self, directory: Path, base: Path | None = None) -> None:
        """Begin anew, or on top of the records in the version folder ``base``.

        Raises:
            OSError, sqlite3.Error: it cannot be written.
        """
        path = directory / RECORDS
        if base:
            shutil.copyfile(base / RECORDS, path)
        self._pieces = PieceWriter(directory / PIECES, base / PIECES if base else None)
        # one transaction; whatever a killed build leaves is thrown away, and sealing brings the file to the disk
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", "page_size = 4096"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")
        if not base:
            for statement in SCHEMA:
                self._connection.execute(statement)
        #: The row of the next record of a kind. No row is ever given out again: the vectors of one that has gone still stand there.
        self._next = Counter[str](dict(self._connection.execute("SELECT kind, row FROM next").fetchall()))
        self._titled: dict[str, list[str]] = {}
        for plan, card in self._connection.execute("SELECT id, body FROM plan").fetchall():
            self._titled.setdefault(plain_title(json.loads(card)["title"]), []).append(plan)

    def holds(self, plan: str) -> bool:
        """Whether a plan has been added."""
        return bool(self._connection.execute("SELECT 1 FROM plan WHERE id = ?", (plan,)).fetchone())

    def twin_of(self, part: Part) -> str:
        """The id of a plan that is the same document, added before; empty where none is."""
        for plan in self._titled.get(plain_title(json.loads(part.card)["title"]), ()):
            text = self._connection.execute(TEXT, (plan,)).fetchone()
            if text and are_same(part.text, unpress(self._pieces.read(text))):
                return plan
        return ""

    def add(self, part: Part, file: str) -> tuple[Span, Span]:
        """Add a plan that the document ``file`` gave; the stored rows of its passages and units.

        Raises:
            sqlite3.Error: an id occurs twice.
        """
        spans = {kind: Span(self._next[kind], len(part.tables[kind])) for kind in _NUMBERED}
        rows = [n for kind in ("clause", "passage", "unit") for n in (spans[kind].first, spans[kind].count)]
        rows += [*self._pieces.add(press(part.text)), *self._pieces.add(press_lines([part.furniture, part.scans]))]
        plan = self._connection.execute(_PLAN, (part.plan, file, part.card, *rows)).lastrowid
        self._connection.executemany(_CLAUSE, self._clauses(part))
        for ledger, statement in _GROUPS.items():
            bodies = [row[-1] for row in part.tables[ledger]]
            for at in range(0, len(bodies), GROUP):
                place = self._pieces.add(press_lines(bodies[at : at + GROUP]))
                self._connection.execute(statement, (spans[ledger].first + at, plan, *place))
        self._next.update({kind: span.count for kind, span in spans.items()})
        self._titled.setdefault(plain_title(json.loads(part.card)["title"]), []).append(part.plan)
        return spans["passage"], spans["unit"]

    def _clauses(self, part: Part) -> Iterator[tuple[object, ...]]:
        """A row for each clause, with all that belongs to it in one piece; passages and units come clause by clause."""
        passages, units, duties = (_by_clause(part.tables[kind]) for kind in ("passage", "unit", "duty"))
        passage, unit = self._next["passage"], self._next["unit"]
        for row, (clause, _, body) in enumerate(part.tables["clause"], start=self._next["clause"]):
            own, sentences = passages.get(clause, []), units.get(clause, [])
            place = self._pieces.add(press_lines([body, *own, *sentences, *duties.get(clause, [])]))
            yield row, clause, passage, len(own), unit, len(sentences), *place
            passage, unit = passage + len(own), unit + len(sentences)

    def drop_file(self, file: str) -> list[str]:
        """Take out a document and all plans that it gave; their ids."""
        asked = "SELECT row, id, first_clause, first_clause + clauses FROM plan WHERE file = ?"
        plans = self._connection.execute(asked, (file,)).fetchall()
        for row, _, first, end in plans:
            self._connection.execute("DELETE FROM clause WHERE row >= ? AND row < ?", (first, end))
            for statement in _BELONGINGS:
                self._connection.execute(statement, (row,))
        self._connection.execute("DELETE FROM file WHERE name = ?", (file,))
        return [plan for _, plan, _, _ in plans]

    def note_file(self, name: str, digest: str, problems: Sequence[tuple[str, str]]) -> None:
        """Remember a document: with the same digest it need not be read again. An empty digest is never the same."""
        noted = json.dumps(problems, ensure_ascii=False)
        self._connection.execute("INSERT INTO file (name, digest, problems) VALUES (?, ?, ?)", (name, digest, noted))

    def finish(self) -> None:
        """Write everything out and close the files. Raises OSError or sqlite3.Error when the disk is full."""
        self._connection.executemany("INSERT OR REPLACE INTO next (kind, row) VALUES (?, ?)", self._next.items())
        self._connection.execute("COMMIT")
        self._connection.close()
        self._pieces.finish()

    def abandon(self) -> None:
        """Close the files, whatever is in them."""
        self._connection.close()
        self._pieces.finish()


def _by_clause(rows: Sequence[Row]) -> dict[str, list[str]]:
    """The bodies of records by the clause that they belong to, in their order."""
    found: dict[str, list[str]] = {}
    for *_, clause, body in rows:
        found.setdefault(clause, []).append(body)
    return found
