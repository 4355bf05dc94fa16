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


def test_those_on_the_side_of_a_bound_are_summed(assistant: Assistant) -> None:
    answer = talk(assistant, "氨氮减排量超过500吨的有哪些城市", "那这几家加起来一共多少吨").answer
    assert "合计2391吨（700＋1100＋591）" in answer


def test_two_of_them_are_weighed(assistant: Assistant) -> None:
    answer = talk(assistant, "氨氮减排量超过500吨的有哪些城市", "福州比郴州多多少").answer
    assert "高400吨（1100吨－700吨）" in answer and "没有写到" not in answer


def test_a_part_asked_of_is_no_wish_about_the_answer_before(assistant: Assistant) -> None:
    before = assistant.ask("资阳氨氮要减多少吨").answer
    answer = talk(assistant, "资阳氨氮要减多少吨", "这份方案第四部分讲啥").answer
    assert answer != before and "健全政策机制" in answer


def test_the_day_of_print_is_that_of_the_document(assistant: Assistant) -> None:
    answer = assistant.ask("郴州那个节能减排方案哪天印的，文号是多少").answer
    assert "2023年10月28日" in answer and "郴政发〔2023〕6号" in answer


def test_a_figure_is_confirmed_of_what_has_all_that_is_named(assistant: Assistant) -> None:
    assert "：是" in assistant.ask("资阳城市污泥无害化处置率是100%，对吧").answer
    assert "：是" not in assistant.ask("资阳医院的污泥处置率是100%，对吧").answer
