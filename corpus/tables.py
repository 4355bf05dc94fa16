"""Tables: where they stand in a raw text, and what they say, read from the wording of a clause that keeps their lines and cells.

Readers write a row as one line whose cells are separated by tabs (Markdown by bars), a merged cell in every place that it covers. The
wording of a clause (:mod:`corpus.wording`) keeps the line feeds before rows and the tabs between cells, so that nothing is read
across them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from corpus.bars import open_rows
from corpus.numerals import ORDINALS
from corpus.plan import Furniture
from corpus.spacing import kept_pieces

_LINE = re.compile(r"[^\n\f]+")
_WORD = re.compile(r"[^\s|]")
_TAB = re.compile(r"\t")
#: Marks of Markdown that may stand at the ends of a cell.
_MARKED = re.compile(r"\*\*|~~|\\")
_BAR = re.compile(r"(?<!\\)\|")
_BARS = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
#: A number or a letter that opens a paragraph, with a tab behind it: no cell.
_LABEL = re.compile(
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}|[（(]?[{ORDINALS}\d]{{1,4}}[)）]?[、.．]?|第[{ORDINALS}]{{1,4}}[章节条]|[●■◆·-]"
)
#: What stands over the numbers of rows.
_COUNTS_ROWS = re.compile("(?:序|编|项)号|行次")
_FEWEST_ROWS, _PAIR = 2, 2
#: The head of a table has at most so many rows.
_MOST_HEADS = 3
#: What has more columns is no table.
_MOST_COLUMNS = 200
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: 2026年（亩）
_YEAR_HEAD = re.compile(r"年?(?:19|20)\d\d年?度?\s*(?:[（(][^（）()]{1,12}[）)])?")
#: A number with what limits, rounds or measures it, or the sign for none.
_VALUE = re.compile(
    r"[*~≥≤＞＜><±+$￥-]*\s*\d[\d,，. ]*\s*(?:[%％‰℃]|[^\s\d]{1,4}\s*[^\s\d]{0,2})?|[-—–/*]+|n\.?a\.?", re.IGNORECASE
)
#: What the columns of tables are called, as far as it matters for reading them.
_NAMES_COLUMN = re.compile(
    r"序号|编号|指标|名称|项目|单位|目标|任务|内容|措施|责任|牵头|配合|部门|时限|时间|进度|属性|类别|性质|备注|分工|事项|工作|地区|县|区域|类型|领域|数值|值$"
)


#: … and nothing else, where a cell says no more: heads of another table right below one.
_HEADING = re.compile(
    r"(?:序|编|项)号|(?:类别|领域|属性|备注|说明)|(?:指标|项目|工程|任务)(?:名称|内容)?|(?:(?:重点|主要|工作|具体|目标|建设)+(?:任务|内容|措施|举措|事项|项目|工作|目标))|"
    r"(?:(?:责任|牵头|配合|实施|主管|承办|协办)+(?:单位|部门|主体))|(?:完成|办结)?(?:时限|时间|期限)|(?:计量)?单\s*位|(?:20\d\d年)?(?:目标|规划|现状|基准|实际)(?:值|数)?"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its half-open span in the wording of the clause (or in the raw text, for :func:`raw_tables`), and its column from 0."""

    start: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table in ``words``. ``rows`` hold the filled cells of each row; the first ``heads`` of them name the columns."""

    words: str
    rows: tuple[tuple[Cell, ...], ...]
    heads: int

    def text(self, cell: Cell) -> str:
        """The words of a cell."""
        return self.words[cell.start : cell.end]

    def heading(self, column: int) -> str:
        """What the head says over a column, outermost first; empty without a head. A cell above others may cover several columns."""
        over = ([c for c in row if c.column <= column][-1:] for row in self.rows[: max(self.heads - 1, 0)])
        said = [self.text(c) for found in over for c in found]
        said += [self.text(c) for row in self.rows[: self.heads][-1:] for c in row if c.column == column]
        return " ".join(dict.fromkeys(said))

    def columns(self) -> dict[int, str]:
        """The headings by column."""
        columns = sorted({c.column for row in self.rows[: self.heads] for c in row})
        return {column: self.heading(column) for column in columns}

    def body(self) -> Iterator[tuple[Cell, ...]]:
        """The rows under the head, without those that repeat it on a new page."""
        head = [[self.text(c) for c in row] for row in self.rows[: self.heads]]
        return (row for row in self.rows[self.heads :] if [self.text(c) for c in row] not in head)


def find_tables(words: str) -> list[Table]:
    """The tables in the wording of a clause, in order."""
    lines: list[tuple[bool, tuple[Cell, ...]]] = []
    at = 0
    for line in words.split("\n"):
        cells = tuple(_cells(line, at, _TAB))
        lines.append(("\t" in line, cells))
        at += len(line) + 1
    groups = ([cells for _, cells in group] for is_row, group in groupby(lines, lambda line: line[0]) if is_row)
    return [table for rows in groups if rows for table in _tables(words, rows)]


RawTable = Sequence[Sequence[Cell]]
"""The filled cells of each row, placed in a raw text."""


def raw_tables(text: str, furniture: Sequence[Furniture] = ()) -> list[RawTable]:
    """The tables in a raw text: at least two rows one after the other."""
    tables: list[list[list[Cell]]] = [[]]
    ruled = {start for start, _ in open_rows(text)[0]} if "|" in text else set[int]()
    for line in _LINE.finditer(text):
        if "\t" not in line.group() and "|" not in line.group() and not tables[-1]:
            continue
        if not any(text[a:b].strip() for a, b in kept_pieces(line.start(), line.end(), furniture)):
            continue
        barred = line.start() in ruled or bool(_BARS.match(line.group()))
        among = bool(tables[-1])
        if cells := _raw_cells(text, line, counted=_is_counted(text, tables[-1]), barred=barred, among=among):
            row = _without_marks(text, cells, furniture) if _MARKED.search(line.group()) else cells
            if among and _begins_another(text, tables[-1], row):
                tables.append([])
            tables[-1].append(row)
        else:
            tables.append([])
    return [whole for table in tables if len(whole := _without_edges(table)) >= _FEWEST_ROWS]


def _begins_another(text: str, rows: Sequence[Sequence[Cell]], row: Sequence[Cell]) -> bool:
    """Whether a row below others is the head of another table, by what its columns are called."""
    said = [text[c.start : c.end] for c in row]
    if len(rows) < _FEWEST_ROWS or len(row) < _PAIR or not all(map(_HEADING.fullmatch, said)):
        return False
    return said not in [[text[c.start : c.end] for c in above] for above in rows[:2]]


def _without_marks(text: str, cells: Sequence[Cell], furniture: Sequence[Furniture]) -> list[Cell]:
    """Cells from their first sign to their last that are no marks: **420**."""
    kept = [
        (cell, [(a, b) for a, b in kept_pieces(cell.start, cell.end, furniture) if text[a:b].strip()]) for cell in cells
    ]
    return [
        replace(cell, start=_WORD.search(text, pieces[0][0]).start(), end=pieces[-1][1])  # type: ignore[union-attr]  # not blank
        for cell, pieces in kept
        if pieces
    ]


def tables_between(tables: Sequence[RawTable], start: int, end: int) -> Iterator[RawTable]:
    """The tables in a raw span, of one that reaches over its ends the rows inside."""
    first = bisect_left(tables, start, key=lambda table: table[-1][0].start)
    for table in islice(tables, first, None):
        if table[0][0].start >= end:
            return
        inside = [row for row in table if start <= row[0].start and row[-1].end <= end]
        if len(inside) >= _FEWEST_ROWS:
            yield inside


def _without_edges(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows from the first to the last that has several cells: a line with a stray tab stands beside no table."""
    wide = [n for n, row in enumerate(rows) if len(row) > 1]
    return rows[wide[0] : wide[-1] + 1] if len(wide) >= _FEWEST_ROWS else []


