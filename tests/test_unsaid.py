"""A verdict, a thing or a rate that a plan does not give: said to be so, whatever stands near it."""

import pytest

from retrieval.assistant import Assistant


@pytest.mark.parametrize("question", ["以后电费会涨吗", "居民用电要涨价吗"])
def test_sentences_about_a_matter_are_no_verdict_on_it(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status != "answered"


@pytest.mark.parametrize("question", ["黔东南还让烧秸秆吗", "资阳的农民能烧秸秆吗"])
def test_what_is_beside_a_thing_is_no_answer_for_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_found" and "没有给出" in answer.answer


def test_a_rate_that_a_plan_has_nowhere_is_not_given_by_another_figure(assistant: Assistant) -> None:
    answer = assistant.ask("各市的污水收集率")
    assert "75%" in answer.answer and "530公里" not in answer.answer
    assert assistant.ask("黔东南的污水收集率要达到多少").status == "not_found"
