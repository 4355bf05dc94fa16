import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus.__main__ import app
from corpus.figures import find_figures
from corpus.indicators import canonical_name
from corpus.plan import Plan, Target
from corpus.reading import plain_reading
from corpus.structure import read_plan
from corpus.targets import read_targets

ROOT = Path(__file__).parents[1]
LABELS = [json.loads(line) for line in (ROOT / "eval/gold/labels/targets.jsonl").read_text("utf-8").splitlines()]
PLANS = {f.stem: read_plan(f.stem, f.read_text("utf-8")) for f in sorted((ROOT / "corpus/plans").glob("*.txt"))}


def _plan(body: str, title: str = "甲市“十四五”节能减排实施方案") -> Plan:
    return read_plan("p", f"{title}\n一、主要目标\n（一）目标。{body}\n")


def _targets(body: str, title: str = "甲市“十四五”节能减排实施方案") -> tuple[Target, ...]:
    return read_targets(_plan(body, title))


def _said(body: str) -> list[tuple[str, str, str]]:
    return [(t.indicator, t.value_text, t.comparison) for t in _targets(body)]


def _report(told: str, planned: str) -> tuple[Target, ...]:
    text = f"2025年甲省政府工作报告\n各位代表：\n一、2024年工作回顾\n{told}\n二、2025年工作安排\n{planned}\n"
    return read_targets(read_plan("r", text))


@pytest.mark.parametrize("plan", sorted({row["plan"] for row in LABELS}))
def test_ledger_has_the_figures_of_the_hand_labels_and_no_others(plan: str) -> None:
    def key(value: float, unit: str, year: int | None, comparison: str) -> tuple[float, str, int | None, str]:
        return (value, plain_reading(unit), year, comparison)

    labels = [r for r in LABELS if r["plan"] == plan]
    labelled = Counter(key(r["value"], r["unit"], r["target_year"], r["comparison"]) for r in labels)
    read = Counter(
        key(t.value, t.unit, t.target_year, t.comparison) for t in read_targets(PLANS[plan]) if t.value is not None
    )
    assert labelled.total() > 20
    assert read == labelled


@pytest.mark.parametrize("plan", sorted({row["plan"] for row in LABELS}))
def test_scopes_qualifiers_and_base_years_mostly_equal_the_hand_labels(plan: str) -> None:
    rows = {(t.value, t.quote[-8:]): t for t in read_targets(PLANS[plan])}
    labels = [(r, t) for r in LABELS if r["plan"] == plan and (t := rows.get((r["value"], r["quote"][-8:])))]
    assert len(labels) > 15
    assert sum(r["base_year"] == t.base_year for r, t in labels) >= 0.95 * len(labels)
    assert sum(r["qualifier"] in t.qualifier for r, t in labels) >= 0.9 * len(labels)
    assert sum(r["scope"] in t.scope or t.scope in r["scope"] for r, t in labels) >= 0.75 * len(labels)


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_quote_stands_at_its_span_and_in_its_sentence(plan: Plan) -> None:
    hidden = {at for item in plan.furniture for at in range(item.start, item.end)}
    for target in read_targets(plan):
        raw = "".join(plan.text[at] for at in range(target.start, target.end) if at not in hidden)
        assert "".join(raw.split()) == "".join(target.quote.split())
        assert target.quote in target.sentence
        assert target.value_text in target.quote


def test_enumerated_indicators_share_their_last_words_and_take_their_figures_in_order() -> None:
    assert _said(
        "化学需氧量、氨氮、挥发性有机物等3项主要污染物重点工程减排量分别累计达到3.8万吨、0.2万吨和0.6万吨。"
    ) == [
        ("化学需氧量重点工程减排量", "3.8万吨", "reduction_amount"),
        ("氨氮重点工程减排量", "0.2万吨", "reduction_amount"),
        ("挥发性有机物重点工程减排量", "0.6万吨", "reduction_amount"),
    ]
    assert _said("绿色防控、统防统治覆盖率分别达55%、50%。") == [
        ("绿色防控覆盖率", "55%", "reach"),
        ("统防统治覆盖率", "50%", "reach"),
    ]
    assert _said("制造业增加值、服务业增加值占地区生产总值的比重分别达到30%、50%。") == [
        ("制造业增加值占地区生产总值的比重", "30%", "reach"),
        ("服务业增加值占地区生产总值的比重", "50%", "reach"),
    ]


