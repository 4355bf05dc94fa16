"""Documents that a question names by their titles: one of several of a city, or one of the whole country."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.regions import find_mentions, short_name
from index.records import PlanCard
from retrieval.question.kept_by_cards import kept_by_cards
from retrieval.question.tasks import common_start

_SIGNS = re.compile("[^\\u4e00-\\u9fffA-Za-z0-9]|的")
_TAIL = re.compile(r"[（(][^（()）]*[）)]$")
_PERIOD = re.compile("^十[三四五六]五(?:期间|时期)?")
_QUOTED = re.compile("《[^《》]*》")
#: A title of fewer characters is a word of the language.
_SHORTEST = 4
#: What another title shares with this one up to such a part of it does not keep it from naming this one.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Titled:
    """``question[start:end]`` is the title, without its place, of ``plans``."""

    start: int
    end: int
    plans: tuple[str, ...]


def find_titles(question: str, cards: tuple[PlanCard, ...]) -> Iterator[Titled]:
    """The documents named by title, the longest title first. A document that its place alone tells from all others needs none."""
    words, places = _words(question)
    quoted = [m.span() for m in _QUOTED.finditer(question)]
    for title, plans in _titles(cards).items():
        at = words.find(title)
        if at < 0:
            continue
        start, end = places[at], places[at + len(title) - 1] + 1
        quote = next((question[a:start] for a, b in quoted if a <= start and end <= b), None)
        meant = [card for card in cards if card.id in plans and _is_of(card, quote or "")]
        named = tuple(card.id for card in meant if _names(question, card, cards, within=quote is not None))
        if named:
            yield Titled(start, end, named)


def _is_of(card: PlanCard, placed: str) -> bool:
    """Whether what stands before a title inside 《》 names the place of a document, or none: 《甲省应急规划》 is no city's."""
    places = {region.name for mention in find_mentions(placed) for region in mention.regions}
    return not places or not card.region or card.region in places or short_name(card.region) in placed


def _names(question: str, card: PlanCard, cards: tuple[PlanCard, ...], *, within: bool) -> bool:
    """Whether a title that stands in the question says which document is meant; ``within``: it is quoted as one."""
    if not card.region:
        return True
    placed = short_name(card.region) in question
    if card.shares_place:
        return placed or within or _tells_apart(card, cards)
    return within and not placed


def _tells_apart(card: PlanCard, cards: tuple[PlanCard, ...]) -> bool:
    """Whether a title has little in common with all others: plans of many cities have the same but for a word."""
    own = bare_title(card)
    for other in cards:
        title = bare_title(other)
        if other.id == card.id or title == own:
            continue
        ending = common_start(own[::-1], title[::-1])
        first, second = own[: len(own) - ending], title[: len(title) - ending]
        common = SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size
        if common >= _SHARED * len(first):
            return False
    return True


def bare_title(card: PlanCard) -> str:
    """A title by its words alone, without place, period and what brackets add: 应急体系规划."""
    title = re.sub(r"\W", "", _TAIL.sub("", card.title))
    for name in (card.region, short_name(card.region)):
        if name:
            title = title.removeprefix(name)
    return _PERIOD.sub("", title)


@kept_by_cards(8)
def _titles(cards: tuple[PlanCard, ...]) -> dict[str, frozenset[str]]:
    """Bare title -> ids, the longest first."""
    titles: dict[str, set[str]] = {}
    for card in cards:
        title = bare_title(card)
        if len(title) >= _SHORTEST:
            titles.setdefault(title, set()).add(card.id)
    return {title: frozenset(titles[title]) for title in sorted(titles, key=len, reverse=True)}


def _words(question: str) -> tuple[str, list[int]]:
    """The signs of a question that are no punctuation, and where each stands."""
    kept = [(sign, at) for at, sign in enumerate(question) if re.match(r"\w", sign)]
    return "".join(sign for sign, _ in kept), [at for _, at in kept]


_DOCUMENT = re.compile(
    "(?:的|实施|综合|工作)*(?:行动计划|行动方案|方案|计划|报告|规划|意见|办法)》?(?:里面?|中|上)?[，,]?"
)
#: What is left of a question without the name of its document has so many characters.
_LEFT = 4


def without_document(text: str, titles: Iterable[str]) -> str:
    """A question without words that only name its document by its title (那个绿色低碳循环发展的行动计划里，……); empty where it has none such."""
    found = _DOCUMENT.search(text)
    plain = [_SIGNS.sub("", title) for title in titles] if found else []
    if len(plain) != 1 or not found:
        return ""
    start = found.start()
    while start > 0 and _SIGNS.sub("", text[start - 1 : found.start()]) in plain[0]:
        start -= 1
    named = _SIGNS.sub("", text[start : found.start()])
    left = f"{text[:start]}{text[found.end() :]}"
    return left if len(named) >= _SHORTEST and len(re.findall("[\u4e00-\u9fff]", left)) >= _LEFT else ""
