"""Which plans a question means. Decided before any search, and fails closed: an unknown place never falls back to a neighbour."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from corpus.headings import chinese_number
from corpus.regions import short_name
from index.keyword import tagged
from index.records import PlanCard
from retrieval.question.places import Place, find_places
from retrieval.question.sounds import sound

Reason = Literal["named", "province", "county", "conversation", "all", "unknown"]

#: 湖南的那份, 湖南那个市: a province that stands for the plan of one of its cities.
_ONE_OF_PROVINCE = re.compile(r"^(?:省)?(?:的)?(?:那份|那个|那座|那边|这份|的方案|的文件|那里)")
#: So much behind a province tells whether its cities are meant.
_LONGEST_REST = 30
_COUNTED = re.compile(
    r"(?<![第十哪\d])([二两三四五六七八九十]|\d{1,2})(?:个|份|座|地|市|州|家(?!企业|公司|单位|工厂|机构|医院|学校|银行|[钢化水纸药酒电]?厂|园区|商))"
)
_PLACES_OR_PLANS = re.compile("[市州省地县区]|城市|方案|文件|报告|计划")
#: The parts of a place, by more than one kind.
_PARTS = re.compile("区县|县[市区]|乡镇")
#: A word has so many characters at most where it is looked at for what it is.
_WORD = 4
#: What places are called that documents are of.
_PLACE = "(?:城市|市州|市|州|省份?|地方|地区)"
_EVERY = re.compile(
    rf"这几[个家]|这些{_PLACE}|各个?(?:{_PLACE}|地|方案)|所有(?:{_PLACE}|方案)|全部(?:城市|方案)|其他(?:几个)?{_PLACE}|(?:城市|市州|省份|(?<![本该全])[市省]|地方|方案)(?:都)?(?:有|是)哪[些几]"
)
_OTHERS = re.compile(rf"其[他它余](?:几个|的)?{_PLACE}|[三四五六七八九十]个{_PLACE}(?:里|中|当中|之中)")
#: 和重庆一起建……: a partner, not a place asked about.
_PARTNER = ("和", "与", "同", "跟")
_TOGETHER = re.compile(
    r"[市省]?(?:之间)?的?(?:一起|一道|共同|共建|合作|协同|联合|对接|融合|交流|往来|结对|协作|贸易|互动)"
)
_DENIED = ("不是", "不要", "并非", "除了", "除")
#: 除了甲和乙: up to a place that is left out, with others before it.
_EXCEPT = re.compile(r"除了?[^，,。？?；]*$")
_NEAR_EXCEPT = 24
#: 甲市以外的几个市, 甲和乙之外的城市: up to what is left over.
_BESIDES = re.compile(
    rf"[^，,。？?；;除比]{{0,12}}?(?:以外|之外)(?:的|，|,)?(?:其[他它余])?(?:的|那|这)?(?:几个|各个?|[二两三四五六七八九十\d]+个)?的?{_PLACE}"
)
#: 其他城市有吗, 别的市呢: all but those that were spoken of.
_OTHER_PLACES = re.compile(
    rf"(?:其[他它余]|别的|另外|[剩余]下|剩余)的?(?:(?:[二两三四五六七八九十几\d]+个)?的?(?:{_PLACE}|各地|几个)|[二两三四五六七八九十几]家(?=[，,的比里中都]|$))"
)
#: 比其他市高吗: one place is held against all the others.
_THAN_OTHERS = re.compile(rf"比(?:其[他它余]|别的)(?:的|几个|各个?)*{_PLACE}(?:都|更)?")
#: What says where a place lies.
_LIES = re.compile("隔壁|旁边|边上|附近|周边|挨着|紧邻|相邻|毗邻|邻近|接壤")
#: What stands before the other of a city and a county inside it that are asked about side by side.
_SIDE_BY_SIDE = re.compile("(?:以?及|[、和与跟同]|比[起较]?|相比)$")
#: What points back at the place that the asker is in: 给我们区, 这里.
_OUR = ("我们", "咱们", "咱", "俺们", "我们这儿", "我们这里")
_OF_US = re.compile("我们|咱|俺|本[区县市]|[该这那][区县市里边]|当地|它")
_ANY_PLACE = re.compile(r"哪(?:个|些|几个|里|家)|谁|有没有|都")
#: 省长 is the head of the place, 省长江 is not.
_HEAD_OF = re.compile("[省市州县区]长(?=[叫是谁姓名为的由作]|[，,。？?呢]|$)")
#: What stands between provinces that are asked about together.
_JOINS = re.compile("省?(?:、|以?及|[和与跟同])")
#: 湖南省里呢, 四川那边的呢.
_INSIDE = re.compile("(?:里面?|境?内|[这那]边)(?:的)?(?=呢?[？?。，,]|呢?$)")
#: What joined places that are taken out: 甲、乙和丙.
_LEFT_BETWEEN = re.compile(r"(?:^|(?<!\s)\s++)(?:[、和与及跟同]\s++)+")
#: 安徽三个市, 湖南各市: the plans of its cities.
_CITIES_OF = re.compile(
    r"^(?:省|自治区)?(?:的|里|内)?(?:这)?(?:(?:一共|总共|都|共)?有)?"
    r"(?:各|几个?|所有|全部|哪个|哪些|哪几个|多少个?|[二两三四五六七八九十\d]+个)(?:市|州|地市|城市|市州|地方|份|方案)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """``plans`` are ids in corpus order. ``counties`` must be named by whatever answers. ``unknown`` are places without a plan;
    ``nearby`` the ids of plans of cities inside an unknown province. ``spans`` are the places' spans in the question. ``outside`` are
    ids of plans that are meant and that the caller did not choose, ``beside`` counties that are asked about as well as their city.
    """

    plans: tuple[str, ...]
    reason: Reason
    unknown: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""
    outside: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def find_scope(question: str, cards: Sequence[PlanCard]) -> Scope | None:
    """The scope that the places named in ``question`` give; None when it names no place at all.

    A province next to one of its cities only tells the city apart. Where it does not fit the city (江西福州), the plans of
    that province with a name of the same sound are meant as well.
    """
    found = find_places(question, tuple(cards))
    told = _told_by_province(question, found, cards)
    excluded = [p for p in told if _is_excluded(question, p)]
    places = [p for p in told if p not in excluded and not _negated(question, p) and not _is_partner(question, p)]
    places = _without_landmarks(question, places)
    if not places:
        return _all_but(question, excluded, cards)
    cities = [p for p in places if p.plans]
    provinces = [p for p in places if p.province and not p.plans]
    strangers = [p for p in places if not p.plans and not p.province]
    spans = tuple((p.start, p.end) for p in found)
    chosen = _chosen_by(question, cities)
    heard = chosen - _plans_of([p for p in cities if not p.heard])
    note = ""
    unknown = list(dict.fromkeys(p.name for p in strangers))
    nearby: list[str] = []
    standing = _standing_for_cities(question, provinces)
    for province in provinces:
        chosen -= heard - _told_apart(heard, province.province, cards)
        inside = [c for c in cards if c.province == province.province]
        if any(c.id in chosen for c in inside):
            continue
        homophones = _homophones(chosen, inside, cards)
        if homophones:
            note = _homophone_note(homophones, chosen, cards)
            chosen |= homophones
        elif inside and province.start in standing:
            chosen |= {c.id for c in inside}
        elif not chosen or not inside:
            unknown.append(province.name)
            nearby += [c.id for c in inside]
    counties, beside = _counties_meant(question, cities)
    if len(chosen) < 2 and (
        _OTHERS.search(question)
        or counts_all(question, len(cards))
        or (not chosen and asks_for_all(question, len(cards)))
    ):
        chosen |= {c.id for c in cards}  # 资阳各地 are places inside Ziyang
    ordered = tuple(c.id for c in cards if c.id in chosen)
    if not ordered:
        return Scope((), "unknown", tuple(unknown), tuple(nearby), (), spans)
    reason: Reason = "county" if counties else ("named" if cities else "province")
    return Scope(ordered, reason, tuple(unknown), tuple(nearby), counties, spans, note, beside=beside)


def _all_but(question: str, excluded: Sequence[Place], cards: Sequence[PlanCard]) -> Scope | None:
    """除了福州，其他城市呢: every plan but those of the places excluded; None where none is."""
    left_out = _plans_of(excluded)
    others = tuple(c.id for c in cards if c.id not in left_out) if excluded else ()
    if not others:
        return None
    spans = [_span_excluded(question, p) for p in excluded]
    spans += [
        m.span() for m in _OTHER_PLACES.finditer(question) if not any(a < m.end() and m.start() < b for a, b in spans)
    ]
    return Scope(others, "named", spans=tuple(sorted(spans)))


def _span_excluded(question: str, place: Place) -> tuple[int, int]:
    """The span of a place that is left out, with the words behind it that leave it out: ……以外的几个市."""
    besides = _BESIDES.match(question, place.end)
    return place.start, besides.end() if besides else place.end


def _is_excluded(question: str, place: Place) -> bool:
    """Whether a place is one of those that a question leaves out: 除了福州和抚州，其他城市呢; not 除了福州还有没有提到."""
    if not place.plans or place.county:
        return False
    if _BESIDES.match(question, place.end):
        return True
    before = _EXCEPT.search(question, max(0, place.start - _NEAR_EXCEPT), place.start)
    return bool(before) and bool(_OTHER_PLACES.search(question, place.end) or _ANY_PLACE.search(question, place.end))


def _without_landmarks(question: str, places: Sequence[Place]) -> list[Place]:
    """The places without those that only say where an unknown one lies: 乙市隔壁的甲市, 甲市和乙市挨着，甲市的……."""
    lies = _LIES.search(question)
    if not lies or not any(not p.plans and not p.province for p in places):
        return list(places)
    behind = {plan for p in places if p.start >= lies.end() for plan in p.plans}
    return [p for p in places if not p.plans or p.start >= lies.end() or set(p.plans) & behind]


def _told_by_province(question: str, found: Sequence[Place], cards: Sequence[PlanCard]) -> list[Place]:
    """The places, a name that sounds like several resolved by the province beside it: Fuzhou (Fujian), jiangxi fuzhou."""
    if len(found) <= 1:
        return list(found)
    province_of = {c.id: c.province for c in cards}
    places = list(found)
    for i, place in enumerate(found):
        beside = [
            (at, found[at])
            for at in (i + 1, i - 1)
            if 0 <= at < len(found) and found[at].province and _adjacent(question, place, found[at])
        ]
        for at, province in beside if place.heard else ():
            inside = tuple(plan for plan in place.plans if province_of[plan] == province.province)
            if inside and province in places:
                places[places.index(place)] = replace(place, plans=inside)
                places.remove(found[at])
                break
    return places


def _adjacent(question: str, one: Place, other: Place) -> bool:
    between = question[min(one.end, other.end) : max(one.start, other.start)]
    return not re.search(r"\w", between) and "、" not in between


def without_places(question: str, scope: Scope | None) -> str:
    """The question without the places that gave its scope, 里 of 湖南省里呢 included; of 某省长叫什么 the office stays."""
    kept, at = [], 0
    for start, end in scope.spans if scope else ():
        kept.append(question[at:start])
        inside = _INSIDE.match(question, end)
        at = inside.end() if inside else end - bool(_HEAD_OF.match(question, end - 1))
    return _LEFT_BETWEEN.sub(" ", " ".join([*kept, question[at:]]))


def asks_for_all(question: str, plans: int) -> bool:
    """Whether the question speaks of every plan: 五个市州 when there are five, 各市, 这几个."""
    return plans > 1 and (counts_all(question, plans) or bool(_EVERY.search(question)))


def asks_for_others(question: str) -> bool:
    """Whether the question is asked of all places but those spoken of."""
    return bool(_OTHER_PLACES.search(question))


def without_other_places(question: str) -> str:
    """The question without the words for all places but those spoken of: 剩下两个城市."""
    return _OTHER_PLACES.sub(" ", question)


def without_others(text: str) -> str:
    """The text without the others that a place is held against."""
    return _THAN_OTHERS.sub("比 ", text)


def counts_all(question: str, plans: int) -> bool:
    """Whether a question counts the plans: 五个市州 when there are five."""
    counted = (m for m in _COUNTED.finditer(question) if not _counts_things(question[m.start() : m.end() + _WORD]))
    return plans > 1 and any(_numeral(m.group(1)) == plans for m in counted)


def _counts_things(words: str) -> bool:
    """Whether a number counts other things than places with plans: 这两个环节, 三个区县; 两个市 and 两个都 count such places."""
    counted = words.partition("个")[2]
    (word, kind), (_, following) = [*tagged(counted)[:2], ("", ""), ("", "")][:2]
    named = kind.startswith(("n", "vn", "l")) or (kind == "v" and following.startswith("n"))  # 十个攻关项目
    return bool(_PARTS.match(counted)) or (named and not _PLACES_OR_PLANS.match(word))


def _plans_of(places: Sequence[Place]) -> set[str]:
    return {plan for place in places for plan in place.plans}


def _chosen_by(question: str, named: Sequence[Place]) -> set[str]:
    """The plans of the places named; a title chooses among those of its place, else it is meant beside them."""
    titled = [p for p in named if p.titled]
    cities = [p for p in named if not p.titled]
    of_places, by_title = _plans_of(cities), _plans_of(titled)
    chosen = {plan for city in cities for plan in by_title.intersection(city.plans) or city.plans}
    for title in titled:
        beside = any(_adjacent(question, title, city) for city in cities)
        if not of_places.intersection(title.plans) and not beside:  # 甲市应急规划 is not the country's 应急规划
            chosen |= set(title.plans)
    return chosen


def _counties_meant(question: str, cities: Sequence[Place]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The counties named, and apart from them those that are asked about side by side with their city: 某市和某县, 某县比某市.

    However else the city is named, it is of the county that is asked: 某市某县, 某市下面的某县, 某县在某市方案里, 某市给某县定的.
    """
    counties = [p for p in cities if p.county and not _is_background(question, p, cities)]
    apart = [
        question[a.end : b.start] for a, b in pairwise(sorted(cities, key=lambda p: p.start)) if a.county or b.county
    ]
    joined = any(map(_SIDE_BY_SIDE.search, apart))
    whole = _plans_of([p for p in cities if not p.county]) if joined else set[str]()
    meant = tuple(p.county for p in counties if not whole & set(p.plans))
    return meant, tuple(p.county for p in counties if p.county not in meant)


