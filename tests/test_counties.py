"""Which plans are meant by a province with a plan of its own, by a place inside another, and by one that only says where another lies."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.records import PlanCard
from index.snapshot import open_index
from retrieval.question.scope import Scope, find_scope


@pytest.fixture(scope="module")
def cards(real_index: Path) -> Sequence[PlanCard]:
    return open_index(real_index).plans


def scope(question: str, cards: Sequence[PlanCard]) -> Scope:
    found = find_scope(question, cards)
    assert found is not None
    return found


def of_province(card: PlanCard, province: str) -> PlanCard:
    return replace(card, id="own", region=province, province=province, aliases=())


@pytest.mark.parametrize("question", ["皖省今年新增就业多少人", "安徽新增就业多少人", "皖那边的目标"])
def test_a_province_with_a_plan_of_its_own_is_named_by_its_sign_as_well(
    question: str, cards: Sequence[PlanCard]
) -> None:
    found = scope(question, [*cards, of_province(cards[0], "安徽省")])
    assert (found.plans, found.unknown) == (("own",), ())


def test_a_city_without_a_plan_is_looked_for_in_that_of_its_province(cards: Sequence[PlanCard]) -> None:
    found = scope("芜湖的造船厂要扩建吗", [*cards, of_province(cards[0], "安徽省")])
    assert (found.plans, found.reason, found.counties) == (("own",), "county", ("芜湖",))
    assert scope("芜湖的造船厂要扩建吗", cards).reason == "unknown"


def test_a_city_with_a_plan_is_not_looked_for_in_that_of_its_province(cards: Sequence[PlanCard]) -> None:
    ziyang = next(card for card in cards if card.region == "资阳市")
    assert scope("资阳的氨氮", [*cards, of_province(ziyang, "四川省")]).plans == ("ziyang",)


@pytest.mark.parametrize("question", ["资阳隔壁的内江氨氮减多少", "内江和资阳挨着，内江的氨氮减多少"])
def test_a_place_that_only_says_where_an_unknown_one_lies_is_not_asked_about(
    question: str, cards: Sequence[PlanCard]
) -> None:
    found = scope(question, cards)
    assert (found.plans, found.unknown) == ((), ("内江市",))


def test_a_place_that_is_asked_about_stays_wherever_it_lies(cards: Sequence[PlanCard]) -> None:
    assert scope("内江和资阳挨着，资阳的氨氮减多少", cards).plans == ("ziyang",)


@pytest.mark.parametrize("question", ["福州下面的福清单独要降多少", "福州市辖区内的福清市要降多少", "福州福清要降多少"])
def test_a_county_named_inside_its_city_is_meant_and_not_the_city(question: str, cards: Sequence[PlanCard]) -> None:
    found = scope(question, cards)
    assert (found.reason, found.counties) == ("county", ("福清",))


def test_a_county_named_beside_its_city_leaves_the_city_meant(cards: Sequence[PlanCard]) -> None:
    assert scope("福州和福清各要降多少", cards).counties == ()


@pytest.mark.parametrize(
    ("question", "end"), [("福清市的污水收集率", 3), ("福清的污水收集率", 2), ("福清市民坐车的比例", 2)]
)
def test_the_name_of_a_county_ends_where_a_word_does(question: str, end: int, cards: Sequence[PlanCard]) -> None:
    assert scope(question, cards).spans == ((0, end),)
