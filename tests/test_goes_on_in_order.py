"""What is asked in a few words after an order, an address or a fact of the document."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant


def then(assistant: Assistant, *questions: str) -> str:
    """The answer to the last of some questions, each asked after the ones before."""
    history: list[Turn] = []
    for question in questions:
        answer = assistant.ask(question, history).answer
        history += [Turn("user", question), Turn("assistant", answer)]
    return history[-1].content


@pytest.mark.parametrize(
    ("first", "second"),
    [("氨氮谁减得最多", "郴州市（700吨）"), ("垃圾焚烧能力谁最大", "抚州市（2300吨/日左右）")],
)
def test_the_second_of_whatever_was_ranked_is_told(assistant: Assistant, first: str, second: str) -> None:
    assert f"第二的是{second}" in then(assistant, first, "第二呢")


def test_the_next_section_and_the_one_before_are_told(assistant: Assistant) -> None:
    asked = ("资阳第三章第二节讲什么", "下一节呢")
    assert "三、（三）推进建筑领域绿色节能" in then(assistant, *asked)
    assert "三、（二）提升园区循环发展水平" in then(assistant, *asked, "上一节呢")


def test_why_a_document_is_not_public_is_left_open(assistant: Assistant) -> None:
    history = [Turn("user", "郴州附件公开不"), Turn("assistant", assistant.ask("郴州附件公开不").answer)]
    answer = assistant.ask("为什么不公开", history)
    assert answer.status == "partial" and "没有写原因" in answer.answer and "附件不予公开" in answer.answer


def test_figures_of_unlike_things_are_put_in_no_order(assistant: Assistant) -> None:
    answer = assistant.ask("资阳和抚州谁的污水处理目标更严")
    assert answer.status == "partial" and "没有替您计算或排序" in answer.answer and "高于" not in answer.answer


def test_another_thing_after_an_order_is_asked_of_all(assistant: Assistant) -> None:
    told = then(assistant, "农村污水治理率五个地方谁定得最高，排个序", "秸秆的呢")
    assert all(figure in told for figure in ("95%以上", "90%以上", "86%以上"))


def test_who_lies_beyond_a_bound_is_asked_of_all_also_where_an_end_is_asked_behind_it(assistant: Assistant) -> None:
    told = then(assistant, "资阳氨氮减多少", "那黔东南呢", "粪污利用率超过一半的都有谁，最低的是哪个")
    assert "福州市（93%以上）" in told and "抚州市（80%以上）" in told


def test_who_leads_is_told_after_a_figure_of_a_county(assistant: Assistant) -> None:
    told = then(assistant, "凯里市公交分担率要到多少", "这块是谁牵头的")
    assert "由州交通运输局、州发展改革委牵头" in told


def test_more_or_less_than_another_place_is_settled(assistant: Assistant) -> None:
    answer = assistant.ask("福州污水管网要新建改造多少公里，比黔东南多还是少")
    assert "福州市（460公里）低于黔东南州（530公里），低70公里" in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("能耗强度降幅，抚州和郴州哪个更狠", "郴州市（15%）高于抚州市（12.5%）"),
        ("化学需氧量减排量，资阳和抚州谁定得更猛", "抚州市（8945吨）高于资阳市"),
    ],
)
def test_who_is_the_stricter_of_two_is_told_by_their_figures(assistant: Assistant, question: str, verdict: str) -> None:
    assert verdict in assistant.ask(question).answer


def test_who_is_stricter_asks_for_no_office(assistant: Assistant) -> None:
    answer = assistant.ask("化肥农药用量，福建福州和资阳谁要求更严？").answer
    assert "减少10%" in answer and "零增长" in answer and "责任单位" not in answer
