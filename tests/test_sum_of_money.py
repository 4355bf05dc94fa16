"""A sum of money is asked for without its unit; what is no figure answers no number."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.asked import asked_units
from retrieval.search.wording import holds_number


@pytest.mark.parametrize("asked", ["总共要投几个亿", "财政投了几千万", "水利要投多少", "一共花多少"])
def test_what_is_spent_is_asked_for_in_money(asked: str) -> None:
    assert "元" in asked_units(asked)


@pytest.mark.parametrize(
    "asked",
    ["粮食产量几个亿斤", "投资增长多少", "研发投入占比多少", "运河的投资完成百分之多少了", "固定资产投资目标是多少"],
)
def test_what_grows_or_is_weighed_is_not(asked: str) -> None:
    assert "元" not in asked_units(asked)


def test_lengths_answer_no_question_for_money(assistant: Assistant) -> None:
    answer = assistant.ask("抚州污水管网改造总共要投几个亿")
    assert (answer.status, "合计" in answer.answer) == ("not_found", False)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("建成电站二期项目。", False),
        ("“十四五”时期推进。", False),
        ("分三期建设。", True),
        ("“十四五”期间下降4%", True),
    ],
)
def test_which_phase_or_period_it_is_is_no_number(text: str, holds: bool) -> None:
    assert holds_number(text, ()) is holds


def test_a_question_behind_a_word_that_adds_it_is_answered_too(assistant: Assistant) -> None:
    said = assistant.ask("资阳的农膜回收率要到多少，另外这活谁牵头").answer
    assert "85%以上" in said
    assert "市农业农村局" in said
