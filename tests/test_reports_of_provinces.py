"""Reports of provinces: governors in a letterhead, numbered lists in a paragraph, ranges, growth beside levels, figures in one quote."""

import pytest

from retrieval.answer import Turn
from retrieval.answers import alike, items, slots
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk

SHAPE = """2025年{place}政府工作报告
来源：{place}人民政府网
——2025年1月{day}日在{place}第十四届人民代表大会第三次会议上
省长　{governor}
各位代表：
现在，我代表省人民政府向大会报告工作，请予审议。
一、2024年工作回顾
过去一年，全省经济平稳增长。
二、2025年工作安排
今年主要预期目标是：地区生产总值增长{gdp}，{research}，城镇、农村居民人均可支配收入分别增长{town}、{country}，粮食产量{grain}。
（一）办好民生实事。今年扎实办好“六件民生实事”。（1）新建幼儿园{n}所。（2）改造老旧病房床位900张；新增托位8000个。（3）建设嵌入式养老机构35个。（4）新建口袋公园120个。（5）加装电梯640部。（6）改造农村公路1500公里。这是政府的承诺，一定做到。
"""
PLACES = {
    "山西省": ("20", "柳清源", "5%左右", "研发经费投入强度达到1.4%", "4.5%", "6.1%", "达到300亿斤", "71"),
    "海南省": ("13", "程远帆", "6.0%—6.5%", "全社会研发投入增长11%", "5.2%", "6.8%", "保持稳定", "48"),
    "辽宁省": (
        "14",
        "苏望北",
        "6.5%以上",
        "全社会研发经费支出相当于全省生产总值的比例达到2.6%左右",
        "4.9%",
        "5.9%",
        "达到500亿斤",
        "56",
    ),
}
FIELDS = ("day", "governor", "gdp", "research", "town", "country", "grain", "n")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    files = {
        f"{n}.txt": SHAPE.format(place=place, **dict(zip(FIELDS, values, strict=True)))
        for n, (place, values) in enumerate(PLACES.items())
    }
    return assistant_over(tmp_path_factory.mktemp("reports"), files)[0]


def test_a_governor_is_told_by_the_line_of_the_letterhead(reports: Assistant) -> None:
    told = reports.ask("海南省省长是谁")
    assert told.answer == "海南省：2025年1月13日在海南省第十四届人民代表大会第三次会议上省长程远帆。[1]"


def test_a_range_that_ends_in_a_figure_does_not_give_it(reports: Assistant) -> None:
    told = reports.ask("哪些省把今年GDP增长目标定为6.5%").answer
    assert told.startswith("给出6.5%的有1份：辽宁省。")


@pytest.mark.parametrize("asked", ["GDP增长目标比6%更低的有哪些省", "GDP增长目标比6%还低的是哪些省"])
def test_a_bound_may_stand_before_its_side(reports: Assistant, asked: str) -> None:
    assert reports.ask(asked).answer.startswith(f"{'比6%更低' if '更' in asked else '比6%还低'}的：山西省（5%左右）")


def test_what_grows_is_not_ranked_among_levels(reports: Assistant) -> None:
    ranked = reports.ask("研发投入强度目标哪个省最高").answer
    assert "辽宁省（2.6%左右）高于山西省（1.4%）" in ranked and "11%" not in ranked
    assert "11%" in reports.ask("海南今年全社会研发投入增长目标是多少").answer


def test_without_it_growth_is_taken_for_a_level(reports: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (slots, alike):
        monkeypatch.setattr(module, "is_growth", lambda _: False)
    assert "11%" in reports.ask("研发投入强度目标哪个省最高").answer


def test_of_two_rows_in_one_quote_the_one_asked_is_told_beside_others(reports: Assistant) -> None:
    told = reports.ask("今年农民收入想涨多少？比一比山西和海南的目标").answer
    assert "6.1%" in told and "6.8%" in told and "5.2%" not in told and "4.5%" not in told


def test_the_numbered_sentences_of_a_paragraph_are_a_list(reports: Assistant) -> None:
    told = reports.ask("山西六件民生实事有哪些").answer
    assert "共6项" in told and "（1）新建幼儿园71所" in told and "（6）改造农村公路1500公里" in told
    assert "政府的承诺" not in told


def test_an_item_of_them_is_told_whole(reports: Assistant) -> None:
    second = talk(reports, "山西六件民生实事有哪些", "第二件呢")
    assert "第2个是改造老旧病房床位900张；新增托位8000个" in second.answer and "幼儿园" not in second.answer
    assert "第5个是加装电梯640部" in reports.ask("山西六件民生实事的第五件是什么").answer


def test_without_the_count_the_list_is_not_told(reports: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "COUNTERS", ())
    assert "（4）" not in reports.ask("山西六件民生实事有哪些").answer


def test_what_is_named_without_a_figure_is_not_said_to_be_missing(reports: Assistant) -> None:
    told = reports.ask("各省今年粮食产量目标是多少").answer
    assert "300亿斤" in told and "500亿斤" in told and "未提及" not in told
    assert "保持稳定" in told or "没有给出" in told


def test_the_day_of_a_report_is_told_by_its_letterhead(reports: Assistant) -> None:
    assert "2025年1月20日在山西省第十四届人民代表大会第三次会议上" in reports.ask("山西这份报告是哪天作的？").answer


def test_a_goal_and_a_result_that_are_named_with_their_years_are_two_questions(reports: Assistant) -> None:
    parts = reports.understand("山西今年粮食产量目标、去年实际产了多少吨").parts
    assert [part.years for part in parts] == [(2025,), (2024,)]


def test_a_question_that_goes_on_with_figures_of_a_year_keeps_the_year(reports: Assistant) -> None:
    query = reports.understand(
        "哪个最高", [Turn("user", "2024年山西和海南的居民收入各增长多少"), Turn("assistant", "……")]
    )
    assert query.years == (2024,) and len(query.scope.plans) == 2


@pytest.fixture(scope="module")
def provinces_level(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    files = {
        f"{n}.txt": SHAPE.format(place=place, **dict(zip(FIELDS, (*values[:2], gdp, *values[3:]), strict=True)))
        for n, ((place, values), gdp) in enumerate(zip(PLACES.items(), ("5%左右", "5%以上", "6.5%以上"), strict=True))
    }
    return assistant_over(tmp_path_factory.mktemp("level"), files)[0]


def test_places_of_one_number_stand_in_order_by_what_is_said_of_it(provinces_level: Assistant) -> None:
    ranked = provinces_level.ask("各省今年GDP增长目标谁最低").answer
    assert "最低的是山西省（5%左右），" in ranked
    assert "山西省5%左右≤海南省5%以上＜辽宁省6.5%以上（“≤”两边的数相同" in ranked
