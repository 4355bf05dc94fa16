"""Notes that a document gives on words of its own (名词解释): a clause whose title is the words and whose text says what they are."""

import re
from dataclasses import replace

from corpus.plan import Clause
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.sentences import stopped
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.query import Query
from retrieval.question.said import plainly
from retrieval.question.ways import LIKELY, POSSIBLE
from retrieval.question.years import without_years

#: A shorter name says too little of what is asked.
_SHORTEST = 3
#: Longer notes are parts of the document.
_LONGEST = 400
#: So many names, each so short, are a list and no sentence.
_FEWEST_LISTED, _LONGEST_NAME = 3, 12
#: What a part with nothing but notes is called.
_OF_NOTES = re.compile("注释|名词|术语|释义")
#: How many of them there are, before the name of what is listed: 2025年10件民生实事.
_COUNTED = re.compile(r"^(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[个件项大]")
_QUOTED = re.compile("“([^“”]+)”")


def compose_note(desk: Desk) -> list[Statement]:
    """The note on the words that a question asks the meaning or the parts of; the longest name that it holds decides."""
    ways = desk.query.ways
    if ways["definition"] + ways["list"] + ways["fact"] < POSSIBLE:
        return []
    text = desk.index.plan_text(desk.plan)
    named = [
        (max(found, key=len), clause)
        for clause in desk.index.clauses(desk.plan)
        if (found := _names(clause, desk.query))
    ]
    notes = [(name, clause) for name, clause in named if _is_note(clause, text)]
    if not notes:
        return []
    clause = max(notes, key=lambda pair: len(pair[0]))[1]
    units = [unit for unit in desk.index.units_of_clause(clause.id) if unit.kind == "sentence"]
    words = "".join(stopped(unit.text) for unit in units)
    evidence = [title_evidence(desk, clause), *(evidence_of(desk.index, unit) for unit in units)]
    return [replace(desk.say(f"{clause.title}：{words}", evidence), items=_listed_in(words) or (clause.title,))]


def _listed_in(words: str) -> tuple[str, ...]:
    """The names that a note consists of, so that 第三个是什么 is one of them; empty where it says more than names."""
    names = words.rstrip("。；").split("、")
    only = len(names) >= _FEWEST_LISTED and all(0 < len(name) <= _LONGEST_NAME for name in names)
    return tuple(names) if only else ()


def _names(clause: Clause, query: Query) -> list[str]:
    """What of a title stands in a question: all of it, all but its year, or a term that it quotes.

    It may stand in the question before where this one goes on to a term that it quotes and the clause has: 其中的“M”指什么.
    """
    titles = [clause.title, *_names_in(clause.title)]
    if query.ways["list"] >= LIKELY or query.nth:
        titles += [_COUNTED.sub("", name) for name in titles]  # 民生实事有哪些, of 10件民生实事
    plain = [name for name in map(plainly, titles) if len(name) >= _SHORTEST]
    named = [name for name in plain if query.asking.says_plainly(name)]
    goes_on = not named and any(map(query.asking.quotes, _QUOTED.findall(clause.text)))
    return [name for name in plain if query.goes_on_with(name)] if goes_on else named


def _names_in(title: str) -> list[str]:
    """The terms that a title quotes, or what it names beside a year."""
    return _QUOTED.findall(title) or [without_years(title).strip()]


def _is_note(clause: Clause, text: str) -> bool:
    """Whether a clause says in a few words what its title is, where the title is words of another clause or it stands among notes."""
    title = clause.title
    if len(clause.text) > _LONGEST or not clause.text.partition(f"{title}：")[2]:
        return False
    words = _names_in(title)[0]
    return bool(_OF_NOTES.search(clause.section)) or words in text[: clause.start] or words in text[clause.end :]
