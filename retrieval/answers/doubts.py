"""What speaks for and against that a plan answers, beside how well what is said meets the question: facts that the choice learns from."""

from collections.abc import Sequence

import numpy as np

from index.kept import Kept
from index.vectors import Vectors
from retrieval.answers.desk import Desk
from retrieval.answers.slots import lacks_rate
from retrieval.answers.statement import Statement
from retrieval.question.things import is_deed
from retrieval.question.ways import LIKELY
from retrieval.reading.features import stands_anywhere, stands_nearly, things_asked, weighed_words
from retrieval.reading.page import Page, open_page, pairs_of
from retrieval.reading.stretch import Meaning
from retrieval.reading.terms import Term
from retrieval.search.window import coverage, covers
from retrieval.search.wording import holds_number, parts_of

Facts = dict[str, float]
#: The texts of the plans used last, in lower case.
_LOWER: Kept[tuple[str, str], str] = Kept(32)


def doubts_of_question(desk: Desk) -> Facts:
    """What is asked beside a thing, and what of it stands nowhere in the plan."""
    query, page = desk.query, open_page(desk.index, desk.plan)
    asking, text = query.asking, _LOWER.get((desk.index.fingerprint, desk.plan), lambda _: _lower_text(desk))
    apart = [thing for thing in things_asked(query.phrasing) if thing.neighbours]
    missing = [thing for thing in apart if not stands_nearly(page, thing.ways)]
    weights = np.array([w.weight for w in desk.weighted] or [1.0])
    stands = np.array([any(way.lower() in text for way in w.concept.alternatives) for w in desk.weighted] or [True])
    best = max((coverage(desk.weighted, h.unit.text, h.unit.heading) for h in desk.hits), default=0.0)
    return {
        "verdict asked": asking.whether and not asking.existence and query.kind in ("measure", "fact"),
        "existence asked": asking.existence,
        "role asked": asking.asks_role,
        "several asked": asking.several(),
        "presupposes": asking.presupposes,
        "premise": asking.doubtful,
        "rate lacks": lacks_rate(desk),
        "things missing": len(missing),
        "neighbour stands": any(stands_anywhere(page, thing.neighbours) for thing in missing),
        "concepts standing": float(weights @ stands / weights.sum()),
        "heaviest concept stands": float(stands[weights.argmax()]),
        "best hit": best,
    }


def all_stand(desk: Desk) -> bool:
    """Whether all that is asked about stands in the plan in one of its ways, or nearly: of 虚拟电厂 a plan may have the 电厂 alone.

    What is done with a thing (运河修通了) plans say in words of their own.
    """
    page, concepts = open_page(desk.index, desk.plan), desk.query.concepts
    begins = {c.words for c in concepts if any(desk.query.asking.says(c.words + o.words) for o in concepts)}
    things = (c for c in concepts if c.words in begins or not is_deed(c.words))
    return all(stands_nearly(page, concept.alternatives) for concept in things)


def is_of_thing_before(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether a figure is asked for of another thing than the turn before (公交呢), and neither what is said nor its title names anything of that."""
    query = desk.query
    own = [c for c in query.concepts if query.goes_on and query.asking.says(c.words)]
    titles = {desk.index.clause(e.clause).title for s in said for e in s.evidence}
    text = "".join((*(s.text for s in said), *titles))
    of_figure = query.kind == "number" or query.ways["number"] >= LIKELY
    return of_figure and bool(own) and bool(text) and not any(covers(c, text) for c in own)


def _lower_text(desk: Desk) -> str:
    return desk.index.plan_text(desk.plan).lower()


def doubts_of_said(desk: Desk, meaning: Meaning, said: Sequence[Statement], text: str, both: str) -> Facts:
    """What is said beside the thing that is asked: a neighbour of it, a figure of another indicator."""
    query, page = desk.query, open_page(desk.index, desk.plan)
    things = things_asked(query.phrasing)
    figures = [text[a:b] for a, b in parts_of(text) if holds_number(text[a:b], query.units)]
    names = [row.indicator for s in said for row in s.targets]
    asked = pairs_of(" ".join((*(way for thing in things for way in thing.ways), *weighed_words(query.phrasing)[0])))
    met = meaning.met(both)
    rare = meaning.weights * _rarities(page, desk)
    near = max((coverage(desk.weighted, part) for part in figures), default=0.0)
    return {
        "neighbour instead": any(_stands_instead(thing, both.lower()) for thing in things),
        "figure near": near,
        "figure's words met": max((float(meaning.weights @ meaning.met(part)) for part in figures), default=0.0),
        "name met": max((len(pairs_of(n) & asked) / max(1, len(pairs_of(n))) for n in names), default=0.0),
        "heaviest word met": float(met[int(np.argmax(meaning.weights))]) if len(met) else 1.0,
        "rarest word met": float(met[int(np.argmax(rare))]) if len(met) else 1.0,
        "rare words met": float(rare @ met / max(1e-6, float(rare.sum()))) if len(met) else 1.0,
        "exact": all(s.targets or s.items for s in said),
        "context": float(sum(len(e.context) for s in said for e in s.evidence)),
    }


def _rarities(page: Page, desk: Desk) -> Vectors:
    """How rare each word of the question is in the plan (0..1), 1 where it has it nowhere."""
    words, _ = weighed_words(desk.query.phrasing)
    return np.array([page.rarity[page.vocabulary[w]] if w in page.vocabulary else 1.0 for w in words], np.float32)


def _stands_instead(thing: Term, text: str) -> bool:
    """Whether a neighbour of a thing stands in a text, and the thing does not."""
    return any(n in text for n in thing.neighbours) and not any(way in text for way in thing.ways)
