"""Goals in tables that kept their rows and cells: an indicator, its unit and one value or several, each cell of its own row and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.figures import Figure, find_figures
from corpus.rows import Row
from corpus.tables import Cell, Table

_NAME = re.compile("指标|名称|项目|内容|任务|事项")
_NUMBERING = re.compile("^(?:序号|编号|序)$")
_UNIT = re.compile(r"^(?:计量|数据)?单\s*位$")
_KIND = re.compile("属性|性质|类型|类别")
_YEAR = re.compile(r"(20\d\d)\s*年?")
_AIM = re.compile("目标|规划|计划|预期|任务")
_PAST = re.compile("实际|基期|基数|现状|完成|基准")
_NO_VALUE = re.compile("责任|部门|时限|时间|备注|说明|年均|累计|增速|牵头|配合")
_NUMBER = re.compile(r"(?P<sign>[＞≥≤<>＜]?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<share>[%％﹪]?)")
_BRACKET = re.compile(r"[（(](?P<unit>[^（）()\d]{1,12})[)）]\s*$")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns say what; ``values`` are (column, year) of the goals."""

    name: int
    unit: int | None
    kind: int | None
    values: tuple[tuple[int, int | None], ...]


def table_goals(table: Table, whole: str, usual: int | None) -> Iterator[Row]:
    """The goals that a table sets, in text order; none of a table of other things.

    Args:
        whole: the scope of the plan.
        usual: the year of a goal whose column names none.
    """
    columns = _columns_of(table)
    if columns is None:
        return
    for row in table.body():
        cells = {cell.column: cell for cell in row}
        name = cells.get(columns.name)
        if name is None or not re.search("[一-鿿]", table.text(name)):
            continue
        for column, year in columns.values:
            if value := cells.get(column):
                said = _row(table, cells, columns, name, value, year or usual, whole)
                if said:
                    yield said


def _columns_of(table: Table) -> _Columns | None:
    heads = table.columns()
    names = [c for c, said in heads.items() if _NAME.search(said) and not _YEAR.search(said) and not _UNIT.match(said)]
    values = _value_columns(heads, names[:1])
    if not names or not values:
        return None
    unit = next((c for c, said in heads.items() if _UNIT.match(said)), None)
    kind = next((c for c, said in heads.items() if _KIND.search(said) and c not in names), None)
    before = [c for c in names if c < values[0][0] and not _AIM.search(heads[c].replace("任务", ""))]
    return _Columns((before or names)[-1], unit, kind, values)


def _value_columns(heads: dict[int, str], names: list[int]) -> tuple[tuple[int, int | None], ...]:
    """The columns of goals: those called so; of bare years all but the first, which is where things stand."""
    of_year: list[tuple[int, int | None, bool]] = []
    for column, said in heads.items():
        year = _YEAR.search(said)
        aims = bool(_AIM.search(said)) and not _PAST.search(said)
        if column in names or _NO_VALUE.search(said) or _PAST.search(said) or _UNIT.match(said) or not (year or aims):
            continue
        of_year.append((column, int(year[1]) if year else None, aims))
    if any(aims for *_, aims in of_year):
        of_year = [found for found in of_year if found[2]]
    elif len(of_year) > 1:
        of_year = of_year[1:]
    return tuple((column, year) for column, year, _ in of_year)


def _row(
    table: Table, cells: dict[int, Cell], columns: _Columns, name: Cell, value: Cell, year: int | None, whole: str
) -> Row | None:
    words, said = table.words, table.text(name)
    kind = table.text(cells[columns.kind]) if columns.kind in cells else ""
    number = _NUMBER.fullmatch(words, value.start, value.end)
    start, end = min(name.start, value.start), max(name.end, value.end)
    span = (table.rows[0][0].start, max(c.end for c in table.rows[-1]))
    if number and not number["share"]:
        unit = _unit_of(table, cells, columns, said, value)
        bare = _BRACKET.sub("", said).strip()
        at, stop = number.span("number")
        figure = Figure("number", at, stop, stop, float(number["number"].replace(",", "")), bare=unit)
        return Row(f"{bare}（{unit}）" if unit else bare, figure, "reach", None, year, kind, whole, start, end, span)
    figures = [f for f in find_figures(words[value.start : value.end]) if f.value is not None]
    if len(figures) != 1:
        return None
    own = figures[0]
    figure = Figure(
        own.kind,
        value.start + own.start,
        value.start + own.end,
        value.start + own.unit_start,
        own.value,
        own.more,
        own.bare,
    )
    after = words[figure.end : value.end].strip()
    qualifier = "，".join(filter(None, (after, kind)))
    return Row(_BRACKET.sub("", said).strip(), figure, "reach", None, year, qualifier, whole, start, end, span)


def _unit_of(table: Table, cells: dict[int, Cell], columns: _Columns, name: str, value: Cell) -> str:
    """The unit of a bare number: of its row, of its name in brackets, or of its column."""
    if columns.unit in cells:
        return table.text(cells[columns.unit]).strip("（）() ")
    bracket = _BRACKET.search(name) or _BRACKET.search(table.heading(value.column))
    return bracket["unit"] if bracket else ""
