"""A result of last year is the same figure asked alone, in an order, by a bound and in a follow-up; and of the thing asked, no part or growth of it."""

import pytest

from retrieval.answers import results
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk

SHAPE = """2025年{place}政府工作报告

各位代表，现在我代表省人民政府报告工作，请予审议。
一、2024年工作回顾
{review}
二、2025年工作安排
今年主要预期目标是：地区生产总值增长{goal}%左右，粮食产量{grain}。
"""
REVIEWS = {
    "山西省": "全省地区生产总值增长2.3%。粮食产量达到292.8亿斤。货物进出口总额增长9.1%。规模以上工业增加值增长4.1%。规模以上工业能耗强度下降4.4%。",
    "甘肃省": "全省地区生产总值9800亿元、增长5.8%。粮食产量1310.2万吨。进出口总额增长7.7%。规模以上工业增加值增长10.6%。工业对GDP增长贡献率41%。",
    "辽宁省": "顶住经济下行压力，三季度增长4.6%，全年增长5.1%、总量达3.3万亿元。粮食总产达500.3亿斤。跨境电商平台进出口增长31%。汽车产量增长3%、达98.5万辆，新能源汽车产量增长44%、达21.6万辆。",
    "河南省": "地区生产总值达6.4万亿元、增长5.3%。粮食产量1343.9亿斤。进出口总额增长1.2%。规上工业增加值增长8.1%。汽车产量增长22%、达137.2万辆。",
}


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Reports that each tell how another thing of foreign trade grows."""
    reviews = ("口岸外贸货物吞吐量增长12.7%。", "外贸集装箱班列开行数增长26.6%。", "外贸进出口总额增长9.4%。")
    files = {
        f"{n}.txt": SHAPE.format(place=place, review=review, goal=5, grain="完成国家任务")
        for n, (place, review) in enumerate(zip(REVIEWS, reviews, strict=False))
    }
    return assistant_over(tmp_path_factory.mktemp("ports"), files)[0]


def test_figures_of_different_things_are_not_weighed_against_each_other(ports: Assistant) -> None:
    told = ports.ask("去年外贸增长最猛的是哪个省").answer
    assert "最高的是" not in told and "12.7%" in told and "26.6%" in told


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    files = {
        f"{n}.txt": SHAPE.format(place=place, review=review, goal=5 + n / 10, grain="完成国家任务")
        for n, (place, review) in enumerate(REVIEWS.items())
    }
    return assistant_over(tmp_path_factory.mktemp("route"), files)[0]


def test_a_result_by_another_of_its_names_is_ranked(reports: Assistant) -> None:
    told = reports.ask("去年GDP增速最低的是哪个省").answer
    assert "甘肃省5.8%" in told and "辽宁省5.1%" in told and told.startswith("最低的是山西省（2.3%）")
    assert "没有给出" not in told


def test_a_result_is_the_same_in_a_follow_up(reports: Assistant) -> None:
    told = talk(reports, "各省今年GDP增长目标各多少", "那去年实际增速最高的是哪个").answer
    assert told.startswith("最高的是甘肃省（5.8%）") and "41%" not in told


def test_without_it_another_row_stands_for_the_one_that_most_tell(
    reports: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "shared_indicator", lambda _: "")
    assert "辽宁省5.1%" not in reports.ask("去年GDP增速最低的是哪个省").answer


def test_a_bound_in_one_unit_of_weight_takes_what_is_given_in_another(reports: Assistant) -> None:
    told = reports.ask("去年粮食产量超过280亿斤的有哪些省").answer
    assert (
        told.splitlines()[0]
        .lstrip("- ")
        .startswith("超过280亿斤的：河南省（1343.9亿斤）、辽宁省（500.3亿斤）、山西省（292.8亿斤）")
    )
    assert "甘肃省" not in told  # 1310.2万吨 is 262亿斤, and not left out as not given
    below = reports.ask("去年粮食产量不到280亿斤的有哪些省").answer
    assert "甘肃省（1310.2万吨）" in below and "没有给出" not in below


def test_what_a_thing_amounts_to_is_no_growth_of_it(reports: Assistant) -> None:
    told = reports.ask("去年GDP总量最大的是哪个省").answer
    assert "河南省6.4万亿元＞辽宁省3.3万亿元＞甘肃省9800亿元" in told and "%" not in told.split("[")[0]
    assert "约是甘肃省的6.5倍（64000亿元÷9800亿元）" in reports.ask("河南去年GDP是甘肃的几倍").answer


def test_a_part_of_a_thing_is_not_ranked_among_the_whole(reports: Assistant) -> None:
    trade = reports.ask("去年进出口增长最快的是哪个省").answer
    assert trade.startswith("最高的是山西省（9.1%）") and "31%" not in trade
    cars = reports.ask("去年汽车产量最高的是哪个省").answer
    assert "137.2万辆" in cars and "98.5万辆" in cars and "21.6万辆" not in cars


def test_what_moves_is_not_ranked_among_what_grows(reports: Assistant) -> None:
    told = reports.ask("去年规上工业增加值增速排个名，谁掉队了").answer
    assert "甘肃省10.6%" in told.replace("＜", "＞") and "4.4%" not in told


def test_a_filter_that_goes_on_keeps_the_year_and_says_so(reports: Assistant) -> None:
    told = talk(reports, "河南去年粮食产量多少", "粮食超过500亿斤的都有哪几个省").answer
    assert "接着上文，以下按2024年" in told and "河南省（1343.9亿斤）" in told and "辽宁省（500.3亿斤）" in told


def test_a_filter_of_another_thing_keeps_no_year(reports: Assistant) -> None:
    told = talk(reports, "河南去年粮食产量多少", "GDP增长目标超过5.1%的有哪些省").answer
    assert "2024年" not in told and "辽宁省（5.2%左右）" in told


def test_two_places_are_alike_in_a_result(reports: Assistant) -> None:
    told = reports.ask("去年甘肃和河南的GDP增速一样吗").answer
    assert "数值不同" in told and "5.8%" in told and "5.3%" in told
