"""A ratio without a unit is a figure that a question may claim: 系数0.61 is held against 0.52, and 0.5 is not 0.52."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.figures import figures_named
from tests.own_corpus import assistant_over

PLAN = """万宁市“十四五”节水行动方案

一、主要目标
到2025年，农田灌溉水有效利用系数达到0.58，新增高效节水灌溉面积12万亩。
二、重点任务
（一）改造灌区。改造中型灌区4处。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("ratio"), {"wanning.txt": PLAN})[0]


@pytest.mark.parametrize(("claimed", "told"), [("0.61", "不是0.61"), ("0.5", "不是0.5。"), ("0.58", "是。")])
@pytest.mark.parametrize("asked", ["万宁农田灌溉水有效利用系数是{}吗", "万宁农田灌溉水有效利用系数要到{}，对吗"])
def test_a_ratio_without_a_unit_is_confirmed_or_denied(plan: Assistant, claimed: str, told: str, asked: str) -> None:
    answer = plan.ask(asked.format(claimed))
    assert told in answer.answer and "0.58" in answer.answer
    assert (answer.status == "answered") == (claimed == "0.58")


def test_what_begins_with_nought_and_has_a_unit_or_is_a_heading_is_no_ratio() -> None:
    assert figures_named("下降0.5个百分点") == ("0.5个百分点",)
    assert figures_named("1.0.2版本和3.1节") == ()
    assert figures_named("系数是0.61吗") == ("0.61",)
