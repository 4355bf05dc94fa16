"""Goals in tables that kept their rows and cells: an indicator, its unit and one value or several, each cell of its own row and column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.captions import Caption, read_caption, unit_above
from corpus.comparisons import bound_in
from corpus.figures import Figure, FigureKind, find_figures
from corpus.rows import Row
from corpus.table_places import Places, places_of
from corpus.tables import Cell, Table
from corpus.turned_tables import goal_pairs, turned

#: What names the thing of a goal; where no column does, one that says what is done.
_NAME, _DEED = re.compile("指标|名称|项目"), re.compile("内容|任务|事项")
_UNIT = re.compile(r"^(?:.*\s)?(?:计量|数据)?单\s*位$")
_KIND = re.compile("属性|性质|类型|类别")
_YEAR = re.compile(r"(20\d\d)\s*年?")
_AIM = re.compile("目标|规划|计划|预期|任务")
_PAST = re.compile("实际|基期|基数|现状|完成|基准")
#: 全市完成造林3万亩, in the sentence above a table, is to be done.
_TO_DO = re.compile(r"(?<!已)(?<!实际)完成(?=[一-鿿]*\d)")
_NO_VALUE = re.compile("责任|部门|时限|时间|备注|说明|年均|累计|增速|牵头|配合")
_HANZI = re.compile("[一-鿿]")
#: A number in a cell, alone but for what limits it: ≤35, 约30, 5—10, 1.2万, 62.5%以上.
_VALUE = re.compile(
    r"(?P<before>[≥≤＞＜><]|不低于|不少于|不小于|不高于|不超过|不大于|控制在|约|达到)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<upper>\s*[—–~～-]\s*\d[\d,]*(?:\.\d+)?)?"
    r"\s*(?P<unit>万亿|[万亿%％﹪])?\s*(?P<after>以上|以下|以内|左右)?"
)
#: How much of a task is done, where its row says so in a cell that holds nothing but that.
_SIZE = re.compile("规模|数量|任务量|工程量|工作量")
_BARE = re.compile("[≥≤＞＜><约]?(?:以上|以下|以内|左右)?")
_NO_UNIT = re.compile(r"[-—–/\\、\s]*")
#: What parts goals over places says so; what is no goal of a place.
_PARTED = re.compile("分解|分配|下达|任务|计划表")
_NO_PART = re.compile(rf"^(?:序|编)\s*号|行次|{_NO_VALUE.pattern}|{_PAST.pattern}|{_KIND.pattern}")
#: A heading that only says how the thing in the caption is measured: 面积（亩）.
_MEASURE = re.compile("面积|长度|里程|规模|户数|人数|个数|数量|公里数|座数")
_SAID_OF_GOALS = re.compile(r"20\d\d|[—～~-]|年度?|目标|规划|计划|预期|任务|数量?|值|指标|总")
_YEAR_SAID = re.compile(r"^(?:到)?20\d\d\s*年(?:底|末)?(?:前)?(?:的)?")
_BRACKET = re.compile(r"[（(](?P<unit>(?:[^（）()\d]|(?<=[mM])[23²³]|(?<=10)[⁴⁵⁶⁷⁸]|10(?=[⁴⁵⁶⁷⁸])){1,12})[)）]\s*$")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns say what; ``values`` are (column, year) of the goals.

    Without a column of names the headings of the values say what they are of. ``places`` says which places they are parted over; then the
    line above the table may name the ``year`` of all, and the sentence begins with it, so many signs (``above``) before the table; a
    ``caption`` is given where it says what the values are of, whose headings do not.
    """

    name: int | None
    unit: int | None
    kind: int | None
    values: tuple[tuple[int, int | None], ...]
    places: Places | None = None
    year: int | None = None
    above: int = 0
    caption: Caption | None = None


def table_goals(table: Table, whole: str, usual: int | None, written: int | None = None) -> Iterator[Row]:
    """The goals that a table sets, in text order; none of a table of other things.

    Args:
        whole: the scope of the plan.
        usual: the year of a goal whose column names none.
        written: the year of the plan; a column of a year to come is one of goals, as the first of several is not where it may tell how things stand.
    """
    for first, second in goal_pairs(table):
        pair = _Columns(0, None, None, ((1, None),))
        if said := _row(table, {0: first, 1: second}, pair, first, second, usual, whole):
            yield said
    places = places_of(table, whole)
    if places is None and (years := turned(table)):
        yield from _goals_of_years(years, whole, written)
        return
    columns = _parted_columns(table, places, written) if places else _columns_of(table, written)
    if columns is None:
        return
    usual = columns.year or usual
    for row in table.body():
        cells = {cell.column: cell for cell in row}
        for column, year in columns.values:
            name = cells.get(columns.name) if columns.name is not None else _head_cell(table, column)
            if name is None or not _is_named(table.text(name), columns):
                continue
            scope = places.scope_of(table, cells, column, whole) if places else whole
            if scope is not None and (value := cells.get(column)):
                said = _row(table, cells, columns, name, value, year or usual, scope)
                if said:
                    yield said


