"""Statements to the answer's Markdown: marks, lines, refusals. All words that are not a plan's own are written here."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.script import simplified
from corpus.sentences import STOPS
from index.snapshot import Index
from retrieval.answer import Band, Citation, Status, Table
from retrieval.answers.absence import Absence
from retrieval.answers.composition import Composition
from retrieval.answers.holdings import MOST_NAMED, called, holdings
from retrieval.answers.lacking import (
    LACKING,
    absence_line,
    lacks,
    mentions,
    names_year,
    said_years,
    topic_of,
    unwritten,
)
from retrieval.answers.provenance import with_remarks
from retrieval.answers.sheet import Sheet
from retrieval.answers.statement import Evidence, Statement, cite, pieces_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.extent import extent_of
from retrieval.search.figures import in_one_unit, quantity, say_target, say_value
from retrieval.search.window import all_stand_in

#: Fewer places are read more easily line by line.
_FEWEST_ROWS = 3
#: Before what is only nearest; … where all that is asked stands in it, it may not be called another way of saying.
_IN_DOUBT, _NEAREST = "原文没有用这样的说法，最接近的是：", "原文中最接近的是："
#: The cells of a row of a plan's table, told in one line.
_CELLS, _BETWEEN_CELLS = re.compile(r"(?<=\S)\t+"), "｜"
_FOLLOW_UP = "各地不同，想了解哪个地方，可以接着问。"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before the gates. ``notes`` and ``closing`` are ours and cite nothing; ``absences`` say what a plan lacks.

    ``tabled``: a table is asked for, however little there is to put in it; ``silent`` are the plans that have nothing of it. ``certainty`` and ``band`` are as
    :class:`retrieval.answer.Answer` has them. ``sheets`` are tables laid out beforehand, of statements that stand in no line.
    """

    statements: tuple[Statement, ...] = ()
    absences: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    closing: str = ""
    status: Status | None = None
    certainty: float = 0.0
    band: Band = ""
    tabled: bool = False
    silent: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()


def draft_answer(index: Index, query: Query, composition: Composition) -> Draft:
    """The draft for a composition: one line a statement, and for each plan that lacks the thing a line that says so."""
    several = len(query.scope.plans) > 1
    firm = any(not s.nearest for s in composition.statements)
    weighed = query.compares and not query.parts  # 哪个写得最好: what is only near is no order
    bare = not any(absence.said for absence in composition.absences)  # none says what its plan has instead
    if several and not firm and bare and (weighed or not composition.statements) and len(composition.absences) > 1:
        return _draft_silent(index, query, composition.absences)
    absences = tuple(absence_line(index, query, absence, brief=several) for absence in composition.absences)
    outside = _outside_note(index, query) if query.scope.outside else ""
    notes = tuple(filter(None, [query.scope.note, outside, _unknown_note(index, query)]))
    ambiguous = (
        query.scope.reason == "all" and several and query.kind not in ("which", "definition") and not query.compares
    )
    ambiguous = ambiguous and not query.asking.of_all(len(index.current))
    told = {s.plan for s in composition.statements}
    closing = _FOLLOW_UP if ambiguous and len(told) > 1 and "" not in told else ""
    if query.kind == "which":
        absences = ()
    certainty, band = _certainty(composition)
    silent = tuple(a.plan for a in composition.absences if a.part is None)
    return Draft(composition.statements, absences, notes, closing, certainty=certainty, band=band, silent=silent)


def _draft_silent(index: Index, query: Query, absences: Sequence[Absence]) -> Draft:
    """Where no plan has it: one sentence, that it was looked for in all of them, or that what is meant was not understood."""
    cards = [index.plan(plan) for plan in query.scope.plans]
    certainty = max(absence.certainty for absence in absences)
    noun, places = called(index), "、".join(map(place_name, cards[:MOST_NAMED]))
    more = "等" if len(cards) > MOST_NAMED else ""
    unclear = all(absence.reason == "not understood" for absence in absences)
    if unclear:
        said = f"没看懂问法。可以问{places}{more}的{noun}里的指标、责任单位、措施、文号和日期，请说出要问的是什么。"
        return Draft(notes=(said,), status="clarify", certainty=certainty, band="declined")
    clauses = sum(card.clauses for card in cards)
    whole = query.asking.thing if query.kind == "which" else ""
    thing = f"“{whole or topic_of(query)}”"
    if not whole and any(
        mentions(index, plan, query) for plan in query.scope.plans
    ):  # 未提及 is said of what stands in none
        unwritten = query.years and not any(names_year(index, plan, query) for plan in query.scope.plans)
        lacking = f"没有写到{said_years(query)}" if unwritten else f"没有给出关于{thing}的这一点"
    else:
        lacking = f"未提及{thing}"
    said = f"{places}{more}的{len(cards)}份{noun}共{clauses}条已全部检索，均{lacking}。"
    notes = tuple(filter(None, [query.scope.note, _unknown_note(index, query)]))
    return Draft(absences=(Statement(said, (), "", (said,)),), notes=notes, certainty=certainty, band="declined")


