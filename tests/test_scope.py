from collections.abc import Sequence
from pathlib import Path

import pytest

from index.records import PlanCard
from index.snapshot import open_index
from retrieval.assistant import Assistant
from retrieval.question.scope import Scope, asks_for_all, find_scope, without_places


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


EVERY = ("chenzhou", "fuzhou-fj", "fuzhou-jx", "qiandongnan", "ziyang")


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("不是福州，是抚州", ("fuzhou-jx",)),
        ("要抚州的，不要福州的", ("fuzhou-jx",)),
        ("并非资阳，是郴州", ("chenzhou",)),
        ("除了资阳，郴州和抚州哪个高", ("chenzhou", "fuzhou-jx")),
    ],
)
def test_a_place_that_is_denied_is_not_meant(question: str, plans: tuple[str, ...], cards: Sequence[PlanCard]) -> None:
    found = scope(question, cards)
    assert (found.plans, found.unknown) == (plans, ())


def test_a_question_that_only_denies_a_place_names_none(cards: Sequence[PlanCard]) -> None:
    assert find_scope("不是福州", cards) is None
    assert find_scope("除了长沙呢", cards) is None


def test_a_place_with_which_all_others_are_asked_for_is_kept(cards: Sequence[PlanCard]) -> None:
    """除资阳以外: the conversation asks for the other plans, and must know which one is left out."""
    assert scope("除资阳以外的目标", cards).plans == ("ziyang",)


def test_a_denial_holds_for_the_place_behind_it_only(cards: Sequence[PlanCard]) -> None:
    assert scope("是不是说福州和抚州一样", cards).plans == ("fuzhou-fj", "fuzhou-jx")


@pytest.mark.parametrize("question", ["抚州和重庆一起建什么", "抚州同重庆市共建什么", "抚州与重庆市合作什么"])
def test_a_partner_without_a_plan_is_not_asked_about(question: str, cards: Sequence[PlanCard]) -> None:
    found = scope(question, cards)
    assert (found.plans, found.unknown) == (("fuzhou-jx",), ())


@pytest.mark.parametrize("question", ["抚州和重庆的目标", "重庆一起建什么，抚州呢"])
def test_a_place_is_a_partner_only_between_with_and_together(question: str, cards: Sequence[PlanCard]) -> None:
    assert scope(question, cards).unknown == ("重庆市",)


def test_a_partner_with_a_plan_is_asked_about(cards: Sequence[PlanCard]) -> None:
    assert scope("抚州和福州一起建什么", cards).plans == ("fuzhou-fj", "fuzhou-jx")


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("fuzhou的目标", ("fuzhou-fj", "fuzhou-jx")),
        ("Fuzhou (Fujian) 的目标", ("fuzhou-fj",)),
        ("jiangxi fuzhou 的目标", ("fuzhou-jx",)),
        ("江西fuzhou和福建fuzhou的目标", ("fuzhou-fj", "fuzhou-jx")),
        ("Fuzhou，就是福建那个", ("fuzhou-fj",)),
        ("福州和江西fuzhou的目标", ("fuzhou-fj", "fuzhou-jx")),
        ("fuzhou和湖南的目标", ("fuzhou-fj", "fuzhou-jx")),
        ("湖南fuzhou的目标", ("fuzhou-fj", "fuzhou-jx")),
    ],
)
def test_a_name_that_sounds_like_two_is_told_by_the_province_beside_it(
    question: str, plans: tuple[str, ...], cards: Sequence[PlanCard]
) -> None:
    assert scope(question, cards).plans == plans


@pytest.mark.parametrize("question", ["江西抚州的目标", "四川省资阳市", "湖南郴州和四川资阳比", "资阳，四川的那个"])
def test_the_right_province_beside_a_city_adds_nothing(question: str, cards: Sequence[PlanCard]) -> None:
    found = scope(question, cards)
    assert (found.unknown, found.nearby, found.note) == ((), (), "")
    assert "chenzhou" not in found.plans or "郴州" in question


def test_the_wrong_province_without_a_city_of_that_sound_changes_nothing(cards: Sequence[PlanCard]) -> None:
    found = scope("四川福州的目标", cards)
    assert (found.plans, found.note) == (("fuzhou-fj",), "")