def _goals_of_years(table: Table, whole: str, written: int | None) -> Iterator[Row]:
    """The goals of a table that has been turned, in the order of its years; each is quoted with the year of its row."""
    columns = _columns_of_years(table, written)
    labels = {cell.column: cell for cell in table.rows[0]}
    rows = [{cell.column: cell for cell in row} for row in table.rows[1:]]
    for column, year in columns.values:
        for cells in rows:
            if (value := cells.get(column)) and (said := _row(table, cells, columns, cells[0], value, year, whole)):
                yield replace(said, start=labels[column].start, end=value.end)


def _columns_of_years(table: Table, written: int | None) -> _Columns:
    """Those of a table that has been turned."""
    return _Columns(0, None, None, _value_columns(table.columns(), [0], written))


def _is_named(label: str, columns: _Columns) -> bool:
    """Whether the words of a row, or those over its value, say what the value is of, alone or with the caption; 现状 says that it is none of a goal."""
    if columns.caption and not _names_goal(_PAST.sub("", label)):
        return not _PAST.search(label)
    return bool(re.search("[一-鿿A-Za-z]", label))


def table_bases(table: Table, whole: str, written: int | None) -> Iterator[Row]:
    """How things stood in the year that a table of goals starts from (2020年实际, 2020年 beside 2025年), in text order.

    Args:
        whole: the scope of the plan.
        written: the year of the plan.
    """
    if places_of(table, whole):
        return
    columns = _columns_of(table, written)
    if whole_years := turned(table):
        table = whole_years
        columns = _columns_of_years(table, written)
    if columns is None or columns.name is None:
        return
    heads, aimed = table.columns(), [year for _, year in columns.values if year]
    bases = [(c, int(years[0])) for c, said in heads.items() if (years := _YEAR.findall(said)) and len(years) == 1]
    given = {c for c, _ in columns.values}
    bases = [
        (c, year)
        for c, year in bases
        if c not in given and c != columns.name and not _NO_VALUE.search(heads[c]) and aimed and year < min(aimed)
    ]
    for row in table.body():
        cells = {cell.column: cell for cell in row}
        name = cells.get(columns.name)
        for column, year in bases:
            if name is not None and re.search("[一-鿿A-Za-z]", table.text(name)) and (value := cells.get(column)):
                said = _row(table, cells, replace(columns, kind=None), name, value, year, whole)
                if said:
                    yield said


def task_sizes(columns: Sequence[tuple[str, int, int]], words: str, year: int | None, whole: str) -> Iterator[Row]:
    """What a row of a task table gives the size of in a cell of its own: 新建泵站, below 建设规模 12座.

    Args:
        columns: (heading, start, end) of the cells of the row in ``words``.
        year: of the row.
        whole: the scope of the plan.
    """
    sizes = [Cell(start, end, n) for n, (said, start, end) in enumerate(columns) if _SIZE.search(said)]
    named = [(start, end) for said, start, end in columns if _DEED.search(said) or _NAME.search(said)]
    for cell in sizes:
        before = [span for span in named if span[1] <= cell.start]
        figure = _own_figure(words, cell)
        if not before or figure is None or find_figures(words[slice(*before[-1])]):
            continue  # 新建泵站12座 is read where it stands
        if not _BARE.fullmatch(words[cell.start : figure.start] + words[figure.end : cell.end]):
            continue
        start, end = before[-1]
        qualifier = words[cell.start : figure.start] + words[figure.end : cell.end]
        bound = bound_in(words[cell.start : cell.end])
        yield Row(words[start:end], figure, bound, None, year, qualifier, whole, start, cell.end, (start, cell.end))


def _columns_of(table: Table, written: int | None) -> _Columns | None:
    heads = table.columns()
    may_name = [c for c, said in heads.items() if not _YEAR.search(said) and not _UNIT.match(said)]
    named = [[c for c in may_name if pattern.search(heads[c])] for pattern in (_NAME, _DEED)]
    names = named[0] or named[1]
    values = _value_columns(heads, names[:1], written)
    if not names or not values:
        return None
    unit = next((c for c, said in heads.items() if _UNIT.match(said)), None)
    kind = next((c for c, said in heads.items() if _KIND.search(said) and c not in names), None)
    before = [c for c in names if c < values[0][0] and not _AIM.search(heads[c].replace("任务", ""))]
    return _Columns((before or names)[-1], unit, kind, values)