def test_complete_names_in_an_enumeration_share_nothing() -> None:
    rows = _targets("单位地区生产总值能耗、单位地区生产总值用水量较2020年分别下降13.5%、15%以上。")
    assert [(t.indicator, t.comparison, t.base_year, t.qualifier) for t in rows] == [
        ("单位地区生产总值能耗", "decrease", 2020, ""),
        ("单位地区生产总值用水量", "decrease", 2020, "以上"),
    ]


def test_ambitious_and_incentive_values_are_rows_of_their_own() -> None:
    rows = _targets("全市单位生产总值能耗比2020年下降13%，力争达到13.5%；煤炭消费量下降2%，力争完成4%的激励目标。")
    assert [(t.indicator, t.value, t.comparison, t.base_year, t.qualifier) for t in rows] == [
        ("单位生产总值能耗", 13.0, "decrease", 2020, ""),
        ("单位生产总值能耗", 13.5, "decrease", 2020, "力争"),
        ("煤炭消费量", 2.0, "decrease", None, ""),
        ("煤炭消费量", 4.0, "decrease", None, "力争；激励目标"),
    ]
    assert rows[1].quote == "全市单位生产总值能耗比2020年下降13%，力争达到13.5%"


def test_shares_of_those_who_do_something_are_named_after_what_they_do() -> None:
    rows = _targets("力争80%以上的市属党政机关建成节约型机关，60%的县（市、区）建成“无废城市”。")
    assert [(t.indicator, t.value, t.comparison, t.scope) for t in rows] == [
        ("建成节约型机关的市属党政机关比例", 80.0, "at_least", "市属党政机关"),
        ("建成“无废城市”的县（市、区）比例", 60.0, "reach", "县（市、区）"),
    ]


def test_goal_that_is_assigned_from_above_is_a_row_without_a_number() -> None:
    rows = _targets(
        "规模以上工业单位增加值能耗、万元工业增加值用水量完成省下达指标。完成国家下达的主要污染物总量减排任务。"
    )
    assert [(t.indicator, t.value, t.value_text) for t in rows] == [
        ("规模以上工业单位增加值能耗", None, "完成省下达指标"),
        ("万元工业增加值用水量", None, "完成省下达指标"),
        ("主要污染物总量减排", None, "完成国家下达的主要污染物总量减排任务"),
    ]
    assert _said("确保完成省下达我市的“十四五”节能减排约束性目标。") == []


def test_comparisons_follow_the_words_before_and_behind_the_figure() -> None:
    assert _said(
        "煤炭消费总量比2020年下降5%左右、控制在1.24亿吨左右，漏损率控制在9%以内，用水量控制目标为12m³/万元，"
        "费用占比下降至13%左右，分担率不低于45%，占比超过72%，能耗力争不高于317克标准煤/千瓦时，化肥使用量保持零增长。"
    ) == [
        ("煤炭消费总量", "5%", "decrease"),
        ("煤炭消费总量", "1.24亿吨", "about"),
        ("漏损率", "9%", "at_most"),
        ("用水量", "12m³/万元", "at_most"),
        ("费用占比", "13%", "about"),
        ("分担率", "45%", "at_least"),
        ("占比", "72%", "at_least"),
        ("能耗", "317克标准煤/千瓦时", "at_most"),
        ("化肥使用量增长", "零增长", "at_most"),
    ]


