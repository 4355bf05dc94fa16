"""Which plans a question means. Decided before any search, and fails closed: an unknown place never falls back to a neighbour."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.regions import Mention, counties_of, find_mentions, regions_named, short_name
from index.keyword import words
from index.records import PlanCard
from retrieval.sounds import places_by_sound, sound

Reason = Literal["named", "province", "county", "conversation", "all", "unknown"]

#: 湖南的那份, 湖南那个市: a province that stands for the plan of one of its cities.
_ONE_OF_PROVINCE = re.compile(r"^(?:省)?(?:的)?(?:那份|那个|那座|那边|这份|的方案|的文件|那里)")
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」")
_COUNTED = re.compile(r"([二两三四五六七八九十]|\d{1,2})(?:个|份|座|地|市|州)")
_EVERY = re.compile(
    r"这几个|这些(?:城市|地方|市)|各个?(?:市|地|城市|方案)|所有(?:城市|地方|市|方案)|全部(?:城市|方案)|其他(?:几个)?(?:城市|市|地方)"
)
_NUMERALS = "零一二三四五六七八九十"
_WHOLE_PROVINCE = re.compile(r"^(?:省|自治区)?(?:全省|省级|全区|全自治区)")


@dataclass(frozen=True, slots=True)
class Scope:
    """``plans`` are ids in corpus order. ``counties`` must be named by whatever answers. ``unknown`` are places without a plan;
    ``nearby`` the ids of plans of cities inside an unknown province. ``spans`` are the places' spans in the question.
    """

    plans: tuple[str, ...]
    reason: Reason
    unknown: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    name: str
    plans: tuple[str, ...] = ()
    county: str = ""
    province: str = ""
    heard: bool = False


def find_scope(question: str, cards: Sequence[PlanCard]) -> Scope | None:
    """The scope that the places named in ``question`` give; None when it names no place at all.

    A province next to one of its cities only tells the city apart. Where it does not fit the city (江西福州), the plans of
    that province with a name of the same sound are meant as well.
    """
    found = _find_places(question, tuple(cards))
    places = [p for p in found if not _negated(question, p)]
    if not places:
        return None
    cities = [p for p in places if p.plans]
    provinces = [p for p in places if p.province and not p.plans]
    strangers = [p for p in places if not p.plans and not p.province]
    spans = tuple((p.start, p.end) for p in found)
    heard = {plan for p in cities if p.heard for plan in p.plans} - {
        plan for p in cities if not p.heard for plan in p.plans
    }
    chosen = {plan for place in cities for plan in place.plans}
    note = ""
    unknown = [p.name for p in strangers]
    nearby: list[str] = []
    for province in provinces:
        chosen -= heard - _told_apart(heard, province.province, cards)
        inside = [c for c in cards if c.province == province.province]
        if any(c.id in chosen for c in inside):
            continue
        homophones = _homophones(chosen, inside, cards)
        if homophones:
            note = _homophone_note(homophones, chosen, cards)
            chosen |= homophones
        elif inside and _stands_for_city(question, province, inside):
            chosen |= {c.id for c in inside}
        elif not chosen or not inside:
            unknown.append(province.name)
            nearby += [c.id for c in inside]
    county_starts = {p.start for p in cities if p.county}
    whole = {plan for p in cities if not p.county and p.end not in county_starts for plan in p.plans}
    counties = tuple(p.county for p in cities if p.county and not whole & set(p.plans))
    if asks_for_all(question, len(cards)) and len(chosen) < 2:
        chosen |= {c.id for c in cards}
    ordered = tuple(c.id for c in cards if c.id in chosen)
    if not ordered:
        return Scope((), "unknown", tuple(unknown), tuple(nearby), (), spans)
    reason: Reason = "county" if counties else ("named" if cities else "province")
    return Scope(ordered, reason, tuple(unknown), tuple(nearby), counties, spans, note)


def _negated(question: str, place: _Place) -> bool:
    """不是福州，是抚州: the first place is the one that is not meant."""
    return (
        bool(re.search(r"(?:不是|不要|并非|除了|除)$", question[: place.start])) and "以外" not in question[place.end :]
    )


def asks_for_all(question: str, plans: int) -> bool:
    """Whether the question speaks of every plan: 五个市州 when there are five, 各市, 这几个."""
    counted = (_numeral(m.group(1)) == plans for m in _COUNTED.finditer(question))
    return plans > 1 and (any(counted) or bool(_EVERY.search(question)))


def _numeral(text: str) -> int:
    return int(text) if text.isdigit() else (2 if text == "两" else _NUMERALS.index(text))


def _stands_for_city(question: str, province: _Place, inside: Sequence[PlanCard]) -> bool:
    rest = question[province.end :]
    return bool(_ONE_OF_PROVINCE.match(rest)) and not _WHOLE_PROVINCE.match(rest) and bool(inside)


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


def _find_places(question: str, cards: tuple[PlanCard, ...]) -> list[_Place]:
    """Places in the question: names of the corpus first (they may be unknown to the data set), then any place of China."""
    names = _corpus_names(cards)
    places: list[_Place] = []
    if names:
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        places = [_Place(m.start(), m.end(), m.group(), names[m.group()]) for m in pattern.finditer(question)]
    counties = _corpus_counties(cards)
    quoted = [m.span() for m in _QUOTED.finditer(question)]
    for mention in find_mentions(question):
        if mention.regions[0].level == "county" and not _stands_as_word(question, mention):
            continue  # 和县 inside 机关和县属机关
        if any(s <= mention.start and mention.end <= e for s, e in quoted):
            continue  # a nickname in quotation marks names no city, and 《…》 names a document
        if any(p.start < mention.end and mention.start < p.end for p in places):
            continue
        place = _of_china(question, mention, counties)
        if place:
            places.append(place)
    taken = [(p.start, p.end) for p in places]
    for name, (plans, county) in counties.items():
        at = question.find(name)
        if at >= 0 and not any(s < at + len(name) and at < e for s, e in taken):
            places.append(_Place(at, at + len(name), name, plans, county))
            taken.append((at, at + len(name)))
    for heard in places_by_sound(question, cards):
        if not any(s < heard.end and heard.start < e for s, e in taken):
            written = question[heard.start : heard.end]
            places.append(
                _Place(heard.start, heard.end, heard.province or written, heard.plans, "", heard.province, True)
            )
            taken.append((heard.start, heard.end))
    return sorted(places, key=lambda p: p.start)


def _stands_as_word(question: str, mention: Mention) -> bool:
    """Whether the segmenter cuts the text at both ends of the mention."""
    cuts, at = {0}, 0
    for word in words(question):
        at += len(word)
        cuts.add(at)
    return mention.start in cuts and mention.end in cuts


def _of_china(question: str, mention: Mention, counties: dict[str, tuple[tuple[str, ...], str]]) -> _Place | None:
    name = question[mention.start : mention.end]
    if name in counties:
        plans, county = counties[name]
        return _Place(mention.start, mention.end, name, plans, county)
    region = mention.regions[0]
    full = region.name if region.level != "county" else name
    province = region.province if region.level == "province" else ""
    return _Place(mention.start, mention.end, full, (), "", province)


@lru_cache(maxsize=8)
def _corpus_names(cards: tuple[PlanCard, ...]) -> dict[str, tuple[str, ...]]:
    """Every name of a corpus region -> plan ids. Single characters (赣, 榕) are too ambiguous to match anywhere."""
    names: dict[str, set[str]] = {}
    for card in cards:
        for name in {card.region, short_name(card.region), *card.aliases}:
            if len(name) >= 2:
                names.setdefault(name, set()).add(card.id)
    return {name: tuple(c.id for c in cards if c.id in ids) for name, ids in names.items()}


@lru_cache(maxsize=8)
def _corpus_counties(cards: tuple[PlanCard, ...]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Name of a county -> (ids of the plans of its prefecture, short name that an answer must contain)."""
    counties: dict[str, tuple[set[str], str]] = {}
    for card in cards:
        for region in regions_named(card.region) or regions_named(short_name(card.region)):
            if region.level != "prefecture" or region.province != card.province:
                continue
            for county in counties_of(region.name):
                for name in {county.name, county.short}:
                    if len(name) >= 2:
                        counties.setdefault(name, (set(), county.short))[0].add(card.id)
    return {name: (tuple(c.id for c in cards if c.id in ids), short) for name, (ids, short) in counties.items()}