def _parted_columns(table: Table, places: Places, written: int | None) -> _Columns | None:
    """The columns of a table whose goals are parted over places; None where it tells how things are."""
    caption = read_caption(table.words, table.rows[0][0].start)
    signs = table.rows[0][0].start - caption.start
    years_above = {int(year) for year in _YEAR.findall(caption.line)}
    year, before = (years_above.pop(), signs) if len(years_above) == 1 else (None, 0)
    if places.column is None:
        found = _columns_of_places(table, places, caption)
    else:
        found = _columns_of(table, written)
        if not found or found.name == places.column:
            found = _columns_beside_places(table, places.column, caption)
    if found is None:
        return None
    return replace(found, places=places, year=year, above=signs if found.caption else before)


def _columns_of_places(table: Table, places: Places, caption: Caption) -> _Columns | None:
    """A column a place; what is parted stands in the rows, or in the caption where these say no more than 2026年目标（亩）."""
    heads = table.columns()
    columns = dict.fromkeys(c.column for row in table.rows for c in row)
    others = {c: heads.get(c, "") for c in columns if c not in places.over}
    named = [c for pattern in (_NAME, _DEED) for c, said in others.items() if pattern.search(said)]
    first = [c for c, said in others.items() if not _NO_PART.search(said) and not _UNIT.match(said)]
    name = next(iter(named or first), None)
    values = [c for c in places.over if not _PAST.search(heads[c])]
    labels = [] if named else [table.text(c) for row in table.body() for c in row if c.column == name]
    said = " ".join([caption.line, *(heads[c] for c in values)])
    if not (named or caption.named) or not any(_is_set(f"{said} {label}") for label in (labels or [""])):
        return None
    return _with_unit(
        _Columns(name, None, None, _dated(heads, values), caption=caption if caption.named else None), others
    )


def _columns_beside_places(table: Table, place: int, caption: Caption) -> _Columns | None:
    """A row a place; what is parted stands over the other columns, or in the caption where these only say 2026年目标（亩）."""
    heads = table.columns()
    others = {c: said for c, said in heads.items() if c != place}
    values = [c for c, said in others.items() if not _NO_PART.search(said) and not _UNIT.match(said)]
    if not _is_set(" ".join([caption.line, *(heads[c] for c in values)])):
        return None
    own = [c for c in values if _names_goal(heads[c])]
    titled = caption if not own and caption.named else None
    values = values if titled else [c for c in values if _HANZI.search(_goal_named(heads[c]))]
    return _with_unit(_Columns(None, None, None, _dated(heads, values), caption=titled), others)


def _with_unit(columns: _Columns, heads: Mapping[int, str]) -> _Columns:
    """The columns with those of units and of kinds."""
    unit = next((c for c, said in heads.items() if _UNIT.match(said)), None)
    kind = next((c for c, said in heads.items() if _KIND.search(said) and c != columns.name), None)
    return replace(columns, unit=unit, kind=kind)


def _dated(heads: Mapping[int, str], columns: Sequence[int]) -> tuple[tuple[int, int | None], ...]:
    """Each column with the year that its heading names last."""
    years = ((c, _YEAR.findall(heads[c])[-1:]) for c in columns)
    return tuple((c, int(year[0]) if year else None) for c, year in years)


def _names_goal(words: str) -> bool:
    """Whether words name a thing, and not only how one is measured, or that it is a goal."""
    own = _goal_named(words)
    return bool(_HANZI.search(own)) and not _MEASURE.fullmatch(own)


def _goal_named(heading: str) -> str:
    """What a heading names beside its year, its unit and that it is a goal: nothing of 2026年目标（亩）."""
    return _SAID_OF_GOALS.sub("", _BRACKET.sub("", heading))


def _is_set(words: str) -> bool:
    return bool(_AIM.search(words) or _PARTED.search(words)) and not _PAST.search(_TO_DO.sub("", words))


def _head_cell(table: Table, column: int) -> Cell | None:
    """The innermost heading of a column."""
    return next((cell for row in table.rows[: table.heads][-1:] for cell in row if cell.column == column), None)


