"""Tables of goals that are written otherwise: years down the rows with indicators over the columns, and pairs of a name and a value without a head."""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.tables import Cell, Table

#: What stands at the head of a row of years.
_OF_YEAR = re.compile(r"(?:到|至)?20\d\d\s*年?(?:[底末])?(?:目标|规划|预期|计划|实际|现状|基期|完成)*(?:值|数|情况)?")
_FEWEST, _MOST = 2, 40
#: What pairs of names and values are said to be, in the line above them or the heading of their clause.
_GOALS = re.compile("目标|指标|任务|规划")
_BEFORE = 120


def turned(table: Table) -> Table | None:
    """A table with a row a year as one with a column a year; None for any other."""
    body = list(table.body())
    labels = [row[0] for row in body if row[0].column == 0]
    if table.heads != 1 or not _FEWEST <= len(labels) <= _MOST or len(labels) < len(body):
        return None
    if not all(_OF_YEAR.fullmatch("".join(table.text(cell).split())) for cell in labels):
        return None
    heads = {cell.column: cell for cell in table.rows[0]}
    corner = heads.pop(0, Cell(labels[0].start, labels[0].start, 0))
    rows = [(corner, *(replace(cell, column=n) for n, cell in enumerate(labels, 1)))]
    for column, head in heads.items():
        values = ((n, cell) for n, row in enumerate(body, 1) for cell in row if cell.column == column)
        rows.append((replace(head, column=0), *(replace(cell, column=n) for n, cell in values)))
    return Table(table.words, tuple(rows), 1)


def goal_pairs(table: Table) -> Iterator[tuple[Cell, Cell]]:
    """(name, value) of each row of a table of pairs without a head that is said to be one of goals."""
    above = table.words[max(0, table.rows[0][0].start - _BEFORE) : table.rows[0][0].start]
    pairs = [row for row in table.rows if [cell.column for cell in row] == [0, 1]]
    if not table.heads and len(pairs) == len(table.rows) >= _FEWEST and _GOALS.search(above):
        yield from pairs  # type: ignore[misc]  # two cells each
