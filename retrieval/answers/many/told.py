"""A thing that many plans write of: how many, in which provinces, and what a few of them say of it."""

import re
from collections.abc import Mapping, Sequence

from index.snapshot import Index
from retrieval.answers.holdings import called
from retrieval.answers.many.duties import duties_of_few, say_leads
from retrieval.answers.many.mentions import Mentions, mentions_of
from retrieval.answers.many.provinces import plans_by_province
from retrieval.answers.many.saying import desk_of
from retrieval.answers.sentences import say_sentence
from retrieval.answers.sheet import Cell, Sheet
from retrieval.answers.statement import Statement
from retrieval.answers.writing import Draft
from retrieval.question.places import place_name
from retrieval.question.query import Query

#: So many plans are told for an example, each of another province where there are several.
_EXAMPLES = 5
#: A sentence that is told as an example is cut to so many.
_MOST_CHARACTERS = 160
#: What explains a term.
_EXPLAINS = re.compile("是指|指的是|简称|统称")
#: Of the places of a province so many are named.
_NAMED = 8
_ASK_ON = "要看哪个省、哪个市的，可以接着问。"


def draft_told(index: Index, query: Query) -> Draft | None:
    """How many plans write of the thing asked, province by province, with examples; None where nothing can be looked for."""
    mentions = mentions_of(index, query)
    if mentions is None:
        return None
    plans = query.scope.plans
    if not mentions.units:
        return _of_none(index, mentions, len(plans))
    counted = f"{len(plans)}份{called(index)}中，{_said(mentions)}有{'' if mentions.whole else '至少'}{len(mentions.units)}份。"
    lines = [Statement(counted, own_words=(counted,))]
    if query.kind == "duty":
        lines += say_leads(index, mentions)
    examples = _examples(index, query, mentions)
    sheets = _provinces(index, query, mentions)
    note = tuple(filter(None, (query.scope.note,)))
    closing = f"上面举了{len(examples)}份为例。{_ASK_ON}" if examples else _ASK_ON
    return Draft((*lines, *examples), notes=note, closing=closing, certainty=1.0, band="sure", sheets=sheets)


def _said(mentions: Mentions) -> str:
    return f"写到“{mentions.thing}”的" if mentions.verbatim else f"在一句里写到“{mentions.thing}”各词的"


def _of_none(index: Index, mentions: Mentions, plans: int) -> Draft:
    """That no plan has the words: another way of saying it is found plan by plan only."""
    said = f"{plans}份{called(index)}全部检索，没有一份写有“{mentions.thing}”这几个字。"
    line = Statement(said, own_words=(said,))
    closing = "换一种说法再问，或说出是哪个地方，我在那一份里逐句找意思相近的。"
    return Draft(absences=(line,), closing=closing, band="declined")


def _examples(index: Index, query: Query, mentions: Mentions) -> list[Statement]:
    """What a few of the plans say of the thing, the one that search finds best first of each province."""
    terms = [(c.words, c.weight) for c in query.concepts] or [(mentions.thing, 1.0)]
    found = [index.unit(row) for row, _ in index.search_units(terms, None, 20 * _EXAMPLES)]
    ranked, rows = dict.fromkeys(unit.plan for unit in found), {unit.id: at for at, unit in enumerate(found)}
    order = [*(plan for plan in ranked if plan in mentions.units), *mentions.units]
    firsts = {index.plan(plan).province or plan: plan for plan in reversed(order)}
    chosen = list(dict.fromkeys([*(plan for plan in order if plan in firsts.values()), *order]))[:_EXAMPLES]
    if query.kind == "duty":
        return duties_of_few(index, query, mentions, chosen)
    return [_sentence(index, query, mentions, plan, rows) for plan in chosen]


def _sentence(index: Index, query: Query, mentions: Mentions, plan: str, rows: Mapping[str, int]) -> Statement:
    """The sentence of a plan that writes of the thing and that search finds best, where it finds one; of a term the one that explains it."""
    found = mentions.of_plan(index, plan)
    units = [unit for unit in found if unit.kind == "sentence"] or found
    units = sorted(units, key=lambda unit: rows.get(unit.id, len(rows)))
    if query.kind == "definition":
        units = sorted(units, key=lambda unit: not _EXPLAINS.search(unit.text))
    return say_sentence(desk_of(index, query, plan), units[0], (mentions.thing,), _MOST_CHARACTERS)


def _provinces(index: Index, query: Query, mentions: Mentions) -> tuple[Sheet, ...]:
    """How many plans of each province write of it, and which."""
    rows = []
    for province, plans in plans_by_province(index, query.scope.plans).items():
        having = [plan for plan in plans if plan in mentions.units]
        rows.append((Cell(province), Cell(f"{len(having)}/{len(plans)}"), Cell(named_first(index, having, _NAMED))))
    return (Sheet(("省份", "写到的/份数", "哪些"), tuple(rows)),) if rows else ()


def named_first(index: Index, plans: Sequence[str], many: int) -> str:
    """The first places of some plans: 甲市、乙市等12个."""
    more = f"等{len(plans)}个" if len(plans) > many else ""
    return "、".join(place_name(index.plan(plan)) for plan in plans[:many]) + more or "—"
