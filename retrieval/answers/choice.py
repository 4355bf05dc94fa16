"""The one decision for a plan: which half's answer stands, whether it is said firmly or as the nearest, or whether the plan does not say it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.script import simplified
from retrieval.answers.absence import Absence
from retrieval.answers.agreed import agrees, has_figure_asked
from retrieval.answers.attempt import Attempt, attempt_both
from retrieval.answers.desk import Desk
from retrieval.answers.doubts import all_stand, is_of_thing_before
from retrieval.answers.firmness import is_firm
from retrieval.answers.items import WHAT_IS_DONE
from retrieval.answers.rest import with_rest
from retrieval.answers.slots import is_in_unit, lacks_body
from retrieval.answers.statement import Statement
from retrieval.question.query import Query
from retrieval.question.ways import LIKELY, POSSIBLE
from retrieval.question.years import given_years
from retrieval.reading.features import known_share, stands_anywhere, stands_nearly, things_asked
from retrieval.reading.network import BoostedTrees
from retrieval.reading.page import open_page
from retrieval.search.window import all_stand_in, coverage, covers
from retrieval.search.wording import holds_number, parts_of

MODEL = Path(__file__).resolve().parent / "model" / "choice.safetensors"
#: Below this certainty the plan is held not to say it: what goes by words has met its own conditions before.
DECLINED = {"words": 0.1, "reader": 0.19}
#: A question that says so much (0..1) in words of the plan speaks its language: where its words lead nowhere, the reader must be this sure
#: that the plan says it all the same. From .5 on no deletion of ``python -m eval mutate`` is answered.
_KNOWN, _DECLINED_KNOWN = 0.55, 0.55
#: A figure or a time is right or wrong: found by meaning alone it takes this certainty.
_DECLINED_FIGURE = 0.3
#: The reader speaks where it is surer by so much: where both say the same, it is said in the words of the plan. Instead of rows and titles
#: that are found by name it takes more.
_LEAD, _LEAD_OF_EXACT = 0.05, 0.15
#: What says so much of what is asked, in words of the question, has found its place, and counts as any other.
_FOUND = 0.75
#: Beside other plans, the part of a sentence that has the figure says so much of what is asked.
_NEAR_FIGURE = 0.4
#: What the reader says in so much of the words is shorter, and speaks though it is no surer by the lead.
_SHORTER = 0.5
#: What both halves, or all that the question names, bear out is said from this certainty on (firmly, where it is the figure asked): from .1 on it lost three questions for seven won.
_DECLINED_AGREED = 0.2


@dataclass(frozen=True)
class Chooser:
    """Two trained models over the facts of an attempt: the chance that it is right, and that the plan answers at all."""

    right: BoostedTrees
    answerable: BoostedTrees

    def chance(self, attempt: Attempt) -> float:
        """The chance (0..1) that what an attempt says is right; 0 where it says nothing."""
        return self.right.chance(attempt.facts) if attempt.statements else 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What is said for a plan, nothing where the plan is held not to say it; ``certainty`` (0..1) that it answers, or would have.

    ``absence`` says why it does not, where that is known.
    """

    statements: tuple[Statement, ...]
    certainty: float
    absence: Absence | None = None


