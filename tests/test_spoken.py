"""Spoken words are read as they are written."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.question.spoken import as_written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("产量排老几", "产量排第几"),
        ("治理率超过一半的市", "治理率超过50%的市"),
        ("不到四分之三的有谁", "不到75%的有谁"),
        ("一半的车是电动的吗", "一半的车是电动的吗"),
        ("这事咋个办", "这事怎么办"),
        ("这俩市咋样", "这两个市怎么样"),
        ("俩个都是啥", "两个都是什么"),
        ("为啥要降", "为什么要降"),
        ("仨地方哪儿最高", "三个地方哪里最高"),
        ("啥时后完成", "什么时候完成"),
        ("四个数加一块儿是多少", "四个数加一起是多少"),
        ("这一块是谁管", "这一块是谁管"),
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


def test_whether_is_asked_with_a_word_that_denies() -> None:
    assert as_written("跟资阳一样不？") == "跟资阳一样吗？"
    assert as_written("不一样的有哪些") == "不一样的有哪些"


def test_the_number_of_a_document_is_asked_for_as_people_say_it(assistant: Assistant) -> None:
    answer = assistant.ask("郴州这份是几号文，哪天发的")
    assert "郴政发〔2023〕6号" in answer.answer
    assert "2023年10月28日" in answer.answer


def test_which_one_it_is_may_be_asked_without_a_counter() -> None:
    assert as_written("治理率最低的是哪，谁负责") == "治理率最低的是哪个，谁负责"
    assert as_written("有没得说禁塑") == "有没有说禁塑"
    assert as_written("你说的是哪里") == "你说的是哪里"
