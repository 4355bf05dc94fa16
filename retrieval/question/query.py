"""What a question asks, as everything behind the room of questions speaks of it: plans in scope, topic, years, and what kind of answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval.question.acts import Act, is_english
from retrieval.question.asking import Asking
from retrieval.question.bounds import value_of
from retrieval.question.enumerated import thing_held, things_listed
from retrieval.question.established import NOTHING, Established
from retrieval.question.figures import MAGNITUDE, figures_named
from retrieval.question.governed import asks_for_parts, asks_of_one, names_whole, speaks_of
from retrieval.question.indicators import (
    asks_for_amount,
    asks_for_level,
    asks_for_standing,
    asks_for_stock,
    asks_for_total,
)
from retrieval.question.kinds import DocumentField, Kind
from retrieval.question.phrasing import Phrasing
from retrieval.question.piece import Piece, asks_for_words
from retrieval.question.premises import claims
from retrieval.question.said import plainly
from retrieval.question.scope import Scope
from retrieval.question.topic import Concept
from retrieval.question.two_years import ANY_YEAR
from retrieval.question.ways import Way

#: What the search weighs the lexicon's words with, beside the words asked.
_ADDED_SHARE = 0.6
#: What is done or said in a year: kinds of questions, and the words for the year.
_OF_CONTENT: tuple[Kind, ...] = ("measure", "list", "fact")
_YEAR = re.compile(f"(?:在|于)?{ANY_YEAR}(?![年底度初末])")
#: From the first probability on a kind is likely, from the second on it may be.
_LIKELY, _MAY_BE = 0.5, 0.3


@dataclass(frozen=True)
class Query:
    """What to look for. ``asking`` is what the question says; ``concepts`` are in the order asked.

    ``units`` are signs of which one must stand in a figure that answers, ``claims`` figures that the question asserts, ``figures``
    all it names, ``carried`` the words of the earlier question that it goes on with, ``fields`` the facts of the document it asks for. ``lead_only`` and ``others_only`` bound the duties asked for;
    ``act`` is what the message does other than ask: small talk, or a wish about the last answer (in the words of ``wish``; all else is then what that one asked); ``nth`` are the places in the list it asks for of which alone it is asked;
    ``rest`` asks for what the turn before left out (另外三项); ``switches`` puts another place, thing or year into it, ``alone`` without naming a thing, ``repeated`` are the words of that one where it went on itself; ``told`` is what was told of the thing that it asks more of (谁负责？ 有什么措施？), ``of_task`` what that task consists of; ``ranked`` is the plan whose place among all is asked; ``piece`` is the piece of the document that it asks for as such;
    ``topical`` are its words without those that only name the document, where it has any.
    ``out_of_time`` is about results or another period; ``ordered`` gives orders and asks nothing; ``stated`` is the message where it states figures
    and asks at most whether they are right. ``parts`` are the
    questions of a question that asks several things, empty when it asks one; ``again`` are the concepts with which one of them is
    asked again where the plan says nothing of its own.
    """

    asking: Asking
    scope: Scope
    kind: Kind
    ways: Mapping[Way, float]
    concepts: tuple[Concept, ...]
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    fields: tuple[DocumentField, ...] = ()
    parts: tuple["Query", ...] = ()
    again: tuple[Concept, ...] = ()
    act: Act = ""
    wish: str = ""
    nth: tuple[int, ...] = ()
    carried: str = ""
    compares: bool = False
    lead_only: bool = False
    others_only: bool = False
    rest: bool = False
    switches: bool = False
    alone: bool = False
    repeated: str = ""
    told: Established = NOTHING
    of_task: bool = False
    asks_when: bool = False
    ranked: str = ""
    piece: Piece | None = None
    out_of_time: bool = False
    topical: str = ""
    ordered: bool = False
    stated: str = ""

    @property
    def keeps_years(self) -> bool:
        """Whether its years are those of the question before, and itself it names none."""
        own = self.asking.as_asked.replace(self.carried, "") if self.carried else self.asking.as_asked
        return self.switches and bool(self.scope.spans and self.years) and not re.search(ANY_YEAR, own)

    @property
    def asks_figure(self) -> bool:
        """Whether a figure is asked for."""
        return self.ways["number"] >= _LIKELY

    @property
    def weighs(self) -> bool:
        """Whether figures are weighed against each other, added or divided: nothing without a number answers."""
        return self.ways["number"] >= _LIKELY and (self.compares or self.ways["weigh"] >= _MAY_BE)

    @property
    def asks_level(self) -> bool:
        """Whether it names what a thing amounts to, and not how it grows."""
        return asks_for_level(self.phrasing.all_words)

    @cached_property
    def asks_total(self) -> bool:
        """Whether it names all that a thing amounts to, and not how it grows."""
        return asks_for_total(self.phrasing.all_words)

    @cached_property
    def asks_amount(self) -> bool:
        """Whether it wants to know of how much there is more, which no growth tells."""
        return self.asks_total or asks_for_amount(self.phrasing.all_words)

    @cached_property
    def asks_stock(self) -> bool:
        """Whether it wants to know how many there are, and not how many are added."""
        return asks_for_stock(self.phrasing.placeless)

    @property
    def asks_standing(self) -> bool:
        """Whether it names what a rate amounts to, and not what it is to become."""
        return asks_for_standing(self.phrasing.all_words)

    @property
    def things_listed(self) -> tuple[str, ...]:
        """The names of the things that it lists and asks of each."""
        return things_listed(self.asking.placeless)

    @property
    def thing_held(self) -> str:
        """The words of which it is asked how long it holds; empty where it is not asked."""
        return thing_held(self.phrasing.all_words)

    @cached_property
    def case_amount(self) -> tuple[str, float, str] | None:
        """(figure, value in its base unit, that unit) of the case that is asked about, this question's or the one it repeats; None where a figure is asserted or a bound is set."""
        again = (self.repeated or self.carried) if self.switches and not self.figures else ""
        figures = self.figures or figures_named(again)
        if len(figures) != 1 or self.claims or claims(again) or self.asking.bounds:
            return None
        found = value_of(figures[0])
        return (figures[0], *found) if found and found[1] not in ("", "%") else None

    @property
    def several(self) -> bool:
        """Whether several things are asked at once, of each place in scope."""
        return self.asking.several(len(self.scope.plans))

    @property
    def weighs_places(self) -> bool:
        """Whether figures of places are weighed against each other or by a bound."""
        return self.compares or (self.asking.over_places and bool(self.asking.bounds))

    @property
    def asks_for_parts(self) -> bool:
        """Whether one plan is asked for what it gives to each of its counties, or to which."""
        again = self.goes_on and (self.asking.extreme or self.asking.reckoning.reckons)
        own = self.asking.as_asked  # 氨氮呢，哪个最多, after 各县; not 最低的那个为什么
        bounded = self.asking.over_places and bool(self.asking.bounds)  # 高于12%的县市有哪些
        wants = bounded or asks_for_parts(own)
        wants = wants or (again and not asks_of_one(own) and asks_for_parts(self.carried))
        return len(self.scope.plans) == 1 and wants

    @property
    def asks_against_whole(self) -> bool:
        """Whether the figures of the parts of one place, added up, are held against that of the whole."""
        reckoning = self.asking.reckoning
        return len(self.scope.plans) == 1 and (reckoning.sum or reckoning.same) and names_whole(self.asking.as_asked)

    def speaks_of(self, place: str) -> bool:
        """Whether it names a place, or one of several joined ones, in full or in short."""
        return speaks_of(self.asking.as_asked, place)

    @property
    def magnitudes(self) -> tuple[Concept, ...]:
        """The concepts that say how large something is: 千亿."""
        return tuple(c for c in self.concepts if MAGNITUDE.fullmatch(c.words))

    @property
    def abbreviations(self) -> tuple[Concept, ...]:
        """The concepts that are said in Latin letters: PUE."""
        return tuple(c for c in self.concepts if c.words.isascii() and c.words.isalpha())

    @property
    def goes_on(self) -> bool:
        """Whether it goes on with an earlier question."""
        return bool(self.carried)

    @property
    def wish_in_english(self) -> bool:
        """Whether what is wished is wished in English."""
        return is_english(self.wish)

    @property
    def wishes_words(self) -> bool:
        """Whether the very words are wished, and not only where they stand: 原文."""
        return asks_for_words(self.wish)

    @cached_property
    def phrasing(self) -> Phrasing:
        """The words to be looked for; of a bare switch to another place those of the question before."""
        if self.switches and self.alone and self.carried:
            return Phrasing(self.repeated or self.carried, self.carried if self.repeated else "", self.years)
        words = self.topical or self.asking.placeless or self.asking.as_asked
        carried = self.carried
        if self.years and self.kind in _OF_CONTENT:  # what is of that year is told by where it stands
            words, carried = _YEAR.sub("", words) or words, _YEAR.sub("", carried)
        return Phrasing(words, carried, self.years, self.switches)

    def goes_on_with(self, name: str) -> bool:
        """Whether the question that this one goes on with has a name, marks and script apart."""
        return name in plainly(self.carried)

    @cached_property
    def pairs_said(self) -> frozenset[str]:
        """The pairs of neighbouring signs of the question, and of what it means as plans may say it."""
        said = " ".join([self.asking.placeless, *(a for c in self.concepts for a in c.alternatives)])
        return frozenset(map(str.__add__, said, said[1:]))

    @cached_property
    def terms(self) -> list[tuple[str, float]]:
        """Keyword search terms with weights: what was asked counts full, what the lexicon adds counts less."""
        asked = [(c.words, c.weight) for c in self.concepts]
        return asked + [(a, c.weight * _ADDED_SHARE) for c in self.concepts for a in c.alternatives if a != c.words]
