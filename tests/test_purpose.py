"""Why a document was made is told by the sentence at its beginning that says so."""

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = """垣曲县城乡供水提升三年行动方案

近年来，我县供水设施明显改善，但管网漏损率高达31%、村级水塔“跑冒滴漏”等问题突出。为从根本上解决上述问题，根据《山西省农村供水管理办法》，制定本方案。
一、主要目标
到2025年，管网漏损率降到12%。
二、重点任务
（一）改造管网。更换老旧管网56公里。
"""


@pytest.mark.parametrize("asked", ["为什么要制定这个方案", "为啥要搞这个方案", "为什么要出这份方案"])
def test_what_a_plan_is_made_for_is_told_firmly(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(f"黔东南{asked}")
    assert answer.status == "answered"
    assert "为认真贯彻落实《省人民政府关于印发贵州省" in answer.answer
    assert "制定本方案" in answer.answer


def test_the_reason_for_a_thing_is_not_that_of_the_document(assistant: Assistant) -> None:
    assert "制定本方案" not in assistant.ask("黔东南为什么要推广新能源公交车").answer


@pytest.mark.parametrize(
    "asked", ["为啥要搞这个三年行动", "为什么开展三年行动", "制定方案的目的是什么", "出台这个方案的背景是什么"]
)
def test_the_document_is_meant_by_words_of_its_title_and_its_problems_are_told(
    tmp_path_factory: pytest.TempPathFactory, asked: str
) -> None:
    assistant, _ = assistant_over(tmp_path_factory.mktemp("purpose"), {"yuanqu.txt": PLAN})
    answer = assistant.ask(f"垣曲县{asked}")
    assert answer.status == "answered"
    assert "管网漏损率高达31%" in answer.answer and "制定本方案" in answer.answer