def test_growth_stays_in_the_indicator_and_a_second_figure_of_it_finds_its_subject() -> None:
    assert _said("社会消费品零售总额突破3万亿元、年均增长9%以上，地区生产总值增长5.0%—5.5%。") == [
        ("社会消费品零售总额", "3万亿元", "at_least"),
        ("社会消费品零售总额年均增长", "9%", "at_least"),
        ("地区生产总值增长", "5.0%—5.5%", "reach"),
    ]


def test_range_has_its_lower_number_as_value() -> None:
    (row,) = _targets("每年培育5—10个省级集聚区。")
    assert (row.value, row.unit, row.value_text) == (5.0, "个", "5—10个")


def test_where_things_stand_is_no_goal() -> None:
    assert _said("森林覆盖率由25%提高到30%以上，已建成充电桩500个。") == [("森林覆盖率", "30%", "at_least")]


def test_figures_of_several_years_are_paired_with_them() -> None:
    rows = _targets("到2025年、2030年，非化石能源消费比重分别达到18%、25%左右。")
    assert [(t.value, t.target_year) for t in rows] == [(18.0, 2025), (25.0, 2030)]


def test_year_holds_until_another_is_named_and_else_is_the_one_of_the_title() -> None:
    rows = _targets(
        "到2030年，甲率达到10%。乙率达到20%。2024年实现丙率达到30%，丁率达到40%。推进改革。戊率达到50%。2025年前，己率达到60%。"
    )
    assert [(t.value, t.target_year) for t in rows] == [
        (10.0, 2030),
        (20.0, 2030),
        (30.0, 2024),
        (40.0, 2024),
        (50.0, 2025),
        (60.0, 2025),
    ]
    three_years = _targets("甲率达到10%。", "甲市扩大内需三年行动方案（2023—2027年）")
    assert three_years[0].target_year == 2027


def test_standing_limits_have_no_year() -> None:
    rows = _targets(
        "加强年综合能耗5万吨标准煤及以上的“两高”项目工作指导。VOCs年排放量大于5吨的新建项目投运前应安装监控设备。"
        "推动65蒸吨/小时以上燃煤锅炉实施超低排放改造。"
    )
    assert [(t.indicator, t.comparison, t.target_year) for t in rows] == [
        ("“两高”项目年综合能耗", "at_least", None),
        ("新建项目VOCs年排放量", "at_least", None),
        ("实施超低排放改造的燃煤锅炉规模", "at_least", 2025),
    ]


def test_scope_is_the_place_named_until_another_is() -> None:
    rows = _targets(
        "市中心城区新建管网60公里以上、改造管网300公里以上；各县（区）新建管网30公里以上；全市新增能力10万立方米/日以上；"
        "市本级处理率达95%以上，县（区）达到90%以上，农村污水治理率达到40%。"
    )
    assert [(t.indicator, t.scope) for t in rows] == [
        ("新建管网", "市中心城区"),
        ("改造管网", "市中心城区"),
        ("新建管网", "各县（区）"),
        ("新增能力", "全市"),
        ("处理率", "市本级"),
        ("处理率", "县（区）"),
        ("农村污水治理率", "农村"),
    ]


def test_what_a_bracket_adds_is_a_row_and_leaves_no_trace_on_what_follows() -> None:
    rows = _targets("公交车新能源车辆比例达100%（其中纯电动公交车比例不低于80%）、出租车新能源车辆比例不低于85%。")
    assert [(t.indicator, t.value) for t in rows] == [
        ("公交车新能源车辆比例", 100.0),
        ("纯电动公交车比例", 80.0),
        ("出租车新能源车辆比例", 85.0),
    ]


def test_incentive_goal_in_a_bracket_is_of_what_stands_before_it() -> None:
    rows = _targets("全市单位地区生产总值能耗下降14.5%（激励目标15.5%），秸秆利用率达到90%。")
    assert [(t.indicator, t.comparison, t.qualifier) for t in rows] == [
        ("单位地区生产总值能耗", "decrease", ""),
        ("单位地区生产总值能耗", "decrease", "激励目标"),
        ("秸秆利用率", "reach", ""),
    ]
    assert rows[1].quote == "全市单位地区生产总值能耗下降14.5%（激励目标15.5%）"


