"""Arithmetic over ledger rows: what a question computes, with its terms shown."""

from dataclasses import replace

import pytest

from corpus.plan import Target
from retrieval.answers.compute import compute, extreme, totals
from retrieval.answers.measured import Term
from retrieval.question.asking import Asking
from retrieval.search.figures import quantity, say_target

ROW = Target(
    plan="lantian",
    clause="lantian#一",
    section="一、主要目标",
    indicator="再生水利用率",
    canonical="再生水利用率",
    value=35.0,
    value_text="35%",
    unit="%",
    comparison="reach",
    base_year=None,
    target_year=2027,
    qualifier="",
    scope="全市",
    quote="再生水利用率达到35%",
    sentence="再生水利用率达到35%。",
    start=0,
    end=11,
)


def term(place: str, value: float, unit: str = "%") -> Term:
    return Term(place, place, replace(ROW, plan=place, value=value, value_text=f"{value:g}{unit}", unit=unit))


THREE = [term("澜田市", 35), term("清禾市", 28), term("云桥市", 40)]


def said(question: str, terms: list[Term], *claims: str) -> list[str]:
    return [result.text for result in compute(Asking(question, question), terms, claims=claims)]


def test_a_ranking_names_the_ends_and_the_order() -> None:
    assert said("哪个市最高", THREE) == [
        "最高的是云桥市（40%），最低的是清禾市（28%）。由高到低：云桥市40%＞澜田市35%＞清禾市28%"
    ]


def test_two_places_are_ranked_without_repeating_the_order() -> None:
    assert said("谁更高", THREE[:2]) == ["澜田市（35%）高于清禾市（28%），高7个百分点（35%－28%）"]
    assert said("谁降得少", THREE[:2]) == ["清禾市（28%）低于澜田市（35%），低7个百分点（35%－28%）"]


def test_an_order_from_the_low_end_begins_with_the_lowest() -> None:
    assert said("从低到高排", THREE) == [
        "最低的是清禾市（28%），最高的是云桥市（40%）。由低到高：清禾市28%＜澜田市35%＜云桥市40%"
    ]


def test_the_share_of_one_place_in_all_shows_its_terms() -> None:
    terms = [term("澜田市", 30, "吨"), term("清禾市", 50, "吨"), term("云桥市", 120, "吨")]
    assert said("清禾占三个市的百分之几", terms) == [
        "清禾市50吨，合计200吨（澜田市30＋清禾市50＋云桥市120），清禾市约占25%（50÷200）"
    ]


def test_a_mean_over_places_is_no_figure_a_year() -> None:
    assert said("平均每年多少", THREE) == []
    assert said("平均每个市多少", THREE)[0].startswith("平均约34.33%")


def test_places_that_tie_are_named_together() -> None:
    terms = [term("澜田市", 40), term("清禾市", 28), term("云桥市", 40)]
    assert said("哪个市最高", terms)[0].startswith("最高的是澜田市、云桥市（40%）")


def test_equal_figures_are_neither_high_nor_low() -> None:
    assert said("谁更高", [term("澜田市", 35), term("清禾市", 35)]) == ["澜田市、清禾市（35%）相同"]


def test_a_sum_shows_its_terms_and_marks_them_as_computed() -> None:
    (result,) = compute(Asking("加起来多少", "加起来多少"), [term("澜田市", 4, "万亩"), term("清禾市", 6, "万亩")])
    assert result.text == "合计10万亩（4＋6）"
    assert result.computed == ("10万亩", "4＋6")


def test_shares_and_rates_of_several_places_have_no_sum() -> None:
    assert not [text for text in said("加起来多少", THREE) if "合计" in text]
    assert not [
        text
        for text in said("加起来多少", [term("澜田市", 4, "吨/万元"), term("清禾市", 6, "吨/万元")])
        if "合计" in text
    ]


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    assert said("相差多少", THREE[:2]) == ["澜田市比清禾市高7个百分点（35%－28%）"]
    assert said("相差多少", [term("澜田市", 9.6, "吨"), term("清禾市", 7.2, "吨")])[0].startswith(
        "澜田市比清禾市高2.4吨"
    )


