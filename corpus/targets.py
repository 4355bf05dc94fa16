"""The number ledger: every figure that a plan sets itself, with what it is of, for when, and the words that say it.

Read clause by clause, sentence by sentence, on the plain reading (:mod:`corpus.reading`). Nothing here knows a plan, a city or a
sentence: the figures of a sentence (:mod:`corpus.figures`), each with the words that are its own (:mod:`corpus.cells`), become rows
(:mod:`corpus.rows`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from corpus.figures import find_figures
from corpus.goal_tables import goal_rows, may_hold_table
from corpus.indicators import canonical_name
from corpus.ordered_values import ordered_rows
from corpus.periods import Horizon, Outlook, YearMark, between, is_definition, read_horizon, year_marks
from corpus.place_lists import find_place_lists, place_rows
from corpus.plan import Clause, Plan, Target
from corpus.reading import plain_reading
from corpus.rows import Row, read_rows
from corpus.scopes import whole_scope
from corpus.sentences import split_sentences
from corpus.table_goals import table_bases, table_goals, task_sizes
from corpus.tables import Table, find_tables
from corpus.task_tables import is_body_column, is_deadline_column, row_columns
from corpus.unsaid import with_subject
from corpus.wording import raw_offsets

#: A sentence without end (a table without stops) is given this far around the quote.
_AROUND = 1000
#: What a figure is counted over, before it: 平均浓度为每立方米20微克.
_PER = re.compile("为?(?P<each>每(?P<of>立方米|平方米|平方公里|公里|千米|公顷|亩|升|人|户))$")


def read_targets(plan: Plan) -> tuple[Target, ...]:
    """The number ledger of a plan, in text order, each target once.

    A figure that a news summary or an introduction repeats is kept where a clause says it.
    """
    horizon = read_horizon(plan)
    whole = whole_scope(plan)
    clauses = {clause.id: clause for clause in plan.clauses}
    rows: list[tuple[Target, bool]] = []
    for clause, reading, ahead in _looking(plan, horizon):
        if not ahead:
            continue
        columns = row_columns(clause, clauses)
        if columns:
            found = list(_task_rows(columns, reading, horizon, whole))
        else:
            found = list(_clause_rows(clause, reading, ahead, horizon, whole))
        rows += _targets(plan, clause, found, reading)
    return tuple(_once(rows))


def read_results(plan: Plan) -> tuple[Target, ...]:
    """What a report tells as done in the year before, as rows of a ledger of its own, in text order; of any other plan the values that its goals start from."""
    horizon = read_horizon(plan)
    if not horizon.report:
        return tuple(_once(list(_bases(plan, horizon))))
    if horizon.written is None:
        return ()
    before = Horizon(horizon.written - 1, horizon.written - 1, report=True)
    whole = whole_scope(plan)
    rows: list[tuple[Target, bool]] = []
    for clause, reading, ahead in _looking(plan, horizon):
        behind = list(between(ahead, len(reading)))
        if behind and clause.kind == "clause":
            rows += _targets(plan, clause, _clause_rows(clause, reading, behind, before, whole, told=True), reading)
    told = [(with_subject(target), alike) for target, alike in rows]
    return tuple(target for target in _once(told) if target.target_year == before.year)


def _bases(plan: Plan, horizon: Horizon) -> Iterator[tuple[Target, bool]]:
    """How things stood in the years that tables and lists of goals start from: 2020年实际, beside 2025年目标."""
    whole = whole_scope(plan)
    for clause, reading, _ in _looking(plan, horizon):
        tables = find_tables(reading)
        rows = [row for table in tables for row in table_bases(table, whole, horizon.written)]
        if not rows and not tables:
            figures = find_figures(reading)
            rows += ordered_rows(clause, reading, figures, horizon.written, whole, behind=True)
            for start, end in split_sentences(clause.text) if may_hold_table(reading) else ():
                rows += goal_rows(reading, start, end, whole, behind=True)
        past = (row for row in rows if row.year and (not horizon.written or row.year < horizon.written))
        yield from _targets(plan, clause, past, reading)


def _looking(plan: Plan, horizon: Horizon) -> Iterator[tuple[Clause, str, Sequence[tuple[int, int]]]]:
    """(clause, its reading, the parts of that which look ahead) of all clauses that may set or tell a figure."""
    outlook = Outlook(horizon)
    for clause in plan.clauses:
        reading = plain_reading(clause.text)
        ahead = outlook.spans_ahead(clause, reading)
        if clause.kind != "closing" and not is_definition(clause):
            yield clause, reading, ahead


def _targets(plan: Plan, clause: Clause, found: Iterable[Row], reading: str) -> list[tuple[Target, bool]]:
    """The rows of a clause as targets, each with whether the clause is one of the plan's own."""
    offsets: Sequence[int] = ()
    told = []
    for row in found:
        offsets = offsets or raw_offsets(plan.text, plan.furniture, clause.start, clause.end, clause.text)
        told.append((_target(plan, clause, row, reading, offsets), clause.kind == "clause"))
    return told