def _is_background(question: str, county: Place, cities: Sequence[Place]) -> bool:
    """Whether a county only says where the asker is, and what is asked is asked of what holds it: 我在某县上班，某市……; not 某市给我们县……."""
    told = county.end + len(re.split("[，,；;。]", question[county.end :], maxsplit=1)[0])
    behind = [p for p in cities if not p.county and p.start > told and set(p.plans) & set(county.plans)]
    ours = question.endswith(_OUR, 0, county.start)  # 我们某县，某市定的
    return bool(behind) and not ours and not _OF_US.search(question, told)


def _negated(question: str, place: Place) -> bool:
    """不是福州，是抚州: the first place is the one that is not meant."""
    denied = question.endswith(_DENIED, 0, place.start) and not question.endswith("是不是", 0, place.start)
    return denied and question.rfind("以外") < place.end


def _is_partner(question: str, place: Place) -> bool:
    if place.plans or not question.endswith(_PARTNER, 0, place.start):
        return False
    return bool(_TOGETHER.match(question, place.end))


def _numeral(text: str) -> int:
    return 2 if text == "两" else chinese_number(text)


def _stands_for_city(question: str, province: Place) -> bool:
    rest = question[province.end : province.end + _LONGEST_REST]  # not all of a long question, again and again
    return bool(_ONE_OF_PROVINCE.match(rest) or _CITIES_OF.match(rest))


