"""Results of the year before that a question asserts wrongly: said not to be so, with what the report gives."""

import pytest

from retrieval.answers import correction
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

REPORT = """2025年宜梁省政府工作报告

各位代表，现在我代表省人民政府向大会报告工作，请予审议。
一、2024年工作回顾
过去一年，全省地区生产总值增长4.7%，粮食总产量达到312亿斤，城镇新增就业38万人，外贸进出口总额增长7.9%。
二、2025年工作安排
今年主要预期目标是：地区生产总值增长5%左右，城镇新增就业40万人以上。
（一）扩大消费。实施提振消费专项行动，发放消费券，支持汽车、家电以旧换新，办好各类促消费活动。
"""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("province"), {"yiliang.txt": REPORT})[0]


@pytest.mark.parametrize(
    ("asked", "denied", "given"),
    [
        ("宜梁2024年GDP增长了6%，主要靠什么拉动的？", "不是6%", "4.7%"),
        ("宜梁去年GDP增长5%，超额完成了吧？", "不是5%", "4.7%"),
        ("宜梁去年城镇新增就业52万人，怎么做到的", "不是52万人", "38万人"),
    ],
)
def test_a_result_that_is_asserted_wrongly_is_said_not_to_be_so(
    province: Assistant, asked: str, denied: str, given: str
) -> None:
    answer = province.ask(asked)
    assert answer.status == "not_found" and denied in answer.answer and given in answer.answer


def test_a_result_that_is_asserted_rightly_is_not_denied(province: Assistant) -> None:
    assert "不是" not in province.ask("宜梁去年GDP增长4.7%，靠什么拉动").answer


def test_without_it_a_wrong_result_stands(province: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correction, "_result_corrected", lambda _: [])
    assert "不是6%" not in province.ask("宜梁2024年GDP增长了6%，主要靠什么拉动的？").answer
