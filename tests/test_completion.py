"""A follow-up that only names another thing asks of it what was reckoned or ranked before; 加上 adds places to the one before."""

import pytest

from retrieval.assistant import Assistant
from tests.talking import talk


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("资阳和福建福州的挥发性有机物减排量加起来多少", "那氮氧化物呢", "合计3750吨（3100＋650）"),
        ("福州和抚州化学需氧量减排差多少", "氨氮呢", "高509吨"),
        ("哪个市氨氮减排最多", "那氮氧化物呢", "最高的是郴州市（3674吨）"),
    ],
)
def test_another_thing_is_reckoned_or_ranked_as_the_one_before(
    assistant: Assistant, first: str, again: str, said: str
) -> None:
    answer = talk(assistant, first, again).answer
    assert said in answer


@pytest.mark.parametrize("again", ["加上抚州跟黔东南，三地合计新增多少", "再加上抚州和黔东南呢"])
def test_places_are_added_to_the_one_spoken_of(assistant: Assistant, again: str) -> None:
    answer = talk(assistant, "福建福州新增污水处理能力多少", again).answer
    assert "合计41.27万吨/日以上" in answer


def test_a_place_added_to_a_sum_is_added_to_the_sum_of_the_latest_thing(assistant: Assistant) -> None:
    first = "福建福州跟资阳的氨氮加起来减多少"
    assert "合计1984吨" in talk(assistant, first, "再加上郴州呢").answer
    assert "合计30718吨" in talk(assistant, first, "那COD呢", "再加上郴州呢").answer


def test_what_was_neither_reckoned_nor_ranked_is_not_repeated(assistant: Assistant) -> None:
    answer = talk(assistant, "资阳氨氮减排多少", "那氮氧化物呢").answer
    assert "650吨" in answer and "合计" not in answer and "最高" not in answer


def test_what_is_asked_of_the_place_found_stays_with_it(assistant: Assistant) -> None:
    answer = talk(assistant, "哪个市氨氮减排最多", "它的氮氧化物呢").answer
    assert "3100吨" in answer and "3674吨" not in answer


def test_whether_something_is_named_and_who_is_responsible_are_two_questions(assistant: Assistant) -> None:
    answer = assistant.ask("郴州有没有提林业碳汇，哪几家负责").answer
    assert "林业碳汇项目上市交易" in answer and "市林业局" in answer


@pytest.mark.parametrize("asked", ["原话出处给我", "这句话的出处呢"])
def test_where_the_last_answer_stands_is_told(assistant: Assistant, asked: str) -> None:
    answer = talk(assistant, "郴州有没有提林业碳汇", asked).answer
    assert "二、（六）" in answer and "全文共" not in answer


def test_the_name_of_a_document_says_no_time(assistant: Assistant) -> None:
    assert assistant.ask("福建福州这个方案里写的碳达峰是哪一年达").status != "answered"
