"""Who holds an office, by the sentence of the plan that names the holder."""

import re
from dataclasses import replace

from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.letterhead import say_line
from retrieval.answers.sentences import say_sentence
from retrieval.answers.statement import Statement
from retrieval.question.contacts import HEADS, tells_holder

#: A sentence that names the holder and much else is cut around the office.
_MOST_CHARACTERS = 120


def say_holder(desk: Desk) -> Statement | None:
    """The first sentence that names the holder of the office whose holder is asked for, or who gave the report; None where none is asked for
    or named.
    """
    asking = desk.query.asking
    offices = (asking.person,) if asking.person else HEADS if asking.reporter else ()
    units = [u for clause in desk.index.clauses(desk.plan) for u in desk.index.units_of_clause(clause.id) if offices]
    told = next(((u, o) for u in units if u.kind == "sentence" for o in offices if _tells(desk, u, o)), None)
    if told is None:
        return None
    unit, office = told
    said = say_line(desk, unit, lambda line: office in line) or say_sentence(desk, unit, [office], _MOST_CHARACTERS)
    return _judged(said, office, asking.person_claimed)


def _tells(desk: Desk, unit: Unit, office: str) -> bool:
    """Whether a sentence tells who holds an office, in its own words or, in a letterhead, by the lines as they are printed."""
    printed = desk.index.plan_text(desk.plan)[unit.start : unit.end]
    return office in unit.text and (tells_holder(unit.text, office) or tells_holder(printed, office))


def _judged(said: Statement, office: str, claimed: str) -> Statement:
    """The sentence behind 是 or 不是, where a name is to be confirmed: it has to stand beside the office, not of a deputy."""
    if not claimed:
        return said
    denies = not re.search(rf"(?<!副){office}[：:\s]*{claimed}|{claimed}\s*{office}", said.text)
    verdict = f"不是{claimed}。" if denies else "是。"
    text = said.text.replace("：", f"：{verdict}", 1)
    return replace(said, text=text, own_words=(*said.own_words, verdict), denies=denies)
