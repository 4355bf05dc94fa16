"""A thing that only one of several plans speaks of, asked without a place: that plan is meant, and one line says that the others do not."""

from collections.abc import Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.breadth import PLANS_SHOWN
from retrieval.answers.composition import Composition
from retrieval.answers.holdings import called
from retrieval.question.places import place_name
from retrieval.question.query import Query

#: More plans than this are not looked through for a name.
_MOST_PLANS = 20
#: … nor than this where nothing could be told of all of them.
_MOST_SEARCHED = 400


def of_only_one(index: Index, query: Query, composition: Composition) -> Query | None:
    """The query, bound to the only plan that has what is named, where no other has a figure for it; None for any other question."""
    plans = query.scope.plans
    if query.scope.reason != "all" or not 1 < len(plans) <= _MOST_PLANS or _asks_each(query) or query.parts:
        return None
    firm = [s for s in composition.statements if not s.nearest]
    names = (*query.asking.compounds, *_names(query))
    if not firm or not names:
        return None
    texts = {plan: "".join(index.plan_text(plan).split()) for plan in plans}
    whole = "".join(texts.values()).lower()
    if any(not any(way.lower() in whole for way in short.alternatives) for short in query.abbreviations):
        return None  # of 绿色数据中心PUE the one is written, and the other nowhere
    for name in names:
        having = tuple(plan for plan, text in texts.items() if name in text)
        if (
            len(having) == 1
            and any(s.plan in having for s in firm)
            and all(s.plan in having for s in firm if s.targets)
        ):
            return _bound_to(index, query, having[0], name)
    return None


def of_plan_naming(index: Index, query: Query) -> Query:
    """The query, bound to the only plan that has a name of it: 团洲垸搬了多少人. What stands in no other plan stands in one and the same.

    A name that a few plans have binds it to these, where no name stands in one alone.
    """
    plans = query.scope.plans
    if query.scope.reason != "all" or not 1 < len(plans) <= _MOST_SEARCHED or _asks_each(query):
        return query
    if any(part.scope != query.scope or _asks_each(part) for part in query.parts):
        return query  # 甲市……？ 哪个市最高
    texts = {plan: index.plan_text(plan) for plan in plans}
    having = {name: [plan for plan, text in texts.items() if name in text] for name in _names(query)}
    only = {found[0]: name for name, found in reversed(having.items()) if len(found) == 1}
    if len(only) == 1:
        (plan, name) = next(iter(only.items()))
        return _bound_to(index, query, plan, name)
    few = [(name, found) for name, found in having.items() if 1 < len(found) <= PLANS_SHOWN < len(plans)]
    return _bound_to_few(index, query, *few[0]) if len(few) == 1 and not only else query


def _names(query: Query) -> list[str]:
    """What a question names that has no other name."""
    named = (*query.concepts, *query.asking.names_in_part)
    return list(dict.fromkeys(c.words for c in named if len(c.alternatives) == 1))


def _bound_to(index: Index, query: Query, plan: str, name: str) -> Query:
    """The query of the one plan that has a name, which is said."""
    others, written = len(query.scope.plans) - 1, query.asking.as_written(name, index.plan_text(plan))
    note = f"只有{place_name(index.plan(plan))}的{called(index)}写到“{written}”，其余{others}份没有。"
    return _bound(query, (plan,), note)


def _bound(query: Query, plans: tuple[str, ...], note: str) -> Query:
    scope = replace(query.scope, plans=plans, reason="named", note=note)
    return replace(query, scope=scope, parts=tuple(replace(part, scope=scope) for part in query.parts))


def _bound_to_few(index: Index, query: Query, name: str, plans: Sequence[str]) -> Query:
    """The query of the few plans that have a name, which are said."""
    places = "、".join(place_name(index.plan(plan)) for plan in plans)
    note = f"写到“{name}”的有{len(plans)}份：{places}。"
    return _bound(query, tuple(plans), note)


def _asks_each(query: Query) -> bool:
    """Whether places are weighed, sought or filtered."""
    return query.compares or query.kind == "which" or query.asking.over_places
