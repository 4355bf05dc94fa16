"""Dates of plans weighed against each other."""

import pytest

from retrieval.assistant import Assistant
from tests.talking import talk


@pytest.mark.parametrize("question", ["哪个方案印发得最早？", "五市方案从早到晚排一下", "哪份方案最新"])
def test_plans_are_put_in_the_order_of_their_dates(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question).answer
    assert "最早的是福州市（2022年11月9日），最晚的是郴州市（2023年10月28日）" in answer
    assert answer.index("资阳市2023年1月29日") < answer.index("黔东南州2023年6月7日")


def test_the_days_between_two_plans_are_counted(assistant: Assistant) -> None:
    answer = assistant.ask("郴州和黔东南方案相差多少天印发")
    assert "相差143天" in answer.answer and {c.plan for c in answer.citations} == {"chenzhou", "qiandongnan"}


def test_the_earliest_plan_can_be_asked_about(assistant: Assistant) -> None:
    answer = assistant.ask("最早印发方案的那个城市，到2024年“无人督导小区”覆盖率要达到多少？").answer
    assert "福州市：2024年实现“无人督导小区”覆盖率达80%" in answer


def test_each_part_of_a_question_keeps_its_own_place_and_topic(assistant: Assistant) -> None:
    answer = assistant.ask("福州的能耗要降多少？抚州的氨氮要减多少？").answer
    assert "福州市：到2025年，全市单位地区生产总值能源消耗比2020年下降14%" in answer
    assert "抚州市：到2025年，氨氮重点工程减排量591吨" in answer
    assert "1100" not in answer and "12.5%" not in answer


@pytest.mark.parametrize("question", ["哪家最先发布，哪家最后发布", "各市方案谁印发最早、谁最晚"])
def test_both_ends_of_the_order_are_one_line(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question).answer
    assert "最早的是福州市" in answer and "最晚的是郴州市" in answer and "文号" not in answer


def test_the_plan_of_the_place_found_is_dated(assistant: Assistant) -> None:
    dated = talk(assistant, "哪个市氮氧化物减排量最少", "这个市的方案什么时候发的")
    assert "2023年1月29日" in dated.answer and {c.plan for c in dated.citations} == {"ziyang"}


@pytest.mark.parametrize(
    "question",
    [
        "黔东南的方案是不是比郴州的发得晚？",
        "郴州2022年印发的方案怎么比黔东南的还早？",
        "郴州那份比黔东南那份发布得早吗",
    ],
)
def test_which_of_two_documents_was_sent_out_first_is_told_whatever_is_supposed(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert "最早的是黔东南州（2023年6月7日）" in answer.answer and "最晚的是郴州市（2023年10月28日）" in answer.answer
    assert {citation.plan for citation in answer.citations} == {"chenzhou", "qiandongnan"}


def test_what_comes_early_of_another_thing_is_no_order_of_documents(assistant: Assistant) -> None:
    assert assistant.understand("福州发的电比资阳的早稻多吗").kind != "document"
