"""Places that things hold among others: what is at the one asked for (哪些指标居中部第一), and a place taken for granted that the plan does not give."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import Statement
from retrieval.answers.whole import Stretch
from retrieval.question.query import Query
from retrieval.question.standing import Standing, standings_in
from retrieval.question.topic import Concept
from retrieval.search.window import weigh_concepts
from retrieval.search.wording import parts_of

#: So many are listed at most; so much of what is asked a sentence says that is about it, or so sure the reader is of it.
_MOST, _ABOUT, _SURE = 12, 0.6, 0.5
_OF_EACH = "均|都|分别|双双"
#: What several parts before name is at the place told; and a part that begins so tells that of what the one before names.
_OF_ALL = re.compile(_OF_EACH)
_OF_BEFORE = re.compile(rf"^(?:{_OF_EACH}|稳|跃|总数|总量|连续\d+年)*(?:居|位居|位列|排|升至|保持|蝉联)")


def of_place_told(index: Index, query: Query) -> Query:
    """The query of the one plan whose place among all is asked for (排第几), where that plan tells the place itself; else the query as it is."""
    if not query.ranked or not query.concepts:
        return query
    alone = replace(query, scope=replace(query.scope, plans=(query.ranked,)), ranked="")
    desk = lay_out(index, alone, query.ranked, weigh_concepts(index, alone))
    told = any(any(True for _ in standings_in(unit.text)) for unit in _about(desk))
    return alone if told else query


def _about(desk: Desk) -> list[Unit]:
    """The sentences that say most of what is asked."""
    return [unit for unit, _ in desk.candidates() if desk.coverage(unit.text) >= _ABOUT]


def compose_standing(desk: Desk) -> list[Statement]:
    """What stands at the place that a question asks for, one item each; empty where it asks for none, or nothing does."""
    asked = desk.query.asking.standing_sought
    if asked is None or desk.query.asking.over_places:
        return []
    said = [say_stretches(desk, [stretch]) for stretch in _standing_at(desk, asked)]
    texts = dict.fromkeys(statement.text for statement in said)
    once = {s.text: s for s in said if not any(_words(s.text) in other for other in texts if other != s.text)}
    return list(once.values())[:_MOST]


def _words(text: str) -> str:
    """What a statement says of its place."""
    return text.split("：", 1)[-1].rstrip("。")


def _standing_at(desk: Desk, asked: Standing) -> Iterator[Stretch]:
    """The stretches that tell what holds a place, in the order of the plan."""
    for unit in desk.index.sentences_of_plan(desk.plan):
        spans = (_span_of(unit, s) for s in standings_in(unit.text) if s.is_that_of(asked))
        yield from ((unit, start, end) for start, end in dict.fromkeys(spans))


def _span_of(unit: Unit, standing: Standing) -> tuple[int, int]:
    """The part of a sentence that tells a place, with the one before where that names what holds it."""
    parts = parts_of(unit.text)
    at = next(n for n, (start, end) in enumerate(parts) if start <= standing.start < end)
    first = at - 1 if at and _OF_BEFORE.match(unit.text[parts[at][0] :]) else at
    return parts[first][0], parts[at][1]


def correct_standing(desk: Desk) -> list[Statement]:
    """What the plan says of a thing instead of the place that a question takes for granted; empty where it gives that place, or says nothing of it."""
    query = desk.query
    claimed = query.asking.standing_claimed
    if claimed is None:
        return []
    things = tuple(c for c in query.concepts if c.words not in claimed.words and claimed.among not in c.words)
    of_things = replace(query, concepts=things)
    asked = replace(desk, query=of_things, weighted=weigh_concepts(desk.index, of_things))
    about = _about(asked) if things else []
    first = (each.candidate.unit for each in asked.reading.ranked[:1] if each.share >= _SURE)
    about = about or [desk.index.unit(row) for row in first if row >= 0]
    given = [(unit, standing) for unit in about for standing in standings_in(unit.text)]
    of_it = [found for found in given if _says(things, _holders(*found))]
    if not given or any(standing.is_that_of(claimed) for _, standing in of_it):
        return []
    if of_it:
        unit, standing = max(of_it, key=lambda found: asked.coverage(_part_of(*found)))
        stretch = (unit, *_span_of(unit, standing))
    else:  # only other things of the sentence have a place
        unit = given[0][0]
        stretch = (unit, *max(parts_of(unit.text), key=lambda part: asked.coverage(unit.text[slice(*part)])))
    said = say_stretches(desk, [stretch])
    words = said.text.split("：", 1)[-1]
    denial = f"没有写“{claimed.words}”，写的是："
    return [replace(said, text=f"{desk.region}：{denial}{words}", own_words=(*said.own_words, denial), denies=True)]


def _says(things: Sequence[Concept], text: str) -> bool:
    """Whether a text has any of some things, in one of its ways."""
    return any(way in text for c in things for way in (c.words, *c.alternatives))


def _holders(unit: Unit, standing: Standing) -> str:
    """The words that may name what holds a place: of 产量均居全国第2位 all that stands before."""
    start, end = _span_of(unit, standing)
    return unit.text[0 if _OF_ALL.search(unit.text[start:end]) else start : end]


def _part_of(unit: Unit, standing: Standing) -> str:
    """The words of a sentence that tell a place."""
    start, end = _span_of(unit, standing)
    return unit.text[start:end]
