"""Districts and towns: a figure of their own or none, never that of their city or their neighbour."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.strangers import part_of_place, strange_places
from tests.own_corpus import assistant_over
from tests.talking import talk

WESTERN = """西苇市节水规划

一、目标
到2027年，全市公共供水管网漏损率控制在9%以内，再生水利用率达到33%。
东坪区公共供水管网漏损率控制在7%以内。

二、任务
石门沟乡先行开展农村供水改造。
"""


@pytest.fixture(scope="module")
def west(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("west")), {"west.txt": WESTERN})[0]


@pytest.mark.parametrize("question", ["东坪区的管网漏损率要控制在多少", "西苇市东坪区的管网漏损率要控制在多少"])
def test_a_district_with_a_figure_of_its_own_is_told_it(west: Assistant, question: str) -> None:
    answer = west.ask(question)
    assert "7%" in answer.answer and "9%" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "西苇市东坪区的再生水利用率是多少",
        "西苇市南坪区的管网漏损率是多少",
        "西苇市梅岭县的管网漏损率",
        "西苇市青山镇的再生水利用率",
        "石门沟乡的管网漏损率",
        "南坪区的管网漏损率",
        "北苇市的管网漏损率",
    ],
)
def test_one_without_is_told_no_other_figure(west: Assistant, question: str) -> None:
    for answer in (west.ask(question), talk(west, "西苇市再生水利用率", question)):
        assert answer.status == "not_found"
        assert "9%" not in answer.answer and "33%" not in answer.answer
        assert "东坪" in question or "7%" not in answer.answer, "what is nearest is said of the district asked"


def test_common_nouns_that_end_like_places_are_none() -> None:
    for question in "示范区的任务 海绵城市的面积 各县区谁负责 建制镇污水怎么办 高新区的企业 特色小镇有几个".split():
        assert not strange_places(question), question
        assert not part_of_place(question), question


def test_a_place_outside_the_plans_chosen_is_told_to_be_outside_them(assistant: Assistant) -> None:
    answer = assistant.ask("抚州的氨氮减排量", plans=("chenzhou",))
    assert answer.status == "not_found" and not answer.citations
    assert "抚州市的方案不在所选的方案之内" in answer.answer and "资料中没有" not in answer.answer


def test_our_city_is_no_thing_asked_for(assistant: Assistant) -> None:
    ours, plain = (assistant.ask(f"{word}氨氮减排量是多少") for word in ("本市", ""))
    assert ours.answer == plain.answer


def test_of_a_county_asked_in_everyday_words_its_own_figure_is_told(assistant: Assistant) -> None:
    told = assistant.ask("凯里人出门坐车的，选公交的得有多少？").answer
    assert "45%" in told and "公交都市" not in told
