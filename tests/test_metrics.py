"""Each metric sees the fault it is for, and nothing else: faults are planted in right answers, and all metrics looked at."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from eval.metrics.catalogue import BY_NAME, METRICS
from eval.metrics.citations import right_plan
from eval.metrics.departments import bodies_in
from eval.metrics.numbers import Quantity, is_computed, loose_numbers, quantities
from eval.metrics.statements import statements_of
from eval.metrics.verdict import faults
from eval.run.case import Case, Ranked
from tests.twin_cities import (
    EAST_ENERGY,
    LEADS,
    QUESTIONS,
    SHARED,
    TEXTS,
    WEST_ENERGY,
    case,
    cite,
    ranking,
    row,
    with_ranking,
)


def values(one: Case) -> dict[str, float | None]:
    return {metric.name: metric.value(one) for metric in METRICS if metric.subject != "time"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_right_answer_has_the_best_value_of_every_metric(name: str) -> None:
    known = {metric: value for metric, value in values(case(name)).items() if value is not None}
    at_one = {"evidence_recall_1": 0.5, "clause_recall_1": 0.5} if name == "compare" else {}  # two clauses are wanted
    assert known == {metric: 1 - BY_NAME[metric].worst for metric in known} | at_one and len(known) >= 5
    assert faults(case(name)) == []


def swap(name: str, old: str, new: str) -> dict[str, Any]:
    answer = row(name)["answer"]
    assert old in answer
    return {"answer": answer.replace(old, new)}


FAULTS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "a digit of the key figure changed": (
        "fact",
        swap("fact", "14%", "15%"),
        {"right", "key_facts", "unsupported_numbers"},
    ),
    "a digit of another number changed": ("fact", swap("fact", "2020年", "2021年"), {"unsupported_numbers"}),
    "a year changed": ("fact", swap("fact", "2025年", "2035年"), {"unsupported_numbers"}),
    "a difference computed wrongly": ("compare", swap("compare", "高1.5个", "高2.5个"), {"unsupported_numbers"}),
    "a known confusion added": (
        "fact",
        swap("fact", "14%。", "14%（不是12.5%）。"),
        {"right", "wrong_values", "unsupported_numbers"},
    ),
    "a citation moved to the twin city": (
        "measure",
        {"citations": [cite(1, "west", SHARED)]},
        {"right", "right_plan", "proof"},
    ),
    "citations of two cities exchanged": (
        "compare",
        {"citations": [cite(1, "west", WEST_ENERGY), cite(2, "east", EAST_ENERGY)]},
        {"right_plan"},
    ),
    "a city dropped from a comparison": (
        "compare",
        {"answer": row("compare")["answer"].splitlines()[0], "citations": row("compare")["citations"][:1]},
        {"right", "key_facts", "proof"},
    ),
    "a department swapped": ("agency", swap("agency", "市财政局", "市审计局"), {"department_f1"}),
    "a department left out": ("agency", swap("agency", "市水务局牵头，", ""), {"right", "key_facts", "department_f1"}),
    "a true quote under a false sentence": (
        "measure",
        {
            "answer": f"东川市：{SHARED}[1]\n东川市：全面停止再生水项目的建设并拆除已有设施。[2]",
            "citations": [cite(1, "east", SHARED), cite(2, "east", "支持再生水用于市政杂用。")],
        },
        {"citation_recall", "citation_precision"},
    ),
    "a sentence turned round": (
        "fact",
        swap("fact", "下降14%", "上升14%"),
        {"citation_recall", "citation_precision"},
    ),
    "a sentence without a citation": (
        "measure",
        swap("measure", "[1]", "[1]鼓励居民安装屋顶光伏。"),
        {"citation_recall"},
    ),
    "a citation of no use": (
        "measure",
        {
            "answer": f"东川市：{SHARED}[1][2]",
            "citations": [cite(1, "east", SHARED), cite(2, "east", "到2025年，全市单位地区生产总值")],
        },
        {"citation_precision"},
    ),
    "a quote altered": (
        "measure",
        {"citations": [cite(1, "east", SHARED), cite(2, "east", "支持再生水用于市政园林和景观。")]},
        {"right", "verbatim"},
    ),
    "an over-long answer": ("measure", {"answer": f"东川市：{SHARED}[1]\n" * 30}, {"right", "concise"}),
    "numbers nobody asked for": (
        "fact",
        {
            "answer": f"东川市：到2025年，{EAST_ENERGY}。[1]\n东川市：减排3吨、4公里、5座。[1]",
            "citations": [cite(1, "east", EAST_ENERGY)],
        },
        {"right", "stray_numbers", "unsupported_numbers"},
    ),
    "an answer refused": (
        "measure",
        {"status": "not_found"},
        {"right", "status", "false_refusal"},
    ),
    "a figure for a place outside the corpus": (
        "outside",
        {"answer": "南川市的能耗要降14%。", "status": "answered"},
        {"right", "status", "true_refusal", "stray_numbers", "citation_recall", "unsupported_numbers"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_lowers_exactly_the_metrics_it_should(fault: str) -> None:
    name, changes, expected = FAULTS[fault]
    before, after = values(case(name)), values(case(name, **changes))
    changed = {metric for metric, value in before.items() if after[metric] != value}
    assert changed == expected
    for metric in changed:
        ours, theirs, best = before[metric], after[metric], 1 - BY_NAME[metric].worst
        assert theirs is not None, f"{metric} has no value any more"
        assert (theirs > (best if ours is None else ours)) == BY_NAME[metric].lower_is_better, (
            f"{metric} calls the fault better"
        )


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_crash_has_the_worst_value_of_every_metric_of_answers(name: str) -> None:
    before = values(case(name))
    after = values(case(name, status="error", answer="KeyError", citations=[]))
    for metric, value in before.items():
        if value is not None:
            judged = BY_NAME[metric].subject == "answer"
            assert after[metric] == (BY_NAME[metric].worst if judged else value), metric
    assert faults(case(name, status="error", answer="KeyError")) == ["作答时出错：KeyError"]


RANKINGS: dict[str, tuple[str, Callable[[], tuple[Ranked, ...]], set[str]]] = {
    "the evidence on the second place": (
        "fact",
        lambda: ranking("fact")[::-1],
        {"evidence_recall_1", "clause_recall_1", "mrr_10", "ndcg_10"},
    ),
    "the evidence not found": (
        "fact",
        lambda: ranking("fact")[1:],
        {"evidence_recall_1", "evidence_recall_5", "evidence_recall_10", "clause_recall_1", "clause_recall_5"}
        | {"clause_recall_10", "mrr_10", "ndcg_10"},
    ),
    "the twin city behind the evidence": (
        "fact",
        lambda: (ranking("fact")[0], *ranking("compare")[1:2]),
        {"wrong_plan_5"},
    ),
    "half of the quote cut off": (
        "fact",
        lambda: (Ranked("east", ranking("fact")[0].text.split("下降")[0][:-8]),),
        {"evidence_recall_1", "evidence_recall_5", "evidence_recall_10"},
    ),
}


@pytest.mark.parametrize("fault", RANKINGS)
def test_a_spoiled_ranking_lowers_exactly_the_metrics_it_should(fault: str) -> None:
    name, make, expected = RANKINGS[fault]
    after = values(with_ranking(name, make()))
    assert {m for m, v in after.items() if v is not None and abs(v - (1 - BY_NAME[m].worst)) > 1e-9} == expected


def test_an_empty_ranking_is_the_worst_and_a_missing_file_is_no_value() -> None:
    assert values(with_ranking("fact", ()))["wrong_plan_5"] == 1.0
    assert values(replace(case("fact"), passages=None))["ndcg_10"] is None


def test_an_unknown_evidence_plan_is_a_miss_and_not_a_crash() -> None:
    lost = replace(case("fact"), texts={"west": TEXTS["west"]})
    assert values(lost)["evidence_recall_5"] == 0.0 and values(lost)["clause_recall_5"] == 0.0


def test_ndcg_and_reciprocal_rank_are_those_of_the_definitions() -> None:
    second = values(with_ranking("fact", ranking("fact")[::-1]))
    assert second["mrr_10"] == 0.5 and second["ndcg_10"] == pytest.approx(1 / 1.584962, abs=1e-5)


def test_every_metric_tells_formula_range_none_and_source() -> None:
    for metric in METRICS:
        if metric.subject != "time" and not metric.name.startswith(("evidence", "clause", "mrr", "ndcg")):
            told = metric.measure.__doc__ or ""
            assert all(word in told for word in ("Formula:", "Source:")) and ("None" in told), metric.name
    assert len(BY_NAME) == len(METRICS)


def test_numbers_are_read_with_their_units() -> None:
    assert quantities("下降12.5%,减排16,000吨、pm2.5、460公里") == [
        Quantity("12.5", "%"),
        Quantity("16000", "吨"),
        Quantity("460", "公里"),
    ]


@pytest.mark.parametrize(
    ("result", "terms", "holds"),
    [
        ("50个百分点", "90% 40%", True),
        ("51个百分点", "90% 40%", False),
        ("5332吨", "4218吨 184吨 650吨 280吨", True),
        ("5333吨", "4218吨 184吨 650吨 280吨", False),
        ("7.6倍", "16000吨 2100吨", True),
        ("7.7倍", "16000吨 2100吨", False),
    ],
)
def test_a_number_may_be_computed_from_cited_ones(result: str, terms: str, holds: bool) -> None:
    assert is_computed(quantities(result)[0], quantities(terms)) is holds


def test_a_sum_of_many_terms_counts_when_its_terms_are_shown() -> None:
    figures = [f"{100 + n * n}吨" for n in range(12)]
    quote = "、".join(figures)
    shown = "＋".join(f.removesuffix("吨") for f in figures[:5])
    total = sum(100 + n * n for n in range(5))
    right, wrong = (
        case("fact", answer=f"合计{value}吨（{shown}）。[1]", citations=[cite(1, "east", quote)])
        for value in (total, total + 3)
    )
    assert loose_numbers(right) == [] and loose_numbers(wrong) == [f"{total + 3}吨"]


def test_bodies_are_read_from_lists_and_sentences() -> None:
    assert bodies_in("由东川市水务局牵头，市财政局、国网东川供电公司等按职责分工负责，各有关部门落实。") == [
        "东川市水务局",
        "市财政局",
        "国网东川供电公司",
    ]
    assert bodies_in(LEADS) == ["市水务局", "市财政局"]


def test_sentences_about_the_texts_state_nothing() -> None:
    assert statements_of(case("outside")) == []
    absent = case(
        "fact", answer="《方案》共27条已全部检索，没有给出森林覆盖率。最接近的是一、：“全市单位地区生产总值能耗”[1]"
    )
    assert [piece.text for piece in statements_of(absent)] == ["最接近的是一、：“全市单位地区生产总值能耗”"]


def test_a_table_row_is_held_to_the_plan_of_its_first_cell() -> None:
    table = "| 地区 | 目标 |\n| --- | --- |\n| 东川市 | 14% [1] |\n| 西川市 | 12.5% [2] |"
    ours = case("compare", answer=table)
    assert right_plan(ours) == 1.0
    crossed = case("compare", answer=table.replace("[1]", "[3]").replace("[2]", "[1]").replace("[3]", "[2]"))
    assert right_plan(crossed) == 0.0
