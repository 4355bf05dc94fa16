"""Places that the corpus has no plan of: those that no plan speaks of, and the country or the province, of which plans quote a figure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.holdings import called, holdings
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.unwritten import plans_of_person, unwritten
from retrieval.answers.writing import Draft, draft_unknown_place
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.question.strangers import is_governed
from retrieval.search.window import core_of, covers, weigh_concepts
from retrieval.search.wording import holds_number, parts_of

#: From this probability on a question may be about something else.
_PERHAPS = 0.15
#: More plans than this are not looked through for a name.
_MOST_PLANS = 20
_QUOTED = "有方案引用了{word}的："
#: How plans speak of the country and of their province.
_SAID = {"全国": "全国", "我国": "全国|我国", "国家": "全国|国家", "全省": "全省|省"}


def draft_unwritten(index: Index, query: Query) -> Draft | None:
    """The answer to a question for a telephone number or the name of a person that no plan in scope writes; None for any other."""
    parts = query.parts or (query,)
    if len(query.scope.plans) > _MOST_PLANS or not all(unwritten(index, part) for part in parts):
        return None
    missing = dict.fromkeys(name for part in parts for name in unwritten(index, part))
    naming = dict.fromkeys(plan for part in parts for plan in plans_of_person(index, part))
    titles = "".join(f"《{index.plan(plan).title}》" for plan in naming)
    where = f"写到这个人的是{titles}。" if naming else ""
    return Draft(notes=(f"{called(index)}里没有写{'和'.join(missing)}。{where}",), status="not_found")


def asks_of_another_world(index: Index, query: Query) -> bool:
    """Whether a question without a place names things of which no plan in scope has a word, and may well be about something else."""
    if query.scope.reason not in ("all", "conversation") or len(query.scope.plans) > _MOST_PLANS:
        return False
    own = [c for c in query.concepts if query.asking.says(c.words)]
    if not own or query.ways["offtopic"] < _PERHAPS:
        return False
    texts = [index.plan_text(plan) for plan in query.scope.plans]
    return not any(way in text for c in own for way in c.alternatives for text in texts)


def of_part(index: Index, query: Query) -> Query:
    """The query, bound to a part of its place that it names (甲市青山镇): whatever answers must name that too, as with a county."""
    if query.scope.counties or not query.scope.plans or len(query.scope.plans) > _MOST_PLANS:
        return query
    texts = {plan: index.plan_text(plan) for plan in query.scope.plans}
    if query.scope.reason == "named":
        starts = {start for start, _ in query.scope.spans}
        ends = [end for _, end in query.scope.spans if end not in starts]
        adjacent = tuple(filter(None, (query.asking.part_behind(end) for end in ends)))
        parts = adjacent or tuple(_listed(query.asking.counties, texts.values()))
    elif query.scope.reason in ("all", "conversation"):
        names = (name for name in query.asking.strange_places if is_governed(name))
        parts = tuple(name for name in names if any(name in text for text in texts.values()))
        texts = {plan: text for plan, text in texts.items() if any(part in text for part in parts)}
    else:
        return query
    if not parts:
        return query
    scope = replace(query.scope, plans=tuple(texts), reason="county", counties=parts)
    return replace(query, scope=scope, parts=tuple(replace(part, scope=scope) for part in query.parts))


def _listed(names: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """The names of counties and towns, known to no list of places, that a plan lists."""
    whole = "\n".join(texts)
    for name in names:
        if re.search(rf"(?:^|[、，。：；（\s中]){name}(?=[、，。：；）\d\s和承分])", whole):
            yield name


def draft_elsewhere(index: Index, query: Query) -> Draft | None:
    """The answer to a question of a place without a plan that no list of places gave away; None where the question is of none."""
    if query.scope.reason not in ("all", "conversation") or len(query.scope.plans) > _MOST_PLANS:
        return None
    texts = [
        *map(index.plan_text, query.scope.plans),
        *query.asking.quoted,
    ]  # a place in the name of what is quoted is none
    unknown = tuple(p for p in query.asking.strange_places if not any(p in text for text in texts))
    if unknown:
        return draft_unknown_place(
            index, replace(query, scope=replace(query.scope, unknown=unknown, plans=(), nearby=()))
        )
    wider = query.asking.beyond
    if wider is None or any(wider.is_name_in(text) for text in texts):
        return None
    return _draft_wider(index, query, wider.word)


def _draft_wider(index: Index, query: Query, word: str) -> Draft:
    """Says that the plans are those of cities, and what any of them quotes of the country or the province."""
    statements = tuple(_quoted(index, query, word))
    noun = called(index)
    note = f"资料收的是各地的{noun}，没有{word}的{noun}。{holdings(index)}"
    if not statements:
        return Draft(notes=(note,), status="not_found")
    return Draft(statements, notes=(note, _QUOTED.format(word=word)), status="partial")


def _quoted(index: Index, query: Query, word: str) -> Iterator[Statement]:
    """Of each plan the first sentence that gives a figure of the thing asked, said of the country or the province."""
    core = core_of(weigh_concepts(index, query))
    said = re.compile(_SAID.get(word, word))
    if core is None:
        return
    for plan in (card.id for card in index.current):
        for unit in (u for clause in index.clauses(plan) for u in index.units_of_clause(clause.id)):
            found = unit.kind == "sentence" and covers(core.concept, unit.text) == 1.0 and _part(unit, said)
            if found:
                start, end = found
                words = f"{place_name(index.plan(plan))}：{unit.text[start:end].rstrip('。；，')}。"
                yield Statement(words, (evidence_of(index, unit, start, end),), plan)
                break


def _part(unit: Unit, said: re.Pattern[str]) -> tuple[int, int] | None:
    """The part of a sentence that speaks so and holds a figure."""
    parts = ((a, b) for a, b in parts_of(unit.text) if said.search(unit.text, a, b))
    return next(((a, b) for a, b in parts if holds_number(unit.text[a:b], ())), None)
