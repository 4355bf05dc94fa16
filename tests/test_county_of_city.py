"""A county and the city that holds it in one question: whose figure is asked for."""

import pytest

from retrieval.assistant import Assistant


@pytest.mark.parametrize(
    "asked",
    [
        "郴州给桂东县定的能耗强度降幅是几个点",
        "我在桂东县上班，郴州给我们县定的能耗强度降幅是几个点",
        "我们桂东县，郴州定的能耗强度降幅是多少",
        "郴州要求桂东县能耗强度降多少",
    ],
)
def test_what_a_city_sets_for_a_county_is_not_the_figure_of_the_city(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "not_found"
    assert "15%" not in answer.answer
    assert "桂东县" in answer.answer


@pytest.mark.parametrize("asked", ["我在桂东县上班，郴州的能耗强度要降多少", "郴州和桂东县的能耗强度要降多少"])
def test_the_city_is_asked_about_where_the_county_only_stands_beside(assistant: Assistant, asked: str) -> None:
    assert "15%" in assistant.ask(asked).answer


def test_what_a_plan_gives_for_a_county_is_told_whoever_sets_it(assistant: Assistant) -> None:
    assert "70%" in assistant.ask("福州给福清定的城市生活污水集中收集率是多少").answer


def test_what_a_plan_does_not_give_for_a_county_beside_its_city_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("郴州和桂东县的能耗强度各降多少")
    assert answer.status == "partial"
    assert "15%" in answer.answer
    assert "没有给出桂东县的" in answer.answer


def test_both_are_told_where_the_plan_gives_both(assistant: Assistant) -> None:
    answer = assistant.ask("福州和福清的城市生活污水集中收集率各是多少")
    assert answer.status == "answered"
    assert "75%" in answer.answer
    assert "70%" in answer.answer