def _once(rows: Sequence[tuple[Target, bool]]) -> Iterator[Target]:
    """Each target once; a clause's own words go before those of a summary."""
    kept: dict[tuple[object, ...], int] = {}
    for i, (target, in_clause) in enumerate(rows):
        key = _same(target)
        if key not in kept or (in_clause and not rows[kept[key]][1]):
            kept[key] = i
    chosen = set(kept.values())
    return (target for i, (target, _) in enumerate(rows) if i in chosen)


def _same(target: Target) -> tuple[object, ...]:
    return (
        target.canonical,
        target.value,
        target.unit,
        target.target_year,
        target.comparison,
        target.scope,
        target.qualifier,
    )


def _as_published(name: str, words: str, reading: str) -> str:
    """A name made of a plain reading, in the characters the words are published in (減排量 where the plan says 減排量)."""
    if words == reading:
        return name
    published = {ord(r): w for r, w in zip(reading, words, strict=True) if r != w and w.isalpha()}
    return name.translate(published)


def _target(plan: Plan, clause: Clause, row: Row, reading: str, offsets: Sequence[int]) -> Target:
    words = clause.text
    figure = row.figure
    around = (max(row.sentence[0], row.start - _AROUND), min(row.sentence[1], row.end + _AROUND))
    value_end = row.end if figure.kind == "assigned" else figure.end
    unit = words[figure.unit_start : figure.end].strip().replace(" ", "")
    if figure.more:
        unit = unit.replace(figure.more, "", 1)
    if not unit and figure.bare:
        unit = figure.bare
    per = _PER.search(words, row.start, figure.start)
    name = row.name.removesuffix(per.group()) if per else row.name
    if per and name != row.name:
        unit, value_start = f"{unit}/{per['of']}", per.start("each")
    else:
        value_start = figure.start
    return Target(
        plan=plan.id,
        clause=clause.id,
        section=clause.section,
        indicator=_as_published(name, words[slice(*around)], reading[slice(*around)]),
        canonical=canonical_name(name),
        value=figure.value,
        value_text=words[value_start:value_end].strip("“”"),
        unit="%" if unit in ("％", "﹪") else unit,
        comparison=row.comparison,
        base_year=row.base_year,
        target_year=row.year,
        qualifier=row.qualifier,
        scope=row.scope,
        quote=words[row.start : row.end],
        sentence=words[slice(*around)],
        start=offsets[row.start],
        end=offsets[row.end - 1] + 1,
    )