def _standing_for_cities(question: str, provinces: Sequence[Place]) -> set[int]:
    """Where the provinces begin that stand for their cities, or are joined to one that does: 湖南和江西各市."""
    found: set[int] = set()
    behind: Place | None = None
    for province in sorted(provinces, key=lambda p: p.start, reverse=True):  # each looks at the next one only
        joined = behind and behind.start in found and _JOINS.fullmatch(question, province.end, behind.start)
        if joined or _stands_for_city(question, province):
            found.add(province.start)
        behind = province
    return found


def _told_apart(chosen: set[str], province: str, cards: Sequence[PlanCard]) -> set[str]:
    """Of plans whose names sound alike, those of the named province: jiangxi fuzhou is not in Fujian."""
    by_id = {c.id: c for c in cards}
    inside = {sound(short_name(by_id[i].region)) for i in chosen if by_id[i].province == province}
    return {i for i in chosen if by_id[i].province == province or sound(short_name(by_id[i].region)) not in inside}


def _homophones(chosen: Collection[str], inside: Sequence[PlanCard], cards: Sequence[PlanCard]) -> set[str]:
    sounds = {sound(short_name(c.region)) for c in cards if c.id in chosen}
    return {c.id for c in inside if sound(short_name(c.region)) in sounds}


def _homophone_note(homophones: Collection[str], chosen: Collection[str], cards: Sequence[PlanCard]) -> str:
    by_id = {c.id: c for c in cards}
    names = [f"{by_id[i].region}在{by_id[i].province}" for i in sorted({*homophones, *chosen})]
    return "读音相同的地名容易混淆：" + "，".join(names) + "。"


def kept_within(scope: Scope, plans: Sequence[str], cards: Sequence[PlanCard]) -> Scope:
    """The scope inside the plans that the caller chose; a plan outside them is not answered from, whoever names its place."""
    given = set(plans)
    chosen = tuple(card.id for card in cards if card.id in given)
    if scope.reason in ("all", "conversation"):
        return replace(scope, plans=chosen, unknown=(), reason="named")
    inside = tuple(plan for plan in chosen if plan in scope.plans)
    outside = tuple(card.id for card in cards if card.id in scope.plans and card.id not in chosen)
    reason: Reason = scope.reason if inside and scope.counties else "named" if inside else "unknown"
    return replace(scope, plans=inside, outside=outside, reason=reason)
