"""The documents that a plan names by their titles (《…》): its laws, its regulations, all of them."""

import re

from retrieval.answers.absence import Absence
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.question.query import Query
from retrieval.question.sorts import ENDINGS

_TITLE = re.compile("《([^《》]+)》")
_NOTE = r"(?:[（(][^（）()]*[）)])?"


def sort_asked(query: Query) -> str:
    """The sort of documents of which a question asks the titles, 都提到了哪些法律; empty where it asks for something else."""
    return "" if query.fields else query.asking.sort


def say_titles(desk: Desk, sort: str) -> Statement | Absence:
    """The titles of a sort in the order of the text, each once, with where it stands first; or that there is none."""
    own = desk.index.plan(desk.plan).title
    ending = re.compile(f"(?:{ENDINGS[sort]}){_NOTE}$")
    found: dict[str, Evidence] = {}
    for clause in desk.index.clauses(desk.plan):
        for unit in desk.index.units_of_clause(clause.id) if clause.kind != "front" else ():
            for title in _TITLE.finditer(unit.text):
                if ending.search(title.group(1)) and title.group(1) not in own:
                    found.setdefault(title.group(), evidence_of(desk.index, unit, *title.span()))
    if not found:
        line = f"{desk.region}：没有写出{sort}的名称。"
        return Absence(desk.plan, None, said=Statement(line, (), "", (line,)))
    count = f"写到的{sort}有{len(found)}份"
    return desk.say(f"{count}：{'、'.join(found)}。", found.values(), (count,))
