"""Questions in pinyin and in English, and the places they name."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.pinyin import without_pinyin, without_typos


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("andan jianpailiang shi duoshao", "氨氮减排量是多少"),
        ("chong dian zhuang yao jian duoshao", "充电桩要建多少"),
        ("抚州的nenghao要降多少", "抚州的能耗要降多少"),
        ("ziyang nenghao xiajiang duoshao", "ziyang 能耗下降多少"),
        ("jianpailiang shi duoshao dun", "减排量是多少吨"),
        ("zonghe liyong chanzhi duoshao", "综合利用产值多少"),
    ],
)
def test_pinyin_is_written_out_and_places_are_left(typed: str, read: str) -> None:
    assert without_pinyin(typed) == read


@pytest.mark.parametrize("english", ["What is the target for straw utilization?", "the man can sing", "PM and COD"])
def test_english_is_not_taken_for_pinyin(english: str) -> None:
    assert without_pinyin(english) == english


def test_a_question_in_pinyin_is_answered_for_its_city(assistant: Assistant) -> None:
    answer = assistant.ask("jiangxi fuzhou jiegan zonghe liyonglv mubiao")
    assert "95%" in answer.answer and {c.plan for c in answer.citations} == {"fuzhou-jx"}


def test_cities_that_sound_alike_are_told_apart_by_the_province_beside_each(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the VOC reduction targets of Fuzhou (Fujian) and Fuzhou (Jiangxi).").answer
    assert "福州市：到2025年，挥发性有机物重点工程减排量2750吨" in answer
    assert "抚州市：到2025年，挥发性有机物重点工程减排量2106吨" in answer


def test_a_city_without_a_plan_is_refused_in_english_too(assistant: Assistant) -> None:
    answer = assistant.ask("What is the energy intensity target of Guangzhou by 2025?")
    assert answer.status == "not_found" and answer.citations == () and "Guangzhou" in answer.answer


def test_the_usual_terms_are_understood_in_english(assistant: Assistant) -> None:
    assert "国一" in assistant.ask("Which emission standard applies to diesel locomotives in Fuzhou, Fujian?").answer
    assert "榕政办〔2022〕127号" in assistant.ask("What is the document number of Fuzhou, Fujian?").answer


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("郴州氨蛋重点工成减排量", "郴州氨氮重点工程减排量"),
        ("挥发姓有机物减排", "挥发性有机物减排"),
        ("污水处里能力是多少", "污水处理能力是多少"),
        ("农村自来水普急率要到多少", "农村自来水普及率要到多少"),
        ("常住人口城镇化律是多少", "常住人口城镇化率是多少"),
        ("评上绿涩工厂有什么好处", "评上绿色工厂有什么好处"),
    ],
)
def test_wrong_characters_that_sound_right_become_the_official_word(typed: str, read: str) -> None:
    assert without_typos(typed) == read


@pytest.mark.parametrize(
    "question",
    [
        "大气那一条里的重点行业",
        "治理率要到多少",
        "福州的能耗要降多少",
        "五市化学需氧量减多少",
        "市工信局做什么",
        "这条例哪天起施行",
        "执行国几标准",
    ],
)
def test_words_that_are_right_stay(question: str) -> None:
    assert without_typos(question) == question
