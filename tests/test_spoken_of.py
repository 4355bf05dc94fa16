"""Turns that go back in a conversation: to its first place, to two figures together, to what was meant; and talk in between."""

import re

import pytest

from retrieval.assistant import Assistant
from tests.cited import cited_plans
from tests.talking import talk

THREE = ("黔东南的秸秆综合利用率是多少", "抚州呢", "资阳呢")


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("回到第一个城市", "qiandongnan"),
        ("第二个城市的化学需氧量减排量", "fuzhou-jx"),
        ("最开始问的那个州，文号是多少", "qiandongnan"),
        ("一开始的那个地方谁监督考核", "qiandongnan"),
    ],
)
def test_a_place_is_meant_by_its_order_in_the_conversation(assistant: Assistant, question: str, plan: str) -> None:
    assert cited_plans(talk(assistant, *THREE, question)) == {plan}


def test_the_place_gone_back_to_stays_the_place(assistant: Assistant) -> None:
    answer = talk(assistant, *THREE, "回到第一个城市", "那氨氮呢")
    assert cited_plans(answer) == {"qiandongnan"} and "390吨" in answer.answer


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("化学需氧量减排量", "氮氧化物呢", "1130吨"), ("单位GDP能耗要降多少", "氨氮呢", "390吨")],
)
def test_another_thing_is_told_and_not_the_one_before(assistant: Assistant, before: str, after: str, said: str) -> None:
    answer = talk(assistant, f"黔东南{before}", after)
    assert said in answer.answer and not {"2100吨", "13%"} & set(re.findall(r"\d+(?:吨|%)", answer.answer))


def test_two_figures_of_one_place_are_taken_together(assistant: Assistant) -> None:
    assert "合计9536吨" in talk(assistant, "抚州氨氮减排量", "化学需氧量呢", "这两个加起来是多少").answer
    assert "高8354吨" in talk(assistant, "抚州氨氮减排量", "化学需氧量呢", "两个差多少").answer
    assert cited_plans(talk(assistant, "抚州氨氮减排量", "资阳呢", "两个差多少")) == {"fuzhou-jx", "ziyang"}


def test_what_is_meant_is_read_and_not_what_is_denied(assistant: Assistant) -> None:
    answer = talk(assistant, "fuzhou的农村污水治理率", "不对，90%是福建的吧？我问的是江西抚州")
    assert cited_plans(answer) == {"fuzhou-jx"} and "40%" in answer.answer
    whole = assistant.ask("资阳新增更新的公交车里新能源占多少？我说的是四川那个资阳")
    assert "100%" in whole.answer


@pytest.mark.parametrize("doubt", ["不对吧，我记得是60%", "你是不是看错了，应该是70%吧", "你说的不对"])
def test_a_doubt_is_answered_with_what_the_answer_stands_on(assistant: Assistant, doubt: str) -> None:
    answer = talk(assistant, "抚州的农膜回收率是多少", doubt)
    assert cited_plans(answer) == {"fuzhou-jx"} and "85%" in answer.answer and "原文" in answer.answer


def test_where_it_stands_is_asked_in_more_words_than_one(assistant: Assistant) -> None:
    answer = talk(assistant, "资阳的秸秆综合利用率", "出处是哪里？在哪一部分哪一条")
    assert "三、（五）" in answer.answer and cited_plans(answer) == {"ziyang"}


@pytest.mark.parametrize("word", ["merci", "Danke", "ありがとう", "감사합니다", "спасибо", "gracias"])
def test_thanks_in_any_language_are_small_talk(assistant: Assistant, word: str) -> None:
    answer = talk(assistant, "郴州化学需氧量减排量", word)
    assert answer.status == "clarify" and not answer.citations and not re.search(r"\d", answer.answer)
    assert cited_plans(talk(assistant, "郴州化学需氧量减排量", word, "福州呢")) == {"fuzhou-fj"}


@pytest.mark.parametrize("message", ["推荐个餐厅", "帮我订个酒店", "唱首歌吧", "abcdefg"])
def test_what_has_nothing_to_do_with_plans_repeats_no_figure(assistant: Assistant, message: str) -> None:
    answer = talk(assistant, "郴州化学需氧量减排量", message)
    assert answer.status == "clarify" and not answer.citations


def test_greetings_are_greeted(assistant: Assistant) -> None:
    assert all(assistant.ask(hello).answer.startswith("您好") for hello in ("你好", "您好呀", "早上好"))


@pytest.mark.parametrize("year", ["二〇二五年", "二零二五年", "2025年"])
def test_years_are_read_in_any_numerals(assistant: Assistant, year: str) -> None:
    answer = assistant.ask(f"郴州到{year}单位GDP能耗要降多少")
    assert "15%" in answer.answer and answer.status == "answered"


@pytest.mark.parametrize(
    ("question", "plan", "said"),
    [
        ("福州桔秆综合利用率", "fuzhou-fj", "90%"),
        ("抚州农模回收率是多少", "fuzhou-jx", "85%"),
        ("彬州氨氮减排量", "chenzhou", "700吨"),
        ("Does Qiandongnan have an EV charging target?", "qiandongnan", "5000个"),
    ],
)
def test_what_only_looks_like_a_word_is_read_as_that_word(
    assistant: Assistant, question: str, plan: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert cited_plans(answer) == {plan} and said in answer.answer


def test_a_list_of_questions_is_answered_item_by_item(assistant: Assistant) -> None:
    answer = assistant.ask("资阳的氨氮减排多少、谁负责农业农村节能减排、什么时候印发？")
    assert all(words in answer.answer for words in ("184吨", "市农业农村局", "2023年1月29日"))


def test_which_is_at_a_place_of_a_list_is_told_by_its_name(assistant: Assistant) -> None:
    answer = talk(assistant, "抚州有哪些重点工程", "第四个是什么")
    assert "第4个是交通物流节能减排工程" in answer.answer and len(answer.citations) == 1
    assert "市交通运输局" in talk(assistant, "抚州有哪些重点工程", "第四个谁负责").answer


def test_a_thing_of_which_the_plan_has_nothing_is_not_answered_with_the_thing_before(assistant: Assistant) -> None:
    answer = talk(assistant, "资阳单位GDP能耗要降多少", "物业费准备降多少")
    assert answer.status != "answered"
