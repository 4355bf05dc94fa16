"""A name that a plan makes of the name of a place elsewhere asks of no place."""

from pathlib import Path

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over


@pytest.mark.parametrize("question", ["气大庆是啥意思", "哪个市说要打造气大庆"])
def test_a_longer_name_that_stands_in_a_plan_is_no_place(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "资阳市" in answer.answer and "没有大庆市" not in answer.answer and answer.citations


def test_the_place_itself_has_no_plan(assistant: Assistant) -> None:
    answer = assistant.ask("请问大庆的能耗目标")
    assert answer.status == "not_found" and "没有大庆市的方案" in answer.answer


def test_it_is_no_place_either_where_other_places_were_spoken_of(assistant: Assistant) -> None:
    first = "福州氨氮减多少"
    history = [Turn("user", first), Turn("assistant", assistant.ask(first).answer)]
    assert "没有大庆" not in assistant.ask("气大庆是什么", history).answer


def test_a_name_that_begins_with_a_place_elsewhere_is_no_place_where_the_plan_asked_has_it(tmp_path: Path) -> None:
    text = "2025年青海省政府工作报告\n一、回顾\n新获批8个国家级台湾农民创业园。\n二、安排\n抓好落实。\n"
    assistant = assistant_over(tmp_path, {"a.txt": text})[0]
    answer = assistant.ask("青海新批了几个台湾农民创业园")
    assert "8个" in answer.answer and "没有台湾省" not in answer.answer
    assert "没有台湾省" in assistant.ask("台湾新批了几个创业园").answer
