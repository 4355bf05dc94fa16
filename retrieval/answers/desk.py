"""What the composer has before it for one plan, and what it asks of it again and again."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from corpus.plan import Clause, Target
from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.matching import match_rows
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.answers.told_year import year_told
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.ways import LIKELY, Way
from retrieval.question.years import given_years, relative_years
from retrieval.reading.features import is_readable
from retrieval.reading.page import open_page
from retrieval.reading.reader import Ranked, Reading, load_reader
from retrieval.search.figures import part_of
from retrieval.search.ledger import Match, rows_of
from retrieval.search.ranking import Found, Hit, best_hits, passage_scores, search_plan
from retrieval.search.window import WeightedConcept, core_of, coverage, covers
from retrieval.search.wording import holds_number, parts_of

#: So many of the best sentences of a plan are looked at.
_HITS = 24
#: An answer must be about the thing asked: its most telling concept has to be met this far.
_CORE_MET = 0.5
#: So many of the best candidates of a plan are looked at.
_LOOKED_AT = 60
#: What is asked for where these can answer: without any of it they are only near what does.
_SUITS: dict[str, tuple[Way, ...]] = {
    "duty": ("duty",),
    "front": ("document", "when"),
    "outline": ("list", "measure"),
}
_POSSIBLE = 0.15
#: The formulas with which a document is sent.
_FORMULA = re.compile("印发(?:给)?你们|^请|^各.*[:：]?$|关于印发|的通知$")
#: What only announces what was done, and tells none of it: 一年来，我们主要做了以下工作：.
_ONLY_ANNOUNCES = re.compile("[^。；]{0,40}(?:以下|如下|下列)[^，。；：]{0,8}[。：:]?")
#: A quote of fewer characters proves nothing.
SHORTEST_QUOTE = 6
#: From this probability on it is asked what a term is: what explains it comes first.
_DEFINED = 0.4

#: The sign that each sum of money has; what may answer has this share (0..1) of the plan's candidates: of four development questions those
#: with an answer have .028 and more, those without .0035 and less.
_YUAN, _LEAST_SHARE = "元", 0.01


@dataclass(frozen=True)
class Desk:
    """The query, its weighted concepts, what search found in a plan, and its ranked units and passages (scores in 0..1)."""

    index: Index
    query: Query
    plan: str
    weighted: Sequence[WeightedConcept]
    hits: Sequence[Hit]
    found: Found
    passage_scores: Callable[[], Mapping[str, float]]

    @property
    def passages(self) -> Mapping[str, float]:
        """Passage id -> score in 0..1 of what search finds."""
        return self.passage_scores()

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

    def coverage(self, text: str, heading: str = "") -> float:
        """Share of the question's weight that a text covers, its heading counting in part (0..1)."""
        return coverage(self.weighted, text, heading)

    def meets_core(self, text: str) -> bool:
        """Whether a text speaks of the most telling concept; anything does when the question names none."""
        core = core_of(self.weighted)
        return core is None or covers(core.concept, text) >= _CORE_MET

    @cached_property
    def rows(self) -> tuple[Target, ...]:
        """The rows of the plan's number ledger that may be asked for."""
        return rows_of(self.index, self.query, self.plan)

    @cached_property
    def matches(self) -> list[Match]:
        """The rows of the plan's number ledger that are asked for."""
        return match_rows(self.query, self.weighted, self.rows)

    @cached_property
    def reading(self) -> Reading:
        """The plan's candidates as the reader orders them, without those that what is asked rules out."""
        if not is_readable(self.query.phrasing):
            return Reading((), 0.0)
        reading = load_reader().read(open_page(self.index, self.plan), self.query.phrasing, self.found)
        kept = [r for r in reading.ranked[:_LOOKED_AT] if self._may_answer(r)]
        return replace(reading, ranked=_given_sum(self.query, _with_quoted(self.query, kept)))

    def led_by(self, at: int) -> "Desk":
        """The desk with the candidate at a place of the reader's order put before the others."""
        if at == 0:
            return self
        ranked = list(self.reading.ranked)
        ranked.insert(0, ranked.pop(at))
        desk = replace(self)
        desk.__dict__["reading"] = replace(self.reading, ranked=ranked)
        return desk

    def _may_answer(self, ranked: Ranked) -> bool:
        """Whether nothing that the question names rules a candidate out: another year, a county it does not speak of."""
        candidate = ranked.candidate
        if candidate.target and part_of(candidate.target) and candidate.target not in self.rows:
            return False
        if self.query.years:
            row = candidate.target
            given = {row.target_year} if row and row.target_year else self.years_given(candidate.text, candidate.clause)
            if not self.may_speak_of_years(given):
                return False
        if self._is_letterhead(candidate.clause, candidate.text) or self._only_introduces(candidate.clause):
            return False
        if self.query.ways["measure"] >= _POSSIBLE and _ONLY_ANNOUNCES.fullmatch(candidate.text):
            return False
        told = self.query.told.cited and candidate.unit >= 0
        if told and _was_told(self.index, self.query, self.index.unit(candidate.unit)):
            return False
        if self.query.weighs and not holds_number(candidate.text, ()):
            return False
        suits = _SUITS.get(candidate.kind)
        if suits and sum(self.query.ways[way] for way in suits) < _POSSIBLE:
            return False
        counties = self.query.scope.counties if self.query.scope.reason == "county" else ()
        return not counties or any(county in candidate.text for county in counties)

    def _is_letterhead(self, clause: str, text: str) -> bool:
        """Whether a clause is the letter around a plan (关于印发……的通知, 现印发给你们) and nothing of the document itself is asked."""
        if self.index.clause(clause).kind != "front":
            return False
        asked = max(self.query.ways["document"], self.query.ways["when"])
        return _is_formula(text) or (asked < _POSSIBLE and not self.query.fields)

    def _only_introduces(self, clause: str) -> bool:
        """Whether a clause is the introduction, which says why, and it is asked what is done."""
        return self.query.ways["measure"] >= LIKELY and self.index.clause(clause).kind == "preamble"

    def candidates(self) -> list[tuple[Unit, float]]:
        """Units that may answer, with their scores; where years or a county are named, only those that may speak of them."""
        units = [(h.unit, h.score) for h in self.hits if h.unit.kind in ("sentence", "front")]
        units = [
            (u, s)
            for u, s in units
            if not self._is_letterhead(u.clause, u.text) and not self._only_introduces(u.clause)
        ]
        if self.query.years:
            units = [(u, s) for u, s in units if self.may_speak_of_years(self._years_of(u))]
        counties = self.query.scope.counties
        if counties and self.query.scope.reason == "county":
            units = [(u, s) for u, s in units if any(c in u.text for c in counties)]
        return units

    def only_of_years(self, rows: Sequence[Target]) -> "Desk":
        """The desk with only what is said of the years asked: in the sentence, or in the headings above it.

        A report tells the results of the year before it without naming it; what is in no row of its ``rows`` (its goals) may be one.
        """
        asked = set(self.query.years)
        titled = given_years(self.index.plan(self.plan).title)
        before = bool(titled) and asked == {min(titled) - 1}
        goals = {row.sentence for row in rows} if before else set()
        return replace(self, hits=[h for h in self.hits if self._is_of_years(h.unit, asked, goals if before else None)])

    def _is_of_years(self, unit: Unit, asked: set[int], goals: Collection[str] | None) -> bool:
        years = self._years_of(unit)
        return bool(years & asked) or (not years and goals is not None and unit.text not in goals)

    def clauses_hit(self) -> list[Clause]:
        """The clauses of the hits, best first."""
        return [self.index.clause(i) for i in dict.fromkeys(h.unit.clause for h in self.hits)]

    @cached_property
    def names_years(self) -> bool:
        """Whether the plan speaks of a year asked at all: what has no year in it says nothing of a year the plan never names."""
        return bool(given_years(self.index.plan_text(self.plan)) & set(self.query.years))

    def _years_of(self, unit: Unit) -> set[int]:
        return self.years_given(unit.text, unit.clause)

    def years_given(self, text: str, clause: str) -> set[int]:
        """The years that words of a clause give, 今年 being that of the plan's title, or else the headings above them, or of a report its review."""
        titled = given_years(self.index.plan(self.plan).title)
        years = given_years(text) | relative_years(text, titled)
        section = self.index.clause(clause).section
        years = years or given_years(section) | relative_years(section, titled)
        told = 0 if years else year_told(self.index, self.plan, clause, text)
        return {told} if told else years

    def may_speak_of_years(self, years: Collection[int]) -> bool:
        """Whether words that give these years speak of one asked; without any they may where the plan names one that is asked."""
        return bool(set(years) & set(self.query.years)) or (not years and self.names_years)


