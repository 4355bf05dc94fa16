"""Two invented twin cities whose plans share a sentence, five questions over them, and a right answer to each."""

from dataclasses import replace
from typing import Any

from eval.gold.questions import Evidence, GoldQuestion
from eval.gold.texts import PlanText, fold_plan
from eval.run.case import Case, Ranked, read_reply

SHARED = "推进污水管网雨污分流改造，支持再生水用于市政杂用。"
_BODY = """{city}市节能减排工作方案
一、主要目标
到2025年，全市单位地区生产总值能耗比2020年下降{energy}%，化学需氧量重点工程减排量达到{cod}吨。
二、重点工程
推进污水管网雨污分流改造，支持再生水用于市政杂用。（市水务局牵头，市财政局配合）
"""


def plan(name: str, city: str, energy: str, cod: str) -> PlanText:
    text = _BODY.format(city=city, energy=energy, cod=cod)
    first, second = text.index("一、"), text.index("二、")
    clauses = [(f"{name}#0", 0, first), (f"{name}#1", first, second), (f"{name}#2", second, len(text))]
    return fold_plan(name, f"{city}市节能减排工作方案", text, clauses)


TEXTS = {"east": plan("east", "东川", "14", "1100"), "west": plan("west", "西川", "12.5", "900")}


def cite(n: int, plan: str, quote: str) -> dict[str, Any]:
    return {"n": n, "plan": plan, "title": TEXTS[plan].title, "section": "", "address": "", "quote": quote}


def question(
    name: str, kind: str, asked: str, plans: str, answer: str, facts: str, quotes: dict[str, str]
) -> GoldQuestion:
    evidence = tuple(Evidence(p, "", quote) for p, quote in quotes.items())
    must = tuple((fact,) for fact in facts.split())
    return GoldQuestion(
        name, kind, asked, (), tuple(plans.split()), answer, must, ("12.5%",) if name == "fact" else (), evidence
    )


EAST_ENERGY = "全市单位地区生产总值能耗比2020年下降14%"
WEST_ENERGY = "全市单位地区生产总值能耗比2020年下降12.5%"
LEADS = "市水务局牵头，市财政局配合"
QUESTIONS = {
    q.id: q
    for q in (
        question(
            "fact",
            "fact",
            "东川的能耗要降多少？",
            "east",
            "到2025年，东川市单位地区生产总值能耗比2020年下降14%。",
            "14%",
            {"east": EAST_ENERGY},
        ),
        question("measure", "measure", "东川的污水管网怎么办？", "east", SHARED, "雨污分流", {"east": SHARED}),
        question(
            "agency",
            "agency",
            "东川的污水管网谁牵头、谁配合？",
            "east",
            "市水务局牵头，市财政局配合。",
            "水务局",
            {"east": LEADS},
        ),
        question(
            "compare",
            "compare",
            "东川和西川的能耗各降多少？",
            "east west",
            "东川14%，西川12.5%。",
            "14% 12.5%",
            {"east": EAST_ENERGY, "west": WEST_ENERGY},
        ),
        question("outside", "unanswerable", "南川的能耗要降多少？", "", "资料中没有南川市的方案。", "", {}),
    )
}
ROWS: dict[str, dict[str, Any]] = {
    "fact": {"answer": f"东川市：到2025年，{EAST_ENERGY}。[1]", "citations": [cite(1, "east", EAST_ENERGY)]},
    "measure": {"answer": f"东川市：{SHARED}[1]", "citations": [cite(1, "east", SHARED)]},
    "agency": {
        "answer": f"东川市：污水管网改造，{LEADS}。[1]",
        "citations": [cite(1, "east", f"推进污水管网雨污分流改造，支持再生水用于市政杂用。（{LEADS}）")],
    },
    "compare": {
        "answer": f"- 东川市：到2025年，{EAST_ENERGY}。[1]\n- 西川市：到2025年，{WEST_ENERGY}。[2]\n- 东川市比西川市高1.5个百分点（14%－12.5%）。[1][2]",
        "citations": [cite(1, "east", EAST_ENERGY), cite(2, "west", WEST_ENERGY)],
    },
    "outside": {"answer": "资料中没有南川市的方案。现有2份：东川市、西川市。", "status": "not_found", "citations": []},
}


def row(name: str) -> dict[str, Any]:
    """A right answer as a row of answers.jsonl."""
    return {"id": name, "question": QUESTIONS[name].question, "status": "answered", "latency_ms": 5.0} | ROWS[name]


def ranking(name: str) -> tuple[Ranked, ...]:
    """A right ranking: the evidence's clauses first."""
    asked = QUESTIONS[name].plans
    ordered = [Ranked(p, _clause(p, 2 if name in ("measure", "agency") else 1)) for p in asked]
    return (*ordered, *(Ranked(p, _clause(p, 0)) for p in asked)) or (Ranked("east", _clause("east", 0)),)


def _clause(plan: str, number: int) -> str:
    _, start, end = TEXTS[plan].clauses[number]
    return TEXTS[plan].folded[start:end]


def case(name: str, **changes: Any) -> Case:
    """The right answer to a question, with fields of its row changed."""
    return Case(QUESTIONS[name], read_reply(row(name) | changes), ranking(name), TEXTS)


def with_ranking(name: str, passages: tuple[Ranked, ...]) -> Case:
    return replace(case(name), passages=passages)
