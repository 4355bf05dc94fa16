"""Who leads a task in many plans: the bodies that most of them name, from their responsibility ledgers."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.plan import Duty
from corpus.regions import short_name
from index.snapshot import Index
from retrieval.answers.duty import say_clause_duties
from retrieval.answers.many.mentions import Mentions
from retrieval.answers.many.saying import desk_of
from retrieval.answers.statement import Statement
from retrieval.question.bodies import without_level
from retrieval.question.query import Query

#: So many of the bodies named most are told.
_MOST_NAMED = 5
_LEADS = ("lead", "alone")
#: 发展和改革委员会 is 发展改革委.
_AND, _COMMISSION = "和", re.compile("委员会$")


def say_leads(index: Index, mentions: Mentions) -> list[Statement]:
    """How many plans name who leads where they write of the thing, and whom; where they name none, who stands first in their lists."""
    leads = {plan: bodies for plan in mentions.units if (bodies := _bodies(index, mentions, plan, leading=True))}
    said = _counted(leads, "写明由谁牵头（或单独负责）的")
    others = {
        plan: bodies
        for plan in mentions.units
        if plan not in leads and (bodies := _bodies(index, mentions, plan, leading=False))
    }
    return [*said, *_counted(others, "只列出责任单位、没有写明谁牵头，排在第一的")]


def duties_of_few(index: Index, query: Query, mentions: Mentions, plans: Sequence[str]) -> list[Statement]:
    """Who is responsible in each of a few plans, as it is said of one."""
    said = []
    for plan in plans:
        if clause := clause_told(index, mentions, plan):
            desk = desk_of(index, query, plan)
            said.append(say_clause_duties(desk, index.clause(clause), index.duties_of_clause(clause)))
    return said


def _counted(bodies: dict[str, list[tuple[str, str]]], words: str) -> list[Statement]:
    """How many plans, and the bodies that most of them name, each as most of them write it."""
    if not bodies:
        return []
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for names in bodies.values():
        for key, name in dict(names).items():
            written[key][name] += 1
    ranked = sorted(written.values(), key=lambda names: -names.total())
    told = "、".join(f"{names.most_common(1)[0][0]}{names.total()}份" for names in ranked[:_MOST_NAMED])
    more = "等" if len(ranked) > _MOST_NAMED else ""
    text = f"{words}有{len(bodies)}份：{told}{more}。"
    return [Statement(text, own_words=(text,))]


def _bodies(index: Index, mentions: Mentions, plan: str, *, leading: bool) -> list[tuple[str, str]]:
    """(what a body is known by everywhere, its name without its place) of those that lead, or of the first that is listed."""
    duties = _duties(index, mentions, plan)
    chosen = [duty for duty in duties if duty.role in _LEADS] if leading else duties[:1]
    return [_named(index, duty) for duty in chosen]


def _duties(index: Index, mentions: Mentions, plan: str) -> list[Duty]:
    """The duties of the first clause that writes of the thing and has any, those aside that a rule adds to every clause."""
    clause = clause_told(index, mentions, plan)
    return [duty for duty in index.duties_of_clause(clause) if not duty.rule] if clause else []


def clause_told(index: Index, mentions: Mentions, plan: str) -> str:
    """The first clause that writes of the thing and says who is responsible; empty where none does."""
    first = mentions.units[plan].clause
    if index.duties_of_clause(first):
        return first
    clauses = dict.fromkeys(unit.clause for unit in mentions.of_plan(index, plan))
    return next((clause for clause in clauses if index.duties_of_clause(clause)), "")


def _named(index: Index, duty: Duty) -> tuple[str, str]:
    region = index.plan(duty.plan).region
    bare = without_level(duty.body.removeprefix(region).removeprefix(short_name(region) or region))
    return _COMMISSION.sub("委", bare).replace(_AND, ""), bare
