"""What a message does other than ask: told by its words alone."""

import pytest

from retrieval.question.acts import act_of, is_english, wish_in


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("您好呀", "greeting"),
        ("Good evening", "greeting"),
        ("多谢多谢", "thanks"),
        ("thank you so much", "thanks"),
        ("好的", "thanks"),
        ("拜拜了", "goodbye"),
        ("see you, bye", "goodbye"),
        ("你叫什么名字", "about"),
        ("what can you do for me", "about"),
        ("你们有哪些城市的方案", "about"),
        ("呵呵呵", "about"),
        ("明天天气如何", "elsewhere"),
        ("给我写个童话故事", "elsewhere"),
    ],
)
def test_small_talk_is_told_by_what_it_means_in_either_language(words: str, act: str) -> None:
    assert act_of(words, named=False) == act


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("这句话的出处呢", "source"),
        ("在第几条", "source"),
        ("再短一点", "shorter"),
        ("一句话总结下", "shorter"),
        ("讲人话，通俗点", "shorter"),
        ("说得更详细些", "longer"),
        ("还有别的吗", "longer"),
        ("整理成表格", "table"),
        ("列个清单", "list"),
        ("译成英语", "translate"),
        ("Please translate it", "translate"),
        ("画个折线图", "draw"),
        ("这个数据不对吧", "doubt"),
        ("你确定吗", "doubt"),
    ],
)
def test_a_wish_about_the_last_answer_is_told_from_a_question(words: str, act: str) -> None:
    assert act_of(words, named=False) == act


@pytest.mark.parametrize(
    "words",
    ["氨氮减多少", "谁负责", "有什么措施", "那2030年呢", "第二名是谁", "工业固废怎么处理", "充电桩建设详细情况"],
)
def test_a_question_that_names_a_thing_or_asks_a_role_asks(words: str) -> None:
    assert act_of(words, named=False) == ""


def test_what_names_a_place_asks_unless_it_is_surely_of_another_world() -> None:
    assert act_of("谢谢，呢", named=True) == ""
    assert act_of("今天天气怎么样", named=True) == "elsewhere"


def test_a_wish_beside_a_question_is_told_by_its_name() -> None:
    assert wish_in("画图比较各市的能耗") == "draw"
    assert wish_in("各市氨氮减排量列个表") == "table"
    assert wish_in("完善指标体系要怎么做") == ""


def test_the_language_is_that_of_most_letters() -> None:
    assert is_english("What about COD?")
    assert not is_english("COD减多少")


@pytest.mark.parametrize("words", ["哈喽 你能干点什么", "你好，你是干什么的"])
def test_a_greeting_before_it_changes_nothing_of_what_is_said(words: str) -> None:
    assert act_of(words, named=False) == "about"


def test_who_goes_on_with_praise_in_it_thanks_for_nothing() -> None:
    assert act_of("干得好的呢", named=False) == ""