def choose(desk: Desk, by_words: Callable[[Desk], list[Statement]]) -> Choice:
    """Decide for a plan, between what ``by_words`` says of it and what the reader does.

    Facts of the document have one way of being said. Where plans stand side by side, what goes by words comes first: it names the same thing of each.
    Else the half speaks that is surer to be right. Rows of the ledger, found by name, unit, year and level, and the titles of parts are
    exact: they are said firmly or not at all, and what the reader ranks speaks instead of them only where it is much surer.
    """
    query = desk.query
    said = by_words(desk)
    # 谁负责？ after a figure: the plan speaks of it, and who is responsible stands elsewhere
    more = bool(query.told.cited)
    settled = (
        bool(query.fields)
        or (query.rest and bool(said))
        or query.ways["offtopic"] >= LIKELY
        or any(s.denies for s in said)
        or _lists_what_is_named(desk, said)
    )
    several = len(query.scope.plans) > 1
    in_place = (
        not lacks_body(desk, said)
        and is_in_unit(desk, said)
        and not _is_outdone(desk, said)
        and not _tells_of_another(desk, said)
    )
    in_place = in_place and not _lacks_abbreviation(desk, said)
    in_place = in_place and (not _asks_of_thing(query) or all(s.targets or s.items for s in said) or all_stand(desk))
    beside = several and not _asks_verdict(query) and in_place
    if settled or (said and (more or beside)):
        return Choice(tuple(said), float(bool(said)))
    words, reader = attempt_both(desk, said)
    chooser = load_chooser()
    answerable = chooser.answerable.chance(reader.facts)
    chances = chooser.chance(words), chooser.chance(reader)
    certainties = [float(np.sqrt(chance * answerable)) for chance in chances]  # how sure it is that each answers
    exact = bool(words.statements) and all(s.targets or s.items for s in words.statements)
    lead = _LEAD_OF_EXACT if exact else -_LEAD if _says_it_shorter(query, reader, words) else _LEAD
    named = certainties[1] >= _bound(query, reader) and _only_reader_names_it(query, words, reader)
    of_year = _only_reader_is_of_year(query, words, reader)
    named = named or of_year
    ahead = named or certainties[1] - certainties[0] > lead
    surer = ahead and not (exact and _is_of_own_thing(query, words)) and not (said and several and _asks_verdict(query))
    best, certainty, chance = (reader, certainties[1], chances[1]) if surer else (words, certainties[0], chances[0])
    if _asks_verdict(query) and _names_nothing_here(desk, certainty):
        return Choice((), certainty)
    lost = not words.statements and _speaks_its_language(desk) and not _says_the_words(desk, reader)
    agreed = agrees(desk, best)
    bound = _DECLINED_KNOWN if lost else _bound(query, best)
    bound = min(bound, _DECLINED_AGREED) if agreed or (of_year and best is reader) else bound
    has_figure = agreed and has_figure_asked(desk, best)
    official = any(thing.official for thing in things_asked(query.phrasing))
    row = (exact and best is words) or (official and all(s.targets for s in best.statements))
    if (row and has_figure) or (exact and best is words and _is_of_own_thing(query, words)):
        bound = 0.0  # the row of the very thing, by whichever of its names
    of_other = is_of_thing_before(desk, best.statements)
    firm = is_firm(desk, best, certainty, chance) or (exact and best is words) or has_figure
    firm = firm and not of_other
    kept = tuple(replace(s, certainty=certainty, nearest=not firm) for s in with_rest(desk, best.statements))
    return Choice(kept if certainty >= bound or more else (), certainty)


