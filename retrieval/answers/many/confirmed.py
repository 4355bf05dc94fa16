"""Whether a few of many plans, asked as they would be alone, give the very figures that their ledgers were found to give."""

from collections.abc import Callable
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.compose import compose
from retrieval.answers.many.figures import Figures
from retrieval.question.mentions import ways_to_say
from retrieval.question.query import Query

#: So many plans are asked alone: reading one takes some milliseconds.
_ASKED = 2


def are_confirmed(figures: Figures, check: Callable[[], None]) -> bool:
    """Whether most of the first few shown say their row where only they are asked: else the ledger has a figure of something else.

    Where places are sought that set a thing as a goal, its name has to stand in that of the indicator, which is told without reading.
    """
    query = figures.query
    if query.kind == "which" and not query.figures and not figures.bounds:
        ways = ways_to_say(query.asking.thing) if query.asking.thing else ()
        named = [any(way in one.term.target.indicator for way in ways) for one in figures.ordered]
        return 2 * sum(named) > len(named)
    few = list(figures.shown[:_ASKED]) or list(figures.ordered[:_ASKED])
    plans = tuple(one.term.plan for one in few)
    composition = compose(figures.index, of_plans(figures.index, figures.query, plans), check)
    said = [e for s in composition.statements if not s.nearest for e in s.evidence]
    given = [any(e.plan == one.term.plan and e.start <= one.term.target.start < e.end for e in said) for one in few]
    return 2 * sum(given) > len(given)


def of_plans(index: Index, query: Query, plans: tuple[str, ...]) -> Query:
    """The query asked of a few plans only, in the order of all."""
    meant = set(plans)
    ordered = tuple(card.id for card in index.plans if card.id in meant)
    return replace(query, scope=replace(query.scope, plans=ordered, note=""), ranked="")
