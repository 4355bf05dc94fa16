"""What is a figure, and what only looks like one."""

import pytest

from corpus.figures import find_figures
from corpus.reading import plain_reading


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("提高两个百分点", [2.0]),
        ("提高十二个百分点", [12.0]),
        ("提高二十个百分点", [20.0]),
        ("扩大三十五倍", [35.0]),
        ("提高三五个百分点", []),
        ("扩大几十倍", []),
        ("扩大一百二十倍", [120.0]),
        ("完成率达到百分之一百二十以上", [120.0]),
        ("能耗下降零点五个百分点", [0.5]),
        ("占比提高两点五个百分点", [2.5]),
        ("投入资金一亿二千万元", [120_000_000.0]),
        ("新增就业零点五万人", [0.5]),
        ("提高十二点五倍", [12.5]),
        ("这是第十二个百分点", []),
        ("十" * 400 + "个百分点", []),
        ("下降" + "9" * 400 + "%", []),
        ("下降" + "9" * 400 + ".5%以上", []),
        ("1" * 400 + ".2倍", []),
        ("发射卫星12颗、处置事故3起、办理贷款6笔、栽树1.5万棵、接种5万剂次", [12.0, 3.0, 6.0, 1.5, 5.0]),
        ("每年培训不少于24学时，开出课程300课时", [24.0, 300.0]),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_only_numbers_that_are_one_quantity_have_a_value(text: str, values: list[float]) -> None:
    assert [figure.value for figure in find_figures(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "written", "unit"),
    [
        ("蓄水2.6×10⁷立方米", 26_000_000.0, "2.6×10⁷立方米", "立方米"),
        ("蓄水2.6 × 10^7 m³", 26_000_000.0, "2.6 × 10^7 m³", "m3"),
        ("发电10⁶千瓦时", 1_000_000.0, "10⁶千瓦时", "千瓦时"),
        ("排放1.2×10⁻³克", 0.0012, "1.2×10⁻³克", "克"),
        ("治理12m³/万元", 12.0, "12m³/万元", "m3"),
        ("改造岸电桩六千座", 6000.0, "六千座", "座"),
        ("改造岸电桩三百二十五座", 325.0, "三百二十五座", "座"),
        ("改造岸电桩一万二千余座", 12000.0, "一万二千余座", "座"),
        ("绿化四十万亩", 40.0, "四十万亩", "亩"),
        ("培育企业十五家", 15.0, "十五家", "家"),
        ("使用率达到百分之八十五", 85.0, "百分之八十五", "%"),
        ("使用率提高百分之六点五", 6.5, "百分之六点五", "%"),
        ("覆盖六成以上", 6.0, "六成", "成"),
        ("改造岸电桩３２０座", 320.0, "３２０座", "座"),
        ("改造岸电桩３，２００座", 3200.0, "３，２００座", "座"),
        ("改造岸电桩1，200座", 1200.0, "1，200座", "座"),
        ("改造岸电桩1 200座", 1200.0, "1 200座", "座"),
        ("改造岸电桩12 350.5公里", 12350.5, "12 350.5公里", "公里"),
        ("投资3'500万元", 3500.0, "3'500万元", "元"),
        ("改良10⁴亩", 10000.0, "10⁴亩", "亩"),
        ("供水壹佰贰拾万立方米/日", 120.0, "壹佰贰拾万立方米/日", "立方米"),
        ("浓度降到35μg/m³", 35.0, "35μg/m³", "μg"),
    ],
)
def test_powers_of_ten_and_chinese_numerals_have_their_value(text: str, value: float, written: str, unit: str) -> None:
    (figure,) = find_figures(plain_reading(text))
    assert (figure.value, text[figure.start : figure.end], figure.bare) == (value, written, unit)


@pytest.mark.parametrize(
    "text",
    [
        "详见https://www.lanxi.example/art/2024/3/12/35个.html",
        "见www.lanxi.example/p_320座",
        "附件%E5%B2%B8%E7%94%B535个",
        "第三十五座泵站",
        "上万家企业",
        "一个中心、两批试点",
        "产值突破百亿元",
        "六成不变的老路",
        "进入二十一世纪",
        "货车排放占全市排放的四成以上，须加快转运",
    ],
)
def test_links_ordinals_and_round_words_are_no_figures(text: str) -> None:
    assert find_figures(plain_reading(text)) == []


@pytest.mark.parametrize("text", ["分别为5，200，300座", "甲乙丙各达5，200，300座"])
def test_numbers_of_a_list_are_not_one_number(text: str) -> None:
    assert 5_200_300.0 not in [figure.value for figure in find_figures(text)]


def test_formal_numerals_that_are_parts_of_words_stay() -> None:
    assert plain_reading("队伍收拾玖江柒里叁陆河") == "队伍收拾玖江柒里叁陆河"
