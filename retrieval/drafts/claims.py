"""What a draft states, read: its figures, each with the places that it is said of, its year and what it takes over from before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.comparisons import read_after
from corpus.indicators import canonical_name
from corpus.reading import plain_reading
from corpus.sentences import split_sentences
from index.records import PlanCard
from retrieval.drafts.facts import Fact, facts_told
from retrieval.drafts.said import Said, Stretch, bare_numbers, figures_said, number_said, pieces_of
from retrieval.drafts.sameness import content, names_thing
from retrieval.question.places import Place, find_places

Kind = Literal["figure", "bare"] | Fact
#: What stands between a place and what it states.
_REPORTS = re.compile(
    r"(?:的|《[^》]*》|方案|规划|文件|中|里|则|也|还|均|都|分别|同样|并|已|在|，){0,4}"
    r"(?:提出|明确|要求|规定|指出|确定|设定|写明|承诺|部署)(?:了|的)?(?:目标)?(?:是|为)?[，：]?|的|："
)
_JOINT = re.compile("、|和|及|与|以及|跟")
_RUN = re.compile("(?:及?以[上下内]|左右)?(?:、|和|及|与|以及|，)?(?:力争)?")
_TOGETHER = re.compile("均|都|同为|一致|相同")
#: Behind these a name of a place begins what is said of it.
_OPENS = "，；。：！？\n、 \u3000（“”）#*-"
#: What asks for a yes, or says by whom it is said, and names nothing: 利用率是不是80%, 听说利用率是80%.
_ASKS = re.compile(
    "是不是|是否|有没有|对不对|对吗|对么|(?:我|他们?|有人|网上|朋友|同事|领导)?(?:听说|据说|都说|记得|传说|说是)(?:的是)?"
)
#: Words ahead of a colon are what all figures behind it are of: 2025年农村生活污水治理率：甲市90%，乙市40%.
_HEADED = re.compile("^(?P<lead>[^：。]{2,60})：")
_TIME_AHEAD = re.compile(
    r"^(?:到|至)?“?(?:20\d\d年|十[二三四五六]五)”?(?:年?底|年?末|时期|期间)?(?:前)?[，、]?(?:全[市州省县区])?"
)
_LEADS = re.compile(r"(?:到|至)“?(?:20\d\d年|十[二三四五六]五)[^，。；]{0,4}，")


@dataclass(frozen=True, slots=True)
class Claim:
    """What ``text[at[0]:at[1]]`` states in the sentence ``text[start:end]`` of a draft, of these ``places``.

    A ``figure`` and a ``bare`` number, which has no unit, are ``said`` so and so; the others are facts (:mod:`retrieval.drafts.facts`).
    """

    kind: Kind
    start: int
    end: int
    at: tuple[int, int]
    places: tuple[Place, ...]
    said: Said | None = None


def read_claims(text: str, cards: Sequence[PlanCard]) -> Iterator[Claim]:
    """The figures of a draft, in order."""
    return _Reader(text, tuple(cards)).claims()


class _Reader:
    """Reads a draft sentence by sentence; places, year and subject of one hold for the next until it names others."""

    def __init__(self, text: str, cards: tuple[PlanCard, ...]) -> None:
        self._reading = plain_reading(text)
        self._cards = cards
        self._places: tuple[Place, ...] = ()
        self._last: Said | None = None
        self._year: int | None = None

    def claims(self) -> Iterator[Claim]:
        """The figures, in order."""
        last = 0
        for start, end in split_sentences(self._reading):
            if "\n" in self._reading[last:start]:
                self._year = None  # of a paragraph
            last = end
            for piece in pieces_of(self._reading, start, end):
                yield from sorted(self._sentence(*piece), key=lambda claim: claim.at)

    def _sentence(self, start: int, end: int) -> Iterator[Claim]:
        words = self._reading[start:end]
        places = [p for p in find_places(words, self._cards) if _is_spoken_of(p, words)]
        bare, offsets = _without(words, places)
        stretch = Stretch(bare, 0, len(bare), self._year)
        figures = figures_said(stretch)
        spans = [(offsets[figure.start], offsets[figure.end - 1] + 1) for figure in figures]
        groups = _groups(places, words)
        headed = _HEADED.match(bare)
        for figure, (a, b) in zip(figures, spans, strict=True):
            own = _under(headed["lead"], figure) if headed and figure.start >= headed.end() else figure
            said = replace(self._with_subject(own), start=start + a, end=start + b, words=words[a:b])
            group = self._governing(groups, a)
            meant = _each_its_own(group, a, spans, words) if group in groups else group
            bounded = read_after(words, b, len(words)).end  # 80%以上
            yield Claim("figure", start, end, (start + a, start + bounded), meant, said)
        facts = list(facts_told(words))
        for kind, (a, b) in facts:
            yield Claim(kind, start, end, (start + a, start + b), self._governing(groups, a))
        taken = [*spans, *(span for _, span in facts), *((p.start, p.end) for p in places)]
        for a, b in bare_numbers(words, 0, len(words), taken):
            inside = offsets.index(a), offsets.index(b - 1) + 1
            said = replace(number_said(stretch, *inside), start=start + a, end=start + b, words=words[a:b])
            yield Claim("bare", start, end, (start + a, start + b), self._governing(groups, a), said)
        self._places = groups[-1] if groups else self._places
        if stretch.marks:
            self._year = stretch.marks[-1].year if _LEADS.search(bare) else None

    def _with_subject(self, said: Said) -> Said:
        """A figure that names nothing goes on with what the one before, in its unit, is of: 甲市为85%，乙市为90%."""
        last = self._last
        if not names_thing(said.name) and last and last.amount.is_in_unit_of(said.amount):
            said = replace(said, name=last.name, canonical=last.canonical, is_row=last.is_row, scope=last.scope)
            said = replace(said, direction=said.direction or last.direction, base=said.base or last.base)
        self._last = said if content(said.name) else last
        return said

    def _governing(self, groups: Sequence[tuple[Place, ...]], at: int) -> tuple[Place, ...]:
        """The last places named before ``at``, else those carried on, else the first named behind it."""
        before = [group for group in groups if group[0].start < at]
        return before[-1] if before else self._places or (groups[0] if groups else ())


def _under(lead: str, said: Said) -> Said:
    """A figure that names nothing itself, of what the words ahead of the colon name."""
    name = _TIME_AHEAD.sub("", lead)
    return said if content(said.name) or not content(name) else replace(said, name=name, canonical=canonical_name(name))


def _is_spoken_of(place: Place, words: str) -> bool:
    """Whether a place may be what is spoken of: one that has no plan only where a part of the sentence begins with it."""
    if place.heard or (place.province and not place.plans) or any(map(str.isdigit, place.name)):
        return False
    return bool(place.plans) or place.start == 0 or words[place.start - 1] in _OPENS


def _groups(places: Sequence[Place], words: str) -> list[tuple[Place, ...]]:
    """The places, those that are named together (甲市、乙市和丙市) in one group."""
    groups: list[tuple[Place, ...]] = []
    for place in places:
        if groups and _JOINT.fullmatch(words, groups[-1][-1].end, place.start):
            groups[-1] = (*groups[-1], place)
        else:
            groups.append((place,))
    return groups


def _each_its_own(group: tuple[Place, ...], at: int, spans: Sequence[tuple[int, int]], words: str) -> tuple[Place, ...]:
    """Of places that stand together the one that a figure is said of, where as many figures follow one after the other."""
    run = next(run for run in _runs(spans, words) if any(start == at for start, _ in run))
    together = _TOGETHER.search(words, group[-1].end, max(run[0][0], group[-1].end))
    if len(group) < 2 or together or len(run) != len(group):
        return group
    return (group[[start for start, _ in run].index(at)],)


def _runs(spans: Sequence[tuple[int, int]], words: str) -> list[list[tuple[int, int]]]:
    """Figures said one after the other: 14%、12.5%和13%."""
    runs: list[list[tuple[int, int]]] = []
    for span in spans:
        if runs and _RUN.fullmatch(words, runs[-1][-1][1], span[0]):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _without(words: str, places: Sequence[Place]) -> tuple[str, list[int]]:
    """A sentence without the places, the words that report what they state, and those that ask; and where each of its characters stands.

    What lies inside another place (福清市) is a part of it, and stays.
    """
    taken = bytearray(len(words))
    for asks in _ASKS.finditer(words):
        taken[asks.start() : asks.end()] = b"\1" * len(asks.group())
    for place in places:
        if place.county:
            continue
        reports = _REPORTS.match(words, place.end)
        end = reports.end() if reports else place.end
        taken[place.start : end] = b"\1" * (end - place.start)
    kept = [at for at in range(len(words)) if not taken[at]]
    return "".join(words[at] for at in kept), kept