def test_second_figure_of_another_kind_is_of_the_same_thing_not_of_its_growth() -> None:
    assert _said("工业余热利用率提升10个百分点，达到70%。数据中心PUE降低到1.3以下。") == [
        ("工业余热利用率提升", "10个百分点", "reach"),
        ("工业余热利用率", "70%", "reach"),
        ("数据中心PUE", "1.3", "at_most"),
    ]


def test_things_of_a_list_share_the_verb() -> None:
    assert _said("打造3条美丽公路、12个绿色机场，遴选1家能效领跑者和2家水效领跑者。") == [
        ("打造美丽公路数量", "3条", "reach"),
        ("打造绿色机场数量", "12个", "reach"),
        ("遴选能效领跑者数量", "1家", "reach"),
        ("遴选水效领跑者数量", "2家", "reach"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "根据《某规划》（国发〔2021〕33号）和2022年11月9日第22次常务会议精神制定。",
        "加快5G、T800、PM2.5监测和“15分钟健身圈”建设，学习“184”行动，落实国六排放标准。",
        "围绕钢铁、水泥等4项主要行业抓好3个方面工作，重点实施20条措施。",
        "落实企业所得税减按15%征收政策，服务3岁以下婴幼儿和65岁以上老人。",
        "建设120万吨乙烯项目和500千伏主网架。",
        "实施三年行动，用6个月时间，最迟2025年底前完成。",
    ],
)
def test_numbers_that_are_no_goals_are_left_out(body: str) -> None:
    assert _said(body) == []


def test_report_tells_last_year_and_plans_this_one() -> None:
    rows = _report(
        "地区生产总值增长5.5%。新建公路100公里。过去一年，粮食产量达到800亿斤。",
        "今年主要预期目标是：地区生产总值增长5%左右。新建公路200公里。2024年，粮食产量达到850亿斤。力争2027年产值达到300亿元。",
    )
    assert [(t.indicator, t.value, t.target_year) for t in rows] == [
        ("地区生产总值增长", 5.0, 2025),
        ("新建公路", 200.0, 2025),
        ("产值", 300.0, 2027),
    ]


def test_what_a_summary_repeats_is_one_row_of_the_plans_own_clause() -> None:
    goal = "到2025年，全市单位生产总值能耗比2020年下降8%。"
    text = f"甲市“十四五”节能减排实施方案\n近日，市政府印发方案，提出{goal}\n一、主要目标\n{goal}\n二、任务\n推进。\n"
    (row,) = read_targets(read_plan("p", text))
    assert row.section == "一、主要目标"


def test_traditional_characters_and_half_width_marks_are_read_and_quoted_as_published() -> None:
    rows = _targets(
        "到2025年,全省單位地區生產總值能源消耗比2020年下降14.5%,氨氮、氮氧化物重點工程減排量分別達到0.28萬噸、8萬噸."
    )
    assert [(t.canonical, t.value, t.unit, t.comparison) for t in rows] == [
        ("单位地区生产总值能耗", 14.5, "%", "decrease"),
        ("氨氮重点工程减排量", 0.28, "萬噸", "reduction_amount"),
        ("氮氧化物重点工程减排量", 8.0, "萬噸", "reduction_amount"),
    ]
    assert rows[0].indicator == "單位地區生產總值能源消耗"
    assert rows[0].quote == "全省單位地區生產總值能源消耗比2020年下降14.5%"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("单位国内生产总值能源消耗", "单位地区生产总值能耗"),
        ("单位GDP能耗", "单位地区生产总值能耗"),
        ("非化石能源占能源消费总量比重", "非化石能源消费占比"),
        ("非化石能源消费比重", "非化石能源消费占比"),
        ("规上工业单位增加值能耗", "规模以上工业单位增加值能耗"),
        ("全市秸秆综合利用率", "秸秆综合利用率"),
        ("各级企（事）业单位节水率", "各级企（事）业单位节水率"),
    ],
)
def test_indicator_written_in_several_ways_has_one_canonical_name(written: str, canonical: str) -> None:
    assert canonical_name(written) == canonical


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.5亿元", 1234.5, "亿元"),
        ("０.28萬噸", 0.28, "万吨"),
        ("2300吨/日", 2300.0, "吨/日"),
        ("20 MW", 20.0, "MW"),
        ("两个百分点", 2.0, "个百分点"),
        ("5500万千瓦", 5500.0, "万千瓦"),
        ("3千吨级", 3.0, "千吨级"),
    ],
)
def test_figure_keeps_its_number_as_written_in_its_unit(text: str, value: float, unit: str) -> None:
    reading = plain_reading(text)
    (figure,) = find_figures(reading)
    assert (figure.value, reading[figure.unit_start : figure.end]) == (value, unit)


