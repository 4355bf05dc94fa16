"""Who holds an office, by the sentence of the plan that names the holder."""

import re
from dataclasses import replace

from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import say_sentence, stopped
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.contacts import is_signed, tells_holder

#: A sentence that names the holder and much else is cut around the office.
_MOST_CHARACTERS = 120
#: 省长　张三 stands in a line below that of the day.
_SHORT_LINE = 12


def say_holder(desk: Desk) -> Statement | None:
    """The first sentence that names the holder of the office whose holder is asked for; None where none is asked for or named."""
    office = desk.query.asking.person
    units = (u for clause in desk.index.clauses(desk.plan) for u in desk.index.units_of_clause(clause.id) if office)
    told = next((u for u in units if u.kind == "sentence" and _tells(desk, u, office)), None)
    return _judged(_say_naming(desk, told, office), office, desk.query.asking.person_claimed) if told else None


def _tells(desk: Desk, unit: Unit, office: str) -> bool:
    """Whether a sentence tells who holds an office, in its own words or by a line of a letterhead."""
    if office not in unit.text:
        return False
    lines = [unit.text[start:end] for start, end in desk.index.lines_of(unit)]
    return tells_holder(unit.text, office) or (len(lines) > 1 and any(is_signed(line, office) for line in lines))


def _say_naming(desk: Desk, unit: Unit, office: str) -> Statement:
    """A sentence around an office; of a letterhead, whose lines run into one, the line that names the office, with the one before a short one."""
    lines = desk.index.lines_of(unit)
    at = next((n for n, (start, end) in enumerate(lines) if office in unit.text[start:end]), 0)
    if len(lines) == 1 or office not in unit.text[slice(*lines[at])]:
        return say_sentence(desk, unit, [office], _MOST_CHARACTERS)
    start, end = lines[at]
    start = lines[at - 1][0] if at and end - start < _SHORT_LINE else start
    start = end - len(unit.text[start:end].lstrip("—-"))
    evidence = evidence_of(desk.index, unit, start, end)
    return desk.say(stopped(evidence.quote), [evidence])


def _judged(said: Statement, office: str, claimed: str) -> Statement:
    """The sentence behind 是 or 不是, where a name is to be confirmed: it has to stand beside the office, not of a deputy."""
    if not claimed:
        return said
    denies = not re.search(rf"(?<!副){office}[：:\s]*{claimed}|{claimed}\s*{office}", said.text)
    verdict = f"不是{claimed}。" if denies else "是。"
    text = said.text.replace("：", f"：{verdict}", 1)
    return replace(said, text=text, own_words=(*said.own_words, verdict), denies=denies)
