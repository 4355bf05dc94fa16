"""A thing that only one of several plans speaks of, asked without a place: that plan is meant, and one line says that the others do not."""

from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.composition import Composition
from retrieval.answers.holdings import called
from retrieval.question.places import place_name
from retrieval.question.query import Query

#: More plans than this are not looked through for a name.
_MOST_PLANS = 20


def of_only_one(index: Index, query: Query, composition: Composition) -> Query | None:
    """The query, bound to the only plan that has what is named, where no other has a figure for it; None for any other question."""
    plans, scope = query.scope.plans, query.scope
    asks_each = query.compares or query.kind == "which" or query.asking.over_places
    if scope.reason != "all" or not 1 < len(plans) <= _MOST_PLANS or asks_each or query.parts:
        return None
    firm = [s for s in composition.statements if not s.nearest]
    if not firm or not query.asking.compounds:
        return None
    texts = {plan: "".join(index.plan_text(plan).split()) for plan in plans}
    whole = "".join(texts.values()).lower()
    if any(not any(way.lower() in whole for way in short.alternatives) for short in query.abbreviations):
        return None  # of 绿色数据中心PUE the one is written, and the other nowhere
    for name in query.asking.compounds:
        having = tuple(plan for plan, text in texts.items() if name in text)
        if (
            len(having) == 1
            and any(s.plan in having for s in firm)
            and all(s.plan in having for s in firm if s.targets)
        ):
            place, others = place_name(index.plan(having[0])), len(plans) - 1
            note = f"只有{place}的{called(index)}写到“{name}”，其余{others}份没有。"
            return replace(query, scope=replace(scope, plans=having, reason="named", note=note))
    return None
