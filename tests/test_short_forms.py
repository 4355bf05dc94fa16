"""A thing that a plan writes in full where a question has it for short, or the other way round, and one that no plan has word for word."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.mentions import thing_mentioned
from retrieval.question.short_forms import other_forms
from tests.own_corpus import assistant_over

TOWNS = {
    "anling.txt": "安岭市民生工作方案\n\n一、保障\n（一）老年人。扩大长期护理保险制度覆盖面。\n（二）育儿。建立家庭育儿补贴制度，新增托位4万个。\n",
    "beihe.txt": "北河市民生工作方案\n\n一、保障\n（一）老年人。扩大长护险服务供给。\n（二）道路。改造农村公路90公里。\n",
    "caoxi.txt": "曹溪市民生工作方案\n\n一、保障\n（一）老年人。建设助餐点20个。\n（二）道路。新建人行天桥3座。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("towns")
    return assistant_over(folder, TOWNS)[0]


def test_a_short_form_has_a_sign_for_each_word() -> None:
    assert other_forms("长护险", "推行长期护理保险。") == ("长期护理保险",)
    assert other_forms("长期护理保险", "扩大长护险服务供给") == ("长护险",)
    assert not other_forms("地铁", "地方铁路"), "of two signs it may be too much else"
    assert not other_forms("长护险", "长期保护危险源"), "护 begins no word there"


@pytest.mark.parametrize("asked", ["哪些市的方案提到了长护险", "哪些市的方案提到了长期护理保险"])
def test_who_has_it_in_its_other_form_is_not_said_to_lack_it(towns: Assistant, asked: str) -> None:
    told = towns.ask(asked).answer
    assert "有2份：安岭市、北河市" in told and "没有提到的有1份：曹溪市" in told and "也写作" in told


def test_what_no_plan_has_word_for_word_is_told_as_what_is_nearest(towns: Assistant) -> None:
    told = towns.ask("哪些市提到给生娃养娃的家庭发钱")
    assert told.status == "partial" and "没有一份写有" in told.answer and "育儿补贴" in told.answer
    assert "没有写到" not in told.answer and "均未提及" not in told.answer


def test_a_verb_of_one_sign_is_not_sought_without_what_it_is_done_to() -> None:
    assert thing_mentioned("哪些市提到要造火箭") == "造火箭"