def _is_counted(text: str, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column of a table is said to count its rows."""
    return bool(rows) and bool(_COUNTS_ROWS.fullmatch(text, rows[0][0].start, rows[0][0].end))


def _raw_cells(text: str, line: re.Match[str], *, counted: bool, barred: bool, among: bool) -> list[Cell]:
    """The filled cells of a raw line; none where it is no row. In a table with ``counted`` rows a number with a tab behind it begins one.

    ``among`` other rows one with bars may have a single cell: the name of a group.
    """
    if barred:
        first = int(line.group().lstrip().startswith("|"))
        cells = [Cell(c.start, c.end, c.column - first) for c in _cells(line.group(), line.start(), _BAR)]
        return cells if (0 if among else 1) < len(cells) <= _MOST_COLUMNS else []
    if "\t" not in line.group():
        return []
    cells = list(_cells(line.group(), line.start(), _TAB))
    pair = len(cells) <= _PAIR and not counted and not line.group().endswith("\t")
    labelled = pair and _LABEL.fullmatch(text, cells[0].start, cells[0].end)
    if len(cells) > _MOST_COLUMNS:
        return []
    return [] if labelled and not all(_YEAR.fullmatch(text, c.start, c.end) for c in cells) else cells


def tables_in(text: str) -> list[Table]:
    """The tables of a raw text, in order."""
    return [table for rows in raw_tables(text) for table in _tables(text, [tuple(row) for row in rows])]


def joints(text: str, tables: Sequence[RawTable]) -> dict[int, str]:
    """Raw offset of the first sign of each cell, and of what follows a table -> the blanks before it in the wording."""
    blanks: dict[int, str] = {}
    for table in tables:
        before = ""
        for row in table:
            column = 0
            for cell in row:
                blanks[cell.start] = (f"{before}\n" if cell is row[0] else "") + "\t" * (cell.column - column)
                column = cell.column
            before = "" if len(row) > 1 else "\t"  # a row with one cell is known by the tab behind it
        if behind := _WORD.search(text, table[-1][-1].end):
            blanks[behind.start()] = "\n"
    return blanks


def _cells(line: str, at: int, sign: re.Pattern[str]) -> Iterator[Cell]:
    """The filled cells of a line that begins at an offset."""
    edges = [m.start() for m in sign.finditer(line)]
    for column, (a, b) in enumerate(zip([0, *(e + 1 for e in edges)], [*edges, len(line)], strict=True)):
        words = line[a:b]
        if words.strip():
            yield Cell(at + a + len(words) - len(words.lstrip()), at + a + len(words.rstrip()), column)


def _tables(words: str, rows: Sequence[tuple[Cell, ...]]) -> Iterator[Table]:
    """The tables in rows that stand one below the other: a second head begins one of its own."""
    begin = 0
    for at in range(_PAIR, len(rows)):
        if at - begin >= _PAIR and (
            _is_second_head(words, rows[begin], rows[at])
            or _begins_another(words, rows[begin : begin + _FEWEST_ROWS], rows[at])
        ):
            yield _table(words, rows[begin:at])
            begin = at
    yield _table(words, rows[begin:])


def _is_second_head(words: str, head: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether both stand beside an empty corner over the same columns, without figures, and say different things."""
    if row[0].column == 0 or len(row) < _PAIR or [c.column for c in row] != [c.column for c in head]:
        return False
    first, second = ([words[c.start : c.end] for c in cells] for cells in (head, row))
    return first != second and not any(map(_FIGURE.search, [*first, *second]))


def _table(words: str, rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(words, tuple(rows), _heads(words, rows))


def _heads(words: str, rows: Sequence[tuple[Cell, ...]]) -> int:
    """How many rows name the columns: the first, where :func:`_is_head` says so; the next ones too where they go on under merged cells."""
    first = [words[c.start : c.end] for c in rows[0]]
    if not _is_head(words, rows, first):
        return 0
    heads = 1
    for at in range(1, min(_MOST_HEADS, len(rows))):
        above, said = ([words[c.start : c.end] for c in row] for row in rows[at - 1 : at + 1])
        if said == above or not _goes_on(words, rows[at - 1 :], above, said):
            break
        heads += 1
    return heads


def _is_head(words: str, rows: Sequence[tuple[Cell, ...]], first: Sequence[str]) -> bool:
    """Whether the first row names columns: its cells say what columns are called, have no figures, or stand over values without being any."""
    if sum(map(_names_column, first)) >= min(_PAIR, len(first)) or not any(map(_FIGURE.search, first)):
        return True
    if len(rows) < _PAIR or any(map(_is_value, first)):
        return False
    if rows[0][0].column > 0:  # beside an empty corner
        return any(row[0].column == 0 for row in rows[1:])
    return len(first) >= _PAIR and _holds_values(words, rows[1:])


def _goes_on(words: str, rows: Sequence[tuple[Cell, ...]], first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row names columns too: below a name that covers both rows, below names of several columns, beside an empty corner."""
    if second[0] == first[0]:
        return True
    if rows[1][0].column > 0 and all(map(_names_column, second)):
        return True
    wider = len(second) > len(first) and not any(map(_is_value, second))
    if rows[1][0].column > 0:
        return wider
    return wider and rows[0][0].column > 0 and _holds_values(words, rows[2:])


def _holds_values(words: str, rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether half of what stands behind the names of rows is numbers."""
    cells = [_is_value(words[c.start : c.end]) for row in rows for c in row if c.column]
    return bool(cells) and sum(cells) * 2 >= len(cells)


def _is_value(cell: str) -> bool:
    """Whether a cell holds a number and nothing but it, or says that there is none; years name columns."""
    return bool(_VALUE.fullmatch(cell)) and not _YEAR.fullmatch(cell.strip("年"))


def _names_column(cell: str) -> bool:
    return bool(_NAMES_COLUMN.search(cell) or _YEAR_HEAD.fullmatch(cell.strip()))
