"""The places that a question names: by a name of the corpus, by any name of China, or by sound."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from corpus.frontmatter import DOCUMENT_NUMBER
from corpus.regions import Mention, Region, all_regions, counties_of, find_mentions, regions_named, short_name
from index.records import PlanCard
from retrieval.question.company import company_of
from retrieval.question.kept_by_cards import kept_by_cards
from retrieval.question.sounds import places_by_sound
from retrieval.question.titles import find_titles
from retrieval.question.years import WRITTEN_DAY

#: Single characters (赣, 榕) are too ambiguous to match anywhere.
_SHORTEST_NAME = 2
_NUMBER = re.compile(rf"(?:(?:发文字号|文号)(?:是|为|：|:)?\s*)?({DOCUMENT_NUMBER})")
_DATE = re.compile(rf"({WRITTEN_DAY})(?:印发|发布|成文|下发|出台)的")
_QUOTATION = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class Place:
    """``question[start:end]`` names a place: ``plans`` are the ids of its plans, none when it has none.

    ``county`` is the short name of a county inside the plans' prefecture, ``province`` the full name of a province. ``heard``: named
    by sound only; ``titled``: by the title of the plans.
    """

    start: int
    end: int
    name: str
    plans: tuple[str, ...] = ()
    county: str = ""
    province: str = ""
    heard: bool = False
    titled: bool = False


_Counties = dict[str, tuple[tuple[str, ...], str]]


def place_name(card: PlanCard) -> str:
    """How a plan is called in answers: by its region, or by its 《title》 where it has none or shares it with other plans."""
    if card.region and not card.shares_place:
        return card.region
    told = (card.date or card.number or card.id) if card.shares_title else ""
    return f"《{card.title}》（{told}）" if told else f"《{card.title}》"


def find_places(question: str, cards: tuple[PlanCard, ...]) -> list[Place]:
    """The places in a question, in order. Names of the corpus go first (no list of places may know them), then any place of China,
    counties of the corpus, and what only sounds like a place; what an earlier one has taken is not read again.
    """
    return list(_places_in(question, cards))


@kept_by_cards(64)  # a question is asked for them with its act, its scope and its words
def _places_in(question: str, cards: tuple[PlanCard, ...]) -> tuple[Place, ...]:
    counties = _corpus_counties(cards)
    places: list[Place] = []
    taken = bytearray(len(question))
    quoted = _quoted(question)
    for place in chain(
        _by_number(question, cards),
        _by_title(question, cards),
        _by_name(question, cards),
        _by_region(question, counties, quoted),
        _by_county(question, counties, quoted),
        _by_sound(question, cards),
    ):
        if not any(taken[place.start : place.end]):
            taken[place.start : place.end] = b"\1" * (place.end - place.start)
            places.append(place)
    return tuple(sorted(places, key=lambda p: p.start))


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


def _by_title(question: str, cards: tuple[PlanCard, ...]) -> Iterator[Place]:
    for title in find_titles(question, cards):
        yield Place(title.start, title.end, question[title.start : title.end], title.plans, titled=True)


def _same_number(one: str, other: str) -> bool:
    return re.findall(r"\w", one) == re.findall(r"\w", other)


def _by_name(question: str, cards: tuple[PlanCard, ...]) -> Iterator[Place]:
    names, pattern = _corpus_names(cards), _name_pattern(cards)
    company = company_of(question)
    for match in pattern.finditer(question) if names else ():
        if not company.is_torn(*match.span()):  # 资阳 in 投资阳光
            yield Place(match.start(), match.end(), match.group(), names[match.group()])


@kept_by_cards(8)
def _name_pattern(cards: tuple[PlanCard, ...]) -> re.Pattern[str]:
    """Any name of the corpus, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(_corpus_names(cards), key=len, reverse=True))))


def _by_region(question: str, counties: _Counties, quoted: bytes) -> Iterator[Place]:
    company = company_of(question)

    def stands(mention: Mention) -> bool:
        if mention.regions[0].level == "county":
            return company.allows_county(mention.start, mention.end)
        return company.allows_place(mention.start, mention.end)

    for mention in find_mentions(question, stands):
        if not quoted[mention.start]:  # a nickname in quotation marks names no city, and 《…》 names a document
            yield _of_china(question, mention, counties)


def _by_county(question: str, counties: _Counties, quoted: bytes) -> Iterator[Place]:
    """Names that are whole words first, then the longest: in 某市民 the name is without 市, in 某市的 with it."""
    company = company_of(question)
    found = [
        Place(match.start(), match.end(), name, plans, county)
        for name, (plans, county) in counties.items()
        if name in question
        for match in re.finditer(re.escape(name), question)
        if company.allows_place(*match.span()) and not quoted[match.start()]
    ]
    yield from sorted(found, key=lambda p: (not company.is_word(p.start, p.end), p.start - p.end, p.start))


def _by_sound(question: str, cards: tuple[PlanCard, ...]) -> Iterator[Place]:
    for heard in places_by_sound(question, cards):
        name = heard.province or question[heard.start : heard.end]
        own = _corpus_names(cards).get(heard.province, ())  # 黔省, where the document is the province's own
        province = "" if own else heard.province
        yield Place(heard.start, heard.end, name, heard.plans or own, "", province, heard=True)


def _quoted(question: str) -> bytes:
    """For each character whether it stands in quotation marks; no name of a place holds any."""
    quoted = bytearray(len(question))
    for quotation in _QUOTATION.finditer(question):
        start, end = quotation.span()
        quoted[start:end] = b"\1" * (end - start)
    return bytes(quoted)


def _of_china(question: str, mention: Mention, counties: _Counties) -> Place:
    name = question[mention.start : mention.end]
    region = mention.regions[0]
    inside = counties.get(name) or (counties.get(region.name) if region.level == "prefecture" else None)
    if inside:
        return Place(mention.start, mention.end, name, *inside)
    full = region.name if region.level != "county" else name
    province = region.province if region.level == "province" else ""
    return Place(mention.start, mention.end, full, (), "", province)


@kept_by_cards(8)
def _corpus_names(cards: tuple[PlanCard, ...]) -> dict[str, tuple[str, ...]]:
    """Every name of a corpus region -> plan ids."""
    names: dict[str, list[str]] = {}
    for card in cards:
        for name in {card.region, short_name(card.region), *card.aliases}:
            if len(name) >= _SHORTEST_NAME:
                names.setdefault(name, []).append(card.id)
    return {name: tuple(ids) for name, ids in names.items()}


def _inside(region: Region) -> Iterable[Region]:
    """The counties of a prefecture, the prefectures of a province."""
    if region.level == "prefecture":
        return counties_of(region.name)
    return [r for r in all_regions() if r.level == "prefecture" and r.province == region.name]


@kept_by_cards(8)
def _corpus_counties(cards: tuple[PlanCard, ...]) -> _Counties:
    """Name of a place inside another -> (ids of the plans of that one, short name that an answer must contain).

    The counties of prefectures, and the prefectures of provinces that have a plan of their own, unless they have one as well.
    """
    counties: dict[str, tuple[dict[str, None], str]] = {}
    named = _corpus_names(cards)
    for card in cards:
        for region in regions_named(card.region) or regions_named(short_name(card.region)):
            if region.province != card.province:
                continue
            for inside in _inside(region):
                for name in (inside.name, inside.short):
                    if len(name) >= _SHORTEST_NAME and name not in named:
                        counties.setdefault(name, ({}, inside.short))[0][card.id] = None
    return {name: (tuple(ids), short) for name, (ids, short) in counties.items()}
