"""Who is responsible, from the responsibility ledger."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.plan import Clause, Duty
from index.passage import Unit
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.duties import evidence_of_duties, role_said, say_duties
from retrieval.answers.sentences import say_opening, say_sentence, stopped
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.window import answers, say_window
from retrieval.question.bodies import is_name_of
from retrieval.question.query import Query
from retrieval.question.tasks import TITLE_VERBS
from retrieval.question.topic import find_concepts
from retrieval.search.pieces import children
from retrieval.search.window import WeightedConcept, all_stand_in, best_window, coverage, covers
from retrieval.search.wording import names_body, parts_of

#: A duty question is about a clause whose title covers this share of it, or whose text covers this share with its core.
_TITLE_MET = 0.5
#: … and one that names a task as plans title it must have this share in the title: titles differ in one telling word.
_TITLED_MET = 0.6
_TEXT_MET = 0.6
#: What the text and the rank of a clause count beside its title.
_TEXT_SHARE = 0.6
_RANK_SHARE = 0.4
#: So long a word names a figure of its own wherever it stands: 重点工程减排量.
_NAMES = 5
#: So many sentences that name a body are told, names of more characters than so many.
_MOST_SENTENCES, _SHORTEST_NAME = 5, 2
#: A part of a sentence of fewer characters says nothing by itself: 到2025年.
_SHORTEST_OPENING = 7
#: 由X会同有关部门负责 is cut nowhere.
_TOGETHER = "会同"
#: A sentence that says who does several things.
_MOST_CHARACTERS = 200
#: What is told of a task that is asked about after who is responsible for it, at most.
_MOST_OF_TASK = 380


def compose_duty(desk: Desk) -> list[Statement]:
    """The duties of the clause asked about; where no role is asked (报哪里备案), the sentence that names a body comes first."""
    if not desk.query.asking.asks_role_of_place and (told := _compose_body(desk)):
        return told
    named = desk.query.asking.bodies
    if named and all(w.concept.words in "".join(named) for w in desk.weighted):
        return compose_tasks(desk)  # 有没有商务局的事
    clause = _clause_told(desk) or clause_asked(desk) or _clause_of_figure(desk)
    if parts := _parts_named(desk, clause):
        return [say_parts_duties(desk, parts)]
    if clause is None:
        return []
    duties = duties_asked(desk, clause) or list(desk.index.duties_of_clause(clause.id))
    return [say_clause_duties(desk, clause, duties, verdict_on(desk.query, duties))]


def _parts_named(desk: Desk, clause: Clause | None) -> list[Clause]:
    """The parts of a heading that the question names better than the clause found, where the parts and not itself have duties."""
    telling = _telling(replace(desk, weighted=_subject_of(desk)))
    most = coverage(telling, clause.title) if clause else 0.0
    named: list[Clause] = []
    for above in desk.index.clauses(desk.plan):
        share = coverage(telling, above.title)
        parts = [c for c in children(desk.index.clauses(desk.plan), above) if desk.index.duties_of_clause(c.id)]
        if share >= _TITLED_MET and share > most and parts and not desk.index.duties_of_clause(above.id):
            most, named = share, parts
    return named


def _clause_told(desk: Desk) -> Clause | None:
    """The clause that an earlier answer is from, where it says who is responsible: 谁负责？ after a figure; of several that which has what is named again."""
    cited = [desk.index.clause(clause) for clause, _, _ in desk.query.told.cited]
    named = [clause for clause in cited if all_stand_in(desk.query.concepts, clause.text)]
    return _first_with_duties(desk, named or cited)


def _clause_of_figure(desk: Desk) -> Clause | None:
    """The first clause that names the figure told before, or asked of, under the name that it shares with others (重点工程减排量)."""
    topic = {way for c in desk.query.concepts for way in c.alternatives}
    indicators = desk.query.told.indicators or tuple(match.target.indicator for match in desk.matches)
    shared = (c.words for indicator in indicators[:1] for c in find_concepts(indicator))
    names = [words for words in shared if len(words) >= _NAMES and words not in topic]
    return _first_with_duties(desk, (c for c in desk.index.clauses(desk.plan) if any(name in c.text for name in names)))


def _first_with_duties(desk: Desk, clauses: Iterable[Clause]) -> Clause | None:
    return next((c for c in clauses if c.plan == desk.plan and desk.index.duties_of_clause(c.id)), None)


def say_clause_duties(desk: Desk, clause: Clause, duties: Sequence[Duty], verdict: str = "") -> Statement:
    """Who is responsible for what a clause is titled, after a verdict where one is asked."""
    subject = f"{clause.title}，" if clause.title else ""
    words = f"{verdict}{subject}{say_duties(duties, desk.index.duties_of_clause(clause.id))}。"
    heading = (title_evidence(desk, clause),) if clause.title else ()
    said = desk.say(
        words, (*heading, *evidence_of_duties(duties)), (verdict, clause.title) if verdict else (clause.title,)
    )
    leads = tuple(duty.body for duty in duties if duty.role == "lead")
    return replace(said, bodies=leads or tuple(duty.body for duty in duties if len(duties) == 1))


def say_parts_duties(desk: Desk, parts: Sequence[Clause]) -> Statement:
    """Who is responsible for each of several clauses, one behind the other."""
    of_parts = [desk.index.duties_of_clause(part.id) for part in parts]
    verdict = verdict_on(desk.query, [duty for duties in of_parts for duty in duties])
    if len(parts) == 1:
        return say_clause_duties(desk, parts[0], of_parts[0], verdict)
    each = [say_clause_duties(desk, part, duties) for part, duties in zip(parts, of_parts, strict=True)]
    words = "；".join(statement.text.removeprefix(f"{desk.region}：").rstrip("。") for statement in each)
    evidence = dict.fromkeys(e for statement in each for e in statement.evidence)
    said = desk.say(f"{verdict}{words}。", evidence, (verdict,) if verdict else ())
    return replace(said, items=tuple(part.title or part.address for part in parts))


def verdict_on(query: Query, duties: Sequence[Duty]) -> str:
    """是。 or 不是。 where the question asks whether a body it names has the role; empty where it asks who has it."""
    named = query.asking.bodies
    if not named or not query.asking.whether or (query.switches and query.asking.asks_role):
        return ""  # 别的市是谁抓的, after 是发改委牵头吧
    having = [d for d in duties if any(is_name_of(name, d.body) for name in named)]
    whether = any(has_role(query, duty) for duty in having)
    has, lacks = ("有。", "没有。") if query.asking.existence else ("是。", "不是。")
    return has if whether else lacks


def say_task(desk: Desk) -> list[Statement]:
    """How the clause opens that the last answer told the responsibility of: what that task consists of."""
    cited = (desk.index.clause(clause) for clause, _, _ in desk.query.told.cited)
    own = next((clause for clause in cited if clause.plan == desk.plan), None)
    return say_opening(desk, own, _MOST_OF_TASK) if own else []


def compose_tasks(desk: Desk) -> list[Statement]:
    """Every clause whose responsibility bracket names the body of the question, by its role there, and every other sentence that does."""
    named = desk.query.asking.bodies
    found = [
        (clause, duty)
        for clause in desk.index.clauses(desk.plan)
        for duty in desk.index.duties_of_clause(clause.id)
        if any(is_name_of(name, duty.body) for name in named) and not duty.rule
    ]
    said = [_say_tasks(desk, found)] if found else []
    elsewhere = _sentences_naming(desk, {duty.body for _, duty in found} | set(named), {c.id for c, _ in found})
    if not elsewhere or (found and _asks_to_lead(desk.query)):
        return said
    note = f"正文{'另' if found else ''}有{len(elsewhere)}处提到："
    words = "".join(stopped(unit.text) for unit in elsewhere[:_MOST_SENTENCES])
    evidence = [evidence_of(desk.index, unit) for unit in elsewhere[:_MOST_SENTENCES]]
    return [*said, desk.say(f"{note}{words}", evidence, (note,))]


def _say_tasks(desk: Desk, found: Sequence[tuple[Clause, Duty]]) -> Statement:
    """The tasks of a body, how many they are, by its role in each."""
    asked = [(clause, duty) for clause, duty in found if not _asks_to_lead(desk.query) or has_role(desk.query, duty)]
    told = list({clause.id: (clause, duty) for clause, duty in reversed(asked or found)}.values())[::-1]
    groups: dict[str, list[str]] = {}
    for clause, duty in told:
        groups.setdefault(role_said(duty), []).append(clause.title or f"{clause.address}{_opening(desk, clause)}")
    said = "；".join(f"{role}：{'、'.join(titles)}" for role, titles in groups.items())
    bodies = "、".join(dict.fromkeys(duty.body for _, duty in told))
    every = len({clause.id for clause, _ in found})
    counted = f"共有{len(told)}项任务"
    if len(told) < every:
        counted = f"牵头、负责的{counted}（连同参与的共{every}项）"
    count = f"{'' if asked else '没有所问的分工，'}{counted}，"
    evidence = [e for c, d in told for e in (title_evidence(desk, c), *evidence_of_duties([d]))]
    untitled = tuple(c.address for c, _ in told if not c.title)
    titles = tuple(title for group in groups.values() for title in group)
    told_all = desk.say(f"{bodies}{count}{said}。", dict.fromkeys(evidence), (count, *untitled))
    return replace(told_all, items=titles) if len(titles) > 1 else told_all


def _opening(desk: Desk, clause: Clause) -> str:
    """What a clause without a title begins with, the time aside: 全市1.8万吨以上冷库……."""
    units = [u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence"]
    parts = [units[0].text[start:end] for start, end in parts_of(units[0].text)] if units else []
    return next((part for part in parts if len(part) > _SHORTEST_OPENING), "")


def _asks_to_lead(query: Query) -> bool:
    return query.asking.role in ("lead", "alone")


def _sentences_naming(desk: Desk, names: set[str], told: set[str]) -> list[Unit]:
    """The sentences that name a body in clauses whose brackets do not."""
    bare = {name for name in names if len(name) > _SHORTEST_NAME}
    return [
        unit
        for clause in desk.index.clauses(desk.plan)
        if clause.kind in ("clause", "preamble") and clause.id not in told
        for unit in desk.index.units_of_clause(clause.id)
        if unit.kind == "sentence" and any(name in unit.text for name in bare)
    ]


def has_role(query: Query, duty: Duty) -> bool:
    """Whether a duty is of the role that the question names, if it names one; who is alone responsible leads as well."""
    role = query.asking.role
    if role == "lead":
        return duty.role in ("lead", "alone")
    return duty.role == "alone" if role == "alone" else True


def clause_asked(desk: Desk) -> Clause | None:
    """The clause with duties that a question is about: best by what its title and its text cover of the question.

    Words that many titles of the plan share (工程, 推进, 提升) tell little in a title; the bodies named, in a bracket or in the
    question, tell nothing of what the clause is about.
    """
    desk = replace(desk, weighted=_subject_of(desk))
    before = desk.query.asking.preamble
    kept = [w for w in desk.weighted if w.concept.words not in before]
    desk = replace(desk, weighted=kept or desk.weighted)
    telling = _telling(desk)
    best: tuple[float, Clause | None] = (0.0, None)
    for clause in desk.clauses_hit():
        duties = desk.index.duties_of_clause(clause.id)
        if not duties:
            continue
        words = _without(clause.text, {d.quote for d in duties})
        title, text = coverage(telling, clause.title), desk.coverage(words)
        if title < _TITLE_MET and (text < _TEXT_MET or not desk.meets_core(words)):
            continue
        rank = max(h.score for h in desk.hits if h.unit.clause == clause.id)
        score = title + _TEXT_SHARE * text + _RANK_SHARE * rank
        if score > best[0]:
            best = (score, clause)
    return best[1]


def _subject_of(desk: Desk) -> list[WeightedConcept]:
    """The concepts without the offices that the question names, and without the verbs that open one title or another."""
    asking = desk.query.asking
    named = "".join((*asking.bodies, *asking.described, TITLE_VERBS))
    return [w for w in desk.weighted if w.concept.words not in named] or list(desk.weighted)


def _telling(desk: Desk) -> list[WeightedConcept]:
    """The concepts weighed by how few titles of the plan they stand in."""
    titles = [c.title for c in desk.index.clauses(desk.plan) if c.title]

    def rarity(item: WeightedConcept) -> float:
        return math.log((len(titles) + 1) / (1 + sum(covers(item.concept, title) for title in titles)))

    return [replace(item, weight=item.weight * rarity(item)) for item in desk.weighted]


def _without(text: str, quotes: Iterable[str]) -> str:
    for quote in quotes:
        text = text.replace(quote, "")
    return text


def duties_asked(desk: Desk, clause: Clause) -> list[Duty]:
    """谁牵头 asks for those who lead, 除了牵头的还有谁 for the others; without leads everyone answers, as where it is asked whether."""
    duties = list(desk.index.duties_of_clause(clause.id))
    if not any(d.role == "lead" for d in duties) or (desk.query.asking.bodies and desk.query.asking.whether):
        return duties
    if desk.query.others_only:
        return [d for d in duties if d.role != "lead"]
    leads = [d for d in duties if d.role == "lead"]
    together = any(_TOGETHER in duty.quote for duty in leads)
    return leads if desk.query.lead_only and not together else duties


def _compose_body(desk: Desk) -> list[Statement]:
    units = [(u, rank) for u, rank in desk.candidates() if names_body(u.text)]
    window = best_window(desk.query, desk.weighted, units, figure=False)
    if window is None or not answers(desk, window):
        return []
    if desk.query.asking.several():
        return [say_sentence(desk, window.unit, (window.text,), _MOST_CHARACTERS)]
    return [say_window(desk, window)]