def _is_outdone(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether a figure found by words lacks some of what is asked, and the sentence that the reader puts first has it all: the 零售额 of
    新能源汽车 is not their 产量.
    """
    concepts = desk.query.concepts
    if (
        desk.query.kind != "number"
        or any(s.targets for s in said)
        or all_stand_in(concepts, "".join(s.text for s in said))
        or not any(all_stand_in(concepts, each.text) for each in open_page(desk.index, desk.plan).candidates)
    ):
        return False  # told without reading, which takes longer than all the rest
    return any(all_stand_in(concepts, best.candidate.text) for best in desk.reading.ranked[:1])


def _tells_of_another(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether the figures found by words stand in parts of their sentences that, with the part before, have little of what is asked."""
    if desk.query.kind != "number" or any(s.targets for s in said):
        return False
    texts = [s.text.split("：", 1)[-1] for s in said]
    told = [
        text[before:end]
        for text in texts
        for (before, _), (start, end) in pairwise([(0, 0), *parts_of(text)])
        if holds_number(text[start:end], ())
    ]
    return bool(told) and max(coverage(desk.weighted, part) for part in told) < _NEAR_FIGURE


def _lacks_abbreviation(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether an abbreviation is asked for (PUE) that nothing said has, in whichever way."""
    text = "".join(s.text for s in said).lower()
    return any(not any(way.lower() in text for way in c.alternatives) for c in desk.query.abbreviations)


def _asks_of_thing(query: Query) -> bool:
    """Whether it is asked what is said of a thing, or whether anything is, and not for a figure or a difference: 门槛 stands in no plan."""
    weighs = query.compares or query.ways["weigh"] >= POSSIBLE
    anywhere = query.scope.reason == "all" and query.kind == "number"  # 铁合金厂要改到几成, asked of no place
    return query.asking.existence or ((query.kind in ("measure", "fact", "list", "which") or anywhere) and not weighs)


def _lists_what_is_named(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether the parts are said of the heading that has the name of which the items are asked for: 哪些重点工程."""
    name = desk.query.asking.listed_name
    sections = [desk.index.clause(e.clause).section for s in said if s.items for e in s.evidence] if name else []
    names = WHAT_IS_DONE if name in WHAT_IS_DONE else (name,)
    return bool(sections) and all(any(each in section for each in names) for section in sections)


def _only_reader_names_it(query: Query, words: Attempt, reader: Attempt) -> bool:
    """Whether the figure asked for is of a thing with several names, of which none stands in what goes by words, and one in what the reader says:
    经济增长 that something keeps step with is not 生产总值增长.
    """
    things = [thing for thing in things_asked(query.phrasing) if len(thing.ways) > 1]
    if query.kind != "number" or not things or any(s.targets for s in words.statements):
        return False
    said = [simplified("".join(s.text for s in each.statements)).lower() for each in (words, reader)]
    by_words, by_reader = ([any(way in text for way in thing.ways) for thing in things] for text in said)
    return bool(words.statements) and not any(by_words) and all(by_reader)


def _only_reader_is_of_year(query: Query, words: Attempt, reader: Attempt) -> bool:
    """Whether a figure is asked for of a year, by its number, that what the reader says names, and what goes by words does not."""
    typed = bool(query.years) and all(query.asking.says(str(year)) for year in query.years)
    if query.kind != "number" or not typed or any(s.targets for s in words.statements):
        return False
    told = [given_years("".join(s.text for s in each.statements)) for each in (words, reader)]
    asked = set(query.years)
    return bool(words.statements) and not asked & told[0] and asked <= told[1]


def _is_of_own_thing(query: Query, words: Attempt) -> bool:
    """Whether a question that goes on with another thing (那氨氮呢) has a row of that very thing."""
    own = [concept for concept in query.concepts if query.goes_on and query.asking.says(concept.words)]
    rows = [row for statement in words.statements for row in statement.targets]
    return bool(own) and any(all(covers(concept, row.indicator) == 1 for concept in own) for row in rows)


def _bound(query: Query, best: Attempt) -> float:
    """The certainty below which the plan is held not to say it; what names the county asked is near by more than its meaning."""
    # a figure that is named may be wrong, and is corrected
    if best.by == "words" or query.kind != "number" or query.figures:
        return DECLINED[best.by]
    of_county = any(county in s.text for county in query.scope.counties for s in best.statements)
    return DECLINED[best.by] if of_county else _DECLINED_FIGURE


def _asks_verdict(query: Query) -> bool:
    """Whether a yes or no is asked for that a sentence about the matter need not give: 电费会涨吗."""
    weighs = query.compares or query.asking.reckoning.same
    return query.asking.whether and not query.asking.existence and not weighs and query.kind in ("measure", "fact")


def _says_it_shorter(query: Query, reader: Attempt, words: Attempt) -> bool:
    """Whether the reader says what one thing is asked for in half the words."""
    mine, theirs = (sum(len(s.text) for s in attempt.statements) for attempt in (reader, words))
    return query.ways["measure"] + query.ways["list"] < LIKELY and 0 < mine < _SHORTER * theirs


def _names_nothing_here(desk: Desk, certainty: float) -> bool:
    """Whether a thing is asked about of which the plan has nothing like it, but a neighbour by the table of wordings, or little else: 烧秸秆,
    where only the use of straw is spoken of.
    """
    page = open_page(desk.index, desk.plan)
    told_apart = [thing for thing in things_asked(desk.query.phrasing) if thing.neighbours]
    missing = [thing for thing in told_apart if not stands_nearly(page, thing.ways)]
    return any(certainty < DECLINED["reader"] or stands_anywhere(page, thing.neighbours) for thing in missing)


def _says_the_words(desk: Desk, reader: Attempt) -> bool:
    """Whether what the reader says has nearly all that is asked for, letter by letter, its headings included."""
    weights = [w.weight for w in desk.weighted]
    text = "".join(s.text for s in reader.statements)
    text += "".join(dict.fromkeys(desk.index.clause(e.clause).title for s in reader.statements for e in s.evidence))
    met = sum(w.weight * covers(w.concept, text) for w in desk.weighted)
    return bool(text) and met >= _FOUND * sum(weights)


def _speaks_its_language(desk: Desk) -> bool:
    return known_share(open_page(desk.index, desk.plan), desk.query.phrasing) >= _KNOWN


@cache
def load_chooser(path: Path = MODEL) -> Chooser:
    """The committed models."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as saved:
        arrays = {name: saved.get_tensor(name) for name in saved.keys()}  # noqa: SIM118  # no mapping
    return Chooser(BoostedTrees.of(arrays, "right"), BoostedTrees.of(arrays, "answerable"))
