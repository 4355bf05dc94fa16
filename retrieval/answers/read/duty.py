"""Who is responsible for what the reader finds the question to be about."""

from collections import Counter

from retrieval.answers.desk import Desk
from retrieval.answers.duty import duties_asked, say_clause_duties, verdict_on
from retrieval.answers.statement import Statement
from retrieval.search.wording import names_body

#: A clause with duties has this share of the share of a sentence that names a body itself: 市统计局会同市生态环境局建立……体系.
_NEAR = 0.1


def compose_duty(desk: Desk) -> list[Statement]:
    """The duties of the clause, of those that have any, to which most of the reader's shares fall; none where a sentence says it itself."""
    shares: Counter[str] = Counter()
    for each in desk.reading.ranked:
        if desk.index.duties_of_clause(each.candidate.clause):
            shares[each.candidate.clause] += each.share  # type: ignore[assignment]  # shares are no whole numbers
    first = desk.reading.ranked[0]
    says_it = first.candidate.kind == "sentence" and names_body(first.candidate.text)
    if not shares or (says_it and max(shares.values()) < _NEAR * first.share):
        return []
    clause = desk.index.clause(max(shares, key=shares.__getitem__))
    duties = duties_asked(desk, clause) or list(desk.index.duties_of_clause(clause.id))
    return [say_clause_duties(desk, clause, duties, verdict_on(desk.query, duties))]
