"""Figures listed for several cities (甲市、乙市机场……分别达A、B), names in Latin letters, and several measures asked of at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.enumerations import split_names
from retrieval.answers import compose
from retrieval.answers.choice import Choice
from retrieval.answers.desk import Desk
from retrieval.answers.several import compose_each
from retrieval.assistant import Assistant
from retrieval.question.acts import is_english
from retrieval.question.bounds import bounds_in
from retrieval.question.enumerated import things_listed
from retrieval.question.kinds import fields_of
from retrieval.search.ledger import is_allowed
from tests.own_corpus import assistant_over

REPORT = """2025年福建省政府工作报告

各位代表，现在报告工作，请予审议。
一、2024年工作回顾
接待旅游总人数6.1亿人次，厦门、福州机场旅客吞吐量分别达2688.4万人次、1433.7万人次。算力总规模达到13EFlops。
二、2025年目标任务
城镇新增就业51万人以上，城镇调查失业率5.5%左右，居民消费价格涨幅2%左右，粮食产量512万吨以上。
名词解释
1.EFlops：是衡量计算机浮点运算能力的一个计量单位，指每秒进行一百亿亿次浮点运算。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("report"), {"a.txt": REPORT})[0]


def test_names_of_cities_share_what_is_measured() -> None:
    assert split_names("厦门、福州机场旅客吞吐量", 2) == ["厦门机场旅客吞吐量", "福州机场旅客吞吐量"]
    assert split_names("农药、化肥利用率", 2) == ["农药利用率", "化肥利用率"]


def test_the_figure_of_the_city_asked_is_told(report: Assistant) -> None:
    answer = report.ask("福建厦门机场去年吞吐了多少人").answer
    assert "2688.4万人次" in answer
    assert "1433.7万人次" not in answer or "分别达2688.4万人次、1433.7万人次" in answer


def test_a_row_of_another_city_is_none_of_the_one_asked(report: Assistant) -> None:
    query = report.understand("福建厦门机场去年吞吐了多少人", [])
    rows = [row for row in report.index.results_of_plan("a") if "机场" in row.indicator]
    assert [row.indicator for row in rows if is_allowed(query, row)] == ["厦门机场旅客吞吐量"]


def test_an_abbreviation_is_asked_of_in_chinese(report: Assistant) -> None:
    answer = report.ask("EFlops是什么意思").answer
    assert "每秒进行一百亿亿次" in answer and "Please" not in answer
    assert not is_english("VOCs、NOx各多少") and is_english("What is the target for NOx in 资阳?")


def test_each_of_several_measures_is_told(report: Assistant) -> None:
    answer = report.ask("福建今年城镇新增就业、物价涨幅、粮食产量分别定了什么目标").answer
    assert all(figure in answer for figure in ("51万人", "2%左右", "512万吨"))
    assert things_listed("粮食产量、社零、进出口三项目标各是什么") == ("粮食产量", "社零", "进出口")


def test_one_of_several_that_is_only_nearest_is_told_and_not_denied(
    report: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(desk: Desk, choice: Choice, choose: Callable[[Desk], Choice]) -> Choice:
        def doubting(of: Desk) -> Choice:
            made = choose(of)
            doubted = tuple(replace(s, nearest="粮食" in s.text) for s in made.statements)
            return replace(made, statements=doubted)

        return compose_each(desk, replace(choice, statements=()), doubting)

    monkeypatch.setattr(compose, "compose_each", unsure)
    answer = report.ask("福建今年城镇新增就业、物价涨幅、粮食产量分别定了什么目标").answer
    assert "512万吨" in answer and "没有给出" not in answer


def test_what_is_about_a_bound_is_on_its_side() -> None:
    (bound,) = bounds_in("5.5%左右或以上的有哪些")
    assert (bound.limit, bound.inclusive, bound.below, bound.about) == (5.5, True, False, True)


def test_which_body_issued_it_is_asked_of_the_document() -> None:
    assert fields_of("哪个部门发的") == ("issuer",)
