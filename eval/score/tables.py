"""How well tables of real files are read: cells as (names of the row, heading of the column, words), held against labels made by eye.

A label is one table: its columns' headings, outermost first, and its rows, whose first ``stubs`` cells name them. Of the tables read
from the file the one that agrees best counts. Of a long table only a ``part`` of the rows may be labelled; the others then say nothing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.readers import read_document
from corpus.tables import Table, tables_in
from errors import GoldError

LABELS = Path(__file__).parents[1] / "gold" / "labels" / "tables.jsonl"

Cells = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class TableScore:
    """Cells of a labelled table: how many there are, how many were read, and how many of those are right."""

    file: str
    title: str
    labelled: int
    read: int
    right: int

    @property
    def f1(self) -> float:
        """Of precision and recall."""
        return 2 * self.right / max(self.labelled + self.read, 1)


def load_table_labels(path: Path) -> list[dict[str, Any]]:
    """The labelled tables, each with the address and the SHA-256 of its file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score_tables(labels: Sequence[dict[str, Any]], folder: Path) -> list[TableScore]:
    """The score of each labelled table whose file lies in a folder under the name in its label.

    Raises:
        GoldError: a file is missing or is not the one that was labelled.
    """
    read: dict[str, list[Table]] = {}
    for label in labels:
        path = folder / label["file"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != label["sha256"]:
            raise GoldError(f"{path} 不存在，或不是标注时的文件。请从 {label['address']} 取来，按这个名字放入。")
        if label["file"] not in read:
            read[label["file"]] = tables_in(read_document(path))
    return [score_table(label, read[label["file"]]) for label in labels]


def score_table(label: dict[str, Any], tables: Sequence[Table]) -> TableScore:
    """The score of one labelled table by the table read that agrees best with it."""
    stubs, columns = label["stubs"], label["columns"]
    wanted: Cells = Counter(
        (_bare("".join(row[:stubs])), _bare(heading), _bare(words))
        for row in label["rows"]
        for heading, words in zip(columns, row[stubs:], strict=True)
        if words
    )
    names = {name for name, _, _ in wanted} if label["part"] else None
    found = [_cells(table, stubs, names) for table in tables]
    best = max(found, key=lambda cells: ((cells & wanted).total(), -cells.total()), default=Counter())
    right = (best & wanted).total()
    return TableScore(label["file"], label["title"], wanted.total(), best.total() if right else 0, right)


def _cells(table: Table, stubs: int, names: set[str] | None) -> Cells:
    """The cells of a table that was read; of rows with certain names only, if any are given."""
    cells: Cells = Counter()
    for row in table.body():
        name = _bare("".join(table.text(cell) for cell in row if cell.column < stubs))
        if names is None or name in names:
            cells.update(
                (name, _bare(table.heading(cell.column)), _bare(table.text(cell)))
                for cell in row
                if cell.column >= stubs
            )
    return cells


def _bare(words: str) -> str:
    return "".join(words.split())
