"""Who is responsible for what the reader finds the question to be about."""

from corpus.plan import Clause
from retrieval.answers.desk import Desk, best_clause
from retrieval.answers.duty import duties_asked, say_clause_duties, verdict_on
from retrieval.answers.statement import Statement


def compose_duty(desk: Desk) -> list[Statement]:
    """The duties of the clause that the reader finds the question to be about."""
    clause = clause_asked(desk)
    if clause is None:
        return []
    duties = duties_asked(desk, clause) or list(desk.index.duties_of_clause(clause.id))
    return [say_clause_duties(desk, clause, duties, verdict_on(desk.query, duties))]


def clause_asked(desk: Desk) -> Clause | None:
    """The clause with duties that a question is about."""
    having = {
        each.candidate.clause for each in desk.reading.ranked if desk.index.duties_of_clause(each.candidate.clause)
    }
    return best_clause(desk, having)
