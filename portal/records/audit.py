"""The audit log: who did what to whose data, each line with a code over itself and the line before; it holds no question and no key.

A line that was edited, removed, moved or cut off breaks the chain, and a break stays: what is written later goes on from where the
seal says the log had come to, never from what somebody left of it.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, text

from errors import AuditUnsound
from portal.records.engine import reading, writing
from portal.records.seal import Head, Seal
from portal.records.tables import AUDIT

BROKEN = "封条不符"
"""What a line says that was written where the seal and the table did not fit: it is found ever after."""
_FIRST = Head(0, "")
_LOCK = 1_768_252_004
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the log is not as it was written, and how that shows."""

    seq: int
    told: str


class Audit:
    """The log in a database, with its seal."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def note(self, who: str, what: str, about: str = "") -> None:
        """Add a line: on the disk, and sealed, when this returns."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._seal.held():
            self._begin()
            with writing(self._engine) as connection:
                _lock(connection)
                head, sound = self._reached(connection)
                if not sound:
                    head = self._add(connection, head, now, "wence", BROKEN, "")
                head = self._add(connection, head, now, who[:128], what[:64], about[:400])
            self._seal.write(head)

    def verify(self) -> tuple[int, list[Finding]]:
        """How many lines there are, and where the log is not as it was written; the first twenty places."""
        with self._seal.held(), reading(self._engine) as connection:
            found: list[Finding] = []
            try:
                head = self._seal.read()
            except AuditUnsound as error:
                head = None
                found.append(Finding(0, str(error)))
            lines = connection.execute(select(AUDIT).order_by(AUDIT.c.seq)).all()
        found += self._breaks(lines)
        if not found:
            found += _beyond(lines, head)
        return len(lines), found[:_SHOWN]

    def last(self, most: int) -> list[dict[str, Any]]:
        """The newest lines, oldest of them first."""
        with reading(self._engine) as connection:
            lines = connection.execute(select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(most)).all()
        return [
            {name: getattr(line, name) for name in ("seq", "time", "who", "what", "about")} for line in reversed(lines)
        ]

    def _breaks(self, lines: Sequence[Row[Any]]) -> Iterator[Finding]:
        before = _FIRST
        for line in lines:
            if line.seq != before.seq + 1:
                yield Finding(line.seq, f"第 {before.seq + 1} 行起缺了 {line.seq - before.seq - 1} 行")
            elif line.mac != self._code(before.mac, line):
                yield Finding(line.seq, f"第 {line.seq} 行或它前面的一行被改动过")
            elif line.what == BROKEN:
                yield Finding(line.seq, f"写到第 {line.seq} 行时，封条与记录不符")
            before = Head(line.seq, line.mac)

    def _begin(self) -> None:
        """Before the first line there is a seal that says so: a process that ends between the two leaves nothing to be suspected."""
        with contextlib.suppress(AuditUnsound):
            if self._seal.read() is None and not self.last(1):
                self._seal.write(_FIRST)

    def _reached(self, connection: Connection) -> tuple[Head, bool]:
        """Where the log had come to by seal and table, and whether the two fit."""
        last = connection.execute(select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(1)).first()
        table = Head(last.seq, last.mac) if last else _FIRST
        try:
            head = self._seal.read()
        except AuditUnsound:
            return table, False
        if head is None:
            return table, last is None
        if head == table:
            return table, True
        if head.seq >= table.seq:
            return head, False
        # written, and ended before it was sealed: the lines since must go on from what was sealed
        since = connection.execute(select(AUDIT).where(AUDIT.c.seq >= max(head.seq, 1)).order_by(AUDIT.c.seq)).all()
        return table, self._goes_on(head, since)

    def _goes_on(self, head: Head, since: Sequence[Row[Any]]) -> bool:
        if head.seq and (not since or (since[0].seq, since[0].mac) != (head.seq, head.mac)):
            return False
        before = head
        for line in since[1 if head.seq else 0 :]:
            if line.seq != before.seq + 1 or line.mac != self._code(before.mac, line):
                return False
            before = Head(line.seq, line.mac)
        return True

    def _add(self, connection: Connection, head: Head, time: str, who: str, what: str, about: str) -> Head:
        values = {"seq": head.seq + 1, "time": time, "who": who, "what": what, "about": about}
        mac = self._seal.mac(_written(head.mac, values))
        connection.execute(insert(AUDIT).values(**values, mac=mac))
        return Head(head.seq + 1, mac)

    def _code(self, before: str, line: Row[Any]) -> str:
        told = {name: getattr(line, name) for name in ("seq", "time", "who", "what", "about")}
        return self._seal.mac(_written(before, told))


def _written(before: str, values: dict[str, Any]) -> str:
    return json.dumps([before, *values.values()], ensure_ascii=False)


def _beyond(lines: Sequence[Row[Any]], head: Head | None) -> Iterator[Finding]:
    """What only the seal shows: lines that are missing at the end."""
    last = lines[-1].seq if lines else 0
    if head is None:
        if lines:
            yield Finding(last, "封条不在：末尾是否少了行，无从得知")
    elif head.seq > last:
        yield Finding(last, f"末尾缺了 {head.seq - last} 行")
    elif head.seq and lines[head.seq - 1].mac != head.mac:
        yield Finding(head.seq, f"第 {head.seq} 行与封条不符")


def _lock(connection: Connection) -> None:
    """On SQLite a writer is alone; on PostgreSQL another machine may write."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