class _Carried:
    """The year that earlier words of a clause hand on to figures without one.

    到2025年，… also holds for the figures of the sentences that follow at once; ； ends no sentence.
    """

    def __init__(self, *, report: bool) -> None:
        self.year: int | None = None
        self._report = report
        self._leads = False
        self._marked = False
        self._figures = False

    def past(self, reading: str, end: int, marks: Sequence[YearMark], *, figures: bool) -> None:
        """Go past a sentence or a part of one that ends at ``end``."""
        ahead = [m for m in marks if not m.past]
        self._figures |= figures
        if marks:
            self._marked = True
            self.year = ahead[-1].year if ahead else None
            self._leads = any(m.leads and reading.startswith("，", m.end) for m in ahead)
        if reading[end - 1] == "；":
            return
        if self._report or not (self._leads if self._marked else self._figures):
            self.year = None
        self._marked = self._figures = False


def _task_rows(columns: Sequence[tuple[str, int, int]], reading: str, horizon: Horizon, whole: str) -> Iterator[Row]:
    """The figures of a row of a task table, each cell by itself, for the year that the row is to be done by."""
    due = [(start, end) for said, start, end in columns if is_deadline_column(said)]
    deadlines = [mark for start, end in due for mark in year_marks(reading, start, end, horizon)]
    usual = deadlines[-1].year if deadlines else horizon.year
    yield from task_sizes(columns, reading, usual, whole)
    for said, start, end in columns:
        if is_body_column(said) or is_deadline_column(said):
            continue
        figures = [figure for figure in find_figures(reading) if start <= figure.start < end]
        marks = year_marks(reading, start, end, horizon)
        if figures:
            yield from read_rows(reading, (start, end), figures, marks, usual, whole)


def _outside_tables(sentences: Sequence[tuple[int, int]], tables: Sequence[Table]) -> Iterator[tuple[int, int]]:
    """The sentences that stand in no table: nothing is read across its cells."""
    spans = [(table.rows[0][0].start, table.rows[-1][-1].end) for table in tables]
    starts = [start for start, _ in spans]
    return (s for s in sentences if not (at := bisect_right(starts, s[0])) or s[0] >= spans[at - 1][1])


def _clause_rows(
    clause: Clause,
    reading: str,
    meant: Sequence[tuple[int, int]],
    horizon: Horizon,
    whole: str,
    *,
    told: bool = False,
) -> Iterator[Row]:
    figures = find_figures(reading)
    tables = find_tables(reading)
    if not figures and not tables and not may_hold_table(reading):
        return
    for table in tables:
        yield from table_goals(table, whole, horizon.year, horizon.written)
    if listed := list(ordered_rows(clause, reading, figures, horizon.written, whole)):
        yield from listed
        return
    lists = [] if told else find_place_lists(reading, figures, clause.title, whole)
    in_lists = {figure.start for listed in lists for figure in listed.figures}
    carried = _Carried(report=horizon.report)
    at = 0
    for start, end in _outside_tables(split_sentences(clause.text), tables):
        while at < len(figures) and figures[at].start < start:
            at += 1
        inside = []
        while at < len(figures) and figures[at].start < end:
            inside.append(figures[at])
            at += 1
        if start == 0 and clause.label and reading.startswith(clause.label):
            start = len(clause.label)
        marks = year_marks(reading, start, end, horizon)
        inside = [f for f in inside if any(a <= f.start < b for a, b in meant)]
        begun = [listed for listed in lists if start <= listed.items[0].start < end and listed.figures[0] in inside]
        alone = [figure for figure in inside if figure.start not in in_lists]
        flat = list(goal_rows(reading, start, end, whole))  # a table that has lost its lines
        if flat:
            yield from flat
        elif inside:
            # a summary or introduction stands outside the plan's own clauses: only the years it names hold
            usual = horizon.year if clause.kind == "clause" or horizon.report else None
            default = carried.year if carried.year is not None and not marks else usual
            rows = [row for listed in begun for row in place_rows(listed, reading, (start, end), marks, default)]
            rows += read_rows(reading, (start, end), alone, marks, default, whole, told=told)
            yield from sorted(rows, key=lambda row: row.figure.start)
        carried.past(reading, end, marks, figures=bool(inside))
