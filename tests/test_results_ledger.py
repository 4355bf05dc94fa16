"""What a report tells as done in the year before: read as rows of a ledger of its own, ranked, filtered and set side by side."""

import pytest

from corpus.structure import read_plan
from corpus.targets import read_results, read_targets
from retrieval.assistant import Assistant
from retrieval.question.topic import Concept
from retrieval.search.ledger import match_targets, rows_of
from retrieval.search.window import WeightedConcept
from tests.own_corpus import assistant_over

REPORT = """2025年{place}政府工作报告
来源：{place}日报
——2025年1月17日在{place}第十四届人民代表大会第三次会议上
省长　{name}

各位代表：
现在，我代表省人民政府报告工作，请予审议。
一、2024年工作回顾
{review}
二、2025年工作安排
今年全省经济社会发展的主要预期目标是：全省生产总值增长{goal}%左右，粮食产量{grain}，城镇新增就业{jobs}万人以上。
"""
REPORTS = {
    "qinghai.txt": REPORT.format(
        place="青海省",
        name="罗东川",
        goal="4.5",
        grain="116万吨",
        jobs="6",
        review="全省生产总值增长2.7%，低于全国2.3个百分点。2023年新增托位900个。粮食产量117.1万吨。城镇新增就业6.4万人。已建成国家公园2处。",
    ),
    "shanxi.txt": REPORT.format(
        place="山西省",
        name="金湘军",
        goal="5",
        grain="283亿斤",
        jobs="45",
        review="全省生产总值增长2.3%。粮食产量达到292.8亿斤、增长1%。城镇新增就业51.7万人。",
    ),
    "gansu.txt": REPORT.format(
        place="甘肃省",
        name="任振鹤",
        goal="5.5",
        grain="1250万吨",
        jobs="30",
        review="全省生产总值增长5.8%。粮食产量1310.2万吨。城镇新增就业完成年计划的104%。",
    ),
    "hainan.txt": REPORT.format(
        place="海南省",
        name="刘小明",
        goal="6",
        grain="147万吨",
        jobs="16",
        review="顶住经济下行压力，前三季度增长3.2%。平台经济产业增加值增长9%。城镇新增就业17.2万人。",
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("results"), REPORTS)[0]


def test_results_are_read_by_themselves_and_are_no_goals() -> None:
    plan = read_plan("qinghai", REPORTS["qinghai.txt"])
    results = {(row.indicator, row.value_text, row.target_year) for row in read_results(plan)}
    assert {("生产总值增长", "2.7%", 2024), ("粮食产量", "117.1万吨", 2024)} <= results
    assert not any("900" in value or "百分点" in value for _, value, _ in results)  # of another year; a distance
    assert {row.target_year for row in read_targets(plan)} == {2025}


def test_what_a_figure_is_counted_over_before_it_is_part_of_its_unit() -> None:
    text = REPORT.format(
        place="福建省", name="赵龙", goal="5", grain="500万吨", jobs="50", review="PM2.5平均浓度为每立方米20微克。"
    )
    (row,) = read_results(read_plan("fujian", text))
    assert (row.indicator, row.value_text, row.unit) == ("PM2.5平均浓度", "每立方米20微克", "微克/立方米")


def test_the_economy_is_the_subject_that_a_sentence_about_it_leaves_unsaid() -> None:
    review = (
        "顶住经济下行压力，实现三季度增长4.6%、追平全国，四季度增长5.6%、高于全国0.2个百分点，全年增长4.8%、总量达5.3万亿元。"
        "邮轮旅客吞吐量创新高，全年增长30%。数字经济蓬勃发展，全年增长12%、总量达1.8万亿元。"
    )
    text = REPORT.format(place="湖南省", name="毛伟明", goal="5", grain="600亿斤", jobs="70", review=review)
    named = {row.value_text: row.indicator for row in read_results(read_plan("hunan", text))}
    assert (named["4.8%"], named["5.3万亿元"], named["4.6%"]) == ("经济增长", "经济总量", "三季度经济增长")
    assert not any(named.get(other, "").startswith("经济") for other in ("30%", "12%", "1.8万亿元"))


def test_a_measure_told_behind_a_list_of_measures_is_of_what_the_list_began_with() -> None:
    review = "棉花面积、单产、总产实现“三增”，总产520万吨。工业总产实现翻番，增加值1.9万亿元。"
    text = REPORT.format(place="新疆维吾尔自治区", name="艾尔肯", goal="6", grain="460亿斤", jobs="46", review=review)
    named = {row.value_text: row.indicator for row in read_results(read_plan("xinjiang", text))}
    assert (named["520万吨"], named["1.9万亿元"]) == ("棉花总产", "增加值")


def test_a_limit_reached_for_the_first_time_is_a_limit_of_the_same_thing() -> None:
    text = REPORT.format(
        place="福建省", name="赵龙", goal="5", grain="500万吨", jobs="50", review="PM2.5年均浓度首次低于30微克/立方米。"
    )
    (row,) = read_results(read_plan("fujian", text))
    assert (row.canonical, row.value, row.comparison) == ("PM2.5浓度", 30, "at_most")


def test_a_plan_that_is_no_report_has_no_results() -> None:
    plan = read_plan(
        "p", "海东市“十四五”节能减排方案\n\n一、工作回顾\n能耗下降12%。\n二、目标\n到2025年，能耗下降13%。\n"
    )
    assert read_results(plan) == ()


def test_results_of_the_last_year_are_ranked(reports: Assistant) -> None:
    told = reports.ask("去年生产总值增速最高的是哪个省", mode="extract").answer
    assert "最高的是甘肃省（5.8%）" in told and "青海省2.7%＞山西省2.3%" in told and "9%" not in told


def test_a_bound_is_held_against_results_and_not_against_goals(reports: Assistant) -> None:
    told = reports.ask("去年哪些省生产总值增长超过2.5%", mode="extract").answer
    assert "甘肃省（5.8%）" in told and "青海省（2.7%）" in told and "山西省（" not in told


def test_catties_stand_beside_tons(reports: Assistant) -> None:
    told = reports.ask("去年粮食产量从高到低排一下", mode="extract").answer
    assert "山西省292.8亿斤＞甘肃省1310.2万吨＞青海省117.1万吨" in told


def test_what_gives_another_measure_is_not_ranked(reports: Assistant) -> None:
    told = reports.ask("去年城镇新增就业最多的是哪个省", mode="extract").answer
    assert "山西省51.7万人＞海南省17.2万人＞青海省6.4万人" in told and "甘肃省104%" not in told


@pytest.mark.parametrize("question", ["海南去年经济增长多少", "海南去年生产总值增速是多少"])
def test_growth_of_something_else_is_no_growth_of_the_whole(reports: Assistant, question: str) -> None:
    answer = reports.ask(question, mode="extract")
    assert answer.status != "answered"


def test_goals_of_this_year_are_told_as_before(reports: Assistant) -> None:
    told = reports.ask("今年粮食产量目标最高的是哪个省", mode="extract").answer
    assert "山西省" in told.split("。")[0] and "283亿斤" in told and "292.8" not in told


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            "青海、山西、甘肃、海南去年新增就业超过10万人的有哪些",
            "超过10万人的：山西省（51.7万人）、海南省（17.2万人）",
        ),
        (
            "青海、山西、甘肃今年城镇新增就业目标30万以上的有哪些",
            "30万以上的：山西省（45万人以上）、甘肃省（30万人以上）",
        ),
    ],
)
def test_places_that_are_named_are_filtered_by_a_bound(reports: Assistant, question: str, line: str) -> None:
    assert line in reports.ask(question, mode="extract").answer


