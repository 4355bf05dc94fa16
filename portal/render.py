"""Records to HTML: values in, text out. Every word of a plan or a user is escaped; no line breaks (see prose.py)."""

import re
from collections.abc import Callable, Sequence

from corpus.plan import Clause
from errors import WenceError
from portal.contract import PlanCard
from portal.excerpt import Excerpt, alone, around, whole
from portal.prose import Marks, plain, prose, table
from retrieval.answer import Answer, Citation

ClauseFinder = Callable[[str, str], Clause]

STATUS_WORDS = {"answered": "已回答", "partial": "部分回答", "not_found": "未找到", "clarify": "请说明"}
#: What a question takes for granted and the text says otherwise: surely told, and still not found as asked.
CORRECTED = "与原文不符"
#: Small talk and orders, which ask the documents nothing.
TALKED = "对话"
MODE_WORDS = {
    "extract": "逐字摘自原文，未用大模型",
    "llm": "大模型撰写，逐条核对",
    "long-context": "大模型通读撰写，逐条核对",
}
SHOWN = 6
"""Citations shown at once; the rest stand behind one line that opens them."""


def render_question(question: str) -> str:
    """What the user asked, as typed."""
    return f'<div class="wc-question">{plain(question) or "（空）"}</div>'


def render_notice(message: str) -> str:
    """A message that is not an answer: what was wrong and what to do."""
    return f'<div class="wc-notice" role="alert">{plain(message)}</div>'


def render_waiting() -> str:
    """Shown within the first moment, until there is something to read."""
    return '<div class="wc-waiting" role="status">正在查找条款…</div>'


def render_answer(answer: Answer, clause_of: ClauseFinder, *, complete: bool = True, stopped: bool = False) -> str:
    """One answer with its status in words, tables, citations and what the checks removed.

    Args:
        answer: the record; ``answer.answer`` is Markdown with [n] marks.
        clause_of: plan id and clause id to the clause that holds the quote; may raise LookupError or WenceError.
        complete: False while more is to come; citations and checks wait until then.
        stopped: the user stopped it before it was complete.
    """
    marks = _marks(answer)
    word = _status_word(answer) if complete else ("已停止" if stopped else "正在回答")
    kind = answer.status if complete else "growing"
    parts = [
        f'<p class="wc-status wc-{kind}">{word}</p>',
        f'<div class="wc-prose">{prose(answer.answer, marks, tables=not answer.tables)}</div>',
        *(table(each.columns, each.rows, marks) for each in answer.tables),
    ]
    if complete:
        parts += [_citations(answer, clause_of), _checks(answer), _meta(answer)]
    return f'<div class="wc-answer" id="{_anchor(answer)}">{"".join(parts)}</div>'


def _status_word(answer: Answer) -> str:
    told_surely = {"not_found": CORRECTED, "clarify": TALKED} if answer.band == "sure" else {}
    return told_surely.get(answer.status, STATUS_WORDS[answer.status])


def render_plans(plans: Sequence[PlanCard], shown: int = 8) -> str:
    """The plans held, with number and date; beyond ``shown`` they stand behind one line that opens them.

    The list as a whole folds too: page.js folds it on narrow screens.
    """
    items = [_plan(card) for card in plans]
    more = ""
    if len(items) > shown:
        more = f"<details><summary>其余 {len(items) - shown} 份</summary><ul>{''.join(items[shown:])}</ul></details>"
    return (
        f'<details class="wc-plans" open><summary>收录方案 <span>{len(items)} 份</span></summary>'
        f"<ul>{''.join(items[:shown])}</ul>{more}</details>"
    )


def _plan(card: PlanCard) -> str:
    place = card.region if not card.province or card.region == card.province else f"{card.province} · {card.region}"
    facts = "　".join(plain(fact) for fact in (card.number, card.date) if fact)
    return (
        f'<li><span class="wc-place">{plain(place)}</span><span class="wc-title">{plain(card.title)}</span>'
        f'<span class="wc-facts">{facts}</span></li>'
    )


