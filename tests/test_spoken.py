"""Spoken words are read as they are written."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.question.spoken import as_written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("这俩市咋样", "这两个市怎么样"),
        ("俩个都是啥", "两个都是什么"),
        ("为啥要降", "为什么要降"),
        ("仨地方哪儿最高", "三个地方哪里最高"),
        ("啥时后完成", "什么时候完成"),
        ("氨氮减排多少", "氨氮减排多少"),
    ],
)
def test_a_spoken_word_has_one_written_form(said: str, written: str) -> None:
    assert as_written(said) == written


def test_two_places_are_meant_by_a_spoken_number_as_by_a_written_one(assistant: Assistant) -> None:
    history = [Turn("user", "郴州的方案哪天印发的"), Turn("assistant", "…"), Turn("user", "资阳的呢")]
    history.append(Turn("assistant", "…"))
    answer = assistant.ask("这俩哪个早，早了几天", history)
    assert (answer.status, "相差272天" in answer.answer) == ("answered", True)


def test_a_part_of_a_document_is_told_whichever_way_it_is_asked(assistant: Assistant) -> None:
    spoken, written = (assistant.ask(f"福州的方案第三部分讲{what}") for what in ("啥", "什么"))
    assert spoken.answer == written.answer
    assert "共11项：重点行业绿色转型工程" in spoken.answer
