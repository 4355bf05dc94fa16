"""Whether one place has the same figure as the one asked before it: 不同：甲市5000吨，乙市5万吨."""

from collections.abc import Sequence

from index.snapshot import Index
from retrieval.answers.statement import Statement
from retrieval.question.bounds import value_of
from retrieval.question.figures import figures_named
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.extent import Extent, Reach, extent_of
from retrieval.search.figures import as_written, quantity


def compose_also(index: Index, parts: Sequence[Query], told: Sequence[Sequence[Statement]]) -> list[Statement]:
    """A verdict for each part that asks whether it is the same there; none where either has no one figure, or the units differ."""
    verdicts = []
    for at, part in enumerate(parts[1:], 1):
        one, other = _only(told[at - 1]), _only(told[at])
        if part.asking.reckoning.same and one and other and one.plan != other.plan:
            verdicts += _verdict(index, one, other)
    return verdicts


def _only(statements: Sequence[Statement]) -> Statement | None:
    firm = [s for s in statements if s.plan and not s.nearest]
    return firm[0] if len(firm) == 1 else None


def _verdict(index: Index, one: Statement, other: Statement) -> list[Statement]:
    (figure, amount, unit), (another, beside, unit_beside) = _figure(one), _figure(other)
    if amount is None or beside is None or unit != unit_beside:
        return []
    places = [place_name(index.plan(s.plan)) for s in (one, other)]
    verdict = "相同" if amount == beside else "数相同，限定不同" if amount.is_one_number(beside) else "不同"
    words = f"{verdict}：{places[0]}{figure}，{places[1]}{another}"
    return [Statement(f"{words}。", (*one.evidence, *other.evidence), "", (words,))]


def _figure(statement: Statement) -> tuple[str, Extent | None, str]:
    """(the one figure of a statement as written, how far it reaches, its unit); nothing where it has several."""
    if len(statement.targets) == 1:
        row = statement.targets[0]
        amount = quantity(row)
        return as_written(row), extent_of(row, amount) if amount else None, amount.unit if amount else ""
    figures = () if statement.targets else figures_named(statement.text)
    value = value_of(figures[0]) if len(figures) == 1 else None
    return (figures[0], Extent(value[0], value[0], Reach.EXACT), value[1]) if value else ("", None, "")