@given(st.text(max_size=200))
def test_plain_reading_keeps_every_character_in_its_place(text: str) -> None:
    assert len(plain_reading(text)) == len(text)


_BITS = st.sampled_from(
    "到2025年， 全市 秸秆利用率 达到 90% 以上 、 ， ； 。 （ ） “ ” 分别 5吨 3个 力争 完成省下达 指标 零增长 比2020年 下降 等 的 由 翻番 两位数 县（区）".split()
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_BITS, max_size=40))
def test_any_mixture_of_its_words_is_read_without_harm(bits: list[str]) -> None:
    body = "".join(bits)
    plan = _plan(body)
    for target in read_targets(plan):
        assert "".join(plan.text[target.start : target.end].split()) == "".join(target.quote.split())
        assert target.indicator
        assert target.value_text in target.quote


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=12, max_value=60))
def test_targets_stay_the_same_when_lines_are_wrapped_elsewhere(width: int) -> None:
    body = (
        "到2025年，全市单位地区生产总值能耗比2020年下降13%，力争完成14.5%的激励目标，氮氧化物、氨氮等主要污染物重点工程减排量分别完成1130吨、"
        "390吨以上。新增污水处理能力0.77万立方米/日，70%以上铁合金企业完成节能技术改造。"
    )
    plain = [(t.indicator, t.value, t.unit, t.quote) for t in _targets(body)]
    inside_number = re.compile(r"[\d.][\d.%]")
    cuts = [i for i in range(width, len(body), width) if not inside_number.match(body, i - 1)]
    wrapped = "\n".join(body[a:b] for a, b in pairwise([0, *cuts, len(body)]))
    assert len(plain) == 6
    assert [(t.indicator, t.value, t.unit, t.quote) for t in _targets(wrapped)] == plain


def test_sentence_without_end_is_given_around_the_quote_only() -> None:
    rows = _targets("、".join(f"新建管网{i}公里" for i in range(1, 3000)))
    assert len(rows) == 2999
    assert max(len(t.sentence) for t in rows) < 2600
    assert all(t.quote in t.sentence for t in rows)


def test_command_prints_one_json_object_a_row(tmp_path: Path) -> None:
    plan = tmp_path / "jia.txt"
    plan.write_text(
        "甲市“十四五”节能减排实施方案\n一、主要目标\n全市秸秆利用率达到90%以上，农膜回收率达到85%。\n", "utf-8"
    )
    result = CliRunner().invoke(app, ["targets", "--corpus", str(tmp_path), "--json"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(r["plan"], r["indicator"], r["value"], r["clause"]) for r in rows] == [
        ("jia", "秸秆利用率", 90.0, "jia#一、"),
        ("jia", "农膜回收率", 85.0, "jia#一、"),
    ]
    assert set(rows[0]) >= {
        "value_text",
        "unit",
        "comparison",
        "base_year",
        "target_year",
        "qualifier",
        "scope",
        "quote",
    }
    assert "秸秆利用率：不低于90%" in CliRunner().invoke(app, ["targets", "--corpus", str(tmp_path)]).stdout
