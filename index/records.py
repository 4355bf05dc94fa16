"""The snapshot's records, pressed into pieces that one SQLite file finds by id or row: all that answering needs, so that serving needs no
plan files.

Stored rows are numbered as :mod:`index.rows` says; keyword index and vectors use the same numbers.
"""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import orjson

from corpus.editions import Edition, Standing, standings
from corpus.plan import Clause, Duty, FrontField, FrontKind, Furniture, ScannedLine, Target
from errors import SnapshotDamaged
from index import tables
from index.garbage import uncollected
from index.kept import Kept
from index.manifest import repair
from index.pack import Piece, read_lines, unpress
from index.part import Part, passage_words, unit_words
from index.passage import Passage, Unit, clause_in
from index.pieces import Pieces
from index.rows import RowNumbers, Span
from index.tables import PIECES, RECORDS, StoredClause, row_of
from index.vectors import Vectors

R = TypeVar("R", Passage, Unit)
T = TypeVar("T")


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
#: Groups read at a time, so that a whole ledger is never held as text.
_AT_ONCE = 512
#: Read records that are kept: those of so many plans, so many clauses as they are stored (10 KB each), and so many single ones (1 KB each).
_PLANS_KEPT, _CLAUSES_KEPT, _RECORDS_KEPT = 32, 512, 4096


def _loads(line: str) -> dict[str, Any]:
    """A record, as :func:`json.loads` reads it; a question over thousands of plans reads thousands, in a third of the time so."""
    try:
        found: dict[str, Any] = orjson.loads(line)
    except orjson.JSONDecodeError:  # half a surrogate pair
        found = json.loads(line)
    return found


