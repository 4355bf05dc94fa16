"""The last answer told in another way: shorter, longer, as a table or a list, with where it stands. What it says stays what it was."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.sentences import STOPS
from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.inline import list_told
from retrieval.answers.statement import Evidence, Statement, evidence_of, sentence_of
from retrieval.answers.writing import Draft
from retrieval.question.acts import Act
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import say_target

#: What an answer at length may have in all, and of each of several plans at least.
_MOST_CHARACTERS, _FEWEST_CHARACTERS = 600, 200
_NO_MORE = "这一条没有更多的内容了，可以换一个方面接着问。"
_DOUBTED = "上面的回答依据的是以下原文，请核对："
_ELSEWHERE = "如果要问的是别的地方或别的指标，请说出名称，我再查。"
#: Bars are drawn by the page, of a table with two figures or more; the answer itself is words and a table on every channel.
_DRAWN = "列成表如下，网页上另画成柱状图。"
_NO_PICTURE = "没有几个可比的数，画不成图，列成表如下。"
_NO_PICTURE_OF_NOTHING = "没有数可以画成图。"
_NO_TRANSLATION = "不用对话模型时不能翻译，下面是中文原文。"
_NO_TRANSLATION_ENGLISH = "I cannot translate without a chat model. This is the Chinese original:"


def retell(index: Index, query: Query, draft: Draft) -> Draft:
    """The draft told as the query's act wishes, of a list only the items asked for; one that has nothing to tell stays as it is."""
    draft = _nth(index, query, draft) if query.nth else draft
    if query.act == "translate":
        note = _NO_TRANSLATION_ENGLISH if query.wish_in_english else _NO_TRANSLATION
        return replace(draft, notes=(note, *draft.notes))
    if query.act == "draw":
        draft = replace(draft, notes=(_drawing_of(draft), *draft.notes))
    if query.act == "source" and query.wishes_words:
        draft = replace(draft, statements=tuple(_in_whole(index, s) for s in draft.statements))
    return _WAYS[query.act](index, draft) if query.act in _WAYS and draft.statements else draft


def _drawing_of(draft: Draft) -> str:
    """What becomes of the wish for a picture."""
    if not draft.statements:
        return _NO_PICTURE_OF_NOTHING
    figures = {row.plan for statement in draft.statements for row in statement.targets if row.value is not None}
    return _DRAWN if len(figures) > 1 else _NO_PICTURE


def _nth(index: Index, query: Query, draft: Draft) -> Draft:
    """What stands at the places asked for of the list told, or of the one that runs on in a sentence."""
    told, items = list_told(query, draft.statements, least=max(query.nth) - 1)
    if told is None:
        return draft
    if not 0 < min(query.nth) <= max(query.nth) <= len(items):
        return _no_more(index, draft, told, len(items))
    quotes, each = told.evidence, len(told.evidence) == len(items) and told.items == items
    own = tuple(f"第{number}个是" for number in query.nth)
    proof: dict[Evidence, None] = {}
    for number in query.nth:
        naming = tuple(quote for quote in quotes if items[number - 1] in quote.quote)[:1]
        proof |= dict.fromkeys((quotes[number - 1],) if each else naming or quotes)
    said = "；".join(f"{words}{items[number - 1]}" for words, number in zip(own, query.nth, strict=True))
    place = place_name(index.plan(told.plan))
    only = replace(told, text=f"{place}：{said}。", evidence=tuple(proof), own_words=own, items=())
    return replace(draft, statements=(only,), absences=(), closing="", band=draft.band if told.nearest else "sure")


def _no_more(index: Index, draft: Draft, told: Statement, count: int) -> Draft:
    """That a list of so many items has none at the place asked for."""
    said = f"列出的共{count}项，没有再多的了。"
    text = f"{place_name(index.plan(told.plan))}：{said}"
    only = replace(told, text=text, evidence=told.evidence[-1:], own_words=(said,), items=(), targets=()).left_open()
    return replace(draft, statements=(only,), absences=(), closing="")


def _in_whole(index: Index, statement: Statement) -> Statement:
    """The statement standing on the whole sentences that it quotes from."""
    units = [(e, sentence_of(index, e)) for e in statement.evidence]
    return replace(statement, evidence=tuple(evidence_of(index, unit) if unit else e for e, unit in units))


def _source(index: Index, draft: Draft) -> Draft:
    """The clause of everything told, by title and address, with its words."""
    clauses: dict[str, dict[Evidence, None]] = {}
    for evidence in (e for s in draft.statements for e in s.evidence):
        clauses.setdefault(evidence.clause, {})[evidence] = None
    sources = tuple(_sourced(index, tuple(quotes)) for quotes in clauses.values())
    return replace(draft, statements=sources, absences=(), closing="")


def _sourced(index: Index, quotes: tuple[Evidence, ...]) -> Statement:
    """What is quoted from one clause, with its title and address."""
    plan, clause = quotes[0].plan, index.clause(quotes[0].clause)
    heading = f"“{clause.title}”" if clause.title and clause.title != quotes[0].quote else ""
    place = f"《{index.plan(plan).title}》{clause.address}{heading}"
    said = "".join(f"“{evidence.quote}”" for evidence in quotes)
    return Statement(f"{place}：{said}", quotes, plan, (place,))


