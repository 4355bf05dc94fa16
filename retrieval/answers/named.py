"""The documents that a plan names by their titles (《…》): its laws, its regulations, all of them."""

import re

from retrieval.answers.absence import Absence
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.question.kinds import asks_for_place
from retrieval.question.query import Query
from retrieval.question.topic import find_concepts
from retrieval.question.ways import leaning, share_of

_TITLE = re.compile("《([^《》]+)》")
_NOTE = r"(?:[（(][^（）()]*[）)])?"
_LAW, _RULES = "(?<!办)法", "法|条例|规定|办法|细则"
#: How the titles of each sort of document end; a document is any.
_ENDINGS = {
    "法律": _LAW,
    "法律法规": _RULES,
    "行政法规": "条例|规定|办法|细则",
    "法规": _RULES,
    "条例": "条例",
    "规章": "规定|办法|细则",
    "办法": "办法",
    "标准": "标准|规范|导则|限值",
    "政策文件": "",
    "文件": "",
}
_SORT = re.compile("|".join(_ENDINGS))
#: One document is asked for, by what it is for: 依据省里的哪份文件.
_ONE = re.compile("哪一?[份个项部篇](?!些)|是不是|是否")
#: The kinds by which documents that a plan names are asked for, and those to which words that only ask lean.
_ASK_SO = "basis list which_places scope filter document all_numbers".split()
_ASKING_SO = "basis list which_places all_numbers".split()
_LIKELY, _ASKING = 0.5, 1.0


def sort_asked(query: Query) -> str:
    """The sort of documents of which a question asks the titles, 都提到了哪些法律; empty where it asks for something else."""
    text = query.text
    sort = _SORT.search(text)
    if sort is None or query.fields or _ONE.search(text) or asks_for_place(query.question):
        return ""
    others = [c.words for c in find_concepts(_SORT.sub(" ", text)) if leaning(c.words, *_ASKING_SO) < _ASKING]
    if others or share_of(text, *_ASK_SO) < _LIKELY:
        return ""
    return "法律法规" if {"法律", "法规"} <= set(_SORT.findall(text)) else sort.group()


def say_titles(desk: Desk, sort: str) -> Statement | Absence:
    """The titles of a sort in the order of the text, each once, with where it stands first; or that there is none."""
    own = desk.index.plan(desk.plan).title
    ending = re.compile(f"(?:{_ENDINGS[sort]}){_NOTE}$")
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
