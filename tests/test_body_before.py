"""An office told before that a question only points at."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = """芦湾市绿色交通行动方案

一、重点任务
（一）推广新能源公交。到2027年，新能源公交车占比达到80%。（牵头单位：市交通运输局；配合单位：市财政局、市商务局）
（二）建设慢行系统。新建自行车道120公里。（牵头单位：市住建局；配合单位：市交通运输局）
（三）整治货车超载。增设检测站6座。（牵头单位：市交通运输局；配合单位：市公安局）
（四）发展共享出行。规范停放点300处。（市商务局、市公安局负责）
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("body"), {"luwan.txt": PLAN})[0]


def _talk(city: Assistant, *asked: str) -> str:
    history: list[Turn] = []
    for question in asked:
        answer = city.ask(question, history)
        history += [Turn("user", question), Turn("assistant", answer.answer)]
    return answer.answer


@pytest.mark.parametrize("asked", ["它还牵头什么", "该单位还牵头哪些任务", "这个局还牵头哪几项"])
def test_it_is_the_office_that_was_told_to_lead(city: Assistant, asked: str) -> None:
    told = _talk(city, "芦湾市推广新能源公交由谁牵头", asked)
    assert "市交通运输局牵头、负责的共有2项任务（连同参与的共3项）" in told and "整治货车超载" in told, told


def test_it_is_the_office_that_was_asked_about(city: Assistant) -> None:
    told = _talk(city, "芦湾市商务局参与哪些任务", "它还负责什么")
    assert "市商务局" in told and "发展共享出行" in told, told


def test_of_several_offices_none_is_taken(city: Assistant) -> None:
    assert "项任务" not in _talk(city, "芦湾市发展共享出行由谁负责", "它还负责什么")


def test_two_that_lead_together_are_both_meant(tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = PLAN.replace(
        "牵头单位：市交通运输局；配合单位：市财政局", "牵头单位：市交通运输局、市发展改革委；配合单位：市财政局"
    )
    city = assistant_over(tmp_path_factory.mktemp("two"), {"luwan.txt": plan})[0]
    told = _talk(city, "芦湾市推广新能源公交由谁牵头", "它还牵头什么")
    assert "共有2项任务" in told and "整治货车超载" in told, told
