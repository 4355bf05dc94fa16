"""What a question asks to be reckoned of the things that its own parts asked before: 甲市……，乙市呢，加起来多少."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over


@pytest.mark.parametrize("asks", ["加起来多少", "一共多少", "两个地方合计多少", "一块儿多少"])
def test_amounts_a_day_of_two_places_are_added_in_one_question(assistant: Assistant, asks: str) -> None:
    answer = assistant.ask(f"抚州垃圾焚烧能力要做到多大，黔东南呢，{asks}")
    assert "合计约4800吨/日（2300＋2500）" in answer.answer and answer.status == "answered"


def test_the_mean_is_that_of_all_the_places_that_went_before(assistant: Assistant) -> None:
    assert "平均约13.17%（39.5÷3）" in assistant.ask("福州能耗降几成，抚州呢，黔东南呢，平均多少").answer


def test_two_indicators_of_one_place_that_parts_asked_of_are_added(assistant: Assistant) -> None:
    told = assistant.ask("福州的氮氧化物减多少，VOCs呢，一共多少").answer
    assert "合计5850吨（3100＋2750）" in told and "3100吨" in told and "2750吨" in told


def test_a_sum_is_said_to_reach_no_further_than_its_terms(assistant: Assistant) -> None:
    assert "合计1490吨以上（1100＋390）" in assistant.ask("福州和黔东南氨氮一共减多少").answer
    assert "合计1800吨（" in assistant.ask("福州和郴州氨氮一共减多少").answer


def test_no_sum_of_shares_is_told_and_why_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("福州和资阳能耗降幅加起来多少")
    assert answer.status == "partial" and "不能相加" in answer.answer and "合计" not in answer.answer
    assert "14%" in answer.answer and "14.5%" in answer.answer


def test_what_is_equal_is_no_difference_of_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("福州和资阳的秸秆利用率差多少")
    assert "相同" in answer.answer and "高0" not in answer.answer and answer.status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "能耗双控福州是哪个局牵头？跟资阳一样不",
        "能耗双控福州是哪个局牵头？资阳呢？一样吗",
        "福州和资阳谁牵头能耗双控，是同一个局吗",
    ],
)
def test_whether_the_same_office_leads_in_two_places_is_said(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "不同：福州市是市工信局，资阳市是市发展改革委。" in answer.answer and answer.status == "answered"


def test_of_long_lists_of_offices_what_both_have_is_named(assistant: Assistant) -> None:
    told = assistant.ask("福州谁管绿色建筑，抚州呢，是一个部门吗").answer
    assert "不完全相同，都有" in told and "福州市是市建设局等6个单位，抚州市是市住建局等8个单位" in told
    assert "不是。" not in told


def test_what_a_thing_has_of_another_is_reckoned_and_growth_is_no_share(tmp_path: Path) -> None:
    text = (
        "2025年乙省政府工作报告\n一、2024年工作回顾\n汽车产量增长40%、达200万辆，新能源汽车产量增长90%、达90万辆。\n"
        "二、2025年工作安排\n研发投入占生产总值比重达到3.2%。\n"
    )
    report = assistant_over(tmp_path, {"yi.txt": text})[0]
    answer = report.ask("乙省去年造了多少辆汽车，其中新能源占几成")
    assert answer.status == "answered" and "约占汽车产量的45%（90万辆÷200万辆）" in answer.answer
    told = report.ask("乙省研发投入占生产总值百分之几")
    assert told.status == "answered" and "3.2%" in told.answer and "没有直接给出" not in told.answer