def test_a_ratio_is_of_the_first_place_asked_to_the_second() -> None:
    assert said("澜田是清禾的几倍", THREE[:2]) == ["澜田市约是清禾市的1.2倍（35÷28）"]
    assert said("澜田是清禾的百分之几", THREE[:2]) == ["澜田市约为清禾市的125%（35÷28）"]


@pytest.mark.parametrize("terms", [THREE, [term("澜田市", 35), term("清禾市", 0)]], ids=["three places", "zero"])
def test_no_ratio_where_it_would_say_nothing(terms: list[Term]) -> None:
    assert said("是几倍", terms) == []


def test_whether_figures_are_the_same_is_said_either_way() -> None:
    assert said("是否一致", [term("澜田市", 35), term("清禾市", 35)]) == ["澜田市、清禾市的数值相同，都是35%"]
    assert said("是否一致", THREE[:2]) == ["澜田市、清禾市的数值不同"]


def test_figures_in_different_units_are_not_computed_with() -> None:
    terms = [term("澜田市", 35), term("清禾市", 28, "吨")]
    assert said("加起来，相差多少，谁最高", terms) == []
    assert extreme(Asking("谁最高", "谁最高"), terms) is None


def test_scales_are_part_of_the_value_and_not_of_the_unit() -> None:
    assert said("谁更多", [term("澜田市", 2, "万吨"), term("清禾市", 9000, "吨")])[0].startswith(
        "澜田市（2万吨）高于清禾市"
    )


def test_places_that_tie_are_ranked_together() -> None:
    tied = [term("澜田市", 35), term("清禾市", 28), term("云桥市", 35)]
    (result,) = compute(Asking("澜田排第几", "澜田排第几"), tied, tied[0].plan)
    assert result.text.startswith("澜田市（35%）并列第1。")


def test_a_bound_is_held_against_figures_whatever_their_scale() -> None:
    terms = [term("澜田市", 68, "万人"), term("清禾市", 41, "万人")]
    assert said("哪些市新增就业超过50万人", terms) == ["超过50万人的：澜田市（68万人）"]


def test_one_figure_is_nothing_to_compute_with() -> None:
    without = Term("清禾市", "清禾市", replace(ROW, value=None, value_text="完成省下达任务"))
    assert quantity(without.target) is None
    assert said("加起来多少", [term("澜田市", 35), without]) == []


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("最高的城市", "云桥市"),
        ("排第二的", "澜田市"),
        ("最低的那个", "清禾市"),
        ("垫底的", "清禾市"),
        ("各是多少", None),
    ],
)
def test_a_superlative_picks_one_place(question: str, place: str | None) -> None:
    picked = extreme(Asking(question, question), THREE)
    assert (picked.place if picked else None) == place


def test_a_row_is_said_with_its_bounds_and_only_once() -> None:
    assert say_target(ROW) == "再生水利用率达到35%"
    assert say_target(replace(ROW, qualifier="力争；以上", comparison="at_least")) == "再生水利用率力争达到35%以上"
    assert say_target(replace(ROW, qualifier="不低于", comparison="at_least")) == "再生水利用率不低于35%"
    assert (
        say_target(replace(ROW, qualifier="以上", value_text="35%以上", comparison="at_least"))
        == "再生水利用率达到35%以上"
    )


def test_a_mean_shows_its_sum_and_count() -> None:
    assert said("平均是多少", THREE)[0].startswith("平均约")


def test_whether_one_place_is_above_another_is_said_first() -> None:
    assert said("清禾市比澜田市高吗", [THREE[1], THREE[0]])[-1].startswith("不是：")


