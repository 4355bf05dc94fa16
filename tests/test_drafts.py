"""A draft held against the plans: right figures, each kind of wrong one, neighbours, units, places and years carried on."""

from pathlib import Path

import pytest

from index.snapshot import Index
from retrieval.drafts.checking import Checked, check_draft
from tests.comparable_plans import write_index

_PLANS = {
    "bochuan": (
        "柏川市",
        "单位地区生产总值能源消耗比2020年下降13.5%，力争下降14.5%；氨氮、挥发性有机物重点工程减排量分别达到1260吨、3700吨。"
        "到2025年，农膜回收率达到82%以上，畜禽粪污综合利用率达到79%以上，城市公共供水管网漏损率控制在8%以内，生活垃圾回收利用率达到35%，"
        "生活垃圾资源化利用率达到62%，非化石能源占能源消费总量比重达到21%左右。年综合能源消费量1万吨标准煤以上的重点用能单位开展能源审计，"
        "全市建设公共充电站48座。",
    ),
    "heping": (
        "鹤坪市",
        "单位地区生产总值能源消耗比2020年下降12%；氨氮、挥发性有机物重点工程减排量分别达到940吨、1.05万吨。"
        "到2025年，农膜回收率达到86%，城市生活污水集中收集率达到72%，规模以上工业单位增加值能耗下降15%，万元工业增加值用水量不高于14m³/万元。到2030年，农膜回收率达到95%。",
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return write_index(tmp_path_factory.mktemp("drafts"), _PLANS)


def checked(index: Index, text: str) -> list[Checked]:
    return check_draft(index, text)


def verdicts(index: Index, text: str) -> list[tuple[str, str, str]]:
    return [(one.place, one.words, one.verdict) for one in checked(index, text)]


def only(index: Index, text: str) -> Checked:
    (one,) = checked(index, text)
    return one


def given(one: Checked) -> list[str]:
    return [stated.told for stated in one.stated]


@pytest.mark.parametrize(
    "text",
    [
        "柏川市农膜回收率达到82%以上。",
        "柏川市提出，到2025年废旧农膜回收利用率达到82%以上。",
        "柏川市单位GDP能耗比2020年下降13.5%。",
        "柏川市单位GDP能耗下降百分之十三点五。",
        "柏川市单位GDP能耗力争下降14.5%。",
        "柏川市氨氮减排1260吨。",
        "鹤坪市挥发性有机物重点工程减排量为10500吨。",
        "鹤坪市VOCs减排1.05万吨。",
        "柏川市公共供水管网漏损率不超过8%。",
        "柏川市全市建设公共充电站48座。",
        "到2030年，鹤坪市农膜回收率达到95%。",
        "单位GDP能耗下降12%的是鹤坪市。",
    ],
)
def test_what_the_plan_says_agrees_in_whatever_words_and_units(index: Index, text: str) -> None:
    assert [one.verdict for one in checked(index, text)] == ["agrees"]


def test_the_figure_of_the_plan_is_told_in_its_own_characters(index: Index) -> None:
    one = only(index, "鹤坪市万元工业增加值用水量不高于14立方米/万元。")
    assert (one.verdict, given(one)) == ("agrees", ["不高于14m³/万元"])


@pytest.mark.parametrize(
    ("text", "told", "why"),
    [
        ("柏川市农膜回收率达到80%以上。", "82%以上", ""),
        ("柏川市单位GDP能耗下降15.3%。", "13.5%", ""),
        ("柏川市单位GDP能耗下降14.5%。", "力争14.5%", "力争"),
        ("柏川市农膜回收率力争达到82%以上。", "82%以上", "力争"),
        ("鹤坪市农膜回收率不超过86%。", "86%", "没有限定"),
        ("柏川市城市公共供水管网漏损率不低于8%。", "8%以内", "以内"),
        ("柏川市单位GDP能耗比2015年下降13.5%。", "13.5%", "2020年"),
        ("柏川市单位GDP能耗上升13.5%。", "13.5%", "升降"),
        ("到2030年，柏川市农膜回收率达到82%以上。", "82%以上", "2025年"),
        ("鹤坪市挥发性有机物重点工程减排量为1050吨。", "1.05万吨", ""),
        ("柏川市农膜回收率达到82公里。", "82%以上", "单位"),
    ],
)
def test_what_the_plan_says_otherwise_differs_and_shows_it(index: Index, text: str, told: str, why: str) -> None:
    one = only(index, text)
    assert one.verdict == "differs"
    assert told in given(one)
    assert why in one.why


@pytest.mark.parametrize(
    "text",
    [
        "柏川市农膜回收率达到79%以上。",
        "柏川市生活垃圾回收利用率达到62%。",
        "柏川市生活垃圾资源化利用率达到35%。",
        "鹤坪市城市生活污水处理率达到72%。",
        "鹤坪市单位GDP能耗下降15%。",
        "柏川市农膜回收率达到86%。",
        "鹤坪市畜禽粪污综合利用率达到79%以上。",
        "柏川市氨氮减排3700吨。",
    ],
)
def test_the_figure_of_a_neighbour_or_of_another_city_confirms_nothing(index: Index, text: str) -> None:
    assert "agrees" not in [one.verdict for one in checked(index, text)]


def test_a_neighbour_refutes_nothing_either(index: Index) -> None:
    one = only(index, "鹤坪市城市生活污水处理率达到70%。")
    assert one.verdict == "absent"


def test_a_bound_left_out_agrees_with_a_note(index: Index) -> None:
    one = only(index, "柏川市农膜回收率达到82%。")
    assert (one.verdict, one.notes) == ("agrees", ("方案有“以上（不少于）”",))


def test_each_of_two_cities_in_a_sentence_is_held_against_its_own_plan(index: Index) -> None:
    assert verdicts(index, "柏川市和鹤坪市农膜回收率分别达到82%和86%。") == [
        ("柏川市", "82%", "agrees"),
        ("鹤坪市", "86%", "agrees"),
    ]
    assert verdicts(index, "柏川、鹤坪单位GDP能耗均下降12%。") == [
        ("柏川市", "12%", "differs"),
        ("鹤坪市", "12%", "agrees"),
    ]
    assert verdicts(index, "农膜回收率：柏川82%以上，鹤坪82%以上。") == [
        ("柏川市", "82%以上", "agrees"),
        ("鹤坪市", "82%以上", "differs"),
    ]


def test_place_and_year_are_carried_on(index: Index) -> None:
    text = "一、鹤坪市\n到2030年，节能减排取得成效。农膜回收率达到95%。\n二、柏川市\n氨氮减排1260吨。"
    assert verdicts(index, text) == [("鹤坪市", "95%", "agrees"), ("柏川市", "1260吨", "agrees")]


def test_what_is_not_told_is_left_open_and_what_is_not_there_is_absent(index: Index) -> None:
    assert [(one.verdict, one.why) for one in checked(index, "农膜回收率达到82%以上。")] == [
        ("unclear", "稿中没有说是哪个地方的")
    ]
    assert "无名市" not in only(index, "柏川市达到82%以上。").why
    assert only(index, "柏川市达到82%以上。").verdict == "unclear"
    assert only(index, "柏川市森林覆盖率达到58%。").verdict == "absent"
    assert only(index, "绵阳市农膜回收率达到82%以上。").why == "资料中没有绵阳市的方案，没有核对"


def test_only_the_plans_chosen_are_held_against_a_draft(index: Index) -> None:
    (one,) = check_draft(index, "鹤坪市农膜回收率达到86%。", ["bochuan"])
    assert (one.verdict, one.why) == ("unclear", "没有选鹤坪市的方案，没有核对")
    (one,) = check_draft(index, "农膜回收率达到82%以上。", ["bochuan"])
    assert (one.place, one.verdict) == ("柏川市", "agrees")


def test_facts_of_the_document_are_checked_or_listed_as_not_checked(index: Index) -> None:
    text = "柏川市方案文号为柏政发〔2023〕7号，由市生态环境局牵头。鹤坪市方案文号为鹤政发〔2023〕8号。"
    found = [(one.kind, one.words, one.verdict, one.front.value if one.front else "") for one in checked(index, text)]
    assert found == [
        ("number", "柏政发〔2023〕7号", "agrees", "柏政发〔2023〕7号"),
        ("lead", "市生态环境局", "unclear", ""),
        ("number", "鹤政发〔2023〕8号", "differs", "鹤政发〔2023〕7号"),
    ]


def test_no_figure_is_dropped(index: Index) -> None:
    text = "柏川市有23家企业、3.5万户居民，增长2.1个百分点，零增长，共投资1.2亿元，占比三成，建4条线、7个站。"
    assert [one.words for one in checked(index, text)] == [
        "23家", "3.5万户", "2.1个百分点", "零增长", "1.2亿元", "三成", "4条", "7个",
    ]  # fmt: skip


def test_a_number_without_a_unit_is_held_against_that_of_the_very_thing(index: Index) -> None:
    right = only(index, "柏川市农膜回收率达到82。")
    assert (right.verdict, right.notes) == ("agrees", ("方案写的是82%以上",))
    wrong = only(index, "柏川市农膜回收率达到85。")
    assert (wrong.verdict, given(wrong)) == ("differs", ["82%以上"])
    assert only(index, "柏川市第一批达到85。").why == "没有单位，没有核对"


def test_by_whom_a_figure_is_said_is_no_part_of_its_name(index: Index) -> None:
    assert only(index, "听说柏川市农膜回收率达到82%以上。").verdict == "agrees"
    assert only(index, "我记得柏川市的农膜回收率达到85%以上。").verdict == "differs"


def test_a_sort_of_a_thing_leaves_no_doubt_about_the_thing(tmp_path: Path) -> None:
    told = "2024年，汽车产量继续增长、达到431万辆，新能源汽车产量达到97万辆。"
    cars = write_index(tmp_path, {"luhe": ("芦河市", told)})
    assert only(cars, "芦河市2024年汽车产量431万辆。").verdict == "agrees"
    wrong = only(cars, "芦河市2024年汽车产量97万辆。")
    assert (wrong.verdict, given(wrong)) == ("differs", ["431万辆"])
