"""One question of the report, expandable: question, reference, answer, citations in their sentences, checks."""

import re
from html import escape

from eval.gold.kinds import type_name
from eval.metrics.catalogue import BY_NAME
from eval.run.case import Case, Cited
from eval.score.scoring import Scored

STATUSES = {
    "answered": "已回答",
    "partial": "部分回答",
    "not_found": "没有给出",
    "clarify": "反问",
    "error": "出错",
}
_MARK = re.compile(r"\[(\d{1,3})\]")
_PASSAGES_SHOWN = 5
_PASSAGE_CHARACTERS = 160


def render_question(case: Case, scored: Scored, place: int) -> str:
    """A ``<details>``; ``place`` is its number in the opening order."""
    gold = case.question
    wrong = bool(scored.faults) if case.reply else scored.values.get("evidence_recall_5", 1.0) < 1
    verdict, time = ("wrong", "错") if wrong else ("right", "对"), scored.values.get("latency_ms")
    data = {
        "verdict": verdict[0],
        "rank": place,
        "name": gold.id,
        "kind": gold.type,
        "plan": scored.plan,
        "ask": gold.question,
        "time": f"{time:.1f}" if time is not None else "",
    }
    attributes = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in data.items())
    cells = [
        f'<span><span class="badge">{verdict[1]}</span></span>',
        f'<span class="small">{escape(gold.id)}</span>',
        f'<span class="small kind">{escape(type_name(gold.type))}</span>',
        f'<span class="small plan">{escape(scored.plan)}</span>',
        f'<span class="ask">{escape(gold.question)}</span>',
        f'<span class="small time">{f"{time:.0f} 毫秒" if time is not None else ""}</span>',
    ]
    summary = f'<summary><span class="row">{"".join(cells)}</span></summary>'
    return f'<details class="q {verdict[0]}" id="{_anchor(gold.id)}" {attributes}>{summary}<div class="body">{_body(case, scored)}</div></details>'


def _body(case: Case, scored: Scored) -> str:
    gold = case.question
    faults = "".join(f"<li>{escape(fault)}</li>" for fault in scored.faults)
    turns = "".join(f"<p><b>{'问' if t.role == 'user' else '答'}</b>　{escape(t.content)}</p>" for t in gold.history)
    return "".join(
        [
            f'<ul class="faults">{faults}</ul>' if faults else "",
            f"<h3>上文</h3>{turns}" if turns else "",
            f'<h3>问题</h3><p>{escape(gold.question)}</p><div class="pair">',
            f"<div><h3>参考答案</h3>{_reference(case)}</div>",
            f"<div><h3>回答（{_status(case)}）</h3>{_answer(case)}</div></div>",
            _citations(case),
            _passages(case),
            f'<h3>核对</h3><ul class="checks">{_checks(case, scored)}</ul>',
        ]
    )


def _status(case: Case) -> str:
    return STATUSES.get(case.reply.status, case.reply.status) if case.reply else "没有记录"


def _reference(case: Case) -> str:
    gold = case.question
    facts = "；".join(" 或 ".join(group) for group in gold.must_include)
    return "".join(
        [
            f'<p class="said">{escape(gold.answer)}</p>',
            f'<p class="note">要点：{escape(facts)}</p>' if facts else "",
            f'<p class="note">不得出现：{escape("；".join(gold.must_not_include))}</p>'
            if gold.must_not_include
            else "",
            '<ul class="gold">' if gold.evidence else "",
            *(
                f'<li>{escape(e.plan)} <span class="note">{escape(e.section)}</span><br>{escape(e.quote)}</li>'
                for e in gold.evidence
            ),
            "</ul>" if gold.evidence else "",
        ]
    )


def _answer(case: Case) -> str:
    if case.reply is None:
        return '<p class="note">只记录了检索结果。</p>'
    known = {c.n for c in case.reply.citations}

    def link(mark: re.Match[str]) -> str:
        number = int(mark[1])
        target = f'<a href="#{_anchor(case.question.id)}-{number}">[{number}]</a>'
        return f"<sup>{target if number in known else mark[0]}</sup>"

    return f'<p class="said">{_MARK.sub(link, escape(case.reply.text))}</p>'


def _citations(case: Case) -> str:
    if case.reply is None or not case.reply.citations:
        return ""
    items = "".join(
        f'<li value="{c.n}" id="{_anchor(case.question.id)}-{c.n}">{escape(c.plan)} <span class="note">{escape(c.place)}</span><br>'
        f"{_in_sentence(case, c)}</li>"
        for c in case.reply.citations
    )
    return f'<h3>引文</h3><ol class="cites">{items}</ol>'


def _in_sentence(case: Case, cited: Cited) -> str:
    text = case.texts.get(cited.plan)
    context = text.context(cited.quote) if text else None
    if context is None:
        return f'{escape(cited.quote)} <span class="badge false">不是原文</span>'
    before, quote, after = map(escape, context)
    return f"{before}<mark>{quote}</mark>{after}"


def _passages(case: Case) -> str:
    if not case.passages:
        return ""
    wrong = ' class="false"'
    items = "".join(
        f"<li><span{'' if p.plan in case.question.asked_plans else wrong}>{escape(p.plan)}</span>　"
        f"{escape(p.text[:_PASSAGE_CHARACTERS])}{'…' if len(p.text) > _PASSAGE_CHARACTERS else ''}</li>"
        for p in case.passages[:_PASSAGES_SHOWN]
    )
    return f"<details><summary>检索到的前 {_PASSAGES_SHOWN} 段</summary><ol class='ranked'>{items}</ol></details>"


def _checks(case: Case, scored: Scored) -> str:
    items = []
    for name, value in scored.values.items():
        metric = BY_NAME[name]
        if metric.subject != "time":
            faulty = "" if value == 1 - metric.worst else ' class="bad"'
            items.append(f"<li{faulty}>{escape(metric.label)} {value:.2f}</li>")
    for gate, passed, detail in case.reply.checks if case.reply else ():
        if not passed:
            items.append(f'<li class="bad">自查 {escape(gate)}：{escape(detail)}</li>')
    return "".join(items)


def _anchor(question: str) -> str:
    return "q-" + re.sub(r"[^\w-]", "-", question)
