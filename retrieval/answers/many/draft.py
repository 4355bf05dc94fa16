"""The one door to answers over more plans than are told one by one."""

from collections.abc import Callable
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.breadth import PLANS_SHOWN
from retrieval.answers.compose import compose
from retrieval.answers.many.confirmed import are_confirmed
from retrieval.answers.many.dates import draft_dates
from retrieval.answers.many.figures import Figures, figures_of, lines_of, remainder
from retrieval.answers.many.gathered import gather
from retrieval.answers.many.holdings import asks_for_holdings, draft_holdings
from retrieval.answers.many.tables import line_of_provinces, table_of_best, table_of_provinces
from retrieval.answers.many.told import draft_told
from retrieval.answers.parts import is_of_place_found
from retrieval.answers.retold import retell
from retrieval.answers.statement import Statement
from retrieval.answers.writing import Draft, draft_answer, draft_which
from retrieval.question.established import Established
from retrieval.question.kinds import Kind
from retrieval.question.query import Query
from retrieval.question.understanding import asked_of
from retrieval.search.ledger import GOAL_WORDS
from retrieval.search.window import weigh_concepts

#: Of these it is counted who writes of the thing; what a document says as a whole is told of one place only.
_COUNTED: tuple[Kind, ...] = ("which", "duty", "measure", "fact", "definition", "number", "list")


def draft_many(index: Index, query: Query, check: Callable[[], None] = lambda: None) -> Draft:
    """The answer of all plans in scope to a question, from their ledgers and their words; asks back where only one place can be told.

    ``check`` ends the work by what it raises.
    """
    draft = _draft(index, query, check)
    if query.act in ("shorter", "table", "draw"):
        return as_wished(query, draft)
    return retell(index, query, replace(draft, sheets=())) if query.act or query.nth else draft


def _draft(index: Index, query: Query, check: Callable[[], None]) -> Draft:
    if query.parts:
        return _of_parts(index, query, check)
    if asks_for_holdings(query):
        return draft_holdings(index, query)
    if query.kind == "document" and (dated := draft_dates(index, query)):
        return dated
    if figures := _figures(index, query, check):
        return _draft_figures(query, figures)
    # 数据中心 ends as a body does: 哪些市提到了……数据中心 asks of no tasks
    counted = query.kind in _COUNTED or bool(query.asking.thing)
    told = draft_told(index, query) if counted and not query.piece else None
    return told or draft_which(index, query)


def as_wished(query: Query, draft: Draft) -> Draft:
    """The draft in fewer lines, or as it is where a table is wished for, which it has."""
    if query.act != "shorter":
        return draft
    laid = {statement for sheet in draft.sheets for statement in sheet.statements}
    lines = tuple(s for s in draft.statements if s not in laid and not s.plan)
    return replace(draft, statements=lines, sheets=(), closing="")


def _figures(index: Index, query: Query, check: Callable[[], None]) -> list[Figures]:
    """The figures asked for, one measure after the other; none where none are asked for or given."""
    of_goals = query.kind == "which" and any(query.asking.says(word) for word in GOAL_WORDS)  # 哪些市定了……的目标
    of_goals = of_goals or (query.kind == "which" and bool(query.figures) and bool(query.concepts))
    if query.asks_when or not (query.kind == "number" or query.compares or of_goals):
        return []
    weighted = weigh_concepts(index, query)
    check()
    gathered = gather(index, query, weighted)
    check()
    found = [figures for one in gathered if (figures := figures_of(index, query, weighted, one))]
    return found if found and are_confirmed(found[0], check) else []


def _draft_figures(query: Query, found: list[Figures]) -> Draft:
    """The lines and the tables of each measure."""
    lines: list[Statement] = []
    sheets = []
    for figures in found:
        lines += [*lines_of(figures), *line_of_provinces(figures)]
        sheets.append(table_of_best(figures))
        sheets += table_of_provinces(figures)
    left = remainder(found[0])
    laid = [statement for sheet in sheets for statement in sheet.statements if statement not in lines]
    apart = bool(left)
    closing = f"{left}{_ask_on(found[0])}"
    return Draft(
        (*lines, *dict.fromkeys(laid)),
        notes=tuple(filter(None, (query.scope.note,))),
        closing=closing,
        status="partial" if apart else None,
        certainty=1.0,
        band="sure",
        sheets=tuple(sheets),
    )


def _ask_on(figures: Figures) -> str:
    """How to see those that the table does not show."""
    left = len(figures.meant) - len(figures.shown)
    return (
        f"表中是前{len(figures.shown)}个，还有{left}个没有列出；可以接着问某个省、某个市，或“前30名”。"
        if left > 0
        else ""
    )


def _places_found(draft: Draft) -> tuple[str, ...]:
    """The plan that an order singles out, with those level with it where they are few; empty where none is."""
    picked = [s for s in draft.statements if s.picks]
    found = next((group for s in picked for group in s.tied if s.picks in group), tuple(s.picks for s in picked[:1]))
    return found if len(found) <= PLANS_SHOWN else ()


def _of_places(index: Index, part: Query, plans: tuple[str, ...], before: Draft, check: Callable[[], None]) -> Draft:
    """A part that asks on about the places found: 最高的是哪个市，谁负责 is told of those, by the clauses that their figures are from."""
    proof = [e for s in before.statements if s.plan in plans for e in s.evidence]
    told = Established(cited=tuple((e.clause, e.start, e.end) for e in proof))
    asked = replace(asked_of(part, plans, index.plans), told=told)
    return draft_answer(index, asked, compose(index, asked, check))


def _of_parts(index: Index, query: Query, check: Callable[[], None]) -> Draft:
    """Each part of a question answered by itself, what several say in the same words once."""
    drafts: list[Draft] = []
    for part in query.parts:
        found = _places_found(drafts[0]) if drafts and is_of_place_found(part, query.parts[0]) else ()
        if found:
            drafts.append(_of_places(index, part, found, drafts[0], check))
        else:
            drafts.append(draft_many(index, replace(part, scope=query.scope), check))
    notes = dict.fromkeys(note for draft in drafts for note in draft.notes)
    said = dict.fromkeys(s for draft in drafts for s in draft.statements)
    absences = dict.fromkeys(s for draft in drafts for s in draft.absences)
    sheets = dict.fromkeys(sheet for draft in drafts for sheet in draft.sheets)
    statuses = {draft.status for draft in drafts}
    return Draft(
        tuple(said),
        tuple(absences),
        tuple(notes),
        next((draft.closing for draft in drafts if draft.closing), ""),
        status=statuses.pop() if len(statuses) == 1 else "partial",
        certainty=min(draft.certainty for draft in drafts),
        band=drafts[0].band,
        sheets=tuple(sheets),
    )
