"""Statements to the answer's Markdown: marks, lines, refusals. All words that are not a plan's own are written here."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.snapshot import Index
from retrieval.answer import Citation, Status
from retrieval.compose import Absence, Composition
from retrieval.question import Query
from retrieval.statement import Evidence, Statement, cite, pieces_of

_FOLLOW_UP = "各地的数值不同。想了解哪个地方，可以接着问。"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before the gates. ``notes`` and ``closing`` are ours and cite nothing; ``absences`` say what a plan lacks."""

    statements: tuple[Statement, ...] = ()
    absences: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    closing: str = ""
    status: Status | None = None


def draft_answer(index: Index, query: Query, composition: Composition) -> Draft:
    """The draft for a composition: one line a statement, and for each plan that lacks the thing a line that says so."""
    several = len(query.scope.plans) > 1
    absences = tuple(_absence_line(index, query, absence, brief=several) for absence in composition.absences)
    notes = tuple(filter(None, [query.scope.note, _unknown_note(index, query)]))
    ambiguous = query.scope.reason == "all" and several and query.kind != "which" and not query.compares
    closing = _FOLLOW_UP if ambiguous and len(composition.statements) > 1 else ""
    if query.kind == "which":
        absences = ()
    return Draft(composition.statements, absences, notes, closing)


def draft_unknown_place(index: Index, query: Query) -> Draft:
    """A place without a plan: says so and what there is, never a neighbour's figure."""
    places = "、".join(query.scope.unknown) or "所问地方"
    near = [index.plan(i) for i in query.scope.nearby]
    hint = f"其中{'、'.join(c.region for c in near)}在{near[0].province}，可以直接问。" if near else ""
    return Draft(notes=(f"资料中没有{places}的方案。{_holdings(index)}{hint}",), status="not_found")


def draft_which(index: Index, query: Query) -> Draft:
    """Too many plans and no place named: asks back, with the counts by province."""
    counts: dict[str, int] = {}
    for card in index.plans:
        counts[card.province or "其他"] = counts.get(card.province or "其他", 0) + 1
    listed = "、".join(f"{province}{count}份" for province, count in sorted(counts.items(), key=lambda i: -i[1]))
    topic = _topic(query)
    return Draft(
        notes=(f"资料中共有{len(index.plans)}份方案（{listed}）。请问要了解哪个地方的{topic}？",), status="clarify"
    )


def write_out(
    index: Index, query: Query, draft: Draft, kept: Sequence[Statement]
) -> tuple[str, tuple[Citation, ...], Status]:
    """(Markdown with [n] marks, citations, status) of a draft whose statements passed the gates (``kept``)."""
    answers = [s for s in draft.statements if s in kept]
    absences = [s for s in draft.absences if s in kept]
    lines, citations = mark_lines(index, [*answers, *absences])
    lines = [*draft.notes, *lines]
    if not lines:
        lines.append(f"已检索{_titles(index, query)}，没有找到与“{_topic(query)}”有关的内容。")
    if draft.closing:
        lines.append(f"\n{draft.closing}")
    return "\n".join(lines), citations, _status(query, draft, answers, absences)


def mark_lines(index: Index, statements: Sequence[Statement]) -> tuple[list[str], tuple[Citation, ...]]:
    """(Markdown lines with [n] marks behind each statement, the citations they point at); several lines become a list.

    Evidence that several lines rest on is cited once.
    """
    numbers: dict[Evidence, int] = {}
    lines = []
    for statement in statements:
        pieces = list(dict.fromkeys(p for e in statement.evidence for p in pieces_of(index, e)))
        for piece in pieces:
            numbers.setdefault(piece, len(numbers) + 1)
        marks = "".join(f"[{numbers[p]}]" for p in pieces)
        lines.append(f"{'- ' if len(statements) > 1 else ''}{statement.text}{marks}")
    return lines, tuple(cite(index, n, evidence) for evidence, n in numbers.items())


def _status(query: Query, draft: Draft, answers: Sequence[Statement], absences: Sequence[Statement]) -> Status:
    if draft.status:
        return draft.status
    if not answers:
        return "not_found"
    return "partial" if absences or query.scope.unknown or len(answers) < len(draft.statements) else "answered"


def _absence_line(index: Index, query: Query, absence: Absence, *, brief: bool) -> Statement:
    card = index.plan(absence.plan)
    place = card.region or f"《{card.title}》"
    if brief:
        return Statement(f"{place}：方案中未提及。", (), "")
    searched = f"《{card.title}》共{card.clauses}条已全部检索，没有给出{_topic(query)}"
    if absence.nearest is None:
        return Statement(f"{searched}。", (), "", (searched,))
    nearest = index.clause(absence.nearest.clause)
    text = f"{searched}。最接近的是{nearest.address}：“{absence.nearest.quote}”"
    return Statement(text, (absence.nearest,), absence.plan, (searched, card.title, nearest.address))


def _unknown_note(index: Index, query: Query) -> str:
    if not query.scope.unknown or not query.scope.plans:
        return ""
    return f"资料中没有{'、'.join(query.scope.unknown)}的方案。{_holdings(index)}"


def _holdings(index: Index) -> str:
    cards = index.plans
    if len(cards) <= 12:
        return f"现有{len(cards)}份：{'、'.join(c.region or f'《{c.title}》' for c in cards)}。"
    return f"现有{len(cards)}份方案。"


def _titles(index: Index, query: Query) -> str:
    cards = [index.plan(p) for p in query.scope.plans][:3]
    more = "等" if len(query.scope.plans) > 3 else ""
    return "".join(f"《{c.title}》" for c in cards) + more


def _topic(query: Query) -> str:
    return "".join(c.words for c in query.concepts)[:40] or "所问内容"
