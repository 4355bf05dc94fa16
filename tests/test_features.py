"""What the reader sees of a question and a candidate: each column shows what it is named after."""

from dataclasses import replace

import numpy as np
import pytest

from retrieval.question.asking import Asking
from retrieval.question.phrasing import Phrasing
from retrieval.question.understanding import understand
from retrieval.reading.features import (
    GROUPS,
    NAMES,
    carried_share,
    features_of,
    is_readable,
    known_share,
    median,
    says_terms,
    weighed_words,
    without,
)
from retrieval.search.ranking import Found
from tests.reading_pages import NOTHING, candidate, column, page_of, rounded

PAGE = page_of(
    ("农业节水", "新增高效节水灌溉面积4万亩"),
    ("城镇节水", "到2025年，供水管网漏损率控制在8%以内"),
    "再生水利用率达到35%",
    "推广水肥一体化",
)


def test_a_word_that_stands_there_is_met_whole_and_one_that_does_not_by_its_nearest() -> None:
    page = page_of("漏损率", "渗漏", "推广水肥一体化")
    met = column("mean", page, "漏损率")
    assert met[0] == 1 and 1 > met[1] > met[2]
    assert column("kernel 1", page, "漏损率") == [round(float(np.log(2)), 3), 0, 0]


def test_a_word_of_the_heading_counts_four_fifths() -> None:
    page = page_of(("漏损率", "推广水肥一体化"), "漏损率")
    assert column("heading", page, "漏损率")[0] == 1
    assert column("mean with heading", page, "漏损率") == [0.8, 1]
    assert column("said with heading", page, "漏损率") == [0.8, 1]
    assert column("said", page, "漏损率") == [0, 1]


def test_the_narrow_kernel_is_for_the_same_word_and_hardly_for_the_nearest() -> None:
    assert column("kernel 1", page_of("管理模式"), "模式") == [0.001]


def test_the_first_word_of_a_plan_is_as_known_as_any() -> None:
    assert column("rare words exact", page_of("节水改造", "节水"), "节水改造") == [1, 0]


def test_a_name_of_three_characters_may_be_met_in_part() -> None:
    assert column("said", page_of("天然水", "推广", "天然气"), "天然气") == [0.4, 0, 1]


def test_the_kernels_tell_near_words_by_their_likeness() -> None:
    rows = features_of(PAGE, Phrasing("再生水利用率是多少"), NOTHING)
    kernels = [NAMES.index(name) for name in GROUPS["kernels"]]
    assert rounded(rows[0, kernels]) == [0, 0.001, 0.058, 0.102, 0.057, 0.491, 1.211]
    assert rounded(rows[2, kernels]) == [0.482, 0.111, 0.001, 0, 0.033, 0.602, 1.079]


def test_the_ways_of_being_met_are_those_of_the_telling_and_the_rare_words() -> None:
    asked = "2025年漏损率8%多少万亩"
    assert column("least", PAGE, asked) == [0.197, 0.162, 0.064, -0.028]
    assert column("second least", PAGE, asked) == [0.257, 0.626, 0.169, 0.165]
    assert column("most telling", PAGE, asked) == [1, 0.162, 0.064, 0.165]
    assert column("rare words", PAGE, asked) == [0.549, 0.582, 0.406, 0.112]
    assert column("rare words exact", PAGE, asked) == [0.405, 0.203, 0.203, 0]
    assert column("second least", PAGE, "漏损率") == column("least", PAGE, "漏损率")


def test_pairs_are_shared_with_the_text_and_with_the_heading() -> None:
    assert column("pairs", PAGE, "农业节水") == [0.333, 0, 0, 0]
    assert column("heading pairs", PAGE, "农业节水") == [1, 0.333, 0, 0]
    assert column("name told", PAGE, "农业节水") == [0.667, 0.333, 0, 0]
    carried = column("pairs", PAGE, Phrasing("谁负责", "灌溉面积"))
    assert 0.3 < carried[0] < 1 and carried[1:] == [0, 0, 0]


def test_search_scores_stand_beside_their_rank() -> None:
    from retrieval.reading.page import make_page

    page = make_page([candidate("甲", unit=3), candidate("乙", unit=4), candidate("丙")])
    found = Found({3: 0.2, 4: 0.9}, {4: 1.0}, {3: 0.5}, {})
    assert column("fused", page, "节水", found) == [0.2, 0.9, 0]
    assert column("keyword", page, "节水", found) == [0, 1, 0]
    assert column("dense", page, "节水", found) == [0.5, 0, 0]
    assert column("rank", page, "节水", found) == [0.5, 1, 0.333]