def test_what_no_word_of_the_report_is_like_is_not_said_firmly(reports: Assistant) -> None:
    assert reports.ask("海南今年房价会涨多少", mode="extract").status != "answered"


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    reviews = {
        "青海省": "农村居民人均可支配收入增长7.1%。PM2.5平均浓度32.3微克/立方米。",
        "山西省": "农村常住居民人均可支配收入增长6.4%。PM2.5年均浓度首次低于30微克/立方米。",
        "甘肃省": "脱贫地区农村居民人均可支配收入增长9.8%。",
    }
    told = {"name": "何远", "goal": "5", "grain": "300亿斤", "jobs": "45"}
    texts = {f"{at}.txt": REPORT.format(place=p, review=r, **told) for at, (p, r) in enumerate(reviews.items())}
    return assistant_over(tmp_path_factory.mktemp("neighbours"), texts)[0]


def test_what_is_only_of_a_part_is_not_ranked_among_the_whole(neighbours: Assistant) -> None:
    told = neighbours.ask("去年农村居民收入增速最快的是哪个省", mode="extract").answer
    ranked, *beside = told.splitlines()
    assert "青海省（7.1%）高于山西省（6.4%）" in ranked and "9.8%" not in ranked
    assert any("甘肃省：没有给出这个数，写到的是" in line for line in beside)


def test_a_figure_that_ends_like_the_difference_stays_where_both_are_told(neighbours: Assistant) -> None:
    told = neighbours.ask("青海和山西去年PM2.5谁更低", mode="extract").answer
    assert "山西省（低于30微克/立方米）低于青海省（32.3微克/立方米），低2.3微克/立方米" in told


def test_no_row_answers_that_only_says_that_something_grew(reports: Assistant) -> None:
    query = reports.understand("青海去年房价涨了多少", (), ())
    rows = rows_of(reports.index, query, "qinghai")
    weighted = [
        WeightedConcept(Concept("房价", ("房价",), 1.0), 0.2),
        WeightedConcept(Concept("涨了", ("涨了", "增长"), 1.0), 0.7),
    ]
    assert match_targets(query, weighted[1:], rows) and not match_targets(query, weighted, rows)


@pytest.mark.parametrize(
    ("said", "name"),
    [("“岚星一号”36颗卫星全球组网", "“岚星一号”卫星数量"), ("“岚山号”12列动车组投运", "“岚山号”动车组数量")],
)
def test_what_has_a_name_and_runs_is_counted(said: str, name: str) -> None:
    text = REPORT.format(
        place="福建省", name="赵龙", goal="5", grain="500万吨", jobs="50", review=f"{said}，惠及各地。"
    )
    assert [row.indicator for row in read_results(read_plan("fujian", text))] == [name]
