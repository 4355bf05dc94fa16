"""Who is responsible, from the responsibility ledger."""

import re
from collections.abc import Sequence

from corpus.plan import Clause, Duty
from retrieval.answers.desk import Desk, best_clause
from retrieval.answers.duties import evidence_of_duties, say_duties
from retrieval.answers.statement import Statement
from retrieval.question.bodies import bodies_named, is_name_of
from retrieval.question.kinds import asks_whether
from retrieval.question.query import Query

_ROLE_NAMES = {"lead": "牵头", "join": "参与", "shared": "按职责分工负责", "alone": "负责"}


def compose_duty(desk: Desk) -> list[Statement]:
    """The duties of the clause that the reader finds the question to be about."""
    clause = clause_asked(desk)
    if clause is None:
        return []
    duties = duties_asked(desk, clause) or list(desk.index.duties_of_clause(clause.id))
    return [say_clause_duties(desk, clause, duties, _verdict(desk.query, duties))]


def clause_asked(desk: Desk) -> Clause | None:
    """The clause with duties that a question is about."""
    having = {
        each.candidate.clause for each in desk.reading.ranked if desk.index.duties_of_clause(each.candidate.clause)
    }
    return best_clause(desk, having)


def say_clause_duties(desk: Desk, clause: Clause, duties: Sequence[Duty], verdict: str = "") -> Statement:
    """Who is responsible for what a clause is titled, after a verdict where one is asked."""
    subject = f"{clause.title}，" if clause.title else ""
    words = f"{verdict}{subject}{say_duties(duties)}。"
    return desk.say(words, evidence_of_duties(duties), (verdict, clause.title) if verdict else (clause.title,))


def _verdict(query: Query, duties: Sequence[Duty]) -> str:
    """是。 or 不是。 where the question asks whether a body it names has the role; empty where it asks who has it."""
    named = bodies_named(query.text)
    if not named or not asks_whether(query.question):
        return ""
    having = [d for d in duties if any(is_name_of(name, d.body) for name in named)]
    whether = any(has_role(query, duty) for duty in having)
    has, lacks = ("有。", "没有。") if re.search("有没有|有无", query.question) else ("是。", "不是。")
    return has if whether else lacks


def compose_tasks(desk: Desk) -> list[Statement]:
    """The clauses in whose responsibility brackets the body named in the question stands, by its role there."""
    named = bodies_named(desk.query.text)
    found = [
        (clause, duty)
        for clause in desk.index.clauses(desk.plan)
        for duty in desk.index.duties_of_clause(clause.id)
        if any(is_name_of(name, duty.body) for name in named) and not duty.rule
    ]
    if not found:
        return []
    asked = [(clause, duty) for clause, duty in found if has_role(desk.query, duty)]
    groups: dict[str, list[str]] = {}
    for clause, duty in asked or found:
        groups.setdefault(_ROLE_NAMES[duty.role], []).append(clause.title or clause.address)
    said = "；".join(f"{role}：{'、'.join(dict.fromkeys(titles))}" for role, titles in groups.items())
    words = said if asked else f"没有所问的分工，{said}"
    duties = [duty for _, duty in asked or found]
    bodies = "、".join(dict.fromkeys(duty.body for duty in duties))
    return [desk.say(f"{bodies}{words}。", evidence_of_duties(duties), (words,))]


def has_role(query: Query, duty: Duty) -> bool:
    """Whether a duty is of the role that the question names, if it names one; who is alone responsible leads as well."""
    if "牵头" in query.text:
        return duty.role in ("lead", "alone")
    if re.search("单独|独自|一家", query.text):
        return duty.role == "alone"
    return duty.role != "lead" if re.search("参与|配合", query.text) else True


def duties_asked(desk: Desk, clause: Clause) -> list[Duty]:
    """谁牵头 asks for those who lead, 除了牵头的还有谁 for the others; without leads everyone answers, as where it is asked whether."""
    duties = list(desk.index.duties_of_clause(clause.id))
    if not any(d.role == "lead" for d in duties) or (
        bodies_named(desk.query.text) and asks_whether(desk.query.question)
    ):
        return duties
    if desk.query.others_only:
        return [d for d in duties if d.role != "lead"]
    return [d for d in duties if d.role == "lead"] if desk.query.lead_only else duties
