"""Results of the year before that a question asserts wrongly: said not to be so, with what the report gives."""

import pytest

from retrieval.answers import compose, correction, desk
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
    monkeypatch.setattr(correction, "rows_of", lambda index, _, plan: index.targets_of_plan(plan))
    assert "不是6%" not in province.ask("宜梁2024年GDP增长了6%，主要靠什么拉动的？").answer


RESULTS = {"青海省": "48.6", "山西省": "101.3", "辽宁省": "77"}
OTHER = "2025年海南省政府工作报告\n\n各位代表，现在报告工作。\n一、2024年工作回顾\n城镇新增就业完成年计划的109%，农村公路提质提档，社会大局稳定。\n二、2025年工作安排\n抓好落实。\n"
SHAPE = "2025年{place}政府工作报告\n\n各位代表，现在报告工作。\n一、2024年工作回顾\n城镇新增就业{n}万人、超额完成年度任务，登记失业率保持低位。\n二、2025年工作安排\n抓好落实。\n"


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    files = {f"{n}.txt": SHAPE.format(place=place, n=value) for n, (place, value) in enumerate(RESULTS.items())}
    return assistant_over(tmp_path_factory.mktemp("provinces"), files | {"9.txt": OTHER})[0]


@pytest.mark.parametrize("asked", ["去年城镇新增就业哪个省最多，各省多少", "2024年城镇新增就业最多的是哪个省"])
def test_results_of_places_are_ranked_with_the_first_named(provinces: Assistant, asked: str) -> None:
    answer = provinces.ask(asked).answer
    assert "最高的是山西省" in answer and "山西省101.3万人＞辽宁省77万人＞青海省48.6万人" in answer, answer
    assert "海南省" in answer  # gives no number of people


def test_without_it_they_only_stand_side_by_side(provinces: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "with_results", lambda _, statements: (statements, []))
    monkeypatch.setattr(desk, "rows_of", lambda index, _, plan: index.targets_of_plan(plan))
    assert "最高的是" not in provinces.ask("去年城镇新增就业哪个省最多，各省多少").answer


def test_results_are_filtered_by_a_bound_and_the_place_without_a_figure_is_named(provinces: Assistant) -> None:
    answer = provinces.ask("去年城镇新增就业超过70万人的有哪些省")
    assert "超过70万人的：山西省（101.3万人）、辽宁省（77万人）" in answer.answer and "青海省" not in answer.answer
    assert (
        "海南省：没有给出这个数，写到的是：城镇新增就业完成年计划的109%" in answer.answer and answer.status == "partial"
    )


HARVEST = {"青海省": "粮食总产126.3亿斤", "山西省": "粮食产量301.9亿斤", "辽宁省": "粮食总产量达到500.1亿斤"}


def test_a_total_is_weighed_by_whichever_of_its_names_it_has(tmp_path_factory: pytest.TempPathFactory) -> None:
    shape = "2025年{place}政府工作报告\n\n各位代表，现在报告工作。\n一、2024年工作回顾\n扎实抓好农业生产，{said}，农民增收。\n二、2025年工作安排\n抓好落实。\n"
    files = {f"{n}.txt": shape.format(place=p, said=s) for n, (p, s) in enumerate(HARVEST.items())}
    answer = (
        assistant_over(tmp_path_factory.mktemp("harvest"), files)[0].ask("2024年粮食总产量哪个省最多，排个序").answer
    )
    assert "辽宁省500.1亿斤＞山西省301.9亿斤＞青海省126.3亿斤" in answer


def test_figures_of_two_years_are_told_with_their_years(province: Assistant) -> None:
    answer = province.ask("宜梁去年城镇新增就业多少人，今年要新增多少人").answer
    assert answer.index("（去年）：") < answer.index("38万人") < answer.index("40万人以上"), answer
    assert "（今年）" not in answer  # the sentence says so itself


def test_one_year_needs_no_label(province: Assistant) -> None:
    assert "（去年）" not in province.ask("宜梁去年城镇新增就业多少人，GDP增长多少").answer
