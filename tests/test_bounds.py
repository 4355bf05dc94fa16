"""Bounds that a question sets, and which places lie on the side asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answers.compute import compute
from retrieval.question.asking import Asking
from retrieval.question.bounds import bounds_in, value_of
from tests.own_corpus import assistant_over
from tests.test_compute import THREE, term


@pytest.mark.parametrize(
    ("question", "limit", "unit", "below", "inclusive"),
    [
        ("再生水利用率超过30%的市", 30, "%", False, False),
        ("再生水利用率不到百分之三十五的", 35, "%", True, False),
        ("达到四成的有哪些", 40, "%", False, True),
        ("改造管网两千五百公里以上的市", 2500, "公里", False, True),
        ("减排不超过1.2万吨的城市", 12000, "吨", True, True),
        ("要减三千吨以下的是哪些市", 3000, "吨", True, True),
        ("哪些市至少7.5%", 7.5, "%", False, True),
    ],
)
def test_a_bound_is_read_with_its_side_in_figures_and_in_words(
    question: str, limit: float, unit: str, below: bool, inclusive: bool
) -> None:
    (bound,) = bounds_in(question)
    assert (bound.limit, bound.unit, bound.below, bound.inclusive) == (limit, unit, below, inclusive)


@pytest.mark.parametrize("question", ["到2027年要达到多少", "超过两个部门的", "28%是哪个市的", "过几年再看"])
def test_years_counts_and_bare_figures_set_no_bound(question: str) -> None:
    assert bounds_in(question) == ()


def test_two_bounds_enclose_what_lies_between_them() -> None:
    low, high = bounds_in("介于28%和36%之间的市")
    assert all(low.holds(v) and high.holds(v) for v in (28, 30, 36))
    assert not low.holds(27.9) and not high.holds(36.1)


def said(question: str) -> list[str]:
    return [result.text for result in compute(Asking(question, question), THREE)]


def test_a_filter_lists_the_places_beyond_it_those_farthest_first() -> None:
    assert said("哪些市超过30%") == ["超过30%的：云桥市（40%）、澜田市（35%）"]
    assert said("哪些市不到38%") == ["不到38%的：清禾市（28%）、澜田市（35%）"]
    assert said("哪些市在28%到35%之间") == ["28%到35%之间的：澜田市（35%）、清禾市（28%）"]


def test_a_filter_that_leaves_nothing_says_so_with_the_nearest() -> None:
    assert said("哪些市超过50%") == ["没有超过50%的，最高的是云桥市（40%）"]
    assert said("哪些市低于20%") == ["没有低于20%的，最低的是清禾市（28%）"]


def test_scales_and_water_are_brought_to_one_unit_before_they_are_held_against_a_bound() -> None:
    terms = [term("澜田市", 3, "万吨/日"), term("清禾市", 9, "万立方米/日"), term("云桥市", 800, "吨/日")]
    terms = [replace(t, target=replace(t.target, indicator="新增污水处理能力")) for t in terms]
    (result,) = compute(Asking("哪些市超过2万吨/日", "哪些市超过2万吨/日"), terms)
    assert result.text == "超过2万吨/日的：清禾市（9万立方米/日）、澜田市（3万吨/日）"
    solid = [replace(t, target=replace(t.target, indicator="垃圾处理能力")) for t in terms]
    assert compute(Asking("哪些市超过2万吨/日", "哪些市超过2万吨/日"), solid) == []


def test_an_amount_like_a_year_is_a_bound_and_none_asked_whether_is_no_denial() -> None:
    assert [(b.limit, b.unit, b.below) for b in bounds_in("有没有超过2000吨")] == [(2000.0, "吨", False)]
    assert [b.below for b in bounds_in("没有超过300吨的")] == [True]
    assert bounds_in("到2025年达到多少") == ()


def test_a_unit_with_several_names_is_one() -> None:
    assert value_of("6000万标箱") == value_of("6000万标准箱") == (6e7, "标准箱")


@pytest.mark.parametrize("bound", ["超过5万亿", "超过5万亿元"])
def test_a_bound_in_money_is_held_against_no_rate(bound: str, tmp_path: Path) -> None:
    report = (
        "2025年{}政府工作报告\n一、2024年工作回顾\n全省地区生产总值{}亿元、增长{}%。\n二、2025年工作安排\n抓好落实。\n"
    )
    texts = {
        f"{name}.txt": report.format(place, amount, growth)
        for name, place, amount, growth in [
            ("a", "甘肃省", "13000", "5.8"),
            ("b", "浙江省", "90100", "5.5"),
            ("c", "江苏省", "137000", "5.8"),
        ]
    }
    told = assistant_over(tmp_path, texts)[0].ask(f"2024年GDP{bound}的省份有哪些").answer
    assert "江苏省（137000亿元）、浙江省（90100亿元）" in told and "没有超过" not in told and "甘肃省（" not in told
