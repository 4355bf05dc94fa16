"""Small talk, questions of other worlds, and places that the corpus has nothing of."""

import re

import pytest

from retrieval.assistant import Assistant
from retrieval.question.acts import act_of
from tests.cited import cited_plans
from tests.talking import talk

BEFORE = "抚州的化学需氧量要减多少"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("你好呀", "您好"),
        ("谢谢啦", "不客气"),
        ("再见啦", "再见"),
        ("请问你是谁", "我是问策"),
        ("你会做什么", "我是问策"),
        ("Hi there", "Hello"),
        ("Thanks a lot!", "welcome"),
        ("Goodbye", "Goodbye"),
        ("What can you do?", "I am Wence"),
        ("帮我写首诗吧", "不在我能回答的范围"),
        ("明天天气如何", "不在我能回答的范围"),
        ("哎你几点下班呀", "我是问策"),
        ("哈喽，在吗？你会点啥", "我是问策"),
    ],
)
def test_small_talk_is_answered_as_what_it_is_at_the_beginning_and_in_between(
    assistant: Assistant, message: str, said: str
) -> None:
    for answer in (talk(assistant, message), talk(assistant, BEFORE, message)):
        assert said in answer.answer and answer.status == "clarify"
        assert not answer.citations and not re.search(r"\d", answer.answer)


@pytest.mark.parametrize("fragment", ["怎么罚", "多少吨", "谁说了算", "那2030年呢", "要花多少", "没完成会怎样"])
def test_what_only_goes_on_with_the_plans_is_no_small_talk(fragment: str) -> None:
    assert act_of(fragment, named=False) == ""


def test_the_conversation_goes_on_behind_small_talk(assistant: Assistant) -> None:
    assert "挥发性有机物重点工程减排量2106吨" in talk(assistant, BEFORE, "谢谢", "那VOCs呢").answer
    assert cited_plans(talk(assistant, BEFORE, "哈哈", "你好", "谁牵头监督考核")) == {"fuzhou-jx"}


def test_another_world_is_declined_also_where_a_city_is_named(assistant: Assistant) -> None:
    answer = talk(assistant, BEFORE, "黔东南今天天气怎么样")
    assert answer.status == "not_found" and not answer.citations


@pytest.mark.parametrize(
    "question",
    ["天府新区的氨氮减多少", "雄安的节能目标是什么", "大湾区的能耗降多少", "巴黎的氨氮减多少", "柳林镇的污水治理率"],
)
def test_a_place_that_is_no_prefecture_is_refused_with_and_without_a_conversation(
    assistant: Assistant, question: str
) -> None:
    for answer in (talk(assistant, question), talk(assistant, BEFORE, question)):
        assert answer.status == "not_found" and not answer.citations


def test_a_place_that_a_plan_names_is_none_to_refuse(assistant: Assistant) -> None:
    assert "清水江" in talk(assistant, "清水江的水质要稳定在几类").answer
    assert cited_plans(talk(assistant, "抚州建成区新建多少管网", "那各县区呢")) == {"fuzhou-jx"}


def test_a_county_that_its_plan_does_not_name_has_no_figure(assistant: Assistant) -> None:
    answer = talk(assistant, "福州市仓山区的指标是多少")
    assert answer.status == "not_found" and "仓山" in answer.answer and not answer.citations


@pytest.mark.parametrize("question", ["全国的单位GDP能耗要降多少", "全省化学需氧量要减多少"])
def test_the_country_and_the_province_are_told_from_the_cities(assistant: Assistant, question: str) -> None:
    answer = talk(assistant, question)
    assert "没有全" in answer.answer and answer.status == "not_found" and not answer.citations
    assert talk(assistant, "哪些市提到了全国低碳日").citations, "a name that begins so is no place"


def test_telephones_and_names_of_persons_are_not_made_of_figures(assistant: Assistant) -> None:
    office = "福州公共机构节能谁负责"
    assert "没有写电话" in talk(assistant, office, "电话是多少").answer
    assert "没有写局长的姓名" in talk(assistant, office, "局长叫什么").answer
    assert "12369" in talk(assistant, "黔东南有人排污打什么电话").answer