def test_the_places_named_are_held_against_each_other() -> None:
    assert said("第一名和第二名差多少", THREE) == [
        "第一的是云桥市（40%），第二的是澜田市（35%）",
        "云桥市比澜田市高5个百分点（40%－35%）",
    ]


def test_a_verdict_on_two_places_says_by_how_much() -> None:
    assert said("云桥市比清禾市高吗", [THREE[2], THREE[1]]) == ["是：云桥市40%，清禾市28%，高12个百分点（40%－28%）"]


def test_a_share_of_all_is_no_sum_as_well() -> None:
    tons = [term("澜田市", 30, "吨"), term("清禾市", 20, "吨"), term("云桥市", 50, "吨")]
    results = said("清禾占三个市总和的比例", tons)
    assert len(results) == 1 and "清禾市约占20%" in results[0]


def test_whether_a_place_is_at_an_end_is_answered_with_its_place() -> None:
    assert said("澜田是不是最低的", THREE)[0].startswith("不是，澜田市（35%）排第2。")
    assert said("清禾是不是最低的", THREE)[0].startswith("是，清禾市（28%）排第3。")


def test_as_many_of_one_end_are_named_as_are_asked_for() -> None:
    assert said("最高的两个市是哪两个", THREE)[0].startswith("最高的2个是云桥市（40%）、澜田市（35%）。")
    assert said("哪两个市最低", THREE)[0].startswith("最低的2个是清禾市（28%）、澜田市（35%）。")


def test_a_figure_and_an_end_claimed_of_one_place_are_answered_together() -> None:
    assert said("澜田是40%，三个市里最高，对吧", THREE, "40%")[0].startswith("不是40%，澜田市（35%）排第2。")
    assert said("云桥是35%，三个市里最高，对吧", THREE, "35%")[0].startswith("不是35%，云桥市（40%）排第1。")
    assert said("云桥是40%，三个市里最高，对吧", THREE, "40%")[0].startswith("是，云桥市（40%）排第1。")


def test_the_fastest_and_the_slowest_are_ends_as_well() -> None:
    growth = [term("澜田市", 6.1), term("清禾市", 7.2), term("云桥市", 5.4)]
    assert said("哪个市增长最快", growth)[0].startswith("最高的是清禾市（7.2%）")
    assert said("增速最慢的是哪个市", growth)[0].startswith("最低的是云桥市（5.4%）")


def test_what_is_about_a_bound_that_is_about_it_lies_on_its_side() -> None:
    about = Term("澜田市", "澜田市", replace(term("澜田市", 5.5).target, comparison="about", qualifier="左右"))
    told = said("哪些市5.5%左右或以上", [about, term("清禾市", 5), term("云桥市", 6)])
    assert told == ["5.5%左右或以上的：云桥市（6%）、澜田市（5.5%左右）"]


def test_amounts_of_each_place_have_a_total_and_percentages_none() -> None:
    asked = Asking("两个市各自加起来多少", "两个市各自加起来多少")
    tons = [[term("澜田市", 350, "吨"), term("澜田市", 28, "吨")], [term("清禾市", 40, "吨")]]
    assert totals(asked, tons)[0].text == "澜田市合计378吨（350＋28）"
    assert totals(asked, [[term("澜田市", 19), term("澜田市", 11.8)], [term("清禾市", 21)]]) == []


def test_what_is_new_is_not_held_against_all_there_is() -> None:
    def of(indicator: str, one: Term) -> Term:
        return Term(one.plan, one.place, replace(one.target, indicator=indicator))

    whole, new = term("澜田市", 9000, "公里"), term("清禾市", 507, "公里")
    assert said("差多少", [of("高速公路总里程", whole), of("新建成高速公路", new)]) == []
    assert said("差多少", [of("新建高速公路", whole), of("新建成高速公路", new)]) == [
        "澜田市比清禾市高8493公里（9000公里－507公里）"
    ]
    assert said("差多少", [of("高速公路总里程", whole), of("高速公路通车里程", new)]) != []
