from collections.abc import Sequence
from pathlib import Path

import pytest

from index.records import PlanCard
from index.snapshot import open_index
from retrieval.scope import Scope, find_scope


@pytest.fixture(scope="module")
def cards(real_index: Path) -> Sequence[PlanCard]:
    return open_index(real_index).plans


def scope(question: str, cards: Sequence[PlanCard]) -> Scope:
    found = find_scope(question, cards)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("抚州的氨氮减排量", ("fuzhou-jx",)),
        ("福州的氨氮减排量", ("fuzhou-fj",)),
        ("江西抚州和福建福州比一比", ("fuzhou-fj", "fuzhou-jx")),
        ("黔东南州要建多少充电桩", ("qiandongnan",)),
        ("湖南的那份文件讲了什么", ("chenzhou",)),
        ("福清的污水集中收集率", ("fuzhou-fj",)),
        ("资扬市要减多少吨", ("ziyang",)),
        ("抚洲的目标", ("fuzhou-jx",)),
        ("jiangxi fuzhou de mubiao", ("fuzhou-jx",)),
        ("赣那个fuzhou的氨氮", ("fuzhou-jx",)),
    ],
)
def test_a_named_place_means_its_plan(question: str, plans: tuple[str, ...], cards: Sequence[PlanCard]) -> None:
    assert scope(question, cards).plans == plans


@pytest.mark.parametrize("place", ["长沙市", "北京市", "成都市", "江西省", "西藏自治区"])
def test_a_place_without_a_plan_is_unknown_and_falls_back_to_nothing(place: str, cards: Sequence[PlanCard]) -> None:
    found = scope(f"{place}的目标是多少", cards)
    assert found.plans == ()
    assert found.unknown == (place,)


def test_an_unknown_province_tells_which_of_its_cities_have_plans(cards: Sequence[PlanCard]) -> None:
    assert scope("江西省全省的目标", cards).nearby == ("fuzhou-jx",)


def test_a_province_that_does_not_fit_the_city_brings_the_city_of_the_same_sound(cards: Sequence[PlanCard]) -> None:
    found = scope("江西福州的COD减排量", cards)
    assert found.plans == ("fuzhou-fj", "fuzhou-jx")
    assert "读音相同" in found.note


def test_a_county_must_be_named_by_the_answer(cards: Sequence[PlanCard]) -> None:
    found = scope("桂阳县分到多少", cards)
    assert (found.plans, found.counties, found.reason) == (("chenzhou",), ("桂阳",), "county")


@pytest.mark.parametrize(
    "question", ["单位GDP能耗降多少", "中国“气大庆”是谁提的", "日照时长有要求吗", "市属机关和县属机关"]
)
def test_words_that_only_look_like_places_name_none(question: str, cards: Sequence[PlanCard]) -> None:
    assert find_scope(question, cards) is None


def test_speaking_of_as_many_places_as_there_are_plans_means_all_of_them(cards: Sequence[PlanCard]) -> None:
    assert len(scope("最大的是福州吗？五个市州排个序", cards).plans) == 5
