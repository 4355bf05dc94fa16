"""What a question says, as facts with names: each read from its words once, so that nothing behind this room reads them again.

Facts are of the question without its places, unless they are about places or about how it is asked as a whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.periods import PART_OF_YEAR
from retrieval.question.acts import is_english
from retrieval.question.amounts import amount_named
from retrieval.question.asked import (
    asks_for_several,
    asks_yearly,
)
from retrieval.question.bodies import bodies_described, bodies_named
from retrieval.question.bounds import Bound, bounds_in
from retrieval.question.commands import is_command
from retrieval.question.compounds import compounds_in
from retrieval.question.figures import AMBITION
from retrieval.question.indicators import indicators_named, measures_named, names_incentive
from retrieval.question.kinds import asks_for_only, asks_for_role, asks_other_document
from retrieval.question.mentions import is_listed, thing_mentioned
from retrieval.question.parts import refers_back, thing_gone_on_with
from retrieval.question.phrasing import Phrasing
from retrieval.question.placing import Placing
from retrieval.question.premises import asks_else, confirms, number_claimed, part_claimed, premised, presupposes
from retrieval.question.reckoning import Reckoning
from retrieval.question.roles import RoleNamed, names_role, role_named
from retrieval.question.slot_model import asks_for
from retrieval.question.sorts import sort_named
from retrieval.question.standing import Standing, goes_on_from_standing, standing_sought, standings_in
from retrieval.question.tasks import Task, preamble, task_named
from retrieval.question.topic import Concept, names_in_part, quoted_terms
from retrieval.question.two_years import weighs_years
from retrieval.question.years import BARE_YEAR, asks_of_done, periods_named, year_of_issue

_TITLE_MARKS = re.compile(r"《([^《》]+)》")
_ITEM = re.compile("工程|行动|任务|措施|制度|机制|项目")
_CHINESE = re.compile("[\u4e00-\u9fff]")
#: A question so short is repeated when nothing answers it; a longer one is named by its words.
_MOST_REPEATED = 30


@dataclass(frozen=True)
class Asking(Placing):
    """The facts of a question, from its words as asked and without its places.

    ``as_asked`` and ``placeless`` are those words themselves, for whoever must show or embed them: tests/test_layers.py says who may.
    """

    @cached_property
    def phrasing(self) -> Phrasing:
        """The words without places by themselves, to be weighed."""
        return Phrasing(self._text)

    @cached_property
    def weighs_years(self) -> bool:
        """Whether this year is weighed against the last."""
        return weighs_years(self.as_asked)

    # How it is asked.

    @cached_property
    def whether(self) -> bool:
        """A yes or no is asked for."""
        return asks_for(self._question, "whether")

    @cached_property
    def confirms(self) -> bool:
        """… in a part of it at least."""
        return confirms(self._question)

    @cached_property
    def existence(self) -> bool:
        """… of whether there is something: 有没有."""
        return asks_for(self._question, "existence")

    @cached_property
    def presupposes(self) -> bool:
        """It takes for granted what it names."""
        return presupposes(self._text)

    @cached_property
    def doubtful(self) -> float:
        """The probability that it is asked about something that is taken for true."""
        return premised(self.phrasing.placeless)

    @cached_property
    def refers_back(self) -> bool:
        """It is asked about the place that the part before it finds."""
        return refers_back(self._question)

    @cached_property
    def in_english(self) -> bool:
        """It is to be answered in English."""
        return is_english(self._question)

    @cached_property
    def length(self) -> int:
        """Its characters."""
        return len(self._text)

    @cached_property
    def characters(self) -> int:
        """Its Chinese characters."""
        return len(_CHINESE.findall(self._text))

    @cached_property
    def echo(self) -> str:
        """It as it may be repeated: short, without figures, no command; empty where it may not."""
        words = " ".join(self._question.split()).strip("？?。！!，, ").removesuffix("呢")
        plain = not re.search(r"\d", BARE_YEAR.sub("", words)) and not is_command(words)
        return words if plain and len(words) <= _MOST_REPEATED else ""

    def stretch_over(self, words: Sequence[str]) -> str:
        """It from the first to the last of some words of it, as it may be repeated: without figures but years; empty where it may not."""
        text = self._question
        spans = [(at, at + len(word)) for word in words if (at := text.find(word)) >= 0]
        said = text[min(a for a, _ in spans) : max(b for _, b in spans)] if spans and len(spans) == len(words) else ""
        plain = not re.search(r"\d|[，,；;。？?]", BARE_YEAR.sub("", said)) and not is_command(said)
        return said if plain and len(said) <= _MOST_REPEATED else ""

    # Of how many things.

    def several(self, places: int = 1) -> bool:
        """Several things are asked at once, where so many places are meant."""
        return self._several_of_one if places == 1 else asks_for_several(self._text, places)

    @cached_property
    def _several_of_one(self) -> bool:
        return asks_for_several(self._text)

    @cached_property
    def parts(self) -> bool:
        """The items of a list may be the parts of a clause."""
        return asks_for(self._text, "parts")

    @cached_property
    def counts(self) -> bool:
        """It asks how many."""
        return asks_for(self._text, "counts")

    @cached_property
    def only(self) -> bool:
        """What one place has and no other is asked for."""
        return asks_for_only(self._text)

    @cached_property
    def item(self) -> str:
        """What the last items are called that it names: 工程, 行动; empty where it names none."""
        return next(iter(_ITEM.findall(self._text)[::-1]), "")

    # Of which things.

    @cached_property
    def thing(self) -> str:
        """What is asked to be mentioned."""
        return thing_mentioned(self._text)

    @cached_property
    def quoted(self) -> Sequence[str]:
        """The terms that it quotes."""
        return quoted_terms(self._text)

    @cached_property
    def titles(self) -> Sequence[str]:
        """The documents that it names by their 《titles》."""
        return _TITLE_MARKS.findall(self._question)

    @cached_property
    def task(self) -> Task:
        """The task that it begins with."""
        return task_named(self._text)

    @cached_property
    def preamble(self) -> str:
        """What is said of a task before it is named."""
        return preamble(self._text)

    @cached_property
    def sort(self) -> str:
        """The sort of documents whose titles are asked for."""
        return "" if self.place else sort_named(self._text)

    @cached_property
    def firms(self) -> bool:
        """The firms that are named are asked for."""
        return asks_for(self._text, "firms")

    @cached_property
    def measures(self) -> Sequence[str]:
        """What the figures measure that it names."""
        return measures_named(self._text)

    @cached_property
    def indicators(self) -> Sequence[str]:
        """The indicators that it names."""
        return indicators_named(self._text)

    @cached_property
    def amount(self) -> tuple[float, str] | None:
        """(value, unit) of the amount it names for a case."""
        return amount_named(self._text)

    @cached_property
    def ambition(self) -> Sequence[str]:
        """The words with which it names the 力争 values."""
        return AMBITION.findall(self._text)

    @cached_property
    def incentive(self) -> bool:
        """The incentive goal is asked for."""
        return names_incentive(self._question)

    @cached_property
    def yearly(self) -> bool:
        """A figure for each year is asked for."""
        return asks_yearly(self._text)

    @cached_property
    def periods(self) -> Sequence[str]:
        """The five-year periods that it names."""
        return periods_named(self._text)

    # Of whom.

    @cached_property
    def bodies(self) -> Sequence[str]:
        """The offices and firms that it names."""
        return bodies_named(self._text)

    @cached_property
    def described(self) -> Sequence[str]:
        """How it describes the offices it asks for."""
        return bodies_described(self._text)

    @cached_property
    def role(self) -> RoleNamed:
        """The role that it names."""
        return role_named(self._text)

    @cached_property
    def names_role(self) -> bool:
        """It names a part in the work."""
        return names_role(self._question)

    @cached_property
    def asks_role(self) -> bool:
        """A body's responsibility is asked for."""
        return asks_for_role(self._text)

    @cached_property
    def asks_role_of_place(self) -> bool:
        """… by the question with its places, which may say whose (…市政府)."""
        return asks_for_role(self._question)

    @cached_property
    def lists(self) -> bool:
        """It is about something being put on a list."""
        return is_listed(self._question)

    @cached_property
    def part_claimed(self) -> tuple[str, str]:
        """(body, its part as said) that it takes for granted."""
        return part_claimed(self._text)

    @cached_property
    def only_named(self) -> str:
        """What it only names beside what was asked before it: 厨余, of 其中厨余呢."""
        return thing_gone_on_with(self._question)

    @cached_property
    def compounds(self) -> tuple[str, ...]:
        """What it names in several nouns that follow one another, the longest first."""
        return compounds_in(self.placeless)

    # Of which document.

    @cached_property
    def other_document(self) -> bool:
        """The document asked about is one that the plan names."""
        return asks_other_document(self._question)

    @cached_property
    def year_of_issue(self) -> tuple[int, int]:
        """(the year by which it calls a document, where it does)."""
        return year_of_issue(self._simplified)

    @cached_property
    def number_claimed(self) -> str:
        """The document number that it asserts."""
        return number_claimed(self._question)

    @cached_property
    def weighs_days(self) -> bool:
        """Dates are weighed against each other."""
        return asks_for(self._question, "dates")

    @cached_property
    def days_apart(self) -> bool:
        """The days between are asked for."""
        return asks_for(self._question, "apart")

    @cached_property
    def first_day(self) -> bool:
        """The earliest is asked for."""
        return asks_for(self._question, "earliest")

    @cached_property
    def part_of_year(self) -> str:
        """The part of a year that it is asked of, empty where it names none."""
        found = PART_OF_YEAR.search(self._text)
        return found.group() if found else ""

    @cached_property
    def of_done(self) -> bool:
        """It asks what was done."""
        return asks_of_done(self._text)

    @cached_property
    def names_in_part(self) -> Sequence[Concept]:
        """What may be a name and is taken for wording in part."""
        return names_in_part(self._text)

    def as_written(self, name: str, text: str) -> str:
        """A name with what stands behind it here and in a text as well: 团洲, of 团洲垸搬了多少人, is 团洲垸."""
        behind = self._text.partition(name)[2]
        while behind[:1].isalnum() and name + behind[0] in text:
            name, behind = name + behind[0], behind[1:]
        return name

    @cached_property
    def standing_sought(self) -> Standing | None:
        """The place among others of which it asks what holds it."""
        return standing_sought(self._text)

    @cached_property
    def standing_claimed(self) -> Standing | None:
        """The place among others that it takes for granted, or wants confirmed."""
        taken = self.whether or self.presupposes or self.confirms
        taken = taken or goes_on_from_standing(self._text) or not asks_else(self._text)
        return next(standings_in(self._text), None) if taken and not self.standing_sought else None

    # What is reckoned.

    @cached_property
    def reckoning(self) -> Reckoning:
        """What is wanted reckoned."""
        return Reckoning(self._reckons or self._question)

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """The bounds that it sets for figures."""
        return bounds_in(self._question)
