"""A message that states several figures and wants them checked: one line a figure, as the check of a draft finds it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.answers.whole import whole_span
from retrieval.answers.writing import Draft
from retrieval.drafts.checking import Checked, check_draft
from retrieval.drafts.shelf import Stated
from retrieval.drafts.weighing import Verdict
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.years import with_both_years_told
from retrieval.search.wording import parts_of

#: So many figures make a message one to be checked figure by figure; one alone is confirmed or corrected.
_SEVERAL = 2
_CHECKED = ("figure", "bare", "number", "date")
_TOLD = ("agrees", "differs")
_CALLED: dict[Verdict, str] = {"agrees": "相符", "differs": "不符", "absent": "方案没有", "unclear": "没有核对"}


def draft_checked(index: Index, query: Query, check: Callable[[], None]) -> tuple[Query, Draft] | None:
    """The draft of an answer to a message that states figures, with the query over the plans they are held against.

    None where fewer than two are stated, or the plans say nothing of any.
    """
    if not query.stated:
        return None
    stated = with_both_years_told(query.stated, (index.plan(plan).title for plan in query.scope.plans))
    checked = check_draft(index, stated, _allowed(index, query), check)
    if not any(one.plan for one in checked) and len(query.scope.plans) == 1:
        checked = check_draft(index, stated, query.scope.plans, check)
    if sum(one.kind in _CHECKED for one in checked) < _SEVERAL or not any(one.verdict in _TOLD for one in checked):
        return None
    plans = tuple(dict.fromkeys(one.plan for one in checked if one.plan))
    return replace(query, scope=replace(query.scope, plans=plans, unknown=(), outside=(), note="")), _draft(
        index, checked
    )


def _allowed(index: Index, query: Query) -> Sequence[str]:
    """The plans that may be held against it: all that count but those that the caller left out."""
    return [card.id for card in index.current if card.id not in query.scope.outside] if query.scope.outside else ()


def _draft(index: Index, checked: Sequence[Checked]) -> Draft:
    lines = [_line(index, one) for one in checked]
    counts = Counter(one.verdict for one in checked)
    said = "，".join(f"{counts[verdict]}个{called}" for verdict, called in _CALLED.items() if counts[verdict])
    return Draft(
        tuple(line for line in lines if line.plan),
        tuple(line for line in lines if not line.plan),
        notes=(f"核对了{len(checked)}个数：{said}。",),
        status="answered" if all(one.verdict in _TOLD for one in checked) else "partial",
        certainty=1.0,
        band="sure",
    )


def _line(index: Index, one: Checked) -> Statement:
    """A figure with its verdict; what the plan does not have, or nobody can tell, cites nothing."""
    hoped = "力争" if one.said and one.said.aim and "力争" not in one.words else ""
    stated = f"{one.name}{hoped}{one.words}"
    if one.verdict not in _TOLD:
        why = f"（{one.why}）" if one.why else ""
        said = f"{f'{one.place}：' if one.place else ''}{stated}：{_CALLED[one.verdict]}{why}。"
        return Statement(said, (), "", (said,))
    reasons = "；".join(filter(None, (one.why, *one.notes)))
    remark = f"（{reasons}）" if reasons else ""
    given = "；".join(dict.fromkeys(each.told for each in one.stated)) or (one.front.value if one.front else "")
    verdict = f"{_CALLED[one.verdict]}{remark}"
    own = (f"{stated}：{verdict}",)
    text = f"{_place(index, one)}：{stated}：{verdict}" + (f"，方案为{given}。" if one.verdict == "differs" else "。")
    return Statement(text, _evidence(index, one), one.plan, own)


def _place(index: Index, one: Checked) -> str:
    return place_name(index.plan(one.plan))


def _evidence(index: Index, one: Checked) -> tuple[Evidence, ...]:
    if one.front:
        clause = next(c for c in index.clauses(one.plan) if c.start <= one.front.start < c.end)
        return (Evidence(one.plan, clause.id, one.front.value, one.front.value, one.front.start, one.front.end),)
    return tuple(dict.fromkeys(_quoted(index, each) for each in one.stated))


def _quoted(index: Index, stated: Stated) -> Evidence:
    """The words of the plan's sentence that say the figure."""
    words, at = stated.unit.text, stated.said.start
    start = next((start for start, end in parts_of(words) if start <= at < end), 0)
    return evidence_of(index, stated.unit, *whole_span(words, start, stated.said.end))
