"""What a plan sets for its counties, towns or districts one by one: the rows of those a question names, or of all of them to be told or put in order."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from corpus.regions import short_name
from index.snapshot import Index
from retrieval.answers.desk import Desk
from retrieval.answers.matching import match_rows
from retrieval.answers.statement import Statement, evidence_of_row
from retrieval.question.query import Query
from retrieval.search.figures import is_ambitious, part_of, say_target
from retrieval.search.ledger import GOAL_WORDS, is_allowed, only_compares
from retrieval.search.parted import rows_of_parts
from retrieval.search.window import WeightedConcept, covers

#: A goal meets this share of what is asked by the weight of its words; of several the best does.
_MET = 0.75
#: What is said of every part names no thing: 各县（市、区）, 乡镇, 任务.
_OF_PARTS = re.compile(r"[各哪每个全总县市区州旗镇乡盟（）()、]+|街道|地方|地区|任务|分解|分别|下达")
#: Among more plans none is looked for by its parts.
_MOST_PLANS = 20


def compose_parted(desk: Desk) -> list[Statement]:
    """The rows of one goal for the parts of a place that are asked for; empty where no part is asked of, or the plan lists no such goal by parts."""
    query = desk.query
    rows = rows_of_parts([row for row in desk.index.targets_of_plan(desk.plan) if row.value is not None])
    named = [row.scope for row in rows if query.speaks_of(row.scope) and not _is_whole(desk, query, row.scope)]
    if not _asks_figures(query) or not (named or (rows and query.asks_for_parts)):
        return []
    goal = _goal_asked(query, desk.weighted, rows)
    told = [row for row in goal if row.scope in named] or ([] if named else goal)
    if told and query.asking.rank:
        told = goal  # 青石县排第几
    if not told:
        return []
    firm = [row for row in told if not is_ambitious(row)] or told
    quotes = [row for row in firm if not any(row is not other and row.quote in other.quote for other in firm)]
    evidence = list(map(evidence_of_row, quotes))
    return [desk.say(f"{'、'.join(map(_said, firm))}。", evidence, (), tuple(firm))]


def _is_whole(desk: Desk, query: Query, part: str) -> bool:
    """Whether the place of the plan has the short name of a part, which is not named in full: 桐岔, of 桐岔县 with its 桐岔镇."""
    return not query.asking.names(part) and part[:-1] == short_name(desk.index.plan(desk.plan).region)


def _said(row: Target) -> str:
    return say_target(row) if part_of(row) else f"{row.scope}{say_target(row)}"


def _asks_figures(query: Query) -> bool:
    """Whether figures are asked for, or places by them: 哪个县最多, 超过5%的县; not what is done where one lags behind."""
    if query.asks_when or (query.kind == "measure" and not query.asks_against_whole):
        return False
    return query.kind == "number" or query.asking.extreme or bool(query.asking.bounds) or query.asks_against_whole


def of_its_plan(index: Index, query: Query) -> Query:
    """The query asked of the one plan that sets something for a place which the question names, where it is asked of several: 石笼县 of 澜沙州.

    The rank of a part of a place is that among the parts.
    """
    if query.ranked and any(_is_named(query, row) for row in index.targets_of_plan(query.ranked)):
        return replace(query, scope=replace(query.scope, plans=(query.ranked,)), ranked="")
    if query.scope.reason != "all" or not 1 < len(query.scope.plans) <= _MOST_PLANS:
        return query
    having = [plan for plan in query.scope.plans if any(_is_named(query, row) for row in index.targets_of_plan(plan))]
    return replace(query, scope=replace(query.scope, plans=tuple(having))) if len(having) == 1 else query


def _is_named(query: Query, row: Target) -> bool:
    return bool(row.scope) and query.asking.names(row.scope.split("（")[0]) and bool(part_of(row))


def is_parted(statements: Sequence[Statement]) -> bool:
    """Whether what is told of one plan are figures of its parts, which are weighed against each other as places are."""
    return len(statements) == 1 and any(map(part_of, statements[0].targets))


def _goal_asked(query: Query, weighted: Sequence[WeightedConcept], rows: Sequence[Target]) -> list[Target]:
    """The rows of the goal that meets the question best; empty where none meets it, or the question names no thing."""
    things = [item for item in weighted if _is_thing(item.concept.words, rows)]
    whole = sum(item.weight for item in things)
    if not whole:
        return []
    asked = replace(query, scope=replace(query.scope, counties=()))
    goals: dict[tuple[str, int | None], list[Target]] = {}
    for row in rows:
        if is_allowed(asked, row):
            goals.setdefault((row.canonical, row.target_year), []).append(row)
    met = {
        goal: sum(item.weight * covers(item.concept, f"{each[0].indicator} {each[0].canonical}") for item in things)
        / whole
        for goal, each in goals.items()
    }
    best = max(met, key=lambda goal: met[goal], default=None)
    if best is not None and met[best] >= _MET:
        return goals[best]
    matches = match_rows(asked, things, [row for each in goals.values() for row in each])
    found = max(matches, key=lambda match: match.fit, default=None)
    return goals[found.target.canonical, found.target.target_year] if found else []


def _is_thing(words: str, rows: Sequence[Target]) -> bool:
    """Whether words name what is measured: neither a part of the place, nor that it moves or is a goal."""
    if words in GOAL_WORDS or _OF_PARTS.fullmatch(words) or only_compares(words):
        return False
    return not any(words in row.scope or row.scope in words for row in rows)
