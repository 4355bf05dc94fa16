"""Several things asked of one plan at once (A、B和C各是多少): each looked for by itself where no one place tells them all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.script import simplified
from retrieval.answers.absence import Absence
from retrieval.answers.choice import Choice
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.holdings import called
from retrieval.answers.statement import Statement
from retrieval.question.asked import asked_units
from retrieval.question.asking import Asking
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.topic import Concept, find_concepts
from retrieval.question.ways import ways_of
from retrieval.search.window import all_stand_in, weigh_concepts

_ASKS = "是多少"
#: What 各是什么 may be read as, of figures that are listed.
_OF_FIGURES = ("number", "fact", "definition", "measure")
_FEWEST = 2


def compose_each(desk: Desk, choice: Choice, choose: Callable[[Desk], Choice]) -> Choice:
    """What is chosen for all things together, or where that lacks one of them what is chosen for each, with those left open named."""
    parts = _each_of(desk.query)
    firm = _text_of(s for s in choice.statements if not s.nearest)
    if all(all_stand_in(part.concepts, firm) for part in parts):
        return choice
    chosen = [choose(lay_out(desk.index, part, desk.plan, weigh_concepts(desk.index, part))) for part in parts]
    told = {  # one that is only nearest, and has the thing by its name, stands beside the others
        s.text: replace(s, nearest=False)
        for part, each in zip(parts, chosen, strict=True)
        for s in each.statements
        if not s.nearest or all_stand_in(part.concepts, _text_of([s]))
    }
    together = {s.text: s for s in choice.statements if not s.nearest}
    if not told:
        return choice
    best = (
        choice
        if together and len(told) <= len(together)
        else Choice(tuple(told.values()), max(c.certainty for c in chosen), None)
    )
    said = together if best is choice else told
    missing = [part for part, each in zip(parts, chosen, strict=True) if not _is_told(part, each, said)]
    return replace(best, absence=_without(desk, missing)) if missing else best


def _is_told(part: Query, choice: Choice, told: Mapping[str, Statement]) -> bool:
    """Whether what is told answers one of the things: its own sentence, the nearest to it, or one of another thing that names it as well."""
    return any(s.text in told for s in choice.statements) or all_stand_in(part.concepts, _text_of(told.values()))


def _text_of(statements: Iterable[Statement]) -> str:
    return simplified("".join(s.text for s in statements))


def _each_of(query: Query) -> list[Query]:
    """A query for each thing listed; none where fewer than two are, or none of them names anything."""
    if query.kind not in _OF_FIGURES or len(query.scope.plans) != 1:
        return []
    names = query.things_listed
    concepts = [find_concepts(name) for name in names]
    if len(names) < _FEWEST or not any(concepts):
        return []
    known = (c or (Concept(name, (name,), 1.0),) for name, c in zip(names, concepts, strict=True))  # 一产, beside 三产
    return [_alone(query, f"{name}{_ASKS}", tuple(c)) for name, c in zip(names, known, strict=True)]


def _alone(query: Query, text: str, concepts: tuple[Concept, ...]) -> Query:
    """One of the things as if it were asked alone: of a rate a share is wanted, whatever stands beside it."""
    alone = replace(query, asking=Asking(text, text), kind="number", ways=ways_of(text), units=asked_units(text))
    return replace(alone, concepts=concepts, topical=text)


def _without(desk: Desk, missing: Sequence[Query]) -> Absence:
    """That a plan gives no figure of some of the things, by their names."""
    names = "、".join(f"“{part.topical.removesuffix(_ASKS)}”" for part in missing)
    text = f"{place_name(desk.index.plan(desk.plan))}：{called(desk.index)}没有给出{names}的数。"
    return Absence(desk.plan, None, "figure", part=desk.query, said=Statement(text, (), "", (text,)))
