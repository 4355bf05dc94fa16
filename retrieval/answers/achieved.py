"""What was achieved the year before, of the thing for which a report sets a goal: in its own words (总产量达到……), told by thing and unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.plan import Target
from index.keyword import words
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.matching import match_rows
from retrieval.answers.paragraph import is_topic, paragraph_of
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import Statement
from retrieval.question.indicators import is_growth
from retrieval.question.years import given_years
from retrieval.reading.features import says_terms, things_asked
from retrieval.search.wording import FIGURE, parts_of

#: What a name ends with that says how it moves, and of which a result says otherwise.
_MOVES = re.compile("(?:增长|下降|提高|降低|达到|增速)+$")
#: 产量 is also told as 总产.
_WHOLE = re.compile("^总|量$")
#: What a figure is told with, and is not without: 近100万辆.
_LIMIT = re.compile("(?:接?近|超过?|突破|约|逾|[低优少]于|不到|不足)$")
_PERCENT = "%％"
_TWO_WORDS = 4
#: Of a sentence longer than this only the part with the figure is said, made whole.
_LONG = 130


def compose_achieved(desk: Desk) -> list[Statement]:
    """The sentence that tells the figure of the year before of what the plan sets a goal for; empty where the question asks for no such figure."""
    query, title = desk.query, given_years(desk.index.plan(desk.plan).title)
    if query.kind != "number" or not title or query.years != (min(title) - 1,):
        return []
    goals = [t for t in desk.index.targets_of_plan(desk.plan) if t.value is not None]
    goal = _goal_named(desk, goals)
    if goal is None:
        return []
    thing = _thing_of(goal)
    ways = [way for concept in query.concepts for way in concept.alternatives] + _names_of_things(desk)
    if not any(word in way for word in thing for way in ways):
        return []  # 涨了几个点 names how it moves and no thing
    told = max(_tellings(desk, goal, thing, goals), key=lambda found: found[0], default=None)
    if told is None:
        return []
    _, unit, topic, row, part = told
    stretches = [(topic, 0, len(topic.text))] if topic else []
    span = part if len(unit.text) > _LONG else (0, len(unit.text))
    return [replace(say_stretches(desk, [*stretches, (unit, *span)]), targets=(row,) if row else ())]


def limit_before(words: str) -> str:
    """The word that limits the figure after these words (近, 超过); empty where none does."""
    found = _LIMIT.search(words)
    return found[0] if found else ""


def _goal_named(desk: Desk, goals: Sequence[Target]) -> Target | None:
    """The goal that the question names by its words, else by another of the official names of the thing."""
    matches = match_rows(replace(desk.query, years=()), desk.weighted, goals)
    if matches:
        return max(matches, key=lambda match: match.fit).target
    asked = desk.query.phrasing
    official = any(thing.official for thing in things_asked(asked))
    names = _names_of_things(desk)

    def is_named(goal: Target) -> bool:
        if official and says_terms(asked, goal.indicator):
            return True
        grows = is_growth(goal.indicator)  # 生产总值 is no 生产总值增长
        return any(name in goal.indicator and is_growth(name) == grows for name in names)

    return next((goal for goal in goals if is_named(goal)), None)


def _names_of_things(desk: Desk) -> list[str]:
    """The names of the things asked that have several, and no short ones: 生产总值增长 of 经济增长."""
    things = things_asked(desk.query.phrasing)
    return [way for thing in things if len(thing.ways) > 1 for way in thing.ways if len(way) > _TWO_WORDS]


def _thing_of(goal: Target) -> list[str]:
    """The words of the name of what a goal is set for, without how it is to move."""
    named = words(_MOVES.sub("", goal.indicator))
    return [piece for word in named for piece in _halves(word) if len(piece) > 1]


def _tellings(
    desk: Desk, goal: Target, thing: Sequence[str], goals: Sequence[Target]
) -> Iterator[tuple[tuple[int, int], Unit, Unit | None, Target | None, tuple[int, int]]]:
    """((words of the thing in the part itself, how early), sentence, the topic that says the rest, its only figure in that unit as a row, the
    span of the part) for each part with a figure in the unit of the goal.
    """
    of_goals, year = {t.sentence for t in goals}, set(desk.query.years)
    for clause in desk.index.clauses(desk.plan) if thing else ():
        for unit in desk.index.units_of_clause(clause.id):
            if unit.kind != "sentence" or unit.text in of_goals:
                continue
            years = desk.years_given(unit.text, unit.clause)
            if years and not years & year:
                continue
            for start, end in parts_of(unit.text):
                part = unit.text[start:end]
                if not _in_unit(part, goal):
                    continue
                said = sum(_says(part, word) for word in thing)
                missing = [word for word in thing if not _says(part, word)]
                topic = _topic_of(desk, unit) if missing and said else None
                if said and all(topic and word in topic.text for word in missing):
                    yield (said, -unit.start), unit, topic, _row(desk, goal, unit, (start, end)), (start, end)


def _halves(word: str) -> Sequence[str]:
    """The two words that one of four signs is made of: 粮食产量."""
    return (word[:2], word[2:]) if len(word) == _TWO_WORDS else (word,)


def _says(part: str, word: str) -> bool:
    core = _WHOLE.sub("", word)
    return word in part or (len(core) < len(word) and f"总{core}" in part)


def _in_unit(part: str, goal: Target) -> bool:
    """Whether a part has a figure in the unit of a goal."""
    unit = goal.unit or goal.value_text.strip("0123456789.")
    figures = FIGURE.findall(part)
    shares = [figure for figure in figures if figure[-1:] in _PERCENT]
    return bool(shares) if unit[-1:] in _PERCENT else any(figure.endswith(unit) for figure in figures)


def _row(desk: Desk, goal: Target, unit: Unit, part: tuple[int, int]) -> Target | None:
    """The figure of a part as a row of what the goal is set for; None where it has several in the unit of the goal."""
    start, end = part
    sign = goal.unit or goal.value_text.strip("0123456789.")
    found = [m for m in FIGURE.finditer(unit.text, start, end) if m[0].endswith(sign)]
    amounts = [re.match(r"[\d.]+", m[0].replace(",", "")) for m in found]
    if len(found) != 1 or not amounts[0]:
        return None
    first, last = desk.index.raw_span(unit, start, end)
    return replace(
        goal,
        clause=unit.clause,
        section=desk.index.clause(unit.clause).section,
        value=float(amounts[0][0]),
        value_text=limit_before(unit.text[start : found[0].start()]) + found[0][0],
        comparison="reach",
        base_year=None,
        target_year=desk.query.years[0],
        qualifier="",
        quote=unit.text[start:end],
        sentence=unit.text,
        start=first,
        end=last,
    )


def _topic_of(desk: Desk, unit: Unit) -> Unit | None:
    """The short sentence that opens the paragraph of a sentence."""
    opening = paragraph_of(desk, unit)[0]
    return opening if opening is not unit and is_topic(opening) else None