class Records:
    """The records of a version folder opened read-only. Safe between threads (one connection behind a lock).

    Whatever is read raises SnapshotDamaged where it is not as it was written.
    """

    def __init__(self, directory: Path) -> None:
        """Open them.

        Raises:
            OSError, sqlite3.Error: they are not there, or it is not a records file.
        """
        self._directory, path = directory, directory / RECORDS
        self._pieces = Pieces(directory / PIECES)
        # immutable: no lock or journal file is ever made next to a published file
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()
        self._texts: Kept[str, str] = Kept(_PLANS_KEPT)
        self._sides: Kept[str, tuple[tuple[Furniture, ...], tuple[ScannedLine, ...]]] = Kept(_PLANS_KEPT)
        self._clause_lists: Kept[str, tuple[Clause, ...]] = Kept(_PLANS_KEPT)
        self._target_lists: Kept[str, tuple[Target, ...]] = Kept(_PLANS_KEPT)
        self._result_lists: Kept[str, tuple[Target, ...]] = Kept(_PLANS_KEPT)
        self._stored: Kept[int, StoredClause] = Kept(_CLAUSES_KEPT)
        self._passages: Kept[int | str, Passage] = Kept(_RECORDS_KEPT)
        self._units: Kept[int | str, Unit] = Kept(_RECORDS_KEPT)
        self._clauses: Kept[str, Clause] = Kept(_RECORDS_KEPT)
        self._passage_lists: Kept[str, tuple[Passage, ...]] = Kept(_RECORDS_KEPT)
        self._unit_lists: Kept[str, tuple[Unit, ...]] = Kept(_RECORDS_KEPT)
        self._duty_lists: Kept[str, tuple[Duty, ...]] = Kept(_RECORDS_KEPT)
        found = self._all("SELECT first_passage, passages, first_unit, units, body FROM plan ORDER BY id")
        self.passage_rows = RowNumbers([Span(first, count) for first, count, _, _, _ in found])
        self.unit_spans = [Span(first, count) for _, _, first, count, _ in found]
        self.unit_rows = RowNumbers(self.unit_spans)
        bodies = [body for *_, body in found]
        with uncollected():
            self.plans: tuple[PlanCard, ...] = with_standing(list(zip(bodies, self.unit_rows.shown, strict=True)))

    def close(self) -> None:
        """Close the file; nothing can be read afterwards."""
        with self._lock:
            self._connection.close()

    def plan_text(self, plan: str) -> str:
        """A plan's raw text. Raises KeyError for an unknown plan."""
        return self._texts.get(plan, lambda key: self._reading(unpress, self._place(tables.TEXT, key)))

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's text that are not its own words. Raises KeyError for an unknown plan."""
        return self._sides.get(plan, self._read_sides)[0]

    def scans(self, plan: str) -> tuple[ScannedLine, ...]:
        """The lines of a plan's text that were recognised in pictures. Raises KeyError for an unknown plan."""
        return self._sides.get(plan, self._read_sides)[1]

    def _read_sides(self, plan: str) -> tuple[tuple[Furniture, ...], tuple[ScannedLine, ...]]:
        furniture, scans = (json.loads(line) for line in self._reading(read_lines, self._place(tables.SIDES, plan)))
        return tuple(Furniture(**item) for item in furniture), tuple(ScannedLine(**line) for line in scans)

    def clause(self, clause: str) -> Clause:
        """A clause by id. Raises KeyError for an unknown one."""
        return self._clauses.get(clause, lambda key: clause_of(self._stored_clause(tables.CLAUSE_OF_ID, key).clause))

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order; none for an unknown plan."""
        return self._clause_lists.get(plan, lambda key: tuple(clause_of(found.clause) for found in self._of_plan(key)))

    def passage(self, key: int | str) -> Passage:
        """A passage by row number or id. Raises KeyError for an unknown one."""
        return self._passages.get(key, self._read_passage)

    def _read_passage(self, key: int | str) -> Passage:
        if isinstance(key, str):
            return _named(self.passages_of_clause(clause_in(key)), key)
        stored = self.passage_rows.find(key)
        found = self._stored_clause(tables.CLAUSE_WITH_PASSAGE, stored)
        passage = Passage(**json.loads(found.passages[stored - found.first_passage]))
        return self._passages.get(passage.id, lambda _: passage)  # it is asked for by its id as well

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""
        return self._passage_lists.get(
            clause, lambda key: tuple(Passage(**json.loads(line)) for line in self._lines_of(key, "passages"))
        )

    def unit(self, key: int | str) -> Unit:
        """A unit by row number or id. Raises KeyError for an unknown one."""
        return self._units.get(key, self._read_unit)

    def _read_unit(self, key: int | str) -> Unit:
        if isinstance(key, str):
            return _named(self.units_of_clause(clause_in(key)), key)
        stored = self.unit_rows.find(key)
        found = self._stored_clause(tables.CLAUSE_WITH_UNIT, stored)
        return Unit(**json.loads(found.units[stored - found.first_unit]))

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""
        return self._unit_lists.get(
            clause, lambda key: tuple(Unit(**json.loads(line)) for line in self._lines_of(key, "units"))
        )

    def targets_of_plan(self, plan: str) -> tuple[Target, ...]:
        """A plan's number ledger in text order."""
        return self._target_lists.get(plan, lambda key: self._ledger_of_plan("target", key))

    def results_of_plan(self, plan: str) -> tuple[Target, ...]:
        """What a report tells as done in the year before, in text order; none for any other plan."""
        return self._result_lists.get(plan, lambda key: self._ledger_of_plan("result", key))

    def _ledger_of_plan(self, ledger: Ledger, plan: str) -> tuple[Target, ...]:
        return tuple(Target(**_loads(line)) for line in self._ledger_lines(ledger, plan))

    def _ledger_lines(self, ledger: Ledger, plan: str) -> list[str]:
        groups = self._all(tables.GROUPS_OF_PLAN[ledger], plan)
        return [line for place in groups for line in self._reading(read_lines, place)]

    def ledger(self, ledger: Ledger) -> Iterator[tuple[int, Target]]:
        """Every row of the number ledgers of all plans, with its number."""
        last = -1
        while found := self._all(tables.GROUPS[ledger], last, _AT_ONCE):
            for first, *place in found:
                for number, line in enumerate(self._reading(read_lines, place), start=int(first)):
                    yield number, Target(**_loads(line))
            last = found[-1][0]

    def ledger_rows(self, ledger: Ledger, numbers: Sequence[int]) -> list[Target]:
        """The rows of these numbers, in the order of the ledger."""
        rows: list[Target] = []
        first, lines = 0, list[str]()
        for number in sorted(numbers):
            if not first <= number < first + len(lines):
                first, *place = self._all(tables.GROUP_WITH[ledger], number)[0]
                lines = self._reading(read_lines, place)
            rows.append(Target(**_loads(lines[number - first])))
        return rows

    def duties_of_clause(self, clause: str) -> tuple[Duty, ...]:
        """A clause's rows of the responsibility ledger in text order."""
        return self._duty_lists.get(
            clause, lambda key: tuple(Duty(**json.loads(line)) for line in self._lines_of(key, "duties"))
        )

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
        card = str(self._one("SELECT body FROM plan WHERE id = ?", plan))
        furniture, scans = self._reading(read_lines, self._place(tables.SIDES, plan))
        stored = [(str(json.loads(found.clause)["id"]), found) for found in self._of_plan(plan)]
        passages = [line for _, found in stored for line in found.passages]
        units = [line for _, found in stored for line in found.units]
        rows: dict[str, list[tuple[str, ...]]] = {
            "clause": [(clause, plan, found.clause) for clause, found in stored],
            "passage": [row_of(line) for line in passages],
            "unit": [row_of(line) for line in units],
            "target": [(plan, line) for line in self._ledger_lines("target", plan)],
            "result": [(plan, line) for line in self._ledger_lines("result", plan)],
            "duty": [(clause, line) for clause, found in stored for line in found.duties],
        }
        words = {
            "passage": [passage_words(Passage(**json.loads(line))) for line in passages],
            "unit": [unit_words(Unit(**json.loads(line))) for line in units],
        }
        return Part(plan, card, self.plan_text(plan), furniture, scans, rows, words, vectors)

    def _lines_of(self, clause: str, kind: Literal["passages", "units", "duties"]) -> Sequence[str]:
        """The records of one kind of a clause; none for an unknown one."""
        try:
            lines: Sequence[str] = getattr(self._stored_clause(tables.CLAUSE_OF_ID, clause), kind)
        except KeyError:
            return ()
        return lines

    def _stored_clause(self, statement: str, key: int | str) -> StoredClause:
        """The clause that a statement finds. Raises KeyError when it finds none."""
        rows = self._all(statement, key)
        if not rows:
            raise KeyError(key)
        return self._stored.get(rows[0][0], lambda _: self._read_clause(rows[0]))

    def _read_clause(self, row: tuple[Any, ...]) -> StoredClause:
        *_, at, size = row
        return self._reading(lambda piece: StoredClause.read(row, piece), (at, size))

    def _of_plan(self, plan: str) -> list[StoredClause]:
        rows = self._all(tables.CLAUSES_OF_PLAN, plan)
        return [self._read_clause(row) for row in self._all(tables.CLAUSES, *rows[0])] if rows else []

    def _place(self, statement: str, plan: str) -> Sequence[int]:
        """Where a piece of a plan stands. Raises KeyError for an unknown plan."""
        found = self._all(statement, plan)
        if not found:
            raise KeyError(plan)
        return found[0]

    def _reading(self, read: Callable[[Piece], T], place: Sequence[int]) -> T:
        """What ``read`` makes of a piece."""
        at, size = place
        try:
            return read(self._pieces.read((at, size)))
        except ValueError as error:
            folder = self._directory.parent.parent
            raise SnapshotDamaged(f"索引 {folder} 的文件 {PIECES} 已损坏（{error}）。{repair(folder)}") from None

    def _one(self, statement: str, key: int | str) -> Any:
        rows = self._all(statement, key)
        if not rows:
            raise KeyError(key)
        return rows[0][0]

    def _all(self, statement: str, *values: int | str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _named(found: Sequence[R], key: str) -> R:
    """The one of an id. Raises KeyError when none is."""
    for one in found:
        if one.id == key:
            return one
    raise KeyError(key)


def clause_of(body: str) -> Clause:
    """A clause as it was stored."""
    found = json.loads(body)
    return Clause(**found | {"path": tuple(found["path"])})


def with_standing(found: Sequence[tuple[str, Span]]) -> tuple[PlanCard, ...]:
    """The cards of all plans of an index (each as stored, with its unit rows), with what they are to each other."""
    stored = [_stored_card(body) for body, _ in found]
    standing = standings([_edition(card) for card in stored])
    places = Counter(card["region"] for card in stored if card["id"] not in standing)
    titles = Counter(card["title"] for card in stored)
    older: dict[str, list[str]] = {}
    for i, known in standing.items():
        older.setdefault(known.newer, []).append(i)
    unmoved = Standing()
    return tuple(
        PlanCard(
            **card,
            first_unit=shown.first,
            end_unit=shown.end,
            shares_place=bool(card["region"]) and places[card["region"]] + (card["id"] in standing) > 1,
            shares_title=titles[card["title"]] > 1,
            newer=known.newer,
            repealed_by=known.repealed_by,
            older=tuple(older.get(card["id"], ())),
        )
        for card, (_, shown) in zip(stored, found, strict=True)
        for known in [standing.get(card["id"], unmoved)]
    )


def _edition(card: Mapping[str, Any]) -> Edition:
    said = {field.kind: field.value for field in reversed(card["front"])}  # the first of a kind counts
    told = (said.get("date", ""), said.get("number", ""), card["repeals"], card["void"])
    return Edition(card["id"], card["title"], card["region"], *told)


def _stored_card(body: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body)
    found["front"] = tuple([FrontField(**field) for field in found["front"]])
    found["aliases"] = tuple(found["aliases"])
    found["repeals"] = tuple([(title, number) for title, number in found["repeals"]])
    found["quoted"] = tuple(found["quoted"])
    return found