def test_years_figures_and_units_of_the_question_show_where_they_are_met() -> None:
    asked = Phrasing("2025年漏损率8%多少万亩", "", (2025,))
    assert column("year met", PAGE, asked) == [0, 1, 0, 0]
    assert column("other year", PAGE, Phrasing("漏损率", "", (2030,))) == [0, 1, 0, 0]
    assert column("other year", PAGE, asked) == column("other year", PAGE, "漏损率") == [0, 0, 0, 0]
    assert column("figures met", PAGE, asked) == [0, 1, 0, 0]
    assert column("figures met", PAGE, "8%和35%") == [0, 0.5, 0.5, 0]
    assert column("figures met", PAGE, "漏损率") == [0, 0, 0, 0]
    assert column("unit met", PAGE, "漏损率") == [0, 0, 0, 0]


@pytest.mark.parametrize("unit", "吨 个百分点 % ％ 公里 元 家 座 台 辆 户 亩 平方米 千瓦 人 天 个 处 条 项 倍".split())
def test_a_unit_asked_is_met_by_a_figure_in_it(unit: str) -> None:
    page = page_of(f"达到8{unit}", f"达到3万{unit}", f"{unit}8")
    assert column("unit met", page, f"达到多少{unit}") == [1, 1, 0]


def test_a_candidate_is_seen_beside_its_neighbours_and_below_the_best() -> None:
    heading = column("mean with heading", PAGE, "农业节水")
    assert column("neighbour", PAGE, "农业节水") == [heading[1], heading[0], heading[1], heading[2]]
    mean = column("mean", PAGE, "农业节水")
    assert column("below best: mean", PAGE, "农业节水") == pytest.approx([m - max(mean) for m in mean], abs=2e-3)


def test_without_some_candidates_the_others_are_held_against_the_best_that_is_left() -> None:
    rows = features_of(PAGE, Phrasing("农业节水"), NOTHING)
    left = without(rows, np.array([0]))
    assert left.shape == (3, len(NAMES))
    assert left[:, NAMES.index("below best: mean")].max() == 0
    assert without(rows, np.arange(4)).shape == (0, len(NAMES))
    assert features_of(page_of(), Phrasing("农业节水"), NOTHING).shape == (0, len(NAMES))


def test_how_much_of_a_question_the_plan_knows() -> None:
    assert column("words asked", PAGE, "农业节水") == [0.1] * 4
    assert column("words known", PAGE, "农业节水") == [1] * 4
    assert known_share(PAGE, Phrasing("农业节水")) == pytest.approx(1)
    assert known_share(PAGE, Phrasing("湿地公园")) == 0


def test_the_cosines_hold_the_whole_against_text_parts_and_telling_words() -> None:
    asked = "2025年漏损率8%多少万亩"
    assert column("text", PAGE, asked) == [0.555, 0.55, 0.229, -0.022]
    assert column("heading and text", PAGE, asked) == [0.503, 0.535, 0.229, -0.022]
    assert column("best part", PAGE, asked) == [0.555, 0.524, 0.229, -0.022]
    assert column("telling words: heading and text", PAGE, asked) == [0.519, 0.543, 0.232, -0]
    assert column("telling words: best part", PAGE, asked) == [0.557, 0.523, 0.232, -0]


def test_years_and_numbers_are_no_words_of_a_question_and_what_it_says_itself_is_not_carried_twice() -> None:
    assert weighed_words(Phrasing("2025年节水8"))[0] == ("年", "节水")
    words, weights = weighed_words(Phrasing("节水", "2030年灌溉节水"))
    assert words[0] == "节水" and words.count("节水") == 1 and "灌溉" in words and "2030" not in words
    assert weights.sum() == pytest.approx(1)
    assert weighed_words(Phrasing(""))[0] == ("",)


def test_the_question_before_counts_the_less_the_more_this_one_says() -> None:
    assert rounded([carried_share(Phrasing("谁负责", "节水")), carried_share(Phrasing("甲乙"))]) == [0.749, 0.728]
    assert carried_share(Phrasing("由哪个部门负责高效节水灌溉面积", "节水")) == 0.25
    assert carried_share(Phrasing("由哪个部门负责高效节水灌溉面积", "节水", switches=True)) == 1
    assert carried_share(Phrasing("", "节水")) == 1
    own, all_alike = (weighed_words(Phrasing("由哪个部门负责", "节水", switches=s))[1][-1] for s in (False, True))
    assert own < all_alike
    said = [column("said", PAGE, Phrasing("漏损率", "水肥一体化", switches=s))[3] for s in (False, True)]
    assert 0 < said[0] < said[1]


