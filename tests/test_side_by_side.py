"""Of several plans nothing is said firmly that only has a part of what is asked about."""

import pytest

from retrieval.assistant import Assistant


@pytest.mark.parametrize(
    "asked", ["这几个市里头有没有提到虚拟电厂的", "有没有哪个市搞虚拟电厂", "各市对虚拟电厂怎么说"]
)
def test_what_stands_in_no_plan_is_not_answered_with_what_has_a_part_of_its_name(
    assistant: Assistant, asked: str
) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "not_found"
    assert not answer.citations
    assert "未提及“虚拟电厂”" in answer.answer


def test_what_has_a_part_of_its_name_is_only_the_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("哪里要求装智能电表")
    assert answer.status == "partial"
    assert answer.band == "doubt"


def test_what_stands_in_some_plans_is_still_said_of_those(assistant: Assistant) -> None:
    answer = assistant.ask("碳普惠各地怎么说的")
    assert "抚州市：" in answer.answer
    assert {c.plan for c in answer.citations} == {"fuzhou-jx"}


def test_a_difference_is_told_though_the_word_for_it_stands_in_no_plan(assistant: Assistant) -> None:
    answer = assistant.ask("郴州、福州、黔东南对“两高”类项目加强指导的能耗门槛一样吗？")
    assert all(figure in answer.answer for figure in ("5000吨", "5万吨", "1万吨"))


@pytest.mark.parametrize("asked", ["抚州方案里头“四单一表”是啥", "“红黑榜”是什么意思"])
def test_what_a_quoted_term_means_is_not_told_where_no_plan_has_it(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(asked)
    assert (answer.status, answer.citations) == ("not_found", ())


def test_a_term_is_told_by_those_that_explain_it_and_nothing_is_missing(assistant: Assistant) -> None:
    answer = assistant.ask("“两高一低”是什么意思")
    assert answer.status == "answered"
    assert "高耗能高排放低水平项目" in answer.answer
    assert "未提及" not in answer.answer
    assert "各地不同" not in answer.answer


def test_a_rate_is_not_answered_with_another_figure_of_its_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("资阳的森林覆盖率是多少")
    assert answer.status == "not_found"
