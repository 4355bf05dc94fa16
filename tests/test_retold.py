"""The last answer told in another way, as a user wishes it."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.cited import cited_plans
from tests.talking import talk

RURAL = "黔东南农村生活污水怎么治理"


def test_the_source_is_the_clause_with_its_address_title_and_words(assistant: Assistant) -> None:
    source = talk(assistant, "黔东南的氨氮要减多少", "在哪一条写的")
    assert source.status == "answered" and cited_plans(source) == {"qiandongnan"}
    citation = source.citations[0]
    assert citation.title in source.answer and citation.address in source.answer and citation.quote in source.answer


def test_in_one_sentence_only_the_first_is_left_and_at_length_more_of_the_clause_is_added(assistant: Assistant) -> None:
    told = talk(assistant, RURAL)
    short, long = talk(assistant, RURAL, "用一句话讲"), talk(assistant, RURAL, "再详细一些")
    assert len(short.answer) < len(told.answer) < len(long.answer)
    assert len(short.citations) == 1 and short.answer.split("[")[0].split("：")[1] in told.answer
    assert {c.clause for c in long.citations} == {told.citations[0].clause}


def test_a_wish_after_a_wish_is_about_the_question_before_both(assistant: Assistant) -> None:
    assert talk(assistant, RURAL, "太啰嗦了，短点", "详细点").answer == talk(assistant, RURAL, "详细点").answer


def test_one_figure_makes_a_table_when_a_table_is_wished(assistant: Assistant) -> None:
    tabled = talk(assistant, "抚州的氨氮要减多少", "做成表格吧")
    assert len(tabled.tables) == 1 and tabled.tables[0].rows[0][1].startswith("591吨")


def test_sentences_are_tabled_one_a_row(assistant: Assistant) -> None:
    tabled = talk(assistant, "抚州有哪些重点工程", "做成表格")
    assert tabled.tables[0].columns == ("地区", "内容") and len(tabled.tables[0].rows) > 5


def test_a_list_has_one_line_an_item(assistant: Assistant) -> None:
    listed = talk(assistant, "抚州有哪些重点工程", "列成清单")
    assert listed.answer.startswith("- 第1项：") and listed.answer.count("\n") == len(listed.citations) - 1


def test_what_can_be_drawn_is_tabled_and_said_to_be_drawn_by_the_page_and_what_cannot_is_said(
    assistant: Assistant,
) -> None:
    after, at_once = (
        talk(assistant, "五市氮氧化物减排量", "画成柱状图"),
        talk(assistant, "用柱状图比较五市的氨氮减排量"),
    )
    for answer in (after, at_once):
        assert answer.answer.startswith("列成表如下，网页上另画成柱状图。") and len(answer.tables[0].rows) == 5
    for one in (talk(assistant, "抚州的氨氮要减多少", "画成柱状图"), talk(assistant, RURAL, "画成柱状图")):
        assert one.answer.startswith("没有几个可比的数，画不成图") and one.tables


def test_without_a_model_the_chinese_original_takes_the_place_of_a_translation(assistant: Assistant) -> None:
    told = talk(assistant, RURAL)
    for wish, note in (("翻译成英语", "不能翻译"), ("Translate it into English", "cannot translate")):
        answer = talk(assistant, RURAL, wish)
        assert note in answer.answer and answer.citations == told.citations


@pytest.mark.parametrize("doubt", ["你说的不对", "不对吧", "真的吗？", "你是不是搞错了"])
def test_doubt_is_met_with_what_the_answer_stands_on(assistant: Assistant, doubt: str) -> None:
    told = talk(assistant, "郴州的挥发性有机物要减多少")
    doubted = talk(assistant, "郴州的挥发性有机物要减多少", doubt)
    assert [c.clause for c in doubted.citations] == [c.clause for c in told.citations]
    assert told.citations[0].quote in doubted.answer and "请说出名称" in doubted.answer


def test_a_wish_without_an_answer_before_it_asks_back(assistant: Assistant) -> None:
    for wish in ("出处在哪", "做成表格", "翻译成英文"):
        answer = talk(assistant, wish)
        assert answer.status == "clarify" and not answer.citations


def test_an_answer_that_found_nothing_stays_what_it_was(assistant: Assistant) -> None:
    absent = talk(assistant, "郴州的大熊猫有多少只")
    assert absent.status == "not_found"
    assert talk(assistant, "郴州的大熊猫有多少只", "出处呢").answer == absent.answer


def test_how_an_earlier_answer_was_worded_makes_no_difference(assistant: Assistant) -> None:
    turns = (Turn("user", RURAL), Turn("assistant", "Whatever another client made of it."))
    assert assistant.ask("详细点", turns).answer == talk(assistant, RURAL, "详细点").answer