def _certainty(composition: Composition) -> tuple[float, Band]:
    """That of the least sure of what is said; where nothing is, of the plan that most likely answers all the same."""
    said = composition.statements
    if not said:
        return max((a.certainty for a in composition.absences), default=0.0), "declined"
    return min(s.certainty for s in said), "doubt" if any(s.nearest for s in said) else "sure"


def draft_unknown_place(index: Index, query: Query) -> Draft:
    """A place without a plan, or outside the plans chosen: says so and what there is, never a neighbour's figure."""
    if query.scope.outside:
        return Draft(notes=(_outside_note(index, query),), status="not_found")
    places = "、".join(query.scope.unknown) or "所问地方"
    near = [index.plan(i) for i in query.scope.nearby]
    hint = f"其中{'、'.join(c.region for c in near)}在{near[0].province}，可以直接问。" if near else ""
    return Draft(notes=(f"资料中没有{places}的{called(index)}。{holdings(index)}{hint}",), status="not_found")


def draft_which(index: Index, query: Query) -> Draft:
    """Too many plans and no place named: asks back, with the counts by province."""
    counts: dict[str, int] = {}
    for card in index.current:
        counts[card.province or "其他"] = counts.get(card.province or "其他", 0) + 1
    listed = "、".join(f"{province}{count}份" for province, count in sorted(counts.items(), key=lambda i: -i[1]))
    topic = topic_of(query)
    return Draft(
        notes=(f"资料中共有{len(index.current)}份{called(index)}（{listed}）。请问要了解哪个地方的{topic}？",),
        status="clarify",
    )


def write_out(
    index: Index, query: Query, draft: Draft, kept: Sequence[Statement]
) -> tuple[str, tuple[Citation, ...], tuple[Table, ...], Status]:
    """(Markdown with [n] marks, citations, tables, status) of a draft whose statements passed the gates (``kept``).

    Figures of three places or more stand in a table, which the Markdown holds too.
    """
    answers = [s for s in draft.statements if s in kept]
    absences = [s for s in draft.absences if s in kept]
    if draft.sheets:
        return _write_sheets(index, query, draft, answers)
    rows = [s for s in answers if s.targets and s.plan and not s.nearest]
    tabled = len({s.plan for s in rows}) == len(rows) >= (1 if draft.tabled else _FEWEST_ROWS)
    tabled = tabled and (draft.tabled or not query.piece or _give_the_same(rows))
    numbered = MarkNumbers(index)
    plain = [s for s in [*answers, *absences] if not tabled or s not in [*rows, *absences]]
    worded = [s for s in answers if s.plan] if draft.tabled and not tabled else []
    lines = [*draft.notes, *_told(index, query, [s for s in plain if s not in worded], numbered)]
    table = _table(index, query, rows, numbered, draft.silent) if tabled else _table_of_words(index, worded, numbered)
    said = table is not None and not draft.tabled and _asks_for_one(query) and any(not s.plan for s in plain)
    if table and not said:
        lines += ["", *_pipe_table(table)]
    elif table and absences:
        lines.append(f"没有给出的：{'、'.join(place for place, *cells in table.rows if set(cells) <= {*LACKING})}。")
    if not lines:
        lines.append(f"已检索{_titles(index, query)}，没有找到与“{topic_of(query)}”有关的内容。")
    if draft.closing:
        lines.append(f"\n{draft.closing}")
    status = _status(query, draft, answers, absences)
    citations = numbered.citations()
    said_all = with_remarks(index, _CELLS.sub(_BETWEEN_CELLS, "\n".join(lines).strip()), citations)
    return said_all, citations, (table,) if table else (), status


def _write_sheets(
    index: Index, query: Query, draft: Draft, answers: Sequence[Statement]
) -> tuple[str, tuple[Citation, ...], tuple[Table, ...], Status]:
    """As :func:`write_out`: the lines, then the tables that were laid out."""
    numbered = MarkNumbers(index)
    laid = {statement for sheet in draft.sheets for statement in sheet.statements}
    lines = [*draft.notes, *mark_lines([s for s in answers if s not in laid], numbered)]
    tables = [table for sheet in draft.sheets if (table := sheet.written(answers, numbered.marks))]
    for table in tables:
        lines += ["", *_pipe_table(table)]
    if draft.closing:
        lines.append(f"\n{draft.closing}")
    citations = numbered.citations()
    said = with_remarks(index, _CELLS.sub(_BETWEEN_CELLS, "\n".join(lines).strip()), citations)
    return said, citations, tuple(tables), _status(query, draft, answers, ())


