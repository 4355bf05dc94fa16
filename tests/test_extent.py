"""How far a figure reaches: 5%, 5%以上, 5%左右, 5%以内 and 5%—6% are not the same figure, wherever figures are put in order."""

from dataclasses import replace

import pytest

from retrieval.answers import order
from retrieval.answers.compute import compute, extreme
from retrieval.answers.measured import Term
from retrieval.question.asking import Asking
from retrieval.question.bounds import bounds_in
from retrieval.search.extent import Reach, extent_of
from retrieval.search.figures import quantity
from tests.test_compute import term


def with_words(place: str, value: float, said: str, unit: str = "%") -> Term:
    """A term whose figure is written with what bounds it: 6%以上, 不超过6%, 6%—7%."""
    plain = term(place, value, unit)
    written = f"{value:g}{unit}"
    bounding = said.replace(written, "", 1)
    if "—" in said:
        return replace(plain, target=replace(plain.target, value_text=said))
    return replace(plain, target=replace(plain.target, qualifier=bounding))


FIVE = [
    with_words("澜田市", 6, "6%左右"),
    with_words("清禾市", 6, "6%以上"),
    with_words("云桥市", 5, "5%—6%"),
    with_words("溪岩市", 6, "6%左右"),
    with_words("朔丰市", 5, "5%以内"),
]


def said(question: str, terms: list[Term]) -> str:
    return "|".join(result.text for result in compute(Asking(question, question), terms))


@pytest.mark.parametrize(
    ("written", "reach"),
    [
        ("6%以上", Reach.FROM),
        ("不低于6%", Reach.FROM),
        ("超过6%", Reach.OVER),
        ("不超过6%", Reach.UP_TO),
        ("6%以内", Reach.UP_TO),
        ("6%左右", Reach.ABOUT),
        ("近6%", Reach.UNDER),
        ("6%", Reach.EXACT),
    ],
)
def test_what_is_said_of_a_number_is_read(written: str, reach: Reach) -> None:
    row = with_words("澜田市", 6, written).target
    assert extent_of(row, quantity(row) or pytest.fail(written)).reach == reach


def test_a_range_has_two_ends() -> None:
    row = with_words("云桥市", 5, "5%—6%").target
    extent = extent_of(row, quantity(row) or pytest.fail("no quantity"))
    assert (extent.low, extent.high, extent.is_range) == (5, 6, True)


def test_only_figures_said_alike_are_level() -> None:
    told = said("谁定得最高", FIVE)
    assert told.startswith("最高的是清禾市（6%以上），最低的是朔丰市（5%以内）。")
    assert "清禾市6%以上≥澜田市6%左右＝溪岩市6%左右≥云桥市5%—6%≥朔丰市5%以内（“≥”两边的数相同或相接" in told


def test_without_it_they_stand_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "extent", lambda one: one[1].value)
    with pytest.raises(AttributeError):
        said("谁定得最高", FIVE)


def test_a_number_and_about_the_same_one_are_both_at_the_end() -> None:
    terms = [with_words("澜田市", 3, "3%左右"), term("清禾市", 3), term("云桥市", 2)]
    assert said("谁最高", terms) == (
        "最高的是清禾市（3%）、澜田市（3%左右），最低的是云桥市（2%）。"
        "由高到低：清禾市3%≈澜田市3%左右＞云桥市2%（“≈”两边的数相同或相接，限定不同，分不出绝对的高低）"
    )


def test_of_two_that_share_a_number_neither_is_called_higher_or_the_same() -> None:
    over, about = with_words("清禾市", 6, "6%以上"), with_words("澜田市", 6, "6%左右")
    told = "分不出绝对的高低：清禾市6%以上，澜田市6%左右，数相同，限定不同；排序时清禾市在前"
    assert said("谁更高", [over, about]) == told
    assert said("清禾市比澜田市高吗", [over, about]) == told
    assert said("是否一致", [over, about]) == "清禾市、澜田市的数相同，限定不同：清禾市6%以上、澜田市6%左右"


def test_a_range_and_its_lower_end_differ_by_the_upper_one() -> None:
    told = said("云桥市比澜田市高吗", [with_words("云桥市", 5, "5%—6%"), with_words("澜田市", 5, "5%左右")])
    assert "下限相同，云桥市的上限高1个百分点；排序时云桥市在前" in told


def test_a_difference_from_a_range_lies_between_two() -> None:
    assert said("相差多少", [term("澜田市", 8), with_words("云桥市", 5, "5%—6%")]) == (
        "澜田市比云桥市高2至3个百分点（8%－6%，8%－5%）"
    )
    assert said("加起来多少", [term("澜田市", 8, "座"), with_words("云桥市", 5, "5—6座", "座")]).startswith(
        "合计13至14座（8＋5至6）"
    )


def test_a_bound_that_the_words_of_a_plan_leave_open_is_not_taken_for_met() -> None:
    assert said("高于5%的有哪些市", FIVE) == (
        "高于5%的：清禾市（6%以上）、澜田市（6%左右）、溪岩市（6%左右）；原文的写法不能断定是否高于5%的：云桥市（5%—6%）"
    )
    assert "不能断定是否不低于6%的：澜田市（6%左右）、溪岩市（6%左右）" in said("不低于6%的有哪些市", FIVE)


@pytest.mark.parametrize(
    ("written", "bound", "holds"),
    [
        ("6%以上", "超过6%", None),
        ("6%以上", "不低于6%", True),
        ("超过6%", "超过6%", True),
        ("6%以内", "低于6%", None),
        ("6%以内", "不超过6%", True),
        ("6%左右", "超过6%", False),
        ("6%左右", "达到6%", None),
        ("6%", "超过6%", False),
        ("6%以上", "超过5%", True),
    ],
)
def test_a_figure_is_held_against_its_own_number(written: str, bound: str, holds: bool | None) -> None:
    row = with_words("澜田市", 6, written).target
    (set_by,) = bounds_in(f"{bound}的有哪些")
    assert extent_of(row, quantity(row) or pytest.fail(written)).holds(set_by) is holds


def test_a_number_in_a_tie_is_told_with_those_level_with_it() -> None:
    assert said("第二的是谁", FIVE).startswith("第二的是澜田市、溪岩市（6%左右）")
    assert said("最高的两个市是哪两个", FIVE).startswith(
        "最高的3个是清禾市（6%以上）、澜田市（6%左右）、溪岩市（6%左右）。"
    )
    assert (extreme(Asking("最高的城市", "最高的城市"), FIVE) or FIVE[0]).place == "清禾市"