@pytest.mark.parametrize(
    "question", ["湖南的那份文件", "湖南那个市", "湖南各市的目标", "湖南省的各市", "湖南三个市的目标"]
)
def test_a_province_may_stand_for_its_cities(question: str, cards: Sequence[PlanCard]) -> None:
    found = scope(question, cards)
    assert (found.plans, found.reason, found.unknown) == (("chenzhou",), "province", ())


@pytest.mark.parametrize("question", ["湖南全省的目标", "湖南省级目标", "湖南要减多少"])
def test_a_province_itself_has_no_plan_and_its_cities_are_nearby(question: str, cards: Sequence[PlanCard]) -> None:
    found = scope(question, cards)
    assert (found.plans, found.reason, found.unknown, found.nearby) == ((), "unknown", ("湖南省",), ("chenzhou",))


def test_a_province_without_any_plan_is_unknown_beside_a_city_that_has_one(cards: Sequence[PlanCard]) -> None:
    assert scope("资阳和河北的目标", cards).unknown == ("河北省",)
    assert scope("资阳和湖南的目标", cards).unknown == ()


@pytest.mark.parametrize(
    "question", ["资阳比其他城市高吗", "资阳在五个市州里排第几", "长沙和各市比", "河北的各市", "资阳在这五个市里最高吗"]
)
def test_a_place_among_all_means_every_plan(question: str, cards: Sequence[PlanCard]) -> None:
    assert scope(question, cards).plans == EVERY


@pytest.mark.parametrize("question", ["资阳和郴州在五个市州里排第几", "资阳和抚州比其他城市高吗"])
def test_two_places_stay_two_whatever_they_are_ranked_among(question: str, cards: Sequence[PlanCard]) -> None:
    assert len(scope(question, cards).plans) == 2


def test_everywhere_in_a_city_is_no_other_city(cards: Sequence[PlanCard]) -> None:
    assert scope("资阳各地的目标", cards).plans == ("ziyang",)


@pytest.mark.parametrize(
    ("question", "plans", "asks"),
    [
        ("各市的目标", 5, True),
        ("五个市州的目标", 5, True),
        ("5个城市", 5, True),
        ("两个市的目标", 2, True),
        ("这两个都要达到多少", 2, True),
        ("这两个环节谁负责", 2, False),
        ("两个项目投资多少", 2, False),
        ("五个市州的目标", 4, False),
        ("一个市的目标", 1, False),
        ("各市的目标", 1, False),
        ("目标是多少", 5, False),
    ],
)
def test_a_question_asks_for_all_by_saying_so_or_by_their_number(question: str, plans: int, *, asks: bool) -> None:
    assert asks_for_all(question, plans) is asks


@pytest.mark.parametrize(
    ("question", "counties", "reason"),
    [
        ("郴州桂阳县的目标", ("桂阳",), "county"),
        ("郴州市和桂阳县的目标", (), "named"),
        ("资阳市和桂阳县的目标", ("桂阳",), "county"),
        ("桂阳县和苏仙区的目标", ("桂阳", "苏仙"), "county"),
        ("郴州的目标", (), "named"),
    ],
)
def test_a_county_is_meant_by_itself_unless_its_city_is_named_too(
    question: str, counties: tuple[str, ...], reason: str, cards: Sequence[PlanCard]
) -> None:
    found = scope(question, cards)
    assert (found.counties, found.reason) == (counties, reason)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("抚州、福州和资阳的目标", "的目标"),
        ("请问抚州和福州谁高", "请问 谁高"),
        ("抚州要减多少", "要减多少"),
        ("和上年比，抚州减多少", "和上年比， 减多少"),
    ],
)
def test_a_question_is_left_without_its_places_and_what_joined_them(
    question: str, left: str, cards: Sequence[PlanCard]
) -> None:
    assert without_places(question, scope(question, cards)).strip() == left


def test_a_question_without_places_is_left_as_it_is(cards: Sequence[PlanCard]) -> None:
    assert without_places("要减多少", find_scope("要减多少", cards)) == "要减多少"


@pytest.mark.parametrize("behind", "那份 那个 那座 那边 这份 的方案 的文件 那里 的那份 省那份 省的那份".split())
def test_a_province_stands_for_the_plan_of_its_city(behind: str, cards: Sequence[PlanCard]) -> None:
    assert scope(f"湖南{behind}说了什么", cards).plans == ("chenzhou",)


