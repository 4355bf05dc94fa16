"""This year beside the last: what is asked of each, which has more, and what is no such question."""

from pathlib import Path

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.question.two_years import of_each_year, weighs_years
from tests.own_corpus import assistant_over

REPORT = """2025年青海省政府工作报告

各位代表，现在报告工作。
一、2024年工作回顾
全省生产总值增长2.7%。新增托位2150个，改造老旧小区112个，全面完成25项民生实事。建成8类40处便民设施。公交线路超过4条。城镇新增就业6.4万人、创历史新高。社会研发经费支出相当于全省生产总值的比例达到0.9%左右，新建实验室6家。
二、2025年工作安排
（一）今年目标。综合各方面因素，建议今年全省经济社会发展的主要预期目标是：全省生产总值增长4.5%左右，社会研发经费支出相当于全省生产总值的比例达到1%左右，城镇新增就业6万人以上，城镇调查失业率5.5%以内，居民收入增长与经济增长保持同步。
（二）民生实事。新增1800个托位，改造70个老旧小区，办好20件民生实事，建设9类52处便民设施，开通6条公交线路。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("two-years"), {"qinghai.txt": REPORT})[0]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("今年打算新增多少个托位？跟去年实际比是多了还是少了？", "今年（1800个）少于去年（2150个），相差350个。"),
        ("新增托位今年和去年比多了还是少了", "今年（1800个）少于去年（2150个），相差350个。"),
        ("今年的就业目标跟去年完成的相比是高是低", "今年（6万人以上）少于去年（6.4万人），相差0.4万人。"),
        ("去年和今年的城镇新增就业相差多少", "今年（6万人以上）少于去年（6.4万人），相差0.4万人。"),
        ("生产总值增长目标和去年实际差多少", "今年（4.5%左右）高于去年（2.7%），相差1.8个百分点。"),
        ("今年的生产总值增长目标比去年实际高多少", "今年（4.5%左右）高于去年（2.7%），相差1.8个百分点。"),
        ("去年生产总值增长的实绩比今年目标低几个点", "今年（4.5%左右）高于去年（2.7%），相差1.8个百分点。"),
        ("民生实事今年比去年少几件", "今年（20件）少于去年（25项），相差5件。"),
        ("今年建多少处便民设施，比去年多了还是少了", "今年（52处）多于去年（40处），相差12处。"),
        ("今年它打算新增多少个托位，比去年少多少", "今年（1800个）少于去年（2150个），相差350个。"),
        ("公交线路去年多少条，今年翻几倍", "今年（6条）约是去年（超过4条）的1.5倍。"),
    ],
)
def test_this_year_is_weighed_against_the_last(report: Assistant, question: str, line: str) -> None:
    answer = report.ask(question, mode="extract")
    assert line in answer.answer
    assert answer.status == "answered" and len({c.quote for c in answer.citations}) > 1


@pytest.mark.parametrize(
    "again", ["比去年少多少", "比去年实际是多了还是少了", "今年比去年是涨是降", "它去年多少，今年是去年的几倍"]
)
def test_a_follow_up_weighs_what_was_asked_of_this_year_against_the_last(report: Assistant, again: str) -> None:
    first = "今年要新增多少个托位"
    history = [Turn("user", first), Turn("assistant", report.ask(first).answer)]
    said = report.ask(again, history).answer
    assert "今年（1800个）" in said.split("\n")[0] and "去年（2150个）" in said.split("\n")[0]


@pytest.mark.parametrize("years", ["去年和今年", "2024年和2025年"])
def test_each_year_is_told_where_both_are_asked(report: Assistant, years: str) -> None:
    said = report.ask(f"{years}新增托位各多少个", mode="extract").answer
    assert "2150个" in said and "1800个" in said and "于去年" not in said


def test_the_last_year_is_found_by_another_official_name_of_the_goal(report: Assistant) -> None:
    said = report.ask("去年研发投入强度是多少", mode="extract").answer
    assert "0.9%" in said and "1%" not in said


def test_the_last_years_growth_is_found_by_another_name_of_it(report: Assistant) -> None:
    assert "2.7%" in report.ask("去年经济增速多少", mode="extract").answer


def test_a_goal_is_found_by_its_name_and_not_by_what_keeps_step_with_it(report: Assistant) -> None:
    answer = report.ask("今年的经济增长目标是多少", mode="extract")
    assert "生产总值增长4.5%" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["今年生产总值比去年增长多少", "今年比去年粮食产量增加多少", "到2025年比2020年下降多少", "去年完成得怎么样"],
)
def test_growth_over_the_last_year_is_one_figure(question: str) -> None:
    assert of_each_year(question) == ()


def test_what_only_asks_for_both_weighs_nothing() -> None:
    assert of_each_year("去年和今年的托位各多少") and not weighs_years("去年和今年的托位各多少")
    assert weighs_years("今年的托位比去年多还是少")


def test_the_year_asked_of_last_is_kept_where_its_figures_are_weighed(tmp_path: Path) -> None:
    text = (
        "2025年{}政府工作报告\n一、2024年工作回顾\n全省地区生产总值增长{}%。\n二、2025年工作安排\n"
        "今年主要预期目标是：全省地区生产总值增长{}%左右。\n"
    )
    both = {"a.txt": text.format("甘肃省", "5.8", "5.5"), "b.txt": text.format("浙江省", "4.2", "5")}
    reports, history = assistant_over(tmp_path, both)[0], list[Turn]()
    for question in ("2025年GDP增速目标哪个省最高", "那去年实际增速呢，同样排一排", "最快的和最慢的差几个点"):
        answer = reports.ask(question, history).answer
        history += [Turn("user", question), Turn("assistant", answer)]
    assert "以下按2024年" in answer and "高1.6个百分点" in answer
