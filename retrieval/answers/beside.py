"""A county that is asked about beside its city, or alone: where the plan gives nothing of it that is said, with what it gives of the city."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.holdings import called
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query

#: More sentences of the city are an answer to another question.
_MOST = 2


def counties_left_out(index: Index, query: Query, statements: Sequence[Statement]) -> list[Absence]:
    """An absence for the counties beside their city of which no statement says anything, where a plan says something of the city."""
    told = [s.plan for s in statements if s.plan and not s.nearest]
    text = "".join(s.text for s in statements)
    missing = [query.asking.called(county) for county in query.scope.beside if county.rstrip("市县区旗") not in text]
    if not told or not missing:
        return []
    said = f"{place_name(index.plan(told[0]))}：{called(index)}没有给出{'、'.join(missing)}的。"
    return [Absence(told[0], None, "place", said=Statement(said, (), "", (said,)))]


def told_of_city(
    index: Index, query: Query, lacking: Absence, told_of: Callable[[Query], Sequence[Statement]]
) -> Absence:
    """The absence of a figure for a county, with where its plan gives one for all of the city; else the absence as it is.

    The figure itself is not told: it is not the county's, and would be taken for it. ``told_of`` answers a query.
    """
    scope = query.scope
    if scope.reason != "county" or len(scope.plans) != 1 or query.kind != "number" or lacking.said:
        return lacking
    told = told_of(replace(query, scope=replace(scope, counties=(), beside=(), reason="named")))
    firm = [s for s in told if s.evidence and not s.nearest and not s.denies and any(map(str.isdigit, s.text))]
    if not firm or len(firm) != len(told) or len(firm) > _MOST:
        return lacking
    counties = "、".join(query.asking.called(county) for county in scope.counties)
    place = place_name(index.plan(lacking.plan))
    unnamed = f"（全文没有写到{counties}）" if lacking.reason == "place" else ""
    said = f"{place}：没有给出{counties}的数{unnamed}，只有全{place[-1]}的。可以接着问“全{place[-1]}呢”。"
    evidence = tuple(dict.fromkeys(e for s in firm for e in s.evidence))
    return replace(lacking, reason="place", said=Statement(said, evidence, lacking.plan, (said,)))
