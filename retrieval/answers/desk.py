"""What the composer has before it for one plan: the query, and the plan's candidates as the reader orders them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.plan import Clause, Target
from index.snapshot import Index
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.topic import quoted_terms
from retrieval.question.ways import Way
from retrieval.question.years import given_years
from retrieval.reading.features import asked_of, is_readable
from retrieval.reading.page import open_page
from retrieval.reading.reader import Ranked, Reading, load_reader
from retrieval.reading.wording import holds_number
from retrieval.search.units import search_plan

#: So many of the best candidates of a plan are looked at.
_LOOKED_AT = 60
#: What is asked for where these can answer: without any of it they are only near what does.
_SUITS: dict[str, tuple[Way, ...]] = {
    "duty": ("duty",),
    "front": ("document", "when"),
    "outline": ("list", "measure"),
}
_POSSIBLE = 0.15
#: From this probability on it is asked what a term is: what explains it comes first.
_DEFINED = 0.4


@dataclass(frozen=True)
class Desk:
    """A query and one of its plans."""

    index: Index
    query: Query
    plan: str

    @property
    def region(self) -> str:
        """How the plan's place is called in answers."""
        return place_name(self.index.plan(self.plan))

    def say(
        self,
        words: str,
        evidence: Iterable[Evidence],
        own_words: tuple[str, ...] = (),
        targets: tuple[Target, ...] = (),
    ) -> Statement:
        """A statement about the plan."""
        return Statement(f"{self.region}：{words}", tuple(evidence), self.plan, own_words, targets)

    @cached_property
    def reading(self) -> Reading:
        """The plan's candidates as the reader orders them, without those that what is asked rules out."""
        if not is_readable(asked_of(self.query)):
            return Reading((), 0.0)
        page, found = open_page(self.index, self.plan), search_plan(self.index, self.query, self.plan)
        reading = load_reader().read(page, asked_of(self.query), found)
        return replace(
            reading, ranked=_with_quoted(self.query, [r for r in reading.ranked[:_LOOKED_AT] if self._may_answer(r)])
        )

    def _may_answer(self, ranked: Ranked) -> bool:
        """Whether nothing that the question names rules a candidate out: another year, a county it does not speak of."""
        candidate = ranked.candidate
        if self.query.years:
            row = candidate.target
            given = {row.target_year} if row and row.target_year else self.years_given(candidate.text, candidate.clause)
            if not self._may_speak_of_years(given):
                return False
        if self.query.weighs and not holds_number(candidate.text, ()):
            return False
        if sum(self.query.ways[way] for way in _SUITS.get(candidate.kind, ())) < _POSSIBLE and candidate.kind in _SUITS:
            return False
        counties = self.query.scope.counties if self.query.scope.reason == "county" else ()
        return not counties or any(county in candidate.text for county in counties)

    @cached_property
    def _plan_names_years(self) -> bool:
        """Whether the plan speaks of a year asked at all: what has no year in it says nothing of a year the plan never names."""
        return bool(given_years(self.index.plan_text(self.plan)) & set(self.query.years))

    def years_given(self, text: str, clause: str) -> set[int]:
        """The years that words of a clause give, or else the headings above them."""
        return given_years(text) or given_years(self.index.clause(clause).section)

    def _may_speak_of_years(self, years: Collection[int]) -> bool:
        """Whether words that give these years speak of one asked; without any they may where the plan names one that is asked."""
        return bool(set(years) & set(self.query.years)) or (not years and self._plan_names_years)


def _with_quoted(query: Query, ranked: list[Ranked]) -> list[Ranked]:
    """Only the candidates that have a term which the question quotes, or explain it where that is asked, where any does."""
    quoted = quoted_terms(query.text)
    if query.ways["definition"] >= _DEFINED:
        says = [
            re.compile(
                rf"(?:简称|统称|称为?|叫做?)[为：]?[“\"]?{re.escape(q)}|{re.escape(q)}[”\"]?(?:项目)?(?:是指|指的是|指)"
            )
            for q in quoted
        ]
        explaining = [r for r in ranked if any(pattern.search(r.candidate.text) for pattern in says)]
        if explaining:
            return explaining
    having = [r for r in ranked if any(term in r.candidate.text or term in r.candidate.heading for term in quoted)]
    return having or ranked


def title_evidence(desk: Desk, clause: Clause) -> Evidence:
    """The title of a clause, where it stands; the clause's first sentence should the title be broken by a page."""
    signs = r"\s*".join(re.escape(sign) for sign in clause.title if not sign.isspace())
    text = desk.index.plan_text(clause.plan)
    found = re.compile(signs).search(text, clause.start, clause.end) if signs else None
    if found:
        return Evidence(clause.plan, clause.id, clause.title, clause.title, found.start(), found.end())
    return evidence_of(desk.index, desk.index.units_of_clause(clause.id)[0])


def best_clause(desk: Desk, among: Collection[str] | None = None) -> Clause | None:
    """The clause that most of the reader's shares fall to, of those with duties where ``among`` gives them."""
    shares: dict[str, float] = {}
    for each in desk.reading.ranked:
        shares[each.candidate.clause] = shares.get(each.candidate.clause, 0.0) + each.share
    meant = [clause for clause in shares if among is None or clause in among]
    best = max(meant, key=shares.__getitem__, default=None)
    return desk.index.clause(best) if best else None
