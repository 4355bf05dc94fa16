"""Reading the records of one version: as :class:`index.records.Records` does, from PostgreSQL."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, select, tuple_

from corpus.plan import Clause, Duty, Furniture, ScannedLine, Target
from index.cluster.hold import Hold
from index.cluster.tables import CLAUSE, DUTY, MEMBER, PASSAGE, RESULT, REVISION, TARGET, UNIT
from index.kept import Kept
from index.passage import Passage, Unit
from index.records import Ledger, PlanCard, clause_of, with_standing
from index.rows import Span

T = TypeVar("T")
_LEDGERS: dict[Ledger, Table] = {"target": TARGET, "result": RESULT}
#: Rows asked for in one statement.
_AT_ONCE = 1000
#: Read records that are kept: those of so many plans, and so many single ones (a kilobyte each).
_PLANS_KEPT, _RECORDS_KEPT = 64, 16_384


class ClusterRecords:
    """The records of a version through a session that holds it. Safe between threads."""

    def __init__(self, hold: Hold, version: int) -> None:
        """Read the list of plans.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        self._hold, self._version = hold, version
        found = hold.ask(
            select(MEMBER.c.plan, MEMBER.c.revision, REVISION.c.card, REVISION.c.passages, REVISION.c.units)
            .join(REVISION, MEMBER.c.revision == REVISION.c.id)
            .where(MEMBER.c.version == version)
        )
        members = sorted(found, key=lambda row: row.plan)
        self.revisions = {row.plan: str(row.revision) for row in members}
        self.passage_rows = RowFirsts([(row.revision, row.passages) for row in members])
        self.unit_rows = RowFirsts([(row.revision, row.units) for row in members])
        spans = self.unit_rows.spans
        self.plans: tuple[PlanCard, ...] = with_standing(
            [(row.card, span) for row, span in zip(members, spans, strict=True)]
        )
        #: Revision and place in it of each row of a ledger, once the whole ledger was read.
        self._ledger_keys: dict[Ledger, list[tuple[str, int]]] = {}
        self._of_plan: Kept[tuple[str, str], Any] = Kept(8 * _PLANS_KEPT)
        self._of_clause: Kept[tuple[str, str], Any] = Kept(_RECORDS_KEPT)
        self._single: Kept[tuple[str, int | str], Any] = Kept(_RECORDS_KEPT)

    def plan_text(self, plan: str) -> str:
        """A plan's raw text. Raises KeyError for an unknown plan."""
        return self._column(plan, "text", str)

    def furniture(self, plan: str) -> tuple[Furniture, ...]:
        """The spans of a plan's text that are not its own words. Raises KeyError for an unknown plan."""
        return self._column(plan, "furniture", lambda found: tuple(Furniture(**item) for item in json.loads(found)))

    def scans(self, plan: str) -> tuple[ScannedLine, ...]:
        """The lines of a plan's text that were recognised in pictures. Raises KeyError for an unknown plan."""
        return self._column(plan, "scans", lambda found: tuple(ScannedLine(**line) for line in json.loads(found)))

    def clause(self, clause: str) -> Clause:
        """A clause by id. Raises KeyError for an unknown one."""
        return self._by_id(CLAUSE, clause, clause_of)

    def clauses(self, plan: str) -> tuple[Clause, ...]:
        """A plan's clauses in text order; none for an unknown plan."""
        return self._list_of_plan(CLAUSE, plan, clause_of)

    def passage(self, key: int | str) -> Passage:
        """A passage by row or id. Raises KeyError for an unknown one."""
        return self._one(PASSAGE, self.passage_rows, key, _passage)

    def passages_of_clause(self, clause: str) -> tuple[Passage, ...]:
        """A clause's passages in text order."""
        return self._list_of_clause(PASSAGE, clause, _passage)

    def unit(self, key: int | str) -> Unit:
        """A unit by row or id. Raises KeyError for an unknown one."""
        return self._one(UNIT, self.unit_rows, key, _unit)

    def units_of_clause(self, clause: str) -> tuple[Unit, ...]:
        """A clause's units in text order."""
        return self._list_of_clause(UNIT, clause, _unit)

    def targets_of_plan(self, plan: str) -> tuple[Target, ...]:
        """A plan's number ledger in text order."""
        return self._list_of_plan(TARGET, plan, _target)

    def results_of_plan(self, plan: str) -> tuple[Target, ...]:
        """What a report tells as done in the year before, in text order."""
        return self._list_of_plan(RESULT, plan, _target)

    def ledger(self, ledger: Ledger) -> Iterator[tuple[int, Target]]:
        """Every row of the number ledgers of all plans, with its number."""
        table = _LEDGERS[ledger]
        asked = select(table.c.revision, table.c.ordinal).where(table.c.revision == MEMBER.c.revision)
        asked = asked.where(MEMBER.c.version == self._version).order_by(MEMBER.c.plan, table.c.ordinal)
        keys = [(str(row.revision), int(row.ordinal)) for row in self._hold.ask(asked)]
        self._ledger_keys[ledger] = keys
        for first in range(0, len(keys), _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, len(keys)))
            yield from zip(numbers, self.ledger_rows(ledger, numbers), strict=True)

    def ledger_rows(self, ledger: Ledger, numbers: Sequence[int]) -> list[Target]:
        """The rows of these numbers, in the order of the ledger."""
        table, keys = _LEDGERS[ledger], self._ledger_keys[ledger]
        wanted, found = [keys[number] for number in sorted(numbers)], {}
        key = tuple_(table.c.revision, table.c.ordinal)
        for first in range(0, len(wanted), _AT_ONCE):
            asked = select(table.c.revision, table.c.ordinal, table.c.body)
            for row in self._hold.ask(asked.where(key.in_(wanted[first : first + _AT_ONCE]))):
                found[str(row.revision), int(row.ordinal)] = _target(row.body)
        return [found[key] for key in wanted]

    def duties_of_clause(self, clause: str) -> tuple[Duty, ...]:
        """A clause's rows of the responsibility ledger in text order."""
        return self._list_of_clause(DUTY, clause, lambda body: Duty(**json.loads(body)))

    def _column(self, plan: str, column: str, read: Callable[[str], T]) -> T:
        def make(key: tuple[str, str]) -> T:
            asked = select(REVISION.c[column]).where(REVISION.c.id == self.revisions[key[1]])
            return read(self._hold.ask(asked)[0][0])

        found: T = self._of_plan.get((column, plan), make)
        return found

    def _list_of_plan(self, table: Table, plan: str, read: Callable[[str], T]) -> tuple[T, ...]:
        if plan not in self.revisions:
            return ()

        def make(_: tuple[str, str]) -> tuple[T, ...]:
            asked = select(table.c.body).where(table.c.revision == self.revisions[plan]).order_by(table.c.ordinal)
            return tuple(read(row.body) for row in self._hold.ask(asked))

        found: tuple[T, ...] = self._of_plan.get((table.name, plan), make)
        return found

    def _list_of_clause(self, table: Table, clause: str, read: Callable[[str], T]) -> tuple[T, ...]:
        def make(_: tuple[str, str]) -> tuple[T, ...]:
            asked = select(table.c.revision, table.c.body).where(table.c.parent == clause).order_by(table.c.ordinal)
            return tuple(read(row.body) for row in self._hold.ask(asked) if row.revision in self._mine)

        found: tuple[T, ...] = self._of_clause.get((table.name, clause), make)
        return found

    def _by_id(self, table: Table, key: str, read: Callable[[str], T]) -> T:
        def make(_: tuple[str, int | str]) -> T:
            found = self._hold.ask(select(table.c.revision, table.c.body).where(table.c.id == key))
            return read(self._first(key, [row.body for row in found if row.revision in self._mine]))

        found: T = self._single.get((table.name, key), make)
        return found

    def _one(self, table: Table, rows: "RowFirsts", key: int | str, read: Callable[[str], T]) -> T:
        if isinstance(key, str):
            return self._by_id(table, key, read)

        def make(_: tuple[str, int | str]) -> T:
            revision, ordinal = rows.at(int(key))
            asked = select(table.c.body).where(table.c.revision == revision, table.c.ordinal == ordinal)
            return read(self._first(key, [row.body for row in self._hold.ask(asked)]))

        found: T = self._single.get((table.name, key), make)
        return found

    @property
    def _mine(self) -> "frozenset[str]":
        return self.unit_rows.revisions

    @staticmethod
    def _first(key: int | str, bodies: list[str]) -> str:
        if not bodies:
            raise KeyError(key)
        return bodies[0]


class RowFirsts:
    """The rows readers know: those of one plan after those of another, in the order of ids."""

    def __init__(self, counts: list[tuple[str, int]]) -> None:
        self._firsts = [0]
        for _, count in counts:
            self._firsts.append(self._firsts[-1] + count)
        self._names = [revision for revision, _ in counts]
        self.first_of = dict(zip(self._names, self._firsts, strict=False))
        self.revisions = frozenset(self._names)

    @property
    def total(self) -> int:
        """Rows in all."""
        return self._firsts[-1]

    @property
    def spans(self) -> list[Span]:
        """The rows of each plan."""
        return [Span(first, end - first) for first, end in zip(self._firsts, self._firsts[1:], strict=False)]

    def at(self, row: int) -> tuple[str, int]:
        """Revision and number in it of a row. Raises KeyError."""
        if not 0 <= row < self.total:
            raise KeyError(row)
        place = bisect_right(self._firsts, row) - 1
        return self._names[place], row - self._firsts[place]


def _passage(body: str) -> Passage:
    return Passage(**json.loads(body))


def _unit(body: str) -> Unit:
    return Unit(**json.loads(body))


def _target(body: str) -> Target:
    return Target(**json.loads(body))
