"""What is said in doubt and is right all the same: where both halves are led to one place, or what is asked has its figure.

Where no figure is asked, what goes by words and rests on what the reader puts first is likelier to be near, and is said sooner, but
not firmly: on the documents held out (``python -m eval read``) that made 24 right answers firm, and 25 to questions that have none. Of a
figure that is asked neither tells right from wrong, as meaning finds some figure everywhere: there all that the question names decides.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.script import simplified
from index.keyword import tagged
from index.snapshot import Index
from index.vectors import unit_length
from retrieval.answers.attempt import Attempt, rests_on
from retrieval.answers.desk import Desk
from retrieval.answers.slots import is_in_unit
from retrieval.answers.statement import Statement
from retrieval.question.query import Query
from retrieval.question.years import WRITTEN_YEAR
from retrieval.reading.features import has_in_pieces, things_asked
from retrieval.reading.page import pairs_of
from retrieval.reading.terms import Term
from retrieval.reading.vectors import sums_of, words_of
from retrieval.search.figures import unit_of
from retrieval.search.ledger import GOAL_WORDS, SHARE_WORDS
from retrieval.search.wording import FIGURE, holds_number

#: Below this probability of a figure none is asked for; from the share on the reader has no second choice.
_NO_FIGURE, _ALONE = 0.2, 0.85
#: A noun of the question is met by a word so near to it.
_NEAR = 0.55
#: … or has this share of its pairs of signs: 办实事, 实事.
_IN_PART = 0.5
_PERCENT = ("%", "％")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def agrees(desk: Desk, best: Attempt) -> bool:
    """Whether an attempt in doubt is borne out by the other half, or, where a figure is asked, by all that the question names."""
    query, ranked = desk.query, desk.reading.ranked
    if not ranked or not best.statements:
        return False
    if len(query.scope.plans) > 1:  # beside other plans only a row says the same thing
        return all(s.targets for s in best.statements) and has_figure_asked(desk, best)
    if query.goes_on and not query.alone:
        return False  # 那总磷呢 puts another thing into the question before, which may be met without it
    if query.asking.yearly or (query.asking.whether and not query.asking.existence):
        return False  # 还能烧秸秆吗: what is said of it need not say yes or no
    if query.ways["number"] >= _NO_FIGURE or query.asks_when:
        return has_figure_asked(desk, best)
    evidence = [e for s in best.statements for e in s.evidence]
    if best.by == "words":
        return any(rests_on(e, ranked[0]) for e in evidence)
    return any(r.share >= _ALONE and rests_on(e, r) for e in evidence for r in ranked[:1])


def has_figure_asked(desk: Desk, best: Attempt) -> bool:
    """Whether a figure in the unit asked, the only one there or of a row of the ledger, is said of all that the question names."""
    said = best.statements
    if not desk.query.asks_figure or desk.query.claims:
        return False
    text = "".join(s.text.split("：", 1)[-1] for s in said)
    figure = desk.query.kind == "number" and holds_number(text, desk.query.units) and is_in_unit(desk, said)
    told = best.by == "words" or all(s.targets for s in said) or len(FIGURE.findall(WRITTEN_YEAR.sub("", text))) == 1
    return figure and told and _names_all(desk, said)


def _names_all(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether everything that the question names is met, in words or nearly.

    That it is a goal, a row of the ledger need not say, nor one in percent that it is a share.
    """
    text, rows = _said_with_titles(desk.index, said), [row for s in said for row in s.targets]
    unsaid = GOAL_WORDS if rows else frozenset[str]()
    unsaid |= SHARE_WORDS if rows and all(unit_of(row) in _PERCENT for row in rows) else frozenset()
    things = (t for t in things_asked(desk.query.phrasing) if t.words not in unsaid)
    named = [thing for thing in things if _is_named(thing)]
    return bool(named) and all(_is_met(thing, text) for thing in named)


def names_nothing_of(index: Index, query: Query, said: Sequence[Statement]) -> bool:
    """Whether what is said lacks most of the things that a question itself names, or an official one."""
    text = _said_with_titles(index, said)
    own = [thing for thing in things_asked(query.asking.phrasing) if _is_named(thing)]
    missing = [thing for thing in own if not _is_met(thing, _without_neighbours(thing, text))]
    return 2 * len(missing) > len(own) or any(thing.official for thing in missing)


def _said_with_titles(index: Index, said: Sequence[Statement]) -> str:
    titles = dict.fromkeys(index.clause(e.clause).title for s in said for e in s.evidence)
    return simplified("".join([*titles, *(s.text.split("：", 1)[-1] for s in said)])).lower()


def _is_named(thing: Term) -> bool:
    """Whether a thing is one: an official term or an everyday wording of one, or a noun of more than a sign (项, 座 only count)."""
    noun = len(thing.words) > 1 and bool(_CHINESE.search(thing.words)) and _is_noun(thing.words)
    return len(thing.ways) > 1 or thing.official or noun


@lru_cache(maxsize=256)
def _is_noun(word: str) -> bool:
    return any(kind.startswith(("n", "vn")) for _, kind in tagged(word))


def _without_neighbours(thing: Term, text: str) -> str:
    """The text without what a thing must not be taken for: 新能源汽车产量 does not tell of 汽车产量, and what stands beside it may."""
    for neighbour in thing.neighbours:
        text = text.replace(neighbour, " ")
    return text


def _is_met(thing: Term, text: str) -> bool:
    if any(way in text for way in thing.neighbours):
        return False
    if any(way in text or has_in_pieces(text, way) for way in thing.ways):
        return True
    pairs = pairs_of(thing.words)
    if len(thing.ways) > 1 or thing.official:
        return False
    if sum(pair in text for pair in pairs) >= _IN_PART * len(pairs):
        return True
    alike = unit_length(sums_of([thing.words])) @ unit_length(sums_of(words_of(text) or [""])).T
    return float(alike.max()) >= _NEAR
