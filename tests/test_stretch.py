"""Of a sentence the stretch is taken that meets most of the question in the fewest characters."""

import pytest

from retrieval.question.phrasing import Phrasing
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.search.wording import holds_figure


def taken(question: str, text: str, *, figure: bool = False) -> str:
    start, end = best_stretch(Meaning.of(Phrasing(question)), text, sought=holds_figure if figure else None)
    return text[start:end]


def test_a_stretch_has_six_parts_at_most() -> None:
    asked = "学校、医院、商场、车站、公园、机场、码头怎么节水"
    assert taken(asked, "学校，医院，商场，车站，公园，机场，码头") == "学校，医院，商场，车站，公园，机场"


FAR = ("完善城市公共交通体系", "加强信用信息共享", "提升基层监测队伍能力")


@pytest.mark.parametrize(("between", "reached"), [(FAR[:0], True), (FAR[:1], True), (FAR, False)])
def test_a_figure_asked_for_is_worth_some_other_words_and_not_any_number_of_them(
    between: tuple[str, ...], *, reached: bool
) -> None:
    sentence = "，".join(["推广绿色建筑", *between, "新建充电桩300个"])
    assert taken("怎样推广绿色建筑", sentence, figure=True) == (sentence if reached else "推广绿色建筑")
    assert taken("怎样推广绿色建筑", sentence) == "推广绿色建筑"


@pytest.mark.parametrize(
    ("question", "stretch", "rest"),
    [
        ("水泥行业怎么控制能耗", "以建材、化工、煤电等行业为重点", "，加强信用信息共享。"),
        ("统计监测怎么做", "加强统计基层队伍建设，强化统计数据审核，防范统计造假、弄虚作假", "，提升统计数据质量。"),
        (
            "煤炭消费怎么控制",
            "以建材、金属冶炼、玻璃、化工、煤电等行业为重点，全面推进节能改造升级和污染物深度治理",
            "。",
        ),
    ],
)
def test_a_part_is_taken_along_where_what_it_adds_is_worth_its_characters(
    question: str, stretch: str, rest: str
) -> None:
    assert taken(question, stretch + rest) == stretch


def test_of_two_that_answer_alike_the_shorter_and_then_the_first_is_taken() -> None:
    assert best_stretch(Meaning.of(Phrasing("秸秆综合利用")), "秸秆综合利用，秸秆综合利用") == (0, 6)
    assert taken("秸秆综合利用", "，秸秆综合利用") == "秸秆综合利用"


def test_a_text_without_words_is_taken_whole_and_says_nothing() -> None:
    meaning = Meaning.of(Phrasing("秸秆综合利用"))
    assert best_stretch(meaning, "，") == (0, 1)
    assert meaning.met("——").tolist() == [0] * len(meaning.weights)
    assert taken("秸秆综合利用", "——，秸秆综合利用") == "秸秆综合利用"


def test_what_follows_from_a_condition_is_taken_with_it() -> None:
    assert taken("遇到缺水的情况时怎么办", "遇到缺水的情况时，启动应急供水") == "遇到缺水的情况时，启动应急供水"
