"""Rows of tables that part a goal over counties: none stands for the whole, nor for its county beside other cities; all are told where the parts are asked for."""

import re
from collections.abc import Sequence

from corpus.plan import Target
from retrieval.question.query import Query
from retrieval.search.figures import part_of

#: Asks for the parts themselves: 各县（区）, 哪个县, 每个区, 县区分别.
_ASKS_FOR_PARTS = re.compile(r"(?:各|哪|每|所有|几|分)[一-鿿（(]{0,4}?[县市区州旗镇乡地]|[县市区州旗镇乡]{1,3}[一-鿿]{0,3}分别|分解")
_LEVEL = re.compile(r"(?:自治)?[县市区州旗镇乡盟]$|街道$")


def asked_parts(query: Query, rows: Sequence[Target]) -> Sequence[Target]:
    """The rows of a plan without those of places that a question does not speak of, where their whole is among the rows or other plans are asked too."""
    places = {row.scope for row in rows if part_of(row)}
    if not places or asks_for_parts(query):
        return rows
    others = {place for place in places if not _says(query.asking.as_asked, place)}
    if len(query.scope.plans) > 1:
        return [row for row in rows if row.scope not in others]
    wholes = {row.canonical for row in rows if row.scope not in places}
    return [row for row in rows if row.scope not in others or row.canonical not in wholes]


def asks_for_parts(query: Query) -> bool:
    """Whether one plan is asked for what it gives to each of its places."""
    return len(query.scope.plans) == 1 and bool(_ASKS_FOR_PARTS.search(query.asking.as_asked))


def with_the_parts_beside(query: Query, told: Sequence[Target], rows: Sequence[Target]) -> Sequence[Target]:
    """Rows to be told with those that give the other places their parts of the same goal, where the parts are asked for."""
    if not asks_for_parts(query) or not any(map(part_of, told)):
        return told
    goals = {(row.canonical, row.target_year) for row in told if part_of(row)}
    return [
        *(row for row in told if not part_of(row)),
        *(row for row in rows if part_of(row) and (row.canonical, row.target_year) in goals),
    ]


def _says(asked: str, place: str) -> bool:
    return any(part in asked or _says_short(asked, _LEVEL.sub("", part)) for part in place.split("、"))


def _says_short(asked: str, name: str) -> bool:
    """Whether a question says a short name that is not the beginning of another place's: 云梦, but not in 云梦泽市."""
    return len(name) > 1 and bool(re.search(rf"{re.escape(name)}(?![一-鿿]{{0,2}}[市州盟])", asked))
