"""What each half of the program would say to a question for one plan, and the facts by which the better is chosen.

One half goes by the words of the question (ledgers, titles, windows), the other by the reader's ranking. The facts say how well what
is said meets the question, letter by letter and by meaning, where the reader ranks it, and whether both say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from corpus.assignment import HAS_PART
from corpus.script import simplified
from index.vectors import Vectors, unit_length
from retrieval.answers.desk import Desk
from retrieval.answers.doubts import Facts, doubts_of_question, doubts_of_said
from retrieval.answers.read.way import say_read
from retrieval.answers.sentences import lacks_quoted
from retrieval.answers.slots import fills, is_as_asked
from retrieval.answers.statement import Evidence, Statement
from retrieval.question.kinds import Kind
from retrieval.question.phrasing import Phrasing
from retrieval.question.years import given_years
from retrieval.reading.candidate import KINDS
from retrieval.reading.features import known_share, median, says_terms, stands_anywhere, things_asked
from retrieval.reading.page import Page, open_page, pairs_of
from retrieval.reading.reader import Ranked
from retrieval.reading.stretch import Meaning
from retrieval.reading.vectors import lengths_of, sums_of
from retrieval.search.window import covers
from retrieval.search.wording import FIGURE, holds_number, names_body, names_time

By = Literal["words", "reader"]
#: A candidate is what a statement rests on when they share so much of the shorter of the two.
_SHARED = 0.5
#: So many of the reader's best are tried, those with this share of the share of the first.
_TRIED, _NEAR = 4, 0.25
#: The rank of what the reader does not rank at all.
_UNRANKED = 60


@dataclass(frozen=True)
class Attempt:
    """What one half says; ``facts`` (N,) are of the question, of this half and of the other."""

    by: By
    statements: tuple[Statement, ...]
    facts: Vectors


def attempt_both(desk: Desk, words: Sequence[Statement]) -> tuple[Attempt, Attempt]:
    """The attempt by words, ``words`` being what they say, and that by the reader. What does not hold the figure, the time or the body asked for is no attempt."""
    filling = words if fills(desk, words) else []
    unfilling, words = float(bool(words) and not filling), filling
    reader, skipped = _read_filling(desk)
    question, meaning = _facts_of_question(desk), Meaning.of(desk.query.phrasing)
    said = _facts_of_both(desk, meaning, words, reader)
    together = {
        "both": float(bool(words and reader)),
        "overlap": float(_overlap(words, reader)),
        "same": float([s.text for s in words] == [s.text for s in reader]),
        "alike": _alike(words, reader),
        "unfilling": unfilling,
        "skipped": float(skipped),
        **doubts_of_question(desk),
    }

    def attempt(by: By, other: By, statements: Sequence[Statement]) -> Attempt:
        facts = {
            **question,
            **together,
            **{f"own: {name}": fact for name, fact in said[by].items()},
            **{f"other: {name}": fact for name, fact in said[other].items()},
            "by the reader": float(by == "reader"),
        }
        return Attempt(by, tuple(statements), np.array([*facts.values()], dtype=np.float32))

    return attempt("words", "reader", words), attempt("reader", "words", reader)


def _alike(one: Sequence[Statement], other: Sequence[Statement]) -> float:
    """The share of what both say."""
    mine, theirs = (pairs_of("".join(s.text for s in said)) for said in (one, other))
    return len(mine & theirs) / max(1, len(mine | theirs))


def _read_filling(desk: Desk) -> tuple[list[Statement], int]:
    """What the reader says, from the first of its best candidates that holds what is asked; empty where none of those near the first does."""
    ranked = desk.reading.ranked
    for at, each in enumerate(ranked[:_TRIED]):
        if each.share < _NEAR * ranked[0].share:
            break
        said = say_read(desk.led_by(at))
        if fills(desk, said) and all(is_as_asked(desk, statement) for statement in said):
            return said, at
    return [], _TRIED


def _facts_of_question(desk: Desk) -> Facts:
    """How the question is asked, and what the reader holds of the plan."""
    query, asked, page = desk.query, desk.query.phrasing, open_page(desk.index, desk.plan)
    shares = np.array([r.share for r in desk.reading.ranked] or [0.0])
    official = [thing for thing in things_asked(asked) if thing.official]
    weights = [w.weight for w in desk.weighted]
    first = desk.reading.ranked[0].candidate.kind if desk.reading.ranked else ""
    return {
        "chance": desk.reading.chance,
        "share of the first": float(shares[0]),
        "share of the second": float(shares[1]) if len(shares) > 1 else 0.0,
        "spread": float(-(shares * np.log(shares + 1e-9)).sum()),
        "known": known_share(page, asked),
        "length": query.asking.length,
        "concepts": len(weights),
        "weight": sum(weights),
        "heaviest": max(weights, default=0.0),
        "official terms": len(official),
        "unknown terms": sum(not stands_anywhere(page, thing.ways) for thing in official),
        "figure asked": query.asks_figure,
        "weighs": query.weighs,
        "years": bool(query.years),
        "carried": query.goes_on,
        "switches": query.switches,
        "units": bool(query.units),
        "figures": len(query.figures),
        "quoted term lacks": lacks_quoted(desk),
        "whether": query.asking.whether,
        "time asked": query.asks_when,
        "counties": bool(query.scope.counties),
        "candidates": len(page.candidates) / 100,
        **_facts_of_standing(page, asked),
        **{f"kind {kind}": query.kind == kind for kind in get_args(Kind)},
        **{f"way {way}": share for way, share in query.ways.items()},
        **{f"first is {kind}": first == kind for kind in KINDS},
    }


def _facts_of_standing(page: Page, asked: Phrasing) -> Facts:
    """How much of what the question names stands anywhere in the plan, letter by letter and by meaning."""
    things = things_asked(asked)
    if not things:
        return dict.fromkeys(("standing", "least standing", "heaviest stands", "near", "least near"), 1.0)
    sums = sums_of([thing.words for thing in things])
    weights = lengths_of(sums)
    weights = weights / max(float(weights.sum()), 1e-6)
    stands = np.array([stands_anywhere(page, thing.ways) for thing in things], dtype=np.float32)
    nearest = [1.0 if stand else (page.words @ own).max() for own, stand in zip(unit_length(sums), stands, strict=True)]
    near = np.array(nearest, dtype=np.float32)
    telling = weights >= median(weights)
    return {
        "standing": float(weights @ stands),
        "least standing": float(stands[telling].min()),
        "heaviest stands": float(stands[weights.argmax()]),
        "near": float(weights @ near),
        "least near": float(near[telling].min()),
    }


def _facts_of_both(
    desk: Desk, meaning: Meaning, words: Sequence[Statement], reader: Sequence[Statement]
) -> dict[By, Facts]:
    """How what each half says meets the question; all 0 of one that says nothing."""
    of_words = _facts_of_said(desk, meaning, words) if words or not reader else {}
    of_reader = _facts_of_said(desk, meaning, reader) if reader else {}
    nothing = dict.fromkeys(of_reader or of_words, 0.0)
    return {"words": of_words if words else nothing, "reader": of_reader or nothing}


def _facts_of_said(desk: Desk, meaning: Meaning, said: Sequence[Statement]) -> Facts:
    """How what is said meets the question."""
    evidence = [e for s in said for e in s.evidence]
    text = simplified("".join(s.text.split("：", 1)[-1] for s in said))
    both = simplified("".join(dict.fromkeys(desk.index.clause(e.clause).title for e in evidence))) + text
    return {
        **_facts_of_text(desk, said, text, sum(len(e.quote) for e in evidence)),
        **_facts_of_rank(desk, evidence),
        **_facts_of_words(desk, text, both),
        **_facts_of_meaning(meaning, text, both),
        **doubts_of_said(desk, meaning, said, text, both),
    }


def _facts_of_text(desk: Desk, said: Sequence[Statement], text: str, quoted: int) -> Facts:
    given, asked = given_years(text), set(desk.query.years)
    return {
        "said": 1.0,
        "characters": float(np.log1p(len(text))),
        "statements": len(said),
        "quotes": sum(len(s.evidence) for s in said),
        "quoted": float(np.log1p(quoted)),
        "number": holds_number(text, ()),
        "number in the unit": holds_number(text, desk.query.units),
        "as asked": all(is_as_asked(desk, s) for s in said),
        "figures said": len(FIGURE.findall(text)),
        "rows": sum(len(s.targets) for s in said),
        "role": bool(HAS_PART.search(text)),
        "body": names_body(text),
        "time": names_time(text),
        "year clashes": bool(asked and given and not given & asked),
        "year met": bool(given & asked),
        "items": text.count("、"),
    }


def _facts_of_rank(desk: Desk, evidence: Sequence[Evidence]) -> Facts:
    """Where the reader ranks what is said."""
    ranked = desk.reading.ranked
    resting = (
        [(place, r) for place, r in enumerate(ranked) if any(rests_on(e, r) for e in evidence)] if evidence else []
    )
    first, said = (ranked[0].share, ranked[0].said) if ranked else (0.0, 0.0)
    share = max((r.share for _, r in resting), default=0.0)
    most_said = max((r.said for _, r in resting), default=0.0)
    suits = max((r.suits for _, r in resting), default=0.0)
    kind = resting[0][1].candidate.kind if resting else ""
    return {
        "share": share,
        "behind the first": float(np.log((share + 1e-4) / (first + 1e-4))),
        "rank": float(np.log1p(resting[0][0] if resting else _UNRANKED)),
        "most said": most_said,
        "said behind the first": most_said - said,
        "suits": suits,
        "suits behind the first": suits - (ranked[0].suits if ranked else 0.0),
        **{f"rests on {each}": kind == each for each in KINDS},
    }


def rests_on(evidence: Evidence, ranked: Ranked) -> bool:
    """Whether evidence is of a candidate."""
    candidate = ranked.candidate
    shared = min(evidence.end, candidate.end) - max(evidence.start, candidate.start)
    return shared > _SHARED * min(evidence.end - evidence.start, candidate.end - candidate.start)


def _facts_of_words(desk: Desk, text: str, both: str) -> Facts:
    """How the concepts of the question, and its official terms, are met letter by letter; ``both``: with the headings."""
    weights = np.array([w.weight for w in desk.weighted] or [1.0])
    met = np.array([covers(w.concept, text) for w in desk.weighted] or [0.0])
    met_both = np.array([covers(w.concept, both) for w in desk.weighted] or [0.0])
    return {
        "covered": float(weights @ met / weights.sum()),
        "covered with heading": float(weights @ met_both / weights.sum()),
        "core covered": float(met[weights.argmax()]),
        "core covered with heading": float(met_both[weights.argmax()]),
        "least covered": float(met_both[weights >= median(weights)].min()),
        "terms said": says_terms(desk.query.phrasing, both),
    }


def _facts_of_meaning(meaning: Meaning, text: str, both: str) -> Facts:
    (met, cosine), (met_both, cosine_both) = meaning.held_against(text), meaning.held_against(both)
    return {
        "words met": float(meaning.weights @ met),
        "words met with heading": float(meaning.weights @ met_both),
        "least word met": float(met.min(initial=1.0)),
        "least word met with heading": float(met_both.min(initial=1.0)),
        "cosine": cosine,
        "cosine with heading": cosine_both,
    }


def _overlap(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    return any(
        a.plan == b.plan and a.start < b.end and b.start < a.end
        for s in one
        for a in s.evidence
        for t in other
        for b in t.evidence
    )
