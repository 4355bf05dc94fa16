"""Numbers written in two steps, in formal numerals, of a year, and where things stand now: none is changed, none is another year's."""

import pytest

from corpus.structure import read_plan
from corpus.targets import read_targets

Said = tuple[str, float | None, str, int | None]


def goals(said: str) -> list[Said]:
    plan = read_plan("p", f"岚溪市河湖治理方案\n一、目标\n到2027年，{said}。\n二、保障\n市水务局牵头。\n")
    return [(t.indicator, t.value, t.unit, t.target_year) for t in read_targets(plan)]


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("完成投资2亿3000万元", 230_000_000, "元"),
        ("完成投资1亿5千万元", 150_000_000, "元"),
        ("完成投资叁亿陆仟万元", 360_000_000, "元"),
        ("新建泵站3万6000座", 36_000, "座"),
        ("新建泵站一百〇八座", 108, "座"),
        ("新增湿地350hm²", 350, "hm²"),
        ("处理能力达到3万t/d", 3, "万t/d"),
        ("覆盖率大于等于95%", 95, "%"),
        ("完成投资12.5 [1] 亿元", 12.5, "亿元"),
        ("完成投资12.5（见注2）亿元", 12.5, "亿元"),
    ],
)
def test_a_number_is_read_as_it_is_written(said: str, value: float, unit: str) -> None:
    assert [(v, u) for _, v, u, _ in goals(said)] == [(value, unit)]


def test_figures_of_named_years_are_goals_of_those_years_and_the_first_is_where_things_stand() -> None:
    assert goals("覆盖率从2023年的60%提高到2026年的80%、2027年的85%") == [
        ("覆盖率", 80, "%", 2026),
        ("覆盖率", 85, "%", 2027),
    ]
    assert goals("覆盖率由目前的60%提高到85%") == [("覆盖率", 85, "%", 2027)]


def test_what_all_years_make_together_is_no_yearly_figure() -> None:
    assert [name for name, *_ in goals("每年新建泵站30座，五年共150座")] == ["每年新建泵站数量", "新建泵站数量"]


def test_numbers_of_a_list_are_no_part_of_names() -> None:
    assert [name for name, *_ in goals("1.建成自动站12个；2.配备监测船3艘")] == ["建成自动站数量", "配备监测船数量"]


def test_a_digest_gives_no_year_that_it_does_not_name() -> None:
    text = "岚溪市“十五五”节水规划（新闻摘要）\n一、目标\n到2030年，节水率达到60%。\n二、任务\n改造管网120公里。\n"
    assert [(t.value, t.target_year) for t in read_targets(read_plan("p", text))] == [(60, 2030), (120, None)]
    own = text.replace("（新闻摘要）", "")
    assert [t.target_year for t in read_targets(read_plan("p", own))] == [2030, 2030]


def test_people_that_something_is_done_to_name_themselves() -> None:
    assert [name for name, *_ in goals("培训1.5万人")] == ["培训人数"]


def test_standard_coal_is_part_of_its_unit() -> None:
    assert goals("吨糖综合能耗由2023年的418千克标准煤降至2026年的380千克标准煤以下") == [
        ("吨糖综合能耗", 380, "千克标准煤", 2026)
    ]
