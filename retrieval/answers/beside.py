"""A county that is asked about beside its city: that the plan gives nothing of it is said."""

from collections.abc import Sequence

from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.holdings import called
from retrieval.answers.statement import Statement
from retrieval.question.places import place_name
from retrieval.question.query import Query


def counties_left_out(index: Index, query: Query, statements: Sequence[Statement]) -> list[Absence]:
    """An absence for the counties beside their city of which no statement says anything, where a plan says something of the city."""
    told = [s.plan for s in statements if s.plan and not s.nearest]
    text = "".join(s.text for s in statements)
    missing = [query.asking.called(county) for county in query.scope.beside if county.rstrip("市县区旗") not in text]
    if not told or not missing:
        return []
    said = f"{place_name(index.plan(told[0]))}：{called(index)}没有给出{'、'.join(missing)}的。"
    return [Absence(told[0], None, "place", said=Statement(said, (), "", (said,)))]
