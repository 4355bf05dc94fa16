"""What the plan of a place says of its figure, in the words of an answer about that plan alone."""

from collections.abc import Sequence

from corpus.plan import Target
from index.snapshot import Index
from retrieval.answers.desk import Desk
from retrieval.answers.many.gathered import Gathered
from retrieval.answers.number import say_targets
from retrieval.answers.sheet import Cell
from retrieval.answers.statement import Evidence, Statement, evidence_of_row
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import is_listed, say_target, say_value
from retrieval.search.ranking import Found
from retrieval.search.window import WeightedConcept

#: What is found in a plan that is not searched.
_NOT_SEARCHED = Found({}, {}, {}, {})


def desk_of(index: Index, query: Query, plan: str, weighted: Sequence[WeightedConcept] = ()) -> Desk:
    """The desk of a plan of which it is known what to say: nothing is searched for."""
    return Desk(index, query, plan, weighted, (), _NOT_SEARCHED, dict)


class Saying:
    """Says the rows of plans, each once."""

    def __init__(self, index: Index, query: Query, weighted: Sequence[WeightedConcept], gathered: Gathered) -> None:
        self._index, self._query, self._weighted = index, query, weighted
        self._gathered = gathered
        self._said: dict[str, Statement] = {}

    def of(self, plan: str) -> Statement:
        """The rows of a plan, with their evidence."""
        if plan not in self._said:
            self._said[plan] = self._say(plan, self._gathered.rows[plan])
        return self._said[plan]

    def _say(self, plan: str, rows: Sequence[Target]) -> Statement:
        """The rows with what is quoted of each: what stands around them need not be read."""
        if any(map(is_listed, rows)):  # whose years stand in the heading
            return say_targets(desk_of(self._index, self._query, plan, self._weighted), rows)
        quotes = dict.fromkeys(map(evidence_of_row, rows))
        words = f"{place_name(self._index.plan(plan))}：{'，'.join(map(say_target, rows))}。"
        return Statement(words, tuple(quotes), plan, targets=tuple(rows))

    def evidence(self, plans: Sequence[str]) -> tuple[Evidence, ...]:
        """What is quoted of these plans, each once."""
        return tuple(dict.fromkeys(e for plan in plans for e in self.of(plan).evidence))

    def cell(self, plan: str, *, named: bool = False) -> Cell:
        """The figures of a plan for a cell of a table, behind its place where that stands in no other cell."""
        said = "；".join(say_value(row) for row in self._rows(plan))
        return Cell(f"{place_name(self._index.plan(plan))} {said}" if named else said, self.of(plan))

    def _rows(self, plan: str) -> Sequence[Target]:
        return list({row.value_text: row for row in reversed(self._gathered.rows[plan])}.values())[::-1]