def table_rows(statements: Sequence[Statement]) -> list[Statement]:
    """The statements that stand in a table: figures of three places or more, one a place; empty where there are fewer."""
    rows = [s for s in statements if s.targets and s.plan and not s.nearest]
    return rows if len({s.plan for s in rows}) == len(rows) >= _FEWEST_ROWS else []


def write_table(
    index: Index, query: Query, rows: Sequence[Statement], numbers: "MarkNumbers", silent: Collection[str]
) -> tuple[Table, list[str]]:
    """(the table, its lines of Markdown) of statements with figures; ``silent`` are the plans that give none."""
    table = _table(index, query, rows, numbers, silent)
    return table, ["", *_pipe_table(table)]


def _told(index: Index, query: Query, statements: Sequence[Statement], numbers: "MarkNumbers") -> list[str]:
    """The lines of the statements; what is only the nearest comes last, and says so."""
    nearest = [s for s in statements if s.nearest]
    if not nearest:
        return mark_lines(statements, numbers)
    firm = [s for s in statements if not s.nearest]
    said_so = all(all_stand_in(query.concepts, simplified(s.text)) for s in nearest)
    lead = _NEAREST if said_so else _IN_DOUBT
    plans = {s.plan for s in nearest}
    missing = unwritten(index, plans.pop(), query) if len(plans) == 1 and not firm and not query.parts else ""
    lead = f"{called(index)}里没有写到“{missing}”，最接近的是：" if missing and not said_so else lead
    return [*mark_lines(firm, numbers), lead, *mark_lines(nearest, numbers)]


def _asks_for_one(query: Query) -> bool:
    """Whether only the highest or the lowest is asked for: the line that says it names all the figures, so that no table need."""
    return query.asking.extreme and not query.asking.reckoning.table


