"""Places of which some characters are spelled, syllables stand apart, or a nickname is written by sound."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = "{place}水库管理办法\n\n第一条 为管好水库，制定本办法。\n第二条 水库每年检修{times}次。\n第三条 本办法自2024年5月1日起施行。\n"
FILES = {
    "one.txt": PLAN.format(place="九江市", times=3),
    "two.txt": PLAN.format(place="南通市", times=4),
    "three.txt": PLAN.format(place="攀枝花市", times=5),
}


@pytest.fixture(scope="module")
def waters(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("waters")), FILES)[0]


@pytest.mark.parametrize(
    "asked", ["jiu江的水库检修几次", "九jiang的水库检修几次", "jiu jiang的水库检修几次", "JIU江水库"]
)
def test_a_name_half_spelled_is_heard(waters: Assistant, asked: str) -> None:
    assert waters.understand(asked).scope.plans == ("one",)


@pytest.mark.parametrize("asked", ["xjiu江的水库", "一个 plan b 江的水库"])
def test_letters_that_spell_more_or_other_are_no_name(waters: Assistant, asked: str) -> None:
    assert len(waters.understand(asked).scope.plans) == 3


@pytest.mark.parametrize(
    ("asked", "plan"),
    [
        ("九缰的水库检修几次", "one"),
        ("韭江市水库检修几次", "one"),
        ("久疆的水库检修几次", "one"),
        ("水库检修，难同的是几次", "two"),
        ("攀只花的水库检修几次", "three"),
        ("盘枝花的水库检修几次", "three"),
        ("攀志花和久疆谁检修得多", "three"),
        ("攀子花的水库检修几次", "three"),
    ],
)
def test_a_name_is_heard_though_its_characters_are_wrong(waters: Assistant, asked: str, plan: str) -> None:
    assert plan in waters.understand(asked).scope.plans
    assert len(waters.understand(asked).scope.plans) == 1 + ("和" in asked)


@pytest.mark.parametrize(
    "asked", ["难同水库检修几次", "水库就江边检修几次", "玉兰花的水库检修几次", "攀岩花的水库检修几次"]
)
def test_what_only_sounds_like_a_name_and_stands_where_none_does_is_no_name(waters: Assistant, asked: str) -> None:
    assert len(waters.understand(asked).scope.plans) == 3


def test_a_nickname_is_heard_as_the_name_is(assistant: Assistant) -> None:
    assert assistant.understand("蓉城榕成的氨氮减多少").scope.plans != ("ziyang",)
    assert assistant.understand("榕成的氨氮要减多少吨").scope.plans == ("fuzhou-fj",)


def test_a_title_with_another_place_before_it_names_no_plan(assistant: Assistant) -> None:
    asked = "资阳是不是照《江西省“十四五”节能减排综合工作方案》定的？"
    assert assistant.understand(asked).scope.plans == ("ziyang",)


def test_a_misspelt_city_is_heard_where_the_word_city_runs_into_its_name(assistant: Assistant) -> None:
    assert assistant.understand("沉州市的氨氮要减多少").scope.plans == ("chenzhou",)
    assert assistant.understand("各州市的氨氮要减多少").scope.reason == "all"
