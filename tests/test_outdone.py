"""Asked of no place: the plan that says the very thing answers, and what others say near it is no answer beside it."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.places import place_name
from retrieval.question.scope import Scope, without_places


@pytest.mark.parametrize(
    ("question", "place", "told"),
    [
        ("十进活动是进哪些地方", "资阳市", "进商超、进宾馆"),
        ("铁合金厂要改造到几成", "黔东南州", "70%以上铁合金企业"),
    ],
)
def test_what_one_plan_alone_says_is_told_of_that_plan(
    assistant: Assistant, question: str, place: str, told: str
) -> None:
    answer = assistant.ask(question)
    assert told in answer.answer
    assert {place_name(assistant.index.plan(c.plan)) for c in answer.citations} == {place}


def test_what_several_plans_say_is_told_of_each(assistant: Assistant) -> None:
    told = assistant.ask("哪些城市的方案提出能耗双控要向碳排放双控转变？").answer
    assert "郴州市：" in told and "福州市：" in told


@pytest.mark.parametrize("question", ["福州到2025年打算装多少个充电桩", "福州要装多少个充电桩"])
def test_shares_and_tons_count_no_things(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_found" and "岸电" not in answer.answer


def test_what_is_counted_is_told_in_whatever_it_is_counted_in(assistant: Assistant) -> None:
    assert "76座" in assistant.ask("资阳有多少个污水处理厂").answer
    assert "5000个以上" in assistant.ask("黔东南要建多少个充电桩").answer


def test_the_head_of_a_place_is_no_part_of_its_name() -> None:
    whole = Scope(("a",), "named", spans=((0, 3),))
    assert without_places("江苏省长叫什么", whole).strip() == "省长叫什么"
    assert without_places("江苏省长江禁渔", whole).strip() == "长江禁渔"
