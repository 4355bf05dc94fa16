"""The snapshot's records in one SQLite file, read by id or row: all that answering needs, so that serving needs no plan files.

Stored rows are numbered as :mod:`index.rows` says; keyword index and vectors use the same numbers.
"""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corpus.editions import Edition, Standing, standings
from corpus.plan import Clause, Duty, FrontField, FrontKind, Furniture, ScannedLine, Target
from index.kept import Kept
from index.part import Part, passage_words, unit_words
from index.passage import Passage, Unit
from index.rows import RowNumbers, Span
from index.vectors import Vectors

# ``body`` is the whole record as JSON: a record has the fields of its class, and no list of columns repeats them.
SCHEMA = (
    "CREATE TABLE file (name TEXT PRIMARY KEY, digest TEXT NOT NULL, problems TEXT NOT NULL)",
    """CREATE TABLE plan (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, text TEXT NOT NULL,
        furniture TEXT NOT NULL, scans TEXT NOT NULL, body TEXT NOT NULL, first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
        first_unit INTEGER NOT NULL, units INTEGER NOT NULL)""",
    "CREATE TABLE clause (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE passage (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE unit (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE target (row INTEGER PRIMARY KEY, plan TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE result (row INTEGER PRIMARY KEY, plan TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE duty (row INTEGER PRIMARY KEY, parent TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX plan_of_file ON plan (file)",
    "CREATE INDEX clause_of_plan ON clause (parent)",
    "CREATE INDEX passage_of_clause ON passage (parent)",
    "CREATE INDEX unit_of_clause ON unit (parent)",
    "CREATE INDEX target_of_plan ON target (plan)",
    "CREATE INDEX result_of_plan ON result (plan)",
    "CREATE INDEX duty_of_clause ON duty (parent)",
)
#: What goes with a plan's clauses when the plan is taken out, by plan id.
CHILDREN = (
    "DELETE FROM passage WHERE parent IN (SELECT id FROM clause WHERE parent = ?)",
    "DELETE FROM unit WHERE parent IN (SELECT id FROM clause WHERE parent = ?)",
    "DELETE FROM duty WHERE parent IN (SELECT id FROM clause WHERE parent = ?)",
    "DELETE FROM target WHERE plan = ?",
    "DELETE FROM result WHERE plan = ?",
)
_NUMBERS = {
    "clause": "SELECT count(*) FROM clause",
    "passage": "SELECT count(*) FROM passage",
    "unit": "SELECT count(*) FROM unit",
}
# by row number, by id
_PASSAGE = "SELECT body FROM passage WHERE row = ?", "SELECT body FROM passage WHERE id = ?"
_UNIT = "SELECT body FROM unit WHERE row = ?", "SELECT body FROM unit WHERE id = ?"
_OF_PLAN = {
    "passage": "SELECT passage.id, passage.parent, passage.body FROM clause JOIN passage ON passage.parent = clause.id"
    " WHERE clause.parent = ? ORDER BY passage.row",
    "unit": "SELECT unit.id, unit.parent, unit.body FROM clause JOIN unit ON unit.parent = clause.id"
    " WHERE clause.parent = ? ORDER BY unit.row",
    "duty": "SELECT duty.parent, duty.body FROM clause JOIN duty ON duty.parent = clause.id"
    " WHERE clause.parent = ? ORDER BY duty.row",
}


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What is known of a plan without its text. ``first_unit`` and ``end_unit`` bound its unit rows (half-open).

    ``shares_place``: other plans are of the same place, and ``shares_title`` even have the same title. ``newer`` is the id of a newer
    edition, ``repealed_by`` that of what repeals it (its own where it says so itself); ``older`` are the ids of its older editions. ``quoted`` are the names that its text puts in quotation marks.
    """

    id: str
    title: str
    region: str
    province: str
    aliases: tuple[str, ...]
    front: tuple[FrontField, ...]
    clauses: int
    first_unit: int
    end_unit: int
    shares_place: bool = False
    shares_title: bool = False
    repeals: tuple[tuple[str, str], ...] = ()
    void: bool = False
    newer: str = ""
    repealed_by: str = ""
    older: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # tuples of thousands of cards are keys of caches: their ids tell them apart as well as all their fields
        return hash(self.id)

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

    @property
    def recipients(self) -> str:
        """Whom the document is addressed to, empty when the text does not say."""
        return self._value("recipients")

    @property
    def counts(self) -> bool:
        """Whether it is in force, as far as the corpus says: no newer edition, not repealed."""
        return not self.newer and not self.repealed_by

    def _value(self, kind: FrontKind) -> str:
        found = self.field(kind)
        return found.value if found else ""


Ledger = Literal["target", "result"]
"""The goals of all plans, or what their reports tell as done in the year before."""
_LEDGER = {"target": "SELECT row, body FROM target", "result": "SELECT row, body FROM result"}
_LEDGER_ROWS = {
    "target": "SELECT body FROM target WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row",
    "result": "SELECT body FROM result WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row",
}
#: Rows read at a time, so that a whole ledger is never held as text.
_AT_ONCE = 4096
#: Read records that are kept: those of so many plans, and so many single ones (a kilobyte each).
_PLANS_KEPT, _RECORDS_KEPT = 32, 4096


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
        self._texts: Kept[str, str] = Kept(_PLANS_KEPT)
        self._furniture: Kept[str, tuple[Furniture, ...]] = Kept(_PLANS_KEPT)
        self._scans: Kept[str, tuple[ScannedLine, ...]] = Kept(_PLANS_KEPT)
        self._clause_lists: Kept[str, tuple[Clause, ...]] = Kept(_PLANS_KEPT)
        self._target_lists: Kept[str, tuple[Target, ...]] = Kept(_PLANS_KEPT)
        self._result_lists: Kept[str, tuple[Target, ...]] = Kept(_PLANS_KEPT)
        self._passages: Kept[int | str, Passage] = Kept(_RECORDS_KEPT)
        self._units: Kept[int | str, Unit] = Kept(_RECORDS_KEPT)
        self._clauses: Kept[str, Clause] = Kept(_RECORDS_KEPT)
        self._unit_lists: Kept[str, tuple[Unit, ...]] = Kept(_RECORDS_KEPT)
        self._duty_lists: Kept[str, tuple[Duty, ...]] = Kept(_RECORDS_KEPT)
        spans = self._all("SELECT first_passage, passages, first_unit, units FROM plan ORDER BY id")
        self.passage_rows = RowNumbers([Span(first, count) for first, count, _, _ in spans])
        self.unit_spans = [Span(first, count) for _, _, first, count in spans]
        self.unit_rows = RowNumbers(self.unit_spans)
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
        return self._texts.get(plan, lambda key: self._one("SELECT text FROM plan WHERE id = ?", key))

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's text that are not its own words. Raises KeyError for an unknown plan."""
        return self._furniture.get(plan, self._read_furniture)

    def _read_furniture(self, plan: str) -> tuple[Furniture, ...]:
        found = json.loads(self._one("SELECT furniture FROM plan WHERE id = ?", plan))
        return tuple(Furniture(**item) for item in found)

    def scans(self, plan: str) -> tuple[ScannedLine, ...]:
        """The lines of a plan's text that were recognised in pictures. Raises KeyError for an unknown plan."""
        return self._scans.get(plan, self._read_scans)

    def _read_scans(self, plan: str) -> tuple[ScannedLine, ...]:
        found = json.loads(self._one("SELECT scans FROM plan WHERE id = ?", plan))
        return tuple(ScannedLine(**line) for line in found)

    def clause(self, clause: str) -> Clause:
        """A clause by id. Raises KeyError for an unknown one."""
        return self._clauses.get(clause, lambda key: clause_of(self._one("SELECT body FROM clause WHERE id = ?", key)))

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order; none for an unknown plan."""
        return self._clause_lists.get(plan, self._read_clauses)

    def _read_clauses(self, plan: str) -> tuple[Clause, ...]:
        bodies = self._all("SELECT body FROM clause WHERE parent = ? ORDER BY row", plan)
        return tuple(clause_of(body) for (body,) in bodies)

    def passage(self, key: int | str) -> Passage:
        """A passage by row number or id. Raises KeyError for an unknown one."""
        return self._passages.get(key, lambda k: Passage(**json.loads(self._record(_PASSAGE, self.passage_rows, k))))

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""
        bodies = self._all("SELECT body FROM passage WHERE parent = ? ORDER BY row", clause)
        return tuple(Passage(**json.loads(body)) for (body,) in bodies)

    def unit(self, key: int | str) -> Unit:
        """A unit by row number or id. Raises KeyError for an unknown one."""
        return self._units.get(key, lambda k: Unit(**json.loads(self._record(_UNIT, self.unit_rows, k))))

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""
        return self._unit_lists.get(clause, self._read_units)

    def _read_units(self, clause: str) -> tuple[Unit, ...]:
        bodies = self._all("SELECT body FROM unit WHERE parent = ? ORDER BY row", clause)
        return tuple(Unit(**json.loads(body)) for (body,) in bodies)

    def targets_of_plan(self, plan: str) -> tuple[Target, ...]:
        """A plan's number ledger in text order."""
        return self._target_lists.get(plan, self._read_targets)

    def _read_targets(self, plan: str) -> tuple[Target, ...]:
        bodies = self._all("SELECT body FROM target WHERE plan = ? ORDER BY row", plan)
        return tuple(Target(**json.loads(body)) for (body,) in bodies)

    def results_of_plan(self, plan: str) -> tuple[Target, ...]:
        """What a report tells as done in the year before, in text order; none for any other plan."""
        return self._result_lists.get(plan, self._read_results)

    def _read_results(self, plan: str) -> tuple[Target, ...]:
        bodies = self._all("SELECT body FROM result WHERE plan = ? ORDER BY row", plan)
        return tuple(Target(**json.loads(body)) for (body,) in bodies)

    def ledger(self, ledger: Ledger) -> Iterator[tuple[int, Target]]:
        """Every row of the number ledgers of all plans, with its number."""
        last = -1
        while found := self._all(f"{_LEDGER[ledger]} WHERE row > ? ORDER BY row LIMIT {_AT_ONCE}", last):
            for row, body in found:
                yield int(row), Target(**json.loads(body))
            last = found[-1][0]

    def ledger_rows(self, ledger: Ledger, numbers: Sequence[int]) -> list[Target]:
        """The rows of these numbers, in the order of the ledger."""
        bodies = self._all(_LEDGER_ROWS[ledger], json.dumps(sorted(numbers)))
        return [Target(**json.loads(body)) for (body,) in bodies]

    def duties_of_clause(self, clause: str) -> tuple[Duty, ...]:
        """A clause's rows of the responsibility ledger in text order."""
        return self._duty_lists.get(clause, self._read_duties)

    def _read_duties(self, clause: str) -> tuple[Duty, ...]:
        bodies = self._all("SELECT body FROM duty WHERE parent = ? ORDER BY row", clause)
        return tuple(Duty(**json.loads(body)) for (body,) in bodies)

    def files(self) -> dict[str, str]:
        """Digests of the documents that went in, by name."""
        return dict(self._all("SELECT name, digest FROM file"))

    def problems(self) -> list[tuple[str, str]]:
        """What is to be reported of the documents, as (name, reason), in the order of their names."""
        found = self._all("SELECT problems FROM file WHERE problems <> '[]' ORDER BY name")
        return [(str(name), str(reason)) for (noted,) in found for name, reason in json.loads(noted)]

    def file_problems(self, file: str) -> tuple[tuple[str, str], ...]:
        """What is to be reported of one document. Raises KeyError for an unknown one."""
        found = json.loads(self._one("SELECT problems FROM file WHERE name = ?", file))
        return tuple((str(name), str(reason)) for name, reason in found)

    def plans_of_file(self, file: str) -> list[tuple[str, Span, Span]]:
        """Ids of the plans that a document gave, with their stored passage and unit rows."""
        asked = "SELECT id, first_passage, passages, first_unit, units FROM plan WHERE file = ? ORDER BY row"
        return [(plan, Span(a, b), Span(c, d)) for plan, a, b, c, d in self._all(asked, file)]

    def part(self, plan: str, vectors: Vectors) -> Part:
        """A plan as it was put in, with its units' vectors. Raises KeyError for an unknown plan."""
        asked = "SELECT body, text, furniture, scans FROM plan WHERE id = ?"
        found = self._all(asked, plan)
        if not found:
            raise KeyError(plan)
        card, text, furniture, scans = found[0]
        tables = {
            "clause": self._all("SELECT id, parent, body FROM clause WHERE parent = ? ORDER BY row", plan),
            "passage": self._all(_OF_PLAN["passage"], plan),
            "unit": self._all(_OF_PLAN["unit"], plan),
            "target": self._all("SELECT plan, body FROM target WHERE plan = ? ORDER BY row", plan),
            "result": self._all("SELECT plan, body FROM result WHERE plan = ? ORDER BY row", plan),
            "duty": self._all(_OF_PLAN["duty"], plan),
        }
        words = {
            "passage": [passage_words(Passage(**json.loads(body))) for _, _, body in tables["passage"]],
            "unit": [unit_words(Unit(**json.loads(body))) for _, _, body in tables["unit"]],
        }
        return Part(plan, card, text, furniture, scans, tables, words, vectors)

    def _read_cards(self) -> tuple[PlanCard, ...]:
        bodies = self._all("SELECT body FROM plan ORDER BY id")
        return with_standing([(body, shown) for (body,), shown in zip(bodies, self.unit_rows.shown, strict=True)])

    def _record(self, statements: tuple[str, str], rows: RowNumbers, key: int | str) -> str:
        return self._one(statements[1], key) if isinstance(key, str) else self._one(statements[0], rows.to_stored(key))

    def _one(self, statement: str, key: int | str) -> str:
        rows = self._all(statement, key)
        if not rows:
            raise KeyError(key)
        return str(rows[0][0])

    def _all(self, statement: str, *values: int | str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def clause_of(body: str) -> Clause:
    """A clause as it was stored."""
    found = json.loads(body)
    return Clause(**found | {"path": tuple(found["path"])})


def with_standing(found: Sequence[tuple[str, Span]]) -> tuple[PlanCard, ...]:
    """The cards of all plans of an index (each as stored, with its unit rows), with what they are to each other."""
    cards = [_card(body, shown) for body, shown in found]
    standing = standings([_edition(card) for card in cards])
    places = Counter(card.region for card in cards if card.id not in standing)
    titles = Counter(card.title for card in cards)
    return tuple(
        replace(
            card,
            shares_place=bool(card.region) and places[card.region] + (card.id in standing) > 1,
            shares_title=titles[card.title] > 1,
            newer=known.newer,
            repealed_by=known.repealed_by,
            older=tuple(i for i, other in standing.items() if other.newer == card.id),
        )
        for card in cards
        for known in [standing.get(card.id, Standing())]
    )


def _edition(card: PlanCard) -> Edition:
    return Edition(card.id, card.title, card.region, card.date, card.number, card.repeals, card.void)


def _card(body: str, shown: Span) -> PlanCard:
    found = json.loads(body)
    front = tuple(FrontField(**field) for field in found["front"])
    aliases = tuple(found["aliases"])
    repeals = tuple((title, number) for title, number in found["repeals"])
    known = found | {"aliases": aliases, "front": front, "repeals": repeals, "quoted": tuple(found["quoted"])}
    return PlanCard(**known, first_unit=shown.first, end_unit=shown.end)
