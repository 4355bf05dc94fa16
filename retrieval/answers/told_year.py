"""Of which year the parts of a report speak that name none: the review tells of the year before, the rest of what is planned for its own."""

from collections.abc import Mapping, Sequence

from corpus.periods import told_parts
from index.kept import Kept
from index.snapshot import Index
from retrieval.question.years import given_years

#: Reports kept: the words of their reviews, some 30 KB each.
_KEPT = 32
_REPORT = "报告"
_REVIEWS: Kept[tuple[str, str], Mapping[str, Sequence[str]]] = Kept(_KEPT)


def report_year(index: Index, plan: str) -> int:
    """The year for which a report sets its goals; 0 of any other document."""
    title = index.plan(plan).title
    return min(given_years(title), default=0) if _REPORT in title else 0


def year_told(index: Index, plan: str, clause: str, text: str) -> int:
    """The year of which words of a clause speak by where they stand; 0 in any document but a report."""
    year = report_year(index, plan)
    if not year:
        return 0
    reviews = _REVIEWS.get((index.fingerprint, plan), lambda _: _reviews(index, plan))
    return year - 1 if any(text in part for part in reviews.get(clause, ())) else year


def _reviews(index: Index, plan: str) -> dict[str, Sequence[str]]:
    """Clause -> the parts of its text that tell of the year before."""
    parts = told_parts(index.clauses(plan), index.plan(plan).title)
    return {clause.id: [clause.text[start:end] for start, end in told] for clause, told in parts if told}
