"""Sums of money that are asked for in few words, and what bounds them."""

import pytest

from retrieval.answers import desk as laid_out
from retrieval.answers import parts
from retrieval.assistant import Assistant
from retrieval.question.asked import asked_units
from tests.own_corpus import assistant_over

PLAN = """柏川市“十四五”节能减排工作方案

一、推进清洁取暖。到2025年，全市城镇清洁取暖率达到93%，农村清洁取暖率达到64%。对完成“煤改电”的农户，每户一次性补助设备款3800元，采暖季电费每千瓦时补贴0.15元。（市发展改革委负责）
二、发展绿色建筑。到2025年，城镇新建建筑全面执行绿色建筑标准。三星级绿色建筑每平方米奖励45元，二星级每平方米奖励25元，单个项目分别不超过320万元和160万元。（市住房城乡建设局负责）
三、推广新能源汽车。到2030年，新能源汽车新车销量占比达到50%。重点用能单位，是指年综合能源消费量1万吨标准煤以上的用能单位。（市工业和信息化局负责）
四、加强考核。对考核优秀的县（区）通报表扬，并奖励资金260万元；对未完成目标的县（区）实行通报批评。（市生态环境局负责）
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("city"), {"a.txt": PLAN})[0]


@pytest.mark.parametrize(
    "asked", ["换电暖气政府给补多少", "三星级每平米奖多少", "考核优秀奖多少", "罚多少", "污水费涨了几毛"]
)
def test_what_is_paid_is_asked_for_in_money(asked: str) -> None:
    assert "元" in asked_units(asked)


@pytest.mark.parametrize(
    "asked", ["工资涨幅多少", "补种多少亩", "奖励多少人", "财政补几成", "污水处理率是多少", "利用率是多少"]
)
def test_what_is_no_sum_is_not(asked: str) -> None:
    assert "元" not in asked_units(asked)


def test_a_subsidy_is_told_and_no_rate(city: Assistant) -> None:
    answer = city.ask("我是柏川农村的，把煤炉换成电暖气，政府给补多少？")
    assert "3800元" in answer.answer and "64%" not in answer.answer


def test_without_the_sums_apart_the_rate_is_told(city: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laid_out, "_given_sum", lambda _, ranked: ranked)
    assert "3800元" not in city.ask("我是柏川农村的，把煤炉换成电暖气，政府给补多少？").answer.split("最接近")[0]


def test_the_limit_is_told_where_the_sum_is(city: Assistant) -> None:
    answer = city.ask("柏川三星级绿建一平米补多少，封顶多少？")
    assert answer.status == "answered" and "45元" in answer.answer and "320万元" in answer.answer


def test_without_that_the_limit_is_missing(city: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "told_of_aspect", lambda *_: None)
    answer = city.ask("柏川三星级绿建一平米补多少，封顶多少？")
    assert answer.status != "answered" or "320万元" not in answer.answer


def test_a_claimed_sum_is_corrected_from_the_sentence(city: Assistant) -> None:
    answer = city.ask("听说柏川考核优秀的县区能拿600万奖金，是真的吗").answer
    assert "不是600万" in answer and "260万元" in answer


def test_tenths_are_percent(city: Assistant) -> None:
    answer = city.ask("柏川农村清洁取暖率要到七成五，对吧").answer
    assert "不是75%" in answer and "64%" in answer


def test_brackets_part_no_name(assistant: Assistant) -> None:
    assert "没有写到“县区”" not in assistant.ask("县区没完成节能减排任务，资阳会咋收拾").answer


def test_a_figure_of_all_confirms_none_of_some(city: Assistant) -> None:
    assert "：是" in city.ask("柏川新能源汽车新车销量占比是50%，对吧").answer
    assert "：是" not in city.ask("柏川公家新买的车，新能源占比是不是只要五成就行？").answer


def test_what_the_asker_has_is_no_claim(city: Assistant) -> None:
    answer = city.ask("我厂一年用7000吨标煤，算不算柏川的重点用能单位？它是怎么定义的")
    assert "不是7000吨" not in answer.answer and "1万吨标准煤" in answer.answer