def _is_formula(text: str) -> bool:
    """Whether words say no more than that a document is sent: its title as a notice, 现印发给你们，请认真贯彻执行。"""
    return all(_FORMULA.search(text[start:end]) for start, end in parts_of(text))


def _with_quoted(query: Query, ranked: list[Ranked]) -> list[Ranked]:
    """Only the candidates that have a term which the question quotes, or explain it where that is asked, where any does."""
    quoted = query.asking.quoted
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


def _given_sum(query: Query, ranked: list[Ranked]) -> list[Ranked]:
    """Where a sum of money is asked for, only the candidates that name one, if any may answer, with their shares among those: of 补多少 none but a sum does."""
    asks = query.kind == "number" and not query.several and not query.weighs and _YUAN in query.units
    naming = [r for r in ranked if holds_number(r.candidate.text, query.units)] if asks else []
    whole = sum(r.share for r in naming)
    return [r._replace(share=r.share / whole) for r in naming] if whole >= _LEAST_SHARE else ranked


def lay_out(index: Index, query: Query, plan: str, weighted: Sequence[WeightedConcept]) -> Desk:
    """The desk for one plan of a query: its units and passages ranked."""
    found = search_plan(index, query, plan)
    hits = [hit for hit in best_hits(index, found, _HITS) if not _was_told(index, query, hit.unit)]
    # what is asked for by few is searched for when it is first wanted, and for the query that the desk was laid out for
    scores = cache(partial(passage_scores, index, query, plan, hits))
    return Desk(index, query, plan, weighted, hits, found, scores)


def _was_told(index: Index, query: Query, unit: Unit) -> bool:
    """Whether a sentence is what an earlier answer told, of which more is asked: 有什么措施？"""
    told = [(start, end) for clause, start, end in query.told.cited if clause == unit.clause]
    if not told:
        return False
    first, last = index.raw_span(unit, 0, len(unit.text))
    return any(first < end and start < last for start, end in told)


def title_evidence(desk: Desk, clause: Clause) -> Evidence:
    """The title of a clause, where it stands, with its label where it is short; the first sentence should the title be broken by a page."""
    text = desk.index.plan_text(clause.plan)
    for words in (clause.title, f"{clause.label}{clause.title}"):
        signs = r"\s*".join(re.escape(sign) for sign in words if not sign.isspace())
        found = re.compile(signs).search(text, clause.start, clause.end) if signs else None
        if found and len(words) >= SHORTEST_QUOTE:
            return Evidence(clause.plan, clause.id, words, words, found.start(), found.end())
    units = desk.index.units_of_clause(clause.id)
    return evidence_of(desk.index, max(units[:2], key=lambda u: len(u.text)))
