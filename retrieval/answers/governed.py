"""Figures asked for each county of a place (各县市区分别是多少), where the plan gives only that of the whole: which it is, and that no others are written."""

import re
from collections.abc import Callable
from dataclasses import replace

from corpus.plan import Clause
from retrieval.answers.choice import Choice
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import evidence_of
from retrieval.answers.whole import Stretch
from retrieval.question.governed import governed_in
from retrieval.question.query import Query
from retrieval.search.figures import part_of
from retrieval.search.wording import FIGURE, parts_of

#: What only names the figures for each county has so much of the question.
_NAMED = 0.5
_STOPS = "。；，"
_NUMBER = re.compile(r"^\d+[.．、]\s*")
_UNDER = re.compile("^(?:下[辖属面]|所辖|辖内)的?")
_EACH = re.compile("^(?:每一?个|各个?|所有|分|地|设)+")
#: What stands between those that a figure is given to and the figure.
_REACHES = r"(?:达到?|为|不[低高少]于|控制在|力争|平均)\s*\d"


def of_whole(query: Query) -> Query:
    """The query as asked of the whole place, where it asks one place for figures of each of its counties."""
    named = query.asking.governed
    kept = tuple(c for c in query.concepts if c.words not in named and not governed_in(c.words))
    asks = named and kept and len(query.scope.plans) == 1 and query.kind in ("number", "list", "fact", "measure")
    return replace(query, concepts=kept) if asks else query


def told_of_whole(desk: Desk, choice: Choice) -> Choice:
    """The choice; where it is a figure that is not of each county asked for, saying so, with what only names those figures."""
    named = desk.query.asking.governed
    figures = [s for s in choice.statements if s.targets or FIGURE.search(s.text)]
    if not named or len(desk.query.scope.plans) != 1 or not figures:
        return choice
    if any(part_of(row) for s in figures for row in s.targets):
        return choice  # each row is of a county
    if any(governed_in(e.quote) or _gives_to(named, e.quote) for s in figures for e in s.evidence):
        return choice
    if each := _best(desk, lambda part, clause: clause.kind == "clause" and bool(FIGURE.search(part))):
        return replace(choice, statements=(say_stretches(desk, [each]),))
    said = f"没有写{_UNDER.sub('', named)}分别是多少"
    listed = _best(desk, lambda _, clause: clause.kind not in ("clause", "preamble", "front"))
    if listed:
        unit, start, end = listed
        title = _NUMBER.sub("", unit.text[start:end].strip(_STOPS))
        note = f"只列有{title}的名称，没有写出其中的数"
        said = f"{said}，{note}"
    evidence = [evidence_of(desk.index, listed[0], listed[1], listed[2])] if listed else []
    place = f"{desk.region}："
    firsts = [
        replace(
            s,
            text=s.text.replace(place, f"{place}{said}；写到的是：", 1),
            evidence=(*s.evidence, *evidence),
            own_words=(*s.own_words, said),
        ).left_open()
        for s in figures[:1]
    ]
    return replace(choice, statements=(*firsts, *figures[1:]))


def _gives_to(named: str, quote: str) -> bool:
    """Whether a quote gives a figure to those asked for in words of its own: 县（区）达到90%以上, of 下面县."""
    sort = _EACH.sub("", _UNDER.sub("", named))[:1]
    return bool(sort) and bool(re.search(rf"(?<![全本该]){sort}[（(、\w）)]{{0,6}}?{_REACHES}", quote))


def _best(desk: Desk, suits: Callable[[str, Clause], bool]) -> Stretch | None:
    """The part of a sentence, of those that suit, that speaks of each county and has most of the question."""
    best: tuple[float, Stretch | None] = (_NAMED, None)
    for clause in desk.index.clauses(desk.plan):
        for unit in desk.index.units_of_clause(clause.id):
            for start, end in parts_of(unit.text):
                part = unit.text[start:end]
                share = desk.coverage(part) if governed_in(part) and suits(part, clause) else 0.0
                if share >= best[0] and (best[1] is None or share > best[0]):
                    best = (share, (unit, start, end))
    return best[1]
