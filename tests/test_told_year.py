"""What is asked of a year is told by the part of a report that speaks of it, whether or not a heading or a sentence says the year."""

from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from corpus.periods import told_parts
from retrieval.answers.told_year import year_told
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

REPORT = """2025年榆川省政府工作报告

一、牢记嘱托，在接续奋斗中开新局
过去一年，我们主要做了以下工作。
（一）民生。出台老年助餐补贴办法，建成社区养老服务综合体48个，失能老人上门服务累计7万人次。
（二）楼市。推动房地产市场止跌回稳，全面推开房票安置，二手住宅成交量实现正增长。

二、勇担使命，在奋楫争先中谱新篇
2025年工作的总体要求是稳中求进，主要预期目标是经济增长5%左右。
（一）民生。建设社区支持的居家养老，培训养老服务人员1万人次。
（二）楼市。加快构建房地产发展新模式，盘活存量用地，推进处置存量商品房。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("told")
    return assistant_over(folder, {"yuchuan.txt": REPORT})[0]


@pytest.mark.parametrize("asked", ["榆川去年在养老方面做了什么", "榆川去年养老干了哪些事"])
def test_what_was_done_is_told_of_the_review(report: Assistant, asked: str) -> None:
    told = report.ask(asked).answer
    assert "综合体48个" in told and "1万人次" not in told


@pytest.mark.parametrize("asked", ["榆川今年在养老方面打算怎么做", "榆川今年准备怎么发展养老"])
def test_what_is_planned_is_told_of_the_rest(report: Assistant, asked: str) -> None:
    told = report.ask(asked).answer
    assert "居家养老" in told and "综合体48个" not in told


def test_two_years_asked_of_one_thing_are_told_apart(report: Assistant) -> None:
    told = report.ask("榆川为了稳住楼市，去年做了什么，今年还准备怎么弄").answer
    assert told.index("房票安置") < told.index("发展新模式")


def test_the_year_of_words_follows_from_where_they_stand(report: Assistant) -> None:
    units = {unit.text[:4]: unit for unit in report.index.sentences_of_plan("yuchuan")}
    years = {
        words: year_told(report.index, "yuchuan", units[words].clause, units[words].text)
        for words in ("推动房地", "加快构建")
    }
    assert years == {"推动房地": 2024, "加快构建": 2025}


def test_no_plan_but_a_report_tells_of_the_year_before(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(REPORT.replace("政府工作报告", "民生工作方案"), encoding="utf-8")
    (plan,) = load_corpus(tmp_path).plans
    assert not list(told_parts(plan.clauses, plan.title))