def test_the_reader_is_asked_the_words_without_places_and_of_a_bare_switch_those_of_the_question_before() -> None:
    query = replace(
        understand("资阳呢", (), ()), asking=Asking("资阳呢", ""), carried="节水目标", years=(2025,), alone=False
    )
    assert query.phrasing == Phrasing("资阳呢", "节水目标", (2025,))
    query = replace(query, asking=Asking("资阳氨氮呢", "氨氮"))
    assert query.phrasing == Phrasing("氨氮", "节水目标", (2025,))
    query = replace(query, switches=True)
    assert query.phrasing == Phrasing("氨氮", "节水目标", (2025,), switches=True)
    query = replace(query, alone=True)
    assert query.phrasing == Phrasing("节水目标", "", (2025,))
    query = replace(query, carried="")
    assert query.phrasing == Phrasing("氨氮", "", (2025,), switches=True)
    assert understand("节水目标", (), ()).phrasing.placeless == "节水目标"
    assert Phrasing("甲", "乙").all_words == "乙 甲" and Phrasing("甲").all_words == "甲"


def test_a_question_is_readable_by_two_chinese_characters_or_the_name_of_a_thing() -> None:
    assert [is_readable(Phrasing(text)) for text in ("节水", "水", "cod", "xyz", "水 x", "节")] == [1, 0, 1, 0, 0, 0]
    assert [is_readable(Phrasing(text)) for text in ("\u4e00\u9fff", "\u3400\u3401", "\ua000\ua001")] == [1, 0, 0]


def test_a_thing_said_in_another_official_way_is_said() -> None:
    page = page_of("化学需氧量排放下降", "氨氮排放下降", "推广水肥一体化")
    assert column("said", page, "cod") == [1, 0, 0]
    assert column("neighbour instead", page, "cod") == [0, 0, 0]
    near = page_of("氨氮重点工程减排量", "化学需氧量和氨氮重点工程减排量", "推广水肥一体化")
    assert column("neighbour instead", near, "cod") == [1, 0, 0]


def test_a_long_name_is_met_in_part_from_half_of_its_pairs_on_and_then_discounted() -> None:
    page = page_of("秸秆综合利用", "秸秆综合", "秸秆", "秸秆综合利用率")
    assert column("said", page, "秸秆综合利用率") == [0.667, 0.4, 0, 1]
    assert column("said: most telling", page, "秸秆综合利用率") == [0.667, 0.4, 0, 1]


def test_a_latin_name_is_not_met_in_part() -> None:
    assert column("said", page_of("减排co2", "减排cod", "推广"), "cod") == [0, 1, 0]


def test_an_official_term_that_stands_nowhere_is_unknown() -> None:
    page = page_of("推广温室气体监测", "节水")
    assert column("term unknown", page, "温室气体怎么监测") == [0, 0]
    assert column("term unknown", page, "排污权怎么交易") == [1, 1]
    assert column("term unknown", page_of(("排污权", "节水")), "排污权") == [0]
    assert column("terms said", page, "温室气体和排污权") == [0.5, 0]
    assert column("least term said", page, "温室气体和排污权") == [0, 0]
    assert column("terms said", page, "怎么推广") == column("least term said", page, "怎么推广") == [1, 1]
    assert column("said", page, "2025") == [0, 0]


def test_the_rarest_thing_asked_is_the_one_that_fewest_candidates_say_whole() -> None:
    asked = "秸秆综合利用率培训"
    common = page_of("秸秆综合利用率", "提高秸秆综合利用率", "培训")
    assert column("said: rarest", common, asked) == [0, 0, 1]
    in_part = page_of("秸秆综合利用", "提高秸秆综合利用", "培训")
    assert column("said: rarest", in_part, asked) == [0.667, 0.667, 0]
    page = page_of("节水灌溉", "节水改造", "节水培训", "漏损率")
    assert column("said: rarest", page, "节水灌溉") == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("asked", "text", "says"),
    [
        ("温室气体怎么监测", "推进碳排放监测", True),
        ("温室气体怎么监测", "加强温室气体管控", True),
        ("温室气体怎么监测", "推进节水", False),
        ("排污权怎么交易", "排污口监测", True),
        ("排污权怎么交易", "排放监测", False),
        ("温室气体和排污权", "排污权", False),
        ("怎么推广", "节水", True),
    ],
)
def test_a_text_says_the_terms_of_a_question_in_some_way_or_in_half_their_pairs(
    asked: str, text: str, *, says: bool
) -> None:
    assert says_terms(Phrasing(asked), text) is says


@pytest.mark.parametrize("values", [[3.0], [0.1, 0.7], [0.3, 0.1, 0.2], [0.4, 0.1, 0.3, 0.2]])
def test_the_median_is_that_of_numpy(values: list[float]) -> None:
    few = np.array(values, dtype=np.float32)
    assert median(few) == np.median(few)
