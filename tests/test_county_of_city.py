"""A figure asked of a county that has none: that its city has one is told, with where it stands."""

import pytest

from retrieval.assistant import Assistant
from tests.talking import talk


@pytest.mark.parametrize("question", ["仓山区的氨氮减排多少", "仓山的氨氮要减多少吨"])
def test_a_county_without_the_figure_is_told_that_its_city_has_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "没有给出仓山" in answer.answer and "只有全市的" in answer.answer and "1100" not in answer.answer
    assert answer.status != "answered" and "1100吨" in answer.citations[0].quote
    assert "1100吨" in talk(assistant, question, "全市呢").answer


def test_so_it_is_after_a_figure_that_the_county_has(assistant: Assistant) -> None:
    answer = talk(assistant, "凯里坐公交出门的比例要做到多少", "那充电桩呢，要装多少")
    assert "没有给出凯里的数，只有全州的" in answer.answer and "5000个以上" in answer.citations[0].quote


def test_what_neither_has_is_not_told(assistant: Assistant) -> None:
    answer = assistant.ask("凯里的房价多少")
    assert "只有全州的" not in answer.answer and not answer.citations
