"""Results told in other shapes: a figure behind how it grew, a topic sentence before it, limits that stay, levels beside moves, several things at once."""

import pytest

from retrieval.answers import choice, compose, results, slots
from retrieval.answers.desk import lay_out
from retrieval.assistant import Assistant
from retrieval.search.window import weigh_concepts
from tests.own_corpus import assistant_over
from tests.talking import talk

SHAPE = """2025年{place}政府工作报告

各位代表，现在报告工作。
一、2024年工作回顾
——工业质效提升。{cars}。
——粮食生产再创新高。单产连续三年提高，总产量达到{grain}亿斤。
——城乡面貌改善。{town}。全省限额以上新能源汽车、家电类零售额分别增长{sales}%、8.1%，社会消费品零售总额增长3.7%。城镇调查失业率平均为{jobless}%。社会研发经费支出相当于全省生产总值的比例达到{research}%。
二、2025年工作安排
（一）今年目标。粮食产量达到{goal}亿斤以上。{aim}。
"""
FIELDS = ("cars", "grain", "town", "sales", "jobless", "research", "goal", "aim")
PLACES = {
    "青海省": (
        "新能源汽车产量增长31.5%、达27.4万辆",
        "23.5",
        "城镇化率提升0.7个百分点、达63.4%",
        "17.2",
        "5.3",
        "0.9",
        "24",
        "力争全省城镇化率提高0.6个百分点",
    ),
    "山西省": ("新能源汽车产量近61万辆", "293", "城镇化率达66.2%", "22.8", "4.9", "1.3", "295", "着力扩大内需"),
    "辽宁省": (
        "新车型产销两旺，长江电动重卡实现本地化生产，全省新能源汽车产量超过14万辆",
        "512",
        "常住人口城镇化率74.3%",
        "9.6",
        "5.1",
        "2.4",
        "520",
        "布局汽车零部件配套产业，新能源汽车产量突破20万辆、汽车制造业增加值增长60%以上",
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    files = {
        f"{n}.txt": SHAPE.format(place=place, **dict(zip(FIELDS, values, strict=True)))
        for n, (place, values) in enumerate(PLACES.items())
    }
    return assistant_over(tmp_path_factory.mktemp("reports"), files)[0]


RANKED = "山西省近61万辆＞青海省27.4万辆＞辽宁省超过14万辆"


def test_results_behind_how_they_grew_are_ranked_with_their_limits(reports: Assistant) -> None:
    told = talk(reports, "去年新能源汽车产量，青海、山西、辽宁各是多少？", "哪个最高？")
    assert RANKED in told.answer, told.answer


def test_a_result_under_a_topic_sentence_is_weighed(reports: Assistant) -> None:
    told = reports.ask("山西去年收了多少粮食，跟辽宁比谁多？").answer
    assert "辽宁省（512亿斤）高于山西省（293亿斤），高219亿斤" in told, told


def test_without_it_they_are_not(reports: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (results, compose):
        monkeypatch.setattr(room, "compose_achieved", lambda _: [])
    assert "高于" not in reports.ask("山西去年收了多少粮食，跟辽宁比谁多？").answer


def test_what_a_rate_amounts_to_is_told_and_not_how_it_moves(reports: Assistant) -> None:
    assert "63.4%" in reports.ask("青海的城镇化率有多高").answer
    beside = talk(reports, "山西的城镇化率有多高？", "青海和辽宁呢？").answer
    assert "63.4%" in beside and "74.3%" in beside, beside
    assert "0.6个百分点" in reports.ask("青海今年城镇化率要提高多少").answer


def test_without_it_the_move_is_taken_for_the_rate(reports: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "POINTS", "")
    monkeypatch.setattr("retrieval.answers.number.POINTS", "")
    assert "63.4%" not in reports.ask("青海的城镇化率有多高").answer


def test_several_things_are_told_one_by_one_and_what_is_missing_is_named(reports: Assistant) -> None:
    both = reports.ask("山西去年研发经费占比、失业率分别是多少")
    assert both.status == "answered" and "1.3%" in both.answer and "4.9%" in both.answer, both.answer
    told = reports.ask("山西去年粮食产量、失业率和火星基地面积分别是多少？")
    assert told.status == "partial" and "4.9%" in told.answer and "没有给出“火星基地面积”的数" in told.answer, (
        told.answer
    )


def test_without_it_one_stands_for_all(reports: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "compose_each", lambda _, chosen, __: chosen)
    told = reports.ask("山西去年研发经费占比、失业率分别是多少").answer
    assert not ("1.3%" in told and "4.9%" in told)


def test_a_sentence_with_only_some_of_the_words_is_outdone_by_one_that_has_them_all(reports: Assistant) -> None:
    query = reports.understand("去年新能源汽车产量，青海、山西、辽宁哪个最高？", ())
    desk = lay_out(reports.index, query, query.scope.plans[-1], weigh_concepts(reports.index, query))
    assert choice._is_outdone(desk, [desk.say("全省限额以上新能源汽车、家电类零售额分别增长9.6%、8.1%。", [])])
    assert not choice._is_outdone(desk, [desk.say("全省新能源汽车产量超过14万辆。", [])])