def _anchor(answer: Answer) -> str:
    return "wc-" + re.sub(r"[^0-9A-Za-z_-]", "", answer.id)


def _marks(answer: Answer) -> Marks:
    known = {citation.n: citation for citation in answer.citations}
    heads = {citation.n: card[0].n for card in _cards(answer.citations) for citation in card}
    anchor = _anchor(answer)

    def mark(number: int) -> str:
        if number not in known:
            return f"[{number}]"
        title = plain(f"出处 {number}：《{known[number].title}》{known[number].address}").replace("<br>", " ")
        return f'<a class="wc-mark" href="#{anchor}-{heads[number]}" title="{title}">[{number}]</a>'

    return mark


def _cards(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations by clause, in the order in which the clauses are first cited."""
    cards: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        cards.setdefault((citation.plan, citation.clause), []).append(citation)
    return list(cards.values())


def _citations(answer: Answer, clause_of: ClauseFinder) -> str:
    if not answer.citations:
        return ""
    anchor = _anchor(answer)
    items = [_card(card, clause_of, f"{anchor}-{card[0].n}") for card in _cards(answer.citations)]
    more = ""
    if len(items) > SHOWN:
        more = (
            f'<details class="wc-more"><summary>其余 {len(items) - SHOWN} 处出处</summary>'
            f"{''.join(items[SHOWN:])}</details>"
        )
    return f'<section class="wc-citations"><h3>出处</h3>{"".join(items[:SHOWN])}{more}</section>'


def _card(card: Sequence[Citation], clause_of: ClauseFinder, anchor: str) -> str:
    """All that is quoted from one clause."""
    first, clause = card[0], _clause(card[0], clause_of)
    full = (whole(card, clause) if clause else None) or alone(citation.quote for citation in card)
    near = around(full)
    opened = ""
    if near.cut and clause:
        opened = f"<details><summary>展开全条（{len(full)} 字）</summary>{_quotation(full)}</details>"
    nested = " > " in first.section  # a single heading already stands at the head of the clause
    section = f'<p class="wc-section">{plain(first.section)}</p>' if nested else ""
    numbers = "".join(f'<span class="wc-n">{citation.n}</span>' for citation in card)
    titled = clause.title if clause and clause.label else ""
    return (
        f'<article class="wc-citation" id="{anchor}" tabindex="-1"><header>{numbers}'
        f'<span class="wc-title">《{plain(first.title)}》</span>'
        f'<span class="wc-address">{plain(first.address + titled)}</span></header>{section}{_quotation(near)}{opened}</article>'
    )


def _clause(citation: Citation, clause_of: ClauseFinder) -> Clause | None:
    try:
        return clause_of(citation.plan, citation.clause)
    except (LookupError, WenceError):
        return None


def _quotation(excerpt: Excerpt) -> str:
    shown = ["…" if excerpt.more_before else ""]
    for number, piece in enumerate(excerpt.pieces):
        text = "……" if number in excerpt.gaps else plain(piece)
        shown.append(f"<mark>{text}</mark>" if number % 2 else text)
    shown.append("…" if excerpt.more_after else "")
    return f"<blockquote>{''.join(shown)}</blockquote>"


def _checks(answer: Answer) -> str:
    failed = [check for check in answer.checks if not check.passed and check.detail]
    if not failed:
        return ""
    items = "".join(f"<li>{plain(check.detail)}</li>" for check in failed)
    return f'<details class="wc-checks"><summary>核对时去掉的内容（{len(failed)}）</summary><ul>{items}</ul></details>'


def _meta(answer: Answer) -> str:
    seconds = answer.latency_ms / 1000
    took = f"用时 {seconds:.2f} 秒" if seconds >= 0.01 else f"用时 {answer.latency_ms:.1f} 毫秒"
    words = [MODE_WORDS[answer.mode], took] if answer.citations else [took]
    return f'<p class="wc-meta">{" · ".join(words)}</p>'
