"""Notes that a document gives on words of its own (名词解释): a clause whose title is the words and whose text says what they are."""

import re
from collections.abc import Iterator

from corpus.plan import Clause
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import Statement
from retrieval.question.asking import Asking
from retrieval.question.said import plainly
from retrieval.question.ways import POSSIBLE

#: A shorter name says too little of what is asked.
_SHORTEST = 3
#: Longer notes are parts of the document.
_LONGEST = 400
#: What a part with nothing but notes is called.
_OF_NOTES = re.compile("注释|名词|术语|释义")
_QUOTED = re.compile("“([^“”]+)”")


def compose_note(desk: Desk) -> list[Statement]:
    """The note on the words that a question asks the meaning or the parts of; the longest name that it holds decides."""
    ways = desk.query.ways
    if ways["definition"] + ways["list"] + ways["fact"] < POSSIBLE:
        return []
    asking = desk.query.asking
    named = [(max(found, key=len), clause) for clause in _notes(desk) if (found := _names(clause, asking))]
    if not named:
        return []
    clause = max(named, key=lambda pair: len(pair[0]))[1]
    units = [unit for unit in desk.index.units_of_clause(clause.id) if unit.kind == "sentence"]
    said = say_stretches(desk, [(unit, 0, len(unit.text)) for unit in units])
    place, _, text = said.text.partition("：")
    title = title_evidence(desk, clause)
    return [Statement(f"{place}：{clause.title}：{text}", (title, *said.evidence), desk.plan, items=(clause.title,))]


def _names(clause: Clause, asking: Asking) -> list[str]:
    """What of a title stands in a question: all of it, or a term that it quotes."""
    names = (clause.title, *_QUOTED.findall(clause.title))
    plain = map(plainly, names)
    return [name for name in plain if len(name) >= _SHORTEST and asking.says_plainly(name)]


def _notes(desk: Desk) -> Iterator[Clause]:
    """The clauses that say in a few words what their title is, where the title is words of another clause or they stand among notes."""
    text = desk.index.plan_text(desk.plan)
    for clause in desk.index.clauses(desk.plan):
        title, body = clause.title, clause.text.partition("：")[2]
        if not (len(title) >= _SHORTEST and body and len(clause.text) <= _LONGEST and f"{title}：" in clause.text):
            continue
        words = next(iter(_QUOTED.findall(title)), title)
        if _OF_NOTES.search(clause.section) or words in text[: clause.start] or words in text[clause.end :]:
            yield clause
