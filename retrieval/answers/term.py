"""A term whose meaning is asked: what explains it, or that the plan uses it and does not say what it means."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.headings import chinese_number
from corpus.plan import Clause
from index.passage import Unit
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.paragraph import RUN_IN
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.whole import whole_span
from retrieval.question.mentions import units_mentioning, ways_to_say
from retrieval.question.query import Query
from retrieval.reading.features import stands_nearly
from retrieval.reading.page import open_page
from retrieval.search.wording import parts_of

#: From this probability on it is asked what a term means.
_ASKED = 0.5
#: So many places where it is used are shown.
_MOST_SHOWN = 2
#: A term that counts things: 三张牌, 四大体系; what it counts has so many characters before it where it is named.
_COUNTING = re.compile(r"(?P<number>[二两三四五六七八九十]|\d)[大个张项类种条]?(?P<noun>[\u4e00-\u9fff]{1,4})")
_SHORTEST = 2
_OPEN, _CLOSE = '[“"（(]?', '[”"]?'


def term_asked(query: Query) -> str:
    """The term in quotation marks whose meaning a question asks for; empty where it asks for none, or for several."""
    terms = query.asking.quoted
    asks = query.kind == "definition" and query.ways["definition"] >= _ASKED
    return terms[0] if asks and len(terms) == 1 else ""


def units_with(desk: Desk, term: str) -> list[Unit]:
    """The sentences of the plan that use a term."""
    return [u for u in units_mentioning(desk.index, desk.plan, ways_to_say(term)) if u.kind == "sentence"]


def stands(desk: Desk, term: str) -> bool:
    """Whether the plan has a term somewhere in one of its ways, or nearly, its titles included."""
    return stands_nearly(open_page(desk.index, desk.plan), ways_to_say(term))


def is_explained(desk: Desk, term: str, using: Sequence[Unit]) -> bool:
    """Whether the plan says what a term means: in so many words, by what is listed before or behind it, or below a heading that has it."""
    if any(term in clause.title for clause in desk.index.clauses(desk.plan)):
        return True
    word = re.escape(term)
    says = re.compile(
        rf"(?:简称|统称|称为?|叫做?)[为：]?{_OPEN}{word}|{word}{_CLOSE}[\u4e00-\u9fff]{{0,6}}(?:是指|指的是|指(?!导|标|定|引|挥|数)|即|包括|是[\u4e00-\u9fff])"
        rf"|{word}{_CLOSE}[\u4e00-\u9fff]{{0,6}}[（(：]|{word}{_CLOSE}[\u4e00-\u9fff]{{0,4}}，[^，。；]*、|、[^，。；、]{{1,40}}{_OPEN}{word}"
    )
    return any(says.search(unit.text) or _announces(unit) for unit in using)


def _announces(unit: Unit) -> bool:
    """Whether a sentence is a heading that runs on into what explains it."""
    return len(unit.text) <= RUN_IN and "，" not in unit.text


def say_counted(desk: Desk, term: str) -> Statement | None:
    """The titles side by side that name one each of what a term counts (三张牌: ……能源牌, ……食品牌, ……), where they are as many; else None."""
    counting = _COUNTING.fullmatch(term)
    if not counting:
        return None
    number, noun = chinese_number(counting["number"].replace("两", "二")), counting["noun"]
    named: dict[str | None, list[Clause]] = {}
    for clause in desk.index.clauses(desk.plan):
        if clause.title.find(noun) >= _SHORTEST and term not in clause.title:
            named.setdefault(clause.parent, []).append(clause)
    found = next((clauses for clauses in named.values() if len(clauses) == number), [])
    if not found:
        return None
    note = f"没有逐一解释“{term}”，标题中依次写到："
    titles = tuple(clause.title for clause in found)
    said = desk.say(f"{note}{'；'.join(titles)}。", (title_evidence(desk, clause) for clause in found), (note,))
    return replace(said, items=titles)


def say_used(desk: Desk, term: str, using: Sequence[Unit]) -> Statement:
    """That a term is used and not explained, and where it is used."""
    note = f"用到“{term}”，但没有解释它的含义。用到它的地方："
    spans = []
    for unit in using[:_MOST_SHOWN]:
        at = max(0, unit.text.find(term))
        parts = [part for part in parts_of(unit.text) if part[0] < at + len(term) and at < part[1]]
        spans.append((unit, *whole_span(unit.text, parts[0][0], parts[-1][1])))
    words = "".join(f"{unit.text[start:end].rstrip('。；，')}。" for unit, start, end in spans)
    said = desk.say(f"{note}{words}", (evidence_of(desk.index, *span) for span in spans), (note,))
    return said.left_open()