def _doubt(index: Index, draft: Draft) -> Draft:
    return replace(_source(index, draft), notes=(_DOUBTED,), closing=_ELSEWHERE)


def _shorter(index: Index, draft: Draft) -> Draft:
    """The result computed, where there is one; else the first sentence of each plan."""
    if not draft.statements[0].plan:
        return replace(draft, statements=draft.statements[:1], absences=(), closing="")
    firsts = {s.plan: s for s in reversed(draft.statements)}
    said = tuple(_first_sentence(index, s) for s in draft.statements if firsts.get(s.plan) is s)
    return replace(draft, statements=said, closing="")


def _first_sentence(index: Index, statement: Statement) -> Statement:
    """A statement that quotes several sentences, cut to the first of them."""
    first = statement.evidence[0].quote
    told = _without_place(index, statement)
    if len(statement.evidence) < 2 or not told.startswith(first):
        return statement
    return _said(index, statement, [(first, statement.evidence[0])])


def _longer(index: Index, draft: Draft) -> Draft:
    """With each statement the sentences around it in its clause."""
    told = [s for s in draft.statements if s.plan]
    room = max(_FEWEST_CHARACTERS, _MOST_CHARACTERS // max(1, len(told)))
    longer = [_at_length(index, s, room) for s in told]
    more = sum(len(s.text) for s in longer) > sum(len(s.text) for s in told)
    computed = tuple(s for s in draft.statements if not s.plan)
    if not more:
        return replace(draft, closing=_NO_MORE)
    return replace(draft, statements=(*computed, *longer), closing="")


def _at_length(index: Index, statement: Statement, room: int) -> Statement:
    """The sentences told, with those that follow them in the clause, then those before, as many as fit, in text order."""
    first = statement.evidence[0]
    sentences = [u for u in index.units_of_clause(first.clause) if u.kind == "sentence"]
    told = [u for u in sentences if any(_overlap(index, u, e) for e in statement.evidence)]
    if not told:
        return statement
    chosen, size = list(told), sum(len(u.text) for u in told)
    at = sentences.index(told[-1])
    for unit in [*sentences[at + 1 :], *sentences[:at]]:
        if unit not in chosen and size + len(unit.text) <= room:
            chosen.append(unit)
            size += len(unit.text)
    ordered = sorted(chosen, key=lambda u: u.start)
    if len(ordered) == len(told) and sum(len(e.quote) for e in statement.evidence) >= size:
        return statement
    return _said(index, statement, [(u.text, evidence_of(index, u)) for u in ordered])


def _overlap(index: Index, unit: Unit, evidence: Evidence) -> bool:
    start, end = index.raw_span(unit, 0, len(unit.text))
    return start < evidence.end and evidence.start < end


def _said(index: Index, statement: Statement, quotes: Sequence[tuple[str, Evidence]]) -> Statement:
    """The statement with only these quotes, in whole sentences."""
    words = "".join(q if q[-1:] in STOPS else f"{q}。" for q, _ in quotes)
    text = f"{place_name(index.plan(statement.plan))}：{words}"
    return replace(statement, text=text, evidence=tuple(e for _, e in quotes), own_words=(), targets=())


def _without_place(index: Index, statement: Statement) -> str:
    return statement.text.removeprefix(f"{place_name(index.plan(statement.plan))}：") if statement.plan else ""


def _listed(index: Index, draft: Draft) -> Draft:
    """Item by item: of a list its titles, of figures each, else each quote."""
    several = len({s.plan for s in draft.statements}) > 1
    items = []
    for statement in draft.statements:
        for words, evidence, own in _items_of(statement) if statement.plan else ():
            place = f"{place_name(index.plan(statement.plan))}：" if several else ""
            items.append(Statement(f"{place}{words}", evidence, statement.plan, own, nearest=statement.nearest))
    computed = tuple(s for s in draft.statements if not s.plan)
    return replace(draft, statements=(*computed, *items), closing="")


def _items_of(statement: Statement) -> Iterator[tuple[str, tuple[Evidence, ...], tuple[str, ...]]]:
    """(words, evidence, words of ours) of each item of a statement."""
    if statement.items and len(statement.items) <= len(statement.evidence):
        for number, (title, evidence) in enumerate(zip(statement.items, statement.evidence, strict=False), 1):
            yield f"第{number}项：{title}", (evidence,), (f"第{number}项：",)
    elif statement.targets:
        for row in statement.targets:
            proof = tuple(e for e in statement.evidence if e.start <= row.start and row.end <= e.end)
            yield say_target(row), proof or statement.evidence, ()
    elif len(statement.evidence) > 1:
        for evidence in statement.evidence:
            yield evidence.quote, (evidence,), ()
    else:
        yield re.sub(r"^[^：]{1,20}：", "", statement.text), statement.evidence, statement.own_words


def _tabled(index: Index, draft: Draft) -> Draft:  # noqa: ARG001
    return replace(draft, tabled=True, closing="")


_WAYS: dict[Act, Callable[[Index, Draft], Draft]] = {
    "source": _source,
    "doubt": _doubt,
    "shorter": _shorter,
    "longer": _longer,
    "list": _listed,
    "table": _tabled,
    "draw": _tabled,
}
