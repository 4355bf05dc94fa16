"""The places that a question names: by a name of the corpus, by any name of China, or by sound."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from corpus.frontmatter import DOCUMENT_NUMBER
from corpus.regions import Mention, counties_of, find_mentions, regions_named, short_name
from index.keyword import words
from index.records import PlanCard
from retrieval.sounds import places_by_sound

#: Single characters (赣, 榕) are too ambiguous to match anywhere.
_SHORTEST_NAME = 2
_NUMBER = re.compile(rf"(?:(?:发文字号|文号)(?:是|为|：|:)?\s*)?({DOCUMENT_NUMBER})")
_DATE = re.compile(r"(20\d\d年\d{1,2}月\d{1,2}日)(?:印发|发布|成文|下发|出台)的")
_QUOTATION = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class Place:
    """``question[start:end]`` names a place: ``plans`` are the ids of its plans, none when it has none.

    ``county`` is the short name of a county inside the plans' prefecture, ``province`` the full name of a province. ``heard``: named
    by sound only.
    """

    start: int
    end: int
    name: str
    plans: tuple[str, ...] = ()
    county: str = ""
    province: str = ""
    heard: bool = False


_Counties = dict[str, tuple[tuple[str, ...], str]]


def place_name(card: PlanCard) -> str:
    """How the place of a plan is called in answers: its region, or the 《title》 of a plan that has none."""
    return card.region or f"《{card.title}》"


def find_places(question: str, cards: tuple[PlanCard, ...]) -> list[Place]:
    """The places in a question, in order. Names of the corpus go first (no list of places may know them), then any place of China,
    counties of the corpus, and what only sounds like a place; what an earlier one has taken is not read again.
    """
    counties = _corpus_counties(cards)
    places: list[Place] = []
    for place in chain(
        _by_number(question, cards),
        _by_name(question, cards),
        _by_region(question, counties),
        _by_county(question, counties),
        _by_sound(question, cards),
    ):
        if not any(p.start < place.end and place.start < p.end for p in places):
            places.append(place)
    return sorted(places, key=lambda p: p.start)


def _by_number(question: str, cards: tuple[PlanCard, ...]) -> Iterator[Place]:
    """A plan named by its document number or its date: 资府发〔2023〕3号, 2023年6月7日印发的那份."""
    for match in _DATE.finditer(question):
        plans = tuple(
            c.id for c in cards if any(_same_number(f.value, match.group(1)) for f in c.front if f.kind == "date")
        )
        if plans:
            yield Place(match.start(), match.end(), match.group(), plans)
    for match in _NUMBER.finditer(question):
        plans = tuple(
            c.id for c in cards if any(_same_number(f.value, match.group(1)) for f in c.front if f.kind == "number")
        )
        if plans:
            yield Place(match.start(), match.end(), match.group(), plans)


def _same_number(one: str, other: str) -> bool:
    return re.findall(r"\w", one) == re.findall(r"\w", other)


def _by_name(question: str, cards: tuple[PlanCard, ...]) -> Iterator[Place]:
    names, pattern = _corpus_names(cards), _name_pattern(cards)
    for match in pattern.finditer(question) if names else ():
        yield Place(match.start(), match.end(), match.group(), names[match.group()])


@lru_cache(maxsize=8)
def _name_pattern(cards: tuple[PlanCard, ...]) -> re.Pattern[str]:
    """Any name of the corpus, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(_corpus_names(cards), key=len, reverse=True))))


def _by_region(question: str, counties: _Counties) -> Iterator[Place]:
    for mention in find_mentions(question):
        if mention.regions[0].level == "county" and not _stands_as_word(question, mention):
            continue  # 和县 inside 机关和县属机关
        if _is_quoted(question, mention.start, mention.end):
            continue  # a nickname in quotation marks names no city, and 《…》 names a document
        yield _of_china(question, mention, counties)


def _by_county(question: str, counties: _Counties) -> Iterator[Place]:
    for name, (plans, county) in counties.items():
        at = question.find(name)
        if at >= 0 and not _is_quoted(question, at, at + len(name)):
            yield Place(at, at + len(name), name, plans, county)


def _by_sound(question: str, cards: Sequence[PlanCard]) -> Iterator[Place]:
    for heard in places_by_sound(question, cards):
        name = heard.province or question[heard.start : heard.end]
        yield Place(heard.start, heard.end, name, heard.plans, "", heard.province, heard=True)


def _is_quoted(question: str, start: int, end: int) -> bool:
    return any(m.start() <= start and end <= m.end() for m in _QUOTATION.finditer(question))


def _stands_as_word(question: str, mention: Mention) -> bool:
    """Whether the segmenter cuts the text at both ends of the mention."""
    cuts, at = {0}, 0
    for word in words(question):
        at += len(word)
        cuts.add(at)
    return mention.start in cuts and mention.end in cuts


def _of_china(question: str, mention: Mention, counties: _Counties) -> Place:
    name = question[mention.start : mention.end]
    if name in counties:
        plans, county = counties[name]
        return Place(mention.start, mention.end, name, plans, county)
    region = mention.regions[0]
    full = region.name if region.level != "county" else name
    province = region.province if region.level == "province" else ""
    return Place(mention.start, mention.end, full, (), "", province)


@lru_cache(maxsize=8)
def _corpus_names(cards: tuple[PlanCard, ...]) -> dict[str, tuple[str, ...]]:
    """Every name of a corpus region -> plan ids."""
    names: dict[str, set[str]] = {}
    for card in cards:
        for name in {card.region, short_name(card.region), *card.aliases}:
            if len(name) >= _SHORTEST_NAME:
                names.setdefault(name, set()).add(card.id)
    return {name: tuple(c.id for c in cards if c.id in ids) for name, ids in names.items()}


@lru_cache(maxsize=8)
def _corpus_counties(cards: tuple[PlanCard, ...]) -> _Counties:
    """Name of a county -> (ids of the plans of its prefecture, short name that an answer must contain)."""
    counties: dict[str, tuple[set[str], str]] = {}
    for card in cards:
        for region in regions_named(card.region) or regions_named(short_name(card.region)):
            if region.level != "prefecture" or region.province != card.province:
                continue
            for county in counties_of(region.name):
                for name in {county.name, county.short}:
                    if len(name) >= _SHORTEST_NAME:
                        counties.setdefault(name, (set(), county.short))[0].add(card.id)
    return {name: (tuple(c.id for c in cards if c.id in ids), short) for name, (ids, short) in counties.items()}
