"""Two places weighed against each other: one by a word that stands for it, likened by 有 or 不如, and claimed to be so much higher."""

import pytest

from retrieval.answer import Answer
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk


def first_line(answer: Answer) -> str:
    return answer.answer.split("\n")[0]


@pytest.mark.parametrize("again", ["资阳比它低多少", "资阳比人家少多少吨", "资阳跟那边差多少", "资阳比这低多少"])
def test_a_word_stands_for_the_place_spoken_of_beside_the_one_named(assistant: Assistant, again: str) -> None:
    assert "高916吨（1100吨－184吨）" in first_line(talk(assistant, "福建福州氨氮减排多少", again))


def test_the_word_stands_for_the_latest_place(assistant: Assistant) -> None:
    answer = talk(assistant, "福建福州氨氮减排多少", "那郴州呢", "资阳比它低多少")
    assert "高516吨（700吨－184吨）" in first_line(answer)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("黔东南的能耗强度降幅有福建福州高吗", "不是：黔东南州13%，福州市14%"),
        ("资阳的氨氮减排有没有郴州多", "不是：资阳市184吨，郴州市700吨"),
        ("资阳的氨氮减排不如郴州多吧", "是：资阳市184吨，郴州市700吨"),
        ("郴州的氨氮减排没资阳多，对吗", "不是：郴州市700吨，资阳市184吨"),
        ("是不是郴州的氨氮减排比资阳多", "是：郴州市700吨，资阳市184吨"),
        ("听说资阳氨氮减排比郴州少，是真的吗", "是：资阳市184吨，郴州市700吨"),
    ],
)
def test_a_place_likened_to_another_has_a_verdict(assistant: Assistant, question: str, verdict: str) -> None:
    assert verdict in first_line(assistant.ask(question))


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("资阳的氨氮减排比郴州少516吨，对吗", "是：资阳市184吨"),
        ("资阳的氨氮减排比郴州少561吨，对吗", "不是：资阳市184吨"),
        ("郴州比资阳多516吨氨氮吗", "是：郴州市700吨"),
        ("资阳能耗强度降幅比福建福州高了0.4个百分点，没错吧", "不是：资阳市14.5%"),
    ],
)
def test_a_claimed_difference_is_held_against_the_true_one(assistant: Assistant, question: str, verdict: str) -> None:
    answer = assistant.ask(question)
    assert verdict in first_line(answer)
    assert answer.answer.count("516吨（") <= 1  # told once


REPORT = """2025年{place}政府工作报告
来源：{place}人民政府网
——2025年1月13日在{place}第十四届人民代表大会第三次会议上
省长　柳清源
各位代表：
现在，我代表省人民政府向大会报告工作，请予审议。
一、2024年工作回顾
积极稳就业促增收，城镇新增就业{done}万人，城镇调查失业率5.1%。外贸进出口总额增长7.3%。对东盟进出口增长16.5%，经口岸进出口增长{port}%。
二、2025年工作安排
今年主要预期目标是：地区生产总值增长5%左右，城镇新增就业{goal}万人，居民消费价格涨幅2%左右。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    told = {"山西省": (46.3, 45, 7.1), "海南省": (18.7, 16, 12.6)}
    texts = {
        f"{place}.txt": REPORT.format(place=place, done=done, goal=goal, port=port)
        for place, (done, goal, port) in told.items()
    }
    return assistant_over(tmp_path_factory.mktemp("reports"), texts)[0]


@pytest.mark.parametrize("question", ["山西今年的城镇新增就业目标比海南多多少", "山西的城镇新增就业目标比海南高多少"])
def test_goals_are_weighed_against_goals(reports: Assistant, question: str) -> None:
    """What is left of 比海南 without the place asks for no 比例, and what was done the year before is no goal."""
    answer = reports.ask(question)
    assert "山西省比海南省高29万人（45万人－16万人）" in first_line(answer)
    assert "46.3" not in answer.answer


@pytest.mark.parametrize("again", ["哪个发得更早", "谁先印发", "哪份更早"])
def test_dates_told_one_by_one_are_put_in_order(assistant: Assistant, again: str) -> None:
    answer = talk(assistant, "郴州的方案什么时候印发的", "那福建福州的呢", again).answer
    assert "最早的是福州市（2022年11月9日）" in answer and "郴州市（2023年10月28日）" in answer
    last = talk(assistant, "资阳的方案哪天发的", "抚州呢", "黔东南呢", "哪份最新").answer
    assert "最早的是资阳市（2023年1月29日），最晚的是黔东南州（2023年6月7日）" in last


@pytest.mark.parametrize("question", ["去年进出口，山西跟海南谁涨得快", "山西和海南去年的进出口增速一样吗"])
def test_what_is_of_the_whole_is_weighed_and_not_its_parts(reports: Assistant, question: str) -> None:
    answer = reports.ask(question).answer
    assert "相同" in answer and "7.3%" in answer and "12.6" not in answer and "16.5" not in answer


def test_what_falls_faster_is_the_greater(assistant: Assistant) -> None:
    answer = assistant.ask("福建福州和郴州的能耗强度谁降得快")
    assert "郴州市（15%）高于福州市（14%）" in first_line(answer)