@pytest.mark.parametrize(
    "behind",
    [
        *(
            "各市",
            "几个市",
            "所有市",
            "全部市",
            "哪个市",
            "哪些市",
            "两个市",
            "二个市",
            "三个市",
            "十个市",
            "3个市",
            "12个市",
        ),
        *("各州", "各地市", "各城市", "各市州", "各地方", "的各市", "里各市", "内各市", "这几个市", "省各市"),
    ],
)
def test_a_province_stands_for_all_its_cities(behind: str, cards: Sequence[PlanCard]) -> None:
    assert scope(f"湖南{behind}的目标", cards).plans == ("chenzhou",)


@pytest.mark.parametrize(
    "every",
    [
        *(
            "这几个",
            "这些城市",
            "这些地方",
            "这些市",
            "各市",
            "各地",
            "各城市",
            "各方案",
            "各个市",
            "所有城市",
            "所有地方",
        ),
        *("所有市", "所有方案", "全部城市", "全部方案", "其他城市", "其他市", "其他几个地方"),
    ],
)
def test_every_plan_is_asked_for_in_many_ways(every: str) -> None:
    assert asks_for_all(f"{every}的目标", 5)
    assert not asks_for_all(f"{every}的目标", 1)


@pytest.mark.parametrize("of", list("个份座地市州"))
@pytest.mark.parametrize(("number", "plans"), [("二", 2), ("两", 2), ("三", 3), ("十", 10), ("4", 4), ("12", 12)])
def test_plans_are_counted_in_digits_and_characters(number: str, plans: int, of: str) -> None:
    assert asks_for_all(f"{number}{of}", plans)
    assert not asks_for_all(f"{number}{of}", plans + 1)


@pytest.mark.parametrize(
    "others",
    [
        *(
            "其他城市",
            "其它市",
            "其余地方",
            "其他几个地区",
            "其他的州",
            "三个市里",
            "四个州里",
            "五个城市里",
            "六个地方里",
        ),
        *("七个市州里", "八个市中", "九个市当中", "十个市之中"),
    ],
)
def test_one_place_among_others_means_every_plan(others: str, cards: Sequence[PlanCard]) -> None:
    assert scope(f"资阳比{others}高吗", cards).plans == EVERY


@pytest.mark.parametrize("joint", list("和与同跟"))
@pytest.mark.parametrize("together", "一起 一道 共同 共建 合作 协同 联合 对接 市合作".split())
def test_a_partner_is_told_by_what_joins_it_and_what_is_done_together(
    joint: str, together: str, cards: Sequence[PlanCard]
) -> None:
    assert scope(f"抚州{joint}重庆{together}什么", cards).unknown == ()


@pytest.mark.parametrize("denial", "不是 不要 并非 除了 除".split())
def test_a_denial_right_before_a_place_means_another(denial: str, cards: Sequence[PlanCard]) -> None:
    assert scope(f"{denial}福州，是抚州", cards).plans == ("fuzhou-jx",)
    assert scope(f"{denial}说福州，是抚州", cards).plans == ("fuzhou-fj", "fuzhou-jx")


@pytest.mark.parametrize("joint", list("、和与及跟同"))
def test_what_joined_places_is_taken_out_with_them(joint: str, cards: Sequence[PlanCard]) -> None:
    question = f"抚州{joint}福州的目标"
    assert without_places(question, scope(question, cards)).strip() == "的目标"


def test_a_stranger_and_a_city_are_told_apart_in_one_question(cards: Sequence[PlanCard]) -> None:
    found = scope("长沙和抚州的目标", cards)
    assert (found.plans, found.unknown, found.reason, found.spans) == (
        ("fuzhou-jx",),
        ("长沙市",),
        "named",
        ((0, 2), (3, 5)),
    )


def test_a_note_tells_both_homes_of_a_name_that_sounds_alike(cards: Sequence[PlanCard]) -> None:
    assert scope("江西福州的COD减排量", cards).note == "读音相同的地名容易混淆：福州市在福建省，抚州市在江西省。"


def test_a_city_named_for_its_document_leaves_its_county_meant(assistant: Assistant) -> None:
    for asked in ("汝城县在郴州方案里要降多少？", "郴州市的文件中汝城县要降多少？"):
        scope = assistant.understand(asked).scope
        assert (scope.reason, scope.plans) == ("county", ("chenzhou",)), asked
    assert assistant.understand("郴州和汝城县各要降多少？").scope.reason == "named"
