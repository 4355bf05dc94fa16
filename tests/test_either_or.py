"""Which of two figures it is; and another thing that a follow-up names."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant


@pytest.mark.parametrize(
    ("asked", "figure"),
    [
        ("黔东南的氨氮减排量是390还是300", "390吨以上"),
        ("郴州能耗强度要降15%还是10%", "15%"),
        ("抚州的化学需氧量减排量是8945吨还是9000吨", "8945吨"),
    ],
)
def test_the_figure_is_told_whichever_was_offered(assistant: Assistant, asked: str, figure: str) -> None:
    answer = assistant.ask(asked)
    assert answer.status in ("answered", "partial")
    assert figure in answer.answer
    assert "年。" not in answer.answer.split("：", 1)[-1][:8]  # it is no year that is denied


def test_another_thing_is_not_answered_firmly_with_the_one_before(assistant: Assistant) -> None:
    history = [Turn("user", "福州到2025年新能源汽车占比多少"), Turn("assistant", "…")]
    answer = assistant.ask("公交呢", history)
    assert (answer.status, answer.band) == ("partial", "doubt")


def test_another_thing_that_the_plan_gives_is_answered_firmly(assistant: Assistant) -> None:
    history = [Turn("user", "资阳的氨氮减排量多少"), Turn("assistant", "…")]
    answer = assistant.ask("农膜呢", history)
    assert answer.status == "answered"
    assert "85%以上" in answer.answer
