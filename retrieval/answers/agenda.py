"""What is to be done in a year, or was: which clause of a plan is the agenda, and whether it is asked of a thing instead."""

from collections.abc import Sequence

from corpus.plan import Clause
from retrieval.answers.desk import Desk
from retrieval.answers.items import WHAT_IS_DONE
from retrieval.question.piece import Piece
from retrieval.search.pieces import below, children, tops

#: A text speaks of a thing that it names so often; of how many parts there are, none does.
SPOKEN_OF = 2


def is_about_a_thing(desk: Desk, piece: Piece) -> bool:
    """Whether an agenda is asked of a thing that the plan speaks of (养老方面今年有什么打算), and not of whatever is to be done (重点工作)."""
    ways = [w.concept.alternatives for w in desk.weighted if w.concept.words in piece.topics]
    own = [each for each in ways if not any(each[0] in name for name in WHAT_IS_DONE)]
    text = desk.index.plan_text(desk.plan)
    return any(max(map(text.count, each)) >= SPOKEN_OF for each in own)


def clause_of_year(desk: Desk, clauses: Sequence[Clause]) -> Clause | None:
    """The outermost clause that is headed by the year asked, best one with parts; where none is, the one with parts that sets most goals for it."""
    years = set(desk.query.years)
    having = [c for c in tops(clauses) if sum(bool(part.title) for part in children(clauses, c)) > 1]
    headed = [c for c in tops(clauses) if years & desk.years_given(c.title, c.id)]
    if headed or not years:
        return next((c for c in headed if c in having), headed[0] if headed else None)
    rows = [t for t in desk.index.targets_of_plan(desk.plan) if t.target_year in years]
    setting = [(sum(row.clause in {c.id for c in below(clauses, each)} for row in rows), each) for each in having]
    most, clause = max(setting, key=lambda item: item[0], default=(0, None))
    return clause if most else None
