"""Tables of tasks: each row says what is done, by whom and until when. A row is a clause of its own, under the heading of its table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.plan import Clause
from corpus.tables import RawTable, find_tables

_BODY = re.compile("责任|牵头|配合|主管|承办|负责|主办|协办|实施(?:单位|主体|部门)|^部门$")
_PERSON = re.compile("责任(?:领导|人)$|联系人|负责人")
_TASK = re.compile("任务|内容|措施|事项|项目|工作|要点|名称|举措")
_DEADLINE = re.compile("时限|时间|期限|进度|节点")
_TITLE_CHARACTERS = 45


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row in the raw text from ``start`` to ``end``; ``title`` are the words of its task, ``number`` counts the rows of the table from 1."""

    start: int
    end: int
    title: str
    number: int


def find_task_tables(text: str, tables: Iterable[RawTable]) -> list[list[TaskRow]]:
    """The rows of each task table among the tables of a raw text, in order."""
    return [rows for table in tables if (rows := _task_rows(text, table))]


def _task_rows(text: str, table: RawTable) -> list[TaskRow]:
    head = [text[c.start : c.end] for c in table[0]]
    if not is_task_head(head):
        return []
    heads = {c.column: words for c, words in zip(table[0], head, strict=True)}
    rows = [row for row in table[1:] if [text[c.start : c.end] for c in row] != head]  # it is repeated on a new page
    return [
        TaskRow(row[0].start, row[-1].end, _title(heads, {c.column: text[c.start : c.end] for c in row}), number)
        for number, row in enumerate(rows, start=1)
    ]


def is_task_head(cells: Sequence[str]) -> bool:
    """Whether the cells of a row are the head of a task table: who is responsible, and for what."""
    bodies = [cell for cell in cells if is_body_column(cell)]
    return bool(bodies) and any(_TASK.search(cell) and cell not in bodies for cell in cells)


def is_body_column(heading: str) -> bool:
    """Whether a column says which bodies are responsible."""
    return bool(_BODY.search(heading)) and not _PERSON.search(heading) and len(heading) <= _TITLE_CHARACTERS


def is_deadline_column(heading: str) -> bool:
    """Whether a column says until when."""
    return bool(_DEADLINE.search(heading))


def _title(heads: Mapping[int, str], columns: Mapping[int, str]) -> str:
    """What is done in a row: the words of its most special task column."""
    tasks = [c for c, said in heads.items() if _TASK.search(said) and not is_body_column(said) and c in columns]
    words = columns[tasks[-1]] if tasks else max(columns.values(), key=len)
    first = re.split("[。；;]", words)[0]
    return first if len(first) <= _TITLE_CHARACTERS else first[: _TITLE_CHARACTERS - 1] + "…"


def row_columns(row: Clause, clauses: Mapping[str, Clause]) -> list[tuple[str, int, int]]:
    """(heading, start, end) of the cells of a row that is a clause, by the head that ends the clause above it; none for other clauses."""
    above = clauses.get(row.parent or "")
    if row.label or above is None or "\t" not in row.text or "\t" not in above.text:
        return []
    heads = _heads_at_end(above.text)
    return [(heads.get(c.column, ""), c.start, c.end) for c in find_tables(row.text)[0].rows[0]] if heads else []


@lru_cache(maxsize=8)
def _heads_at_end(words: str) -> Mapping[int, str]:
    """The headings of the last task table in a wording, by column; its rows are clauses, each of which asks for them."""
    tables = [t for t in find_tables(words) if is_task_head([t.text(c) for c in t.rows[-1]])]
    return {c.column: tables[-1].text(c) for c in tables[-1].rows[-1]} if tables else {}