def _value_columns(heads: dict[int, str], names: list[int], written: int | None) -> tuple[tuple[int, int | None], ...]:
    """The columns of goals: those called so; of bare years all but the first, which is where things stand unless it is to come."""
    of_year: list[tuple[int, int | None, bool]] = []
    for column, said in heads.items():
        year = _YEAR.findall(said)[-1:]  # 2021—2025年目标 is for 2025
        aims = bool(_AIM.search(said)) and not _PAST.search(said)
        if column in names or _NO_VALUE.search(said) or _PAST.search(said) or _UNIT.match(said) or not (year or aims):
            continue
        of_year.append((column, int(year[0]) if year else None, aims))
    if any(aims for *_, aims in of_year):
        of_year = [found for found in of_year if found[2]]
        to_come = [found for found in of_year if not (written and found[1] and found[1] < written)]
        of_year = to_come or of_year
    elif len(of_year) > 1 and not (written and (of_year[0][1] or 0) >= written):
        of_year = of_year[1:]
    return tuple((column, year) for column, year, _ in of_year)


def _row(
    table: Table, cells: dict[int, Cell], columns: _Columns, name: Cell, value: Cell, year: int | None, scope: str
) -> Row | None:
    said = _BRACKET.sub("", table.text(name)).strip()
    unit = _unit_of(table, cells, columns, table.text(name), value)
    figure = _bare_figure(table.words, value, unit) or _own_figure(table.words, value)
    if figure is None:
        return None
    tabled = figure.end == figure.unit_start and bool(figure.bare)  # its unit stands elsewhere
    before, after = table.words[value.start : figure.start].strip(), table.words[figure.end : value.end].strip()
    kind = table.text(cells[columns.kind]) if columns.kind in cells else ""
    by_row = columns.places is not None and columns.places.column is not None
    first = next(iter(cells.values())) if by_row else name
    if columns.name is None:
        said = _YEAR_SAID.sub("", said).strip()
    if columns.caption and columns.caption.named and (columns.name is None or not _names_goal(said)):
        measure = _goal_named(said)
        year = _year_of(said) or year
        said = table.words[slice(*columns.caption.named)] + (measure if _MEASURE.fullmatch(measure) else "")
    return Row(
        name=f"{said}（{figure.bare}）" if tabled else said,
        figure=figure,
        comparison=bound_in(table.text(value)),
        base_year=None,
        year=year,
        qualifier="，".join(filter(None, (before, after, kind))),
        scope=scope,
        start=min(first.start, value.start),
        end=max(first.end, value.end),
        sentence=(table.rows[0][0].start - columns.above, table.rows[-1][-1].end),
    )


def _year_of(label: str) -> int | None:
    years = _YEAR.findall(label)
    return int(years[-1]) if years else None


def _bare_figure(words: str, value: Cell, unit: str) -> Figure | None:
    """The number that a cell holds and nothing but it; its unit stands in another cell, unless it is a percentage."""
    found = _VALUE.fullmatch(words, value.start, value.end)
    if not found:
        return None
    share = found["unit"] or ""
    own = share if share in ("%", "％", "﹪") else ""
    sign = found["before"] if found["before"] and len(found["before"]) == 1 and found["before"] != "约" else ""
    start = found.start("before") if sign else found.start("number")
    end = found.end("unit") if found["unit"] else found.end("upper") if found["upper"] else found.end("number")
    kind: FigureKind = "range" if found["upper"] else "number"
    bare = "%" if own else unit if share and unit.startswith(share) else share + unit  # 1.25亿 below 亿元
    return Figure(
        kind, start, end, found.start("unit") if own else end, float(found["number"].replace(",", "")), bare=bare
    )


def _own_figure(words: str, value: Cell) -> Figure | None:
    """The only figure of a cell, with the unit that it has itself."""
    figures = [f for f in find_figures(words[value.start : value.end]) if f.value is not None]
    if len(figures) != 1:
        return None
    own, at = figures[0], value.start
    return replace(own, start=at + own.start, end=at + own.end, unit_start=at + own.unit_start)


def _unit_of(table: Table, cells: dict[int, Cell], columns: _Columns, name: str, value: Cell) -> str:
    """The unit of a bare number: of its row, of its name in brackets, or of its column."""
    if columns.unit in cells:
        unit = table.text(cells[columns.unit]).strip("（）() ")
        return "" if _NO_UNIT.fullmatch(unit) else unit
    if bracket := _BRACKET.search(name) or _BRACKET.search(table.heading(value.column)):
        return bracket["unit"]
    return columns.caption.unit if columns.caption else unit_above(table.words, table.rows[0][0].start)
