"""An order of places that the conversation goes on with: the second, the other end, another thing, another place among them."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question import conversation
from tests.talking import talk


def test_the_second_is_weighed_against_the_first(assistant: Assistant) -> None:
    answer = talk(assistant, "哪个市氨氮减排最多", "第二名是谁，差它多少").answer
    assert "第二的是郴州市（700吨）" in answer and "高400吨（1100吨－700吨）" in answer


def test_the_other_end_is_weighed_against_the_one_spoken_of(assistant: Assistant) -> None:
    answer = talk(assistant, "氨氮减排最少的是哪个市", "最多的那个比它多多少").answer
    assert "高916吨（1100吨－184吨）" in answer and "抚州" not in answer


def test_without_the_one_spoken_of_nothing_is_weighed(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_AND_IT", conversation._WAS_AGAINST)
    assert "916吨" not in talk(assistant, "氨氮减排最少的是哪个市", "最多的那个比它多多少").answer


def test_another_thing_is_put_in_order_over_all(assistant: Assistant) -> None:
    answer = talk(assistant, "哪个市氨氮减排最多", "换成氮氧化物，谁最多")
    assert len({c.plan for c in answer.citations}) == 5 and "氨氮" not in answer.answer


def test_another_place_is_put_among_those_spoken_of(assistant: Assistant) -> None:
    answer = talk(assistant, "抚州氨氮要减多少吨", "资阳呢", "把郴州也算进来排个序").answer
    assert "郴州市700吨＞抚州市591吨＞资阳市184吨" in answer and "福州" not in answer