class MarkNumbers:
    """Numbers evidence in the order it is first cited; what several lines rest on is cited once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers: dict[Evidence, int] = {}

    def marks(self, evidence: Iterable[Evidence]) -> str:
        """[n] for each piece of the evidence."""
        pieces = dict.fromkeys(p for e in evidence for p in pieces_of(self._index, e))
        return "".join(f"[{self._numbers.setdefault(p, len(self._numbers) + 1)}]" for p in pieces)

    def citations(self) -> tuple[Citation, ...]:
        """The citations that the marks point at."""
        return tuple(cite(self._index, n, evidence) for evidence, n in self._numbers.items())


def _table(
    index: Index, query: Query, rows: Sequence[Statement], numbers: MarkNumbers, silent: Collection[str]
) -> Table:
    """One row a place, sorted by the first figure when a ranking is asked; a plan without a figure says 未提及."""
    columns = _columns_of(query, rows)
    dated = len({t.target_year for s in rows for t in s.targets}) > 1
    ordered = _ordered(rows, up=query.asking.ascending) if query.compares or query.asking.reckoning.order else rows
    cells = [
        (
            place_name(index.plan(s.plan)),
            *(_cell(s, title, names, numbers, dated=dated) for title, names in columns.items()),
        )
        for s in ordered
    ]
    lacking = [p for p in query.scope.plans if p in silent and p not in {s.plan for s in rows}]
    cells += [(place_name(index.plan(p)), *(lacks(index, p, query) for _ in columns)) for p in lacking]
    return Table(("地区", *columns), tuple(cells))


def _table_of_words(index: Index, statements: Sequence[Statement], numbers: MarkNumbers) -> Table | None:
    """What statements say in words: the items of a list one below the other, else one row a statement."""
    if not statements:
        return None
    rows = []
    for statement in statements:
        place = place_name(index.plan(statement.plan))
        said = statement.items or (statement.text.removeprefix(f"{place}："),)
        each = len(said) == len(statement.evidence) or len(statement.items) in range(1, len(statement.evidence) + 1)
        proof = [[e] for e in statement.evidence[: len(said)]] if each else [statement.evidence] * len(said)
        rows += [(place, words + numbers.marks(e)) for words, e in zip(said, proof, strict=True)]
    return Table(("地区", "内容"), tuple(rows))


def _ordered(rows: Sequence[Statement], *, up: bool) -> list[Statement]:
    """The rows of a table by their first figures, in the order of a ranking; those without a number last."""
    given = [s for s in rows if quantity(s.targets[0])]
    amounts = in_one_unit([s.targets[0] for s in given]) or [q for s in given if (q := quantity(s.targets[0]))]
    ranks = {s.plan: extent_of(s.targets[0], amount).rank for s, amount in zip(given, amounts, strict=True)}
    return sorted(given, key=lambda s: ranks[s.plan], reverse=not up) + [s for s in rows if s not in given]


def _give_the_same(rows: Sequence[Statement]) -> bool:
    """Whether most places give each of the figures, so that a column each is read across; otherwise each says its own."""
    counts = Counter(name for s in rows for name in {t.canonical for t in s.targets})
    return all(2 * count > len(rows) for count in counts.values())


def _columns_of(query: Query, rows: Sequence[Statement]) -> dict[str, set[str]]:
    """Column title -> the indicators in it: one column for one thing asked, however the plans word it."""
    each = [[t.canonical for t in s.targets] for s in rows]
    counts = Counter(name for names in each for name in set(names))
    if query.several or query.piece or len(counts) == 1:
        return {name: {name} for name in dict.fromkeys(name for names in each for name in names)}
    shared, most = counts.most_common(1)[0]
    return {shared if most > 1 else min(counts, key=len): set(counts)}


def _cell(statement: Statement, title: str, names: Collection[str], numbers: MarkNumbers, *, dated: bool) -> str:
    """The figures of a column with their own marks, each by its name where it is worded otherwise, by its place where there are several.

    ``dated``: the figures of the table are of several years, and each says of which.
    """
    rows = [t for t in statement.targets if t.canonical in names]
    if not rows:
        return "未提及"
    proof = [e for e in statement.evidence if any(e.start <= t.start and t.end <= e.end for t in rows)]
    scopes = {t.scope for t in rows if sum(o.canonical == t.canonical for o in rows) > 1}
    said = [
        say_target(t) if t.canonical != title else f"{t.scope if len(scopes) > 1 else ''}{say_value(t)}" for t in rows
    ]
    if dated:
        said = [f"{t.target_year}年{words}" if t.target_year else words for t, words in zip(rows, said, strict=True)]
    return "；".join(said) + numbers.marks(proof or statement.evidence)


def _pipe_table(table: Table) -> list[str]:
    lines = [table.columns, tuple("---" for _ in table.columns), *table.rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def mark_lines(statements: Sequence[Statement], numbers: MarkNumbers) -> list[str]:
    """Markdown lines with [n] marks behind each statement; several lines become a list."""
    bullet = "- " if len(statements) > 1 else ""
    return [f"{bullet}{_marked(s, numbers)}" for s in statements]


def _marked(statement: Statement, numbers: MarkNumbers) -> str:
    """A statement with its marks: those of a sentence that it quotes behind that sentence, where it quotes several; else at its end."""
    text, marked, at = statement.text, "", 0
    open_evidence: list[Evidence] = []
    for evidence in statement.evidence:
        quote = evidence.quote.rstrip(STOPS)
        found = text.find(quote, at)
        end = found + len(quote) + (text[found + len(quote) : found + len(quote) + 1] in tuple(STOPS))
        open_evidence.append(evidence)
        if found < 0 or not text.startswith(tuple(STOPS), end - 1):
            continue
        end -= text.startswith("；", end - 1)
        end += text.startswith("”", end)
        marked += text[at:end] + numbers.marks(open_evidence)
        at, open_evidence = end, []
    return marked + text[at:] + (numbers.marks(open_evidence) if open_evidence else "")


def _status(query: Query, draft: Draft, answers: Sequence[Statement], absences: Sequence[Statement]) -> Status:
    if draft.status:
        return draft.status
    if not answers or all(s.denies for s in answers):
        return "not_found"
    if any(s.nearest or s.leaves_open for s in answers):
        return "partial"
    left_out = query.scope.unknown or query.scope.outside
    return "partial" if absences or left_out or len(answers) < len(draft.statements) else "answered"


def _outside_note(index: Index, query: Query) -> str:
    """That a place asked for has a plan, which the caller's choice leaves out."""
    places = "、".join(place_name(index.plan(plan)) for plan in query.scope.outside)
    noun = called(index)
    return f"{places}的{noun}不在所选的{noun}之内，没有从中作答。如要查{places}，请先把它选上，或取消选择。"


def _unknown_note(index: Index, query: Query) -> str:
    if not query.scope.unknown or not query.scope.plans:
        return ""
    return f"资料中没有{'、'.join(query.scope.unknown)}的{called(index)}。{holdings(index)}"


def _titles(index: Index, query: Query) -> str:
    cards = [index.plan(p) for p in query.scope.plans][:3]
    more = "等" if len(query.scope.plans) > 3 else ""
    return "".join(f"《{c.title}》" for c in cards) + more
