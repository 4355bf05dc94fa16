"""How it is said that a plan does not give what was asked, and what that was."""

import re

from corpus.units import PLAIN_UNIT
from index.keyword import tagged
from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.holdings import called
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.things import only_the_figure
from retrieval.question.topic_model import ends_full
from retrieval.question.years import periods_named
from retrieval.search.window import all_stand_in

#: Of what is named without the figure asked, and of what stands nowhere.
LACKING = ("没有给出", "未提及")
_MOST_TOPIC, _FEWEST_TOPIC = 40, 2
#: What weighs no more is of the title of every document, and no part of what is asked of it: 报告里说……房价.
_DISCOUNTED = 0.2
#: So long a stretch of a question names the thing that it asks the figure of.
_MOST_NAMING = 16
#: What only counts names no thing: PM2.5是多少微克.
_COUNTS = re.compile(PLAIN_UNIT)
#: What parts a name that plans write for several: 县（区）.
_BRACKETS = re.compile("[（）()]")
#: What is asked of one of a thing, or how many: 每辆, 几毛.
_EACH = re.compile("[每各几]")


def absence_line(index: Index, query: Query, absence: Absence, *, brief: bool) -> Statement:
    """The line that says what a plan does not give, with the nearest it says; ``brief`` beside other plans."""
    card = index.plan(absence.plan)
    if absence.said is not None:
        return absence.said
    if absence.reason == "period" and (text := _of_another_period(index, query, absence.plan)):
        return Statement(text, (), "", (text,))
    if absence.reason == "yearly":
        text = f"{called(index)}给出的是总数，没有给出平均每年的数。"
        return Statement(text, (), "", (text,))
    if absence.part is not None:
        text = f"{place_name(card)}：{called(index)}没有给出{_asked(absence.part)}。"
        return Statement(text, (), "", (text,))
    if brief:
        there = mentions(index, absence.plan, query)
        return Statement(f"{place_name(card)}：{called(index)}{'' if there else '中'}{LACKING[not there]}。", (), "")
    searched = (
        f"《{card.title}》共{card.clauses}条已全部检索，没有给出{_asked(query, by_name=True)}{_why(query, absence)}"
    )
    if absence.nearest is None:
        return Statement(f"{searched}。", (), "", (searched,))
    nearest = index.clause(absence.nearest.clause)
    text = f"{searched}。最接近的是{nearest.address}：“{absence.nearest.quote}”"
    return Statement(text, (absence.nearest,), absence.plan, (searched, card.title, nearest.address))


def _of_another_period(index: Index, query: Query, plan: str) -> str:
    """That the title names another five-year period than the question, or that the plan names none such; empty where neither is so."""
    title, asked = index.plan(plan).title, query.asking.periods
    own = next(iter(periods_named(title)), "")
    unwritten = [period for period in asked if period not in index.plan_text(plan)]
    if own and asked and own not in asked:
        return f"《{title}》是“{own}”的文件，不是“{asked[0]}”的。"
    return f"《{title}》没有写到{'、'.join(f'“{period}”' for period in unwritten)}。" if unwritten else ""


def lacks(index: Index, plan: str, query: Query) -> str:
    """未提及 of what stands in a plan nowhere, 没有给出 of what it names without the figure asked."""
    return LACKING[not mentions(index, plan, query)]


def mentions(index: Index, plan: str, query: Query) -> bool:
    """Whether all that a question names stands in a plan, in words of the question or of plans; 门槛 and 上限 name nothing."""
    named = [c for c in query.concepts if not only_the_figure((c,))]
    return all_stand_in(named, "".join(index.plan_text(plan).split()))  # words go on over the ends of lines


def unwritten(index: Index, plan: str, query: Query) -> str:
    """The thing that a question names itself, by a noun that has no other name, and that stands nowhere in a plan: 房价; empty where none is.

    县区 stands in 县（区）, and 每辆 names nothing.
    """
    text = _BRACKETS.sub("", "".join(index.plan_text(plan).split()))
    concepts = (*query.concepts, *query.asking.names_in_part)
    named = [c.words for c in concepts if len(c.alternatives) == 1 and query.asking.says(c.words)]
    named = [words for words in named if not _EACH.match(words)]
    missing = (words for words in named if words not in text and all(kind[:1] == "n" for _, kind in tagged(words)))
    return next(missing, "")


def names_year(index: Index, plan: str, query: Query) -> bool:
    """Whether a plan names a year that is asked for."""
    return any(f"{year}年" in index.plan_text(plan) for year in query.years)


def said_years(query: Query) -> str:
    """The years asked for, in words."""
    return "、".join(f"{year}年" for year in query.years)


def _why(query: Query, absence: Absence) -> str:
    """What of the question the plan does not name at all, where that is why it gives nothing."""
    if absence.reason == "year":
        return f"（全文没有写到{said_years(query)}）"
    return f"（全文没有写到{'、'.join(_counties(query))}）" if absence.reason == "place" else ""


def _counties(query: Query) -> list[str]:
    """The counties asked of, as the question calls them."""
    return [query.asking.called(county) for county in query.scope.counties]


def _asked(query: Query, *, by_name: bool = False) -> str:
    """What was asked, in the user's words where they are few and speak for themselves."""
    if query.kind == "duty" and query.alone:
        return f"{topic_of(query)}由谁负责"
    if query.kind == "definition" and len(query.asking.quoted) == 1:
        return f"“{query.asking.quoted[0]}”的含义"
    again = query.alone and query.switches  # 乙市呢 has none of the words itself
    own = bool(query.concepts) and not again and all(query.asking.names(c.words) for c in query.concepts)
    telling = [c.words for c in query.concepts if c.weight > _DISCOUNTED] or [c.words for c in query.concepts]
    named = query.asking.stretch_over(telling) if own else ""
    figure = query.kind == "number" and not query.asking.bodies and not query.asks_when
    if by_name and figure and _FEWEST_TOPIC <= len(named) <= _MOST_NAMING and "多少" not in named and ends_full(named):
        of = f"{'、'.join(_counties(query))}的" if query.scope.counties else ""
        return f"{of}“{named}”的数"  # 农村生活污水治理率, and not 农村生活污水治理率定的多少
    if own and (said := query.asking.echo or named):
        return f"“{said}”"
    return topic_of(query)


def topic_of(query: Query) -> str:
    """What a question is about, in its own words, for where it is not to be repeated."""
    told = [c.words for c in query.concepts if not _COUNTS.fullmatch(c.words)]
    topic = "".join(told)[:_MOST_TOPIC]
    if query.years and query.alone and topic:
        topic = f"{said_years(query)}的{topic}"
    if query.scope.counties:
        return f"{'、'.join(_counties(query))}的{topic or '数字'}"
    return topic if len(topic) >= _FEWEST_TOPIC else "所问内容"
