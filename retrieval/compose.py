"""Hits to statements without any model: for each plan the shortest words that answer, said for that plan, with their evidence.

Each kind of question has its way; all fall back to the best window of a sentence. A plan that does not say what was asked gives
an :class:`Absence` instead: the composer never borrows from another plan.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.bodies import is_institution
from corpus.headings import chinese_number
from corpus.plan import Clause, Duty, FrontKind, Target
from corpus.regions import short_name
from index.passage import Unit
from index.snapshot import Index
from retrieval.compute import Term, compute, extreme
from retrieval.duties import say_duties
from retrieval.figures import say_target
from retrieval.kinds import DocumentField, asks_for_role
from retrieval.ledger import match_targets, siblings
from retrieval.question import OTHER_DOCUMENT, REFERS_BACK, Query
from retrieval.ranking import Hit, passage_scores, rank_units
from retrieval.statement import Evidence, Statement, evidence_of
from retrieval.window import FIGURE, WeightedConcept, Window, best_window, covers, lead_time, parts_of, weigh_concepts

#: Below this share of the question's weight a window is about something else.
_COVERED = 0.45
#: So much of the question covered, a window may miss its most telling word (said otherwise in the plan).
_WELL_COVERED = 0.6
#: A figure asked of a plan must be about the thing asked: its most telling concept has to be met this far.
_CORE_COVERED = 0.5
#: A sentence that covers less than this of the question is not about it, however well it ranks.
_TOUCHED = 0.2
#: How much the retrieval rank says beside the words covered.
_RANK_SHARE = 0.5
#: … and how much its surroundings say.
_PASSAGE_SHARE = 0.5
_HITS = 24
#: A heading with this many parts can be asked for its parts; it is when the question names this much of it, less when it also
#: counts the parts.
_FEWEST_PARTS = 3
#: A heading that covers this share of the question announces the answer; its clause says it sentence by sentence.
_HEADING_TELLS = 0.8
_NAMED = 0.6
_COUNTED_NAMED = 0.25
_NAMED_DOCUMENT = re.compile(r"《([^《》]+)》")
_LIST_CHARACTERS = 420
_MEASURE_CHARACTERS = 380

_YEARS = re.compile(r"20\d\d(?=年)")
_SHORTEST_BODY = 4
#: A duty question is about a clause whose title covers this share of it, or whose text covers this share with its core.
_TITLE_MET = 0.5
_BODY_MET = 0.7
_BODY_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}(?:局|委员会|委|办公室|厅|政府|小组|中心)")
_AMBITIOUS = re.compile("力争|激励|争取|更高")
_FIELD_NAMES: dict[FrontKind, str] = {
    "number": "文号",
    "date": "成文日期",
    "issuer": "发文机关",
    "attachments": "附件",
    "openness": "公开方式",
    "title": "标题",
    "recipients": "主送机关",
}


@dataclass(frozen=True, slots=True)
class Absence:
    """A plan in scope that does not give what was asked; ``nearest`` is the closest it says, if anything is close."""

    plan: str
    nearest: Evidence | None


@dataclass(frozen=True, slots=True)
class Composition:
    """Statements in plan order, and the plans that do not say what was asked."""

    statements: tuple[Statement, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the composer has before it for one plan: the query, its weighted concepts, and the plan's ranked units."""

    index: Index
    query: Query
    plan: str
    weighted: Sequence[WeightedConcept]
    hits: Sequence[Hit]
    passages: Mapping[str, float]

    @property
    def region(self) -> str:
        """How the plan's place is called in answers."""
        return _place(self.index, self.plan)


def compose(index: Index, query: Query) -> Composition:
    """Answer the query for each plan in scope; a question that asks several things is answered thing by thing."""
    if query.parts:
        return _compose_parts(index, query.parts)
    weighted = weigh_concepts(index, query)
    statements: list[Statement] = []
    absences: list[Absence] = []
    for plan in query.scope.plans:
        hits = rank_units(index, query, (plan,), _HITS)
        desk = Desk(index, query, plan, weighted, hits, passage_scores(index, query, plan, hits))
        found = _WAYS.get(query.kind, compose_window)(desk)
        if found:
            statements += found
        else:
            absences.append(_absence(desk))
    return Composition((*_computed(index, query, statements), *statements), tuple(absences))


def _compose_parts(index: Index, parts: Sequence[Query]) -> Composition:
    """Part by part; a part that refers back (它的……) is asked of the one place that the part before found."""
    done: list[Composition] = []
    for part in parts:
        before = done[-1] if done else None
        place = _found_place(before) if before and REFERS_BACK.search(part.question) else ""
        if before and place:
            part = replace(part, scope=replace(part.scope, plans=(place,)))
            told = [s for s in before.statements if s.plan in ("", place)]
            done[-1] = Composition(tuple(told), ())
        done.append(compose(index, part))
    return _merge(done)


def _found_place(composition: Composition) -> str:
    """The plan that a composition singles out: the extreme of a ranking, or the only one that says the thing."""
    picked = {s.picks for s in composition.statements if s.picks}
    plans = {s.plan for s in composition.statements if s.plan}
    return picked.pop() if len(picked) == 1 else (plans.pop() if len(plans) == 1 else "")


def _computed(index: Index, query: Query, statements: Sequence[Statement]) -> list[Statement]:
    """Statements that rank, add or compare what the others say."""
    told = [s for s in statements if s.targets]
    if len(query.scope.plans) > 1:
        terms = [Term(s.plan, _place(index, s.plan), _compared(query, s.targets)) for s in told]
        terms.sort(key=lambda t: query.question.find(short_name(t.place)))  # as asked: A是B的几倍
    else:  # several indicators of one plan; an indicator's 力争 value is no other indicator
        firsts = {t.canonical: t for s in told for t in reversed(s.targets)}
        terms = [Term(told[0].plan, t.indicator, t) for t in firsts.values()]
    evidence = {s.plan: s.evidence for s in told}
    top = extreme(query.question, terms)
    computed = []
    for result in compute(query.question, terms):
        proof = tuple(dict.fromkeys(e for t in result.terms for e in evidence[t.plan]))
        computed.append(Statement(f"{result.text}。", proof, "", result.computed, (), top.plan if top else ""))
    return computed


def _compared(query: Query, targets: Sequence[Target]) -> Target:
    """The figure of a place that is weighed against others: its firm one, or the ambitious one where that is asked."""
    ambitious = [t for t in targets if _AMBITIOUS.search(t.qualifier)]
    return ambitious[0] if ambitious and _AMBITIOUS.search(query.question) else targets[0]


def _place(index: Index, plan: str) -> str:
    card = index.plan(plan)
    return card.region or f"《{card.title}》"


def _merge(compositions: Sequence[Composition]) -> Composition:
    """Statements in the order asked, each once; a plan that gave anything is not reported as silent."""
    statements: list[Statement] = []
    for statement in (s for c in compositions for s in c.statements):
        if not any(_same_evidence(statement, other) for other in statements):
            statements.append(statement)
    told = {s.plan for s in statements}
    silent = {a.plan: a for c in compositions for a in c.absences if a.plan not in told}
    return Composition(tuple(statements), tuple(silent.values()))


def _same_evidence(one: Statement, other: Statement) -> bool:
    return bool(one.evidence) and all(any(a.quote in b.quote for b in other.evidence) for a in one.evidence)


def compose_window(desk: Desk) -> list[Statement]:
    """The window that answers a question for a figure or a plain fact; nothing when no window is about it."""
    window = best_window(desk.query, desk.weighted, _candidates(desk), figure=desk.query.kind == "number")
    if window is None or not _answers(desk, window):
        return []
    return [_say(desk, window)]


def compose_number(desk: Desk) -> list[Statement]:
    """The rows of the number ledger that are asked for; where the ledger has none, the window of a sentence."""
    rows = desk.index.targets_of_plan(desk.plan)
    matches = match_targets(desk.query, desk.weighted, rows)
    targets = siblings(matches, rows) if desk.query.rest else [m.target for m in matches]
    told = [t for t in targets if t.value is not None]
    if told and not desk.query.asks_when:
        return _say_targets(desk, told)
    other_year = desk.query.years and match_targets(replace(desk.query, years=()), desk.weighted, rows)
    return [] if (matches or other_year) and not desk.query.asks_when else compose_window(desk)


def _say_targets(desk: Desk, targets: Sequence[Target]) -> list[Statement]:
    """Rows of one plan in one line: verbatim where all of a stretch is asked for, else each row in its own words."""
    parts, evidence = [], []
    for _, group in groupby(targets, key=lambda t: (t.clause, t.sentence)):
        rows = list(group)
        words, quotes = _words_of(desk, rows)
        time = lead_time(rows[0].sentence, rows[0].sentence.find(rows[0].quote))
        parts.append(words if not time or time in words else f"{time}，{words}")
        evidence += quotes
    denied = _denied(desk.query, targets)
    bases = sorted(targets, key=lambda t: bool(_AMBITIOUS.search(t.qualifier)))
    return [Statement(f"{desk.region}：{denied}{'；'.join(parts)}。", tuple(evidence), desk.plan, (), tuple(bases))]


def _denied(query: Query, targets: Sequence[Target]) -> str:
    """不是10.6%。 when the question asserts a figure that the rows do not give."""
    given = {t.value_text.replace(" ", "") for t in targets}
    wrong = [c for c in query.claims if not any(c in g for g in given)]
    return f"不是{'、'.join(wrong)}。" if wrong and len(query.scope.plans) == 1 else ""


def _words_of(desk: Desk, rows: Sequence[Target]) -> tuple[str, list[Evidence]]:
    """(words, evidence) for rows of one sentence."""
    quotes = {(r.start, r.end): r for r in rows}
    evidence = [Evidence(r.plan, r.clause, r.quote, r.sentence, r.start, r.end) for r in quotes.values()]
    whole = [r for r in quotes.values() if not any(r is not o and r.quote in o.quote for o in quotes.values())]
    sharing = [t for t in desk.index.targets_of_plan(desk.plan) if (t.start, t.end) in quotes]
    if len(sharing) > len(rows):  # part of an enumeration: 分别完成A、B、C、D
        return "、".join(say_target(r) for r in rows), evidence
    return "，".join(r.quote for r in whole), evidence


def compose_duty(desk: Desk) -> list[Statement]:
    """Who is responsible, from the responsibility ledger of the clause asked about; else the sentence that names a body."""
    if not asks_for_role(desk.query.question):
        units = [(u, rank) for u, rank in _candidates(desk) if _BODY_NAME.search(u.text)]
        window = best_window(desk.query, desk.weighted, units, figure=False)
        if window and _answers(desk, window):
            return [_say(desk, window)]
    clause = _clause_asked(desk)
    if clause is None:
        return []
    duties = desk.index.duties_of_clause(clause.id)
    wanted = [d for d in duties if _is_asked(desk.query, d, duties)]
    said = say_duties(wanted or duties)
    subject = f"{clause.title}，" if clause.title else ""
    quotes = {(d.start, d.end): d for d in wanted or duties}
    evidence = tuple(Evidence(d.plan, d.clause, d.quote, d.quote, d.start, d.end) for d in quotes.values())
    return [Statement(f"{desk.region}：{subject}{said}。", evidence, desk.plan, (clause.title,))]


def _is_asked(query: Query, duty: Duty, duties: Sequence[Duty]) -> bool:
    """谁牵头 asks for those who lead, 除了牵头的还有谁 for the others; without leads everyone answers."""
    if not any(d.role == "lead" for d in duties):
        return True
    if query.others_only:
        return duty.role != "lead"
    return duty.role == "lead" if query.lead_only else True


def compose_document(desk: Desk) -> list[Statement]:
    """Number, date, issuer or attachments of the document, as its front matter gives them."""
    if _about_other_document(desk):
        return compose_named_document(desk)
    wanted: Sequence[DocumentField] = desk.query.fields or ("number", "date")
    front = [u for u in _front_units(desk) if u[0] in wanted]
    if "attachments" in wanted:
        openness = re.search(r"公开|看到|查看|能看|下载|获取", desk.query.question)
        front = [u for u in _front_units(desk) if u[0] == ("openness" if openness else "attachments")] or front
    if not front:
        return []
    said = "，".join(f"{_FIELD_NAMES[kind]}为{value}" for kind, value, _ in front if kind != "attachments")
    listed = "；".join(value for kind, value, _ in front if kind == "attachments")
    text = "；".join(filter(None, [said, f"附件有：{listed}" if listed else ""]))
    evidence = tuple(evidence_of(desk.index, unit) for _, _, unit in front)
    return [Statement(f"{desk.region}：{text}。", evidence, desk.plan, tuple(_FIELD_NAMES.values()))]


def compose_named_document(desk: Desk) -> list[Statement]:
    """A document that the plan names (依据省里的哪份文件): the stretch of a sentence with its 《title》 and number."""
    title = desk.index.plan(desk.plan).title
    units = [(u, rank) for u, rank in _candidates(desk) if _named_documents(u.text, title)]
    opening = [(u, rank) for u, rank in units if desk.index.clause(u.clause).kind == "preamble"]
    if opening and re.search(r"依据|根据|制定|贯彻", desk.query.question):
        units = opening  # a plan says at its beginning what it rests on
    window = best_window(desk.query, desk.weighted, units, figure=False)
    if window is None:
        return []
    parts = [(a, b) for a, b in parts_of(window.unit.text) if _named_documents(window.unit.text[a:b], title)]
    if not _named_documents(window.text, title) and parts:
        at = window.start
        nearest = min(parts, key=lambda part: abs(part[0] - at))
        window = replace(window, start=nearest[0], end=nearest[1])
    return [_say(desk, window)]


def _named_documents(text: str, own_title: str) -> list[str]:
    """The 《titles》 in a text, the plan's own left out."""
    return [title for title in _NAMED_DOCUMENT.findall(text) if title != own_title]


def compose_list(desk: Desk) -> list[Statement]:
    """All items: the headings below a clause when the question is about its parts, else the sentences that list them."""
    if asks_for_role(desk.query.question) and (tasks := _tasks_of_body(desk)):
        return tasks
    children = _children_asked(desk)
    if children:
        titles = "；".join(c.title for c, _ in children)
        evidence = tuple(evidence_of(desk.index, unit, *_title_span(unit, clause)) for clause, unit in children)
        return [
            Statement(f"{desk.region}：共{len(children)}项：{titles}。", evidence, desk.plan, (f"共{len(children)}项",))
        ]
    return _compose_sentences(
        desk, _LIST_CHARACTERS, 1, figures=bool(re.search(r"指标|目标值|量化", desk.query.question))
    )


def compose_measure(desk: Desk) -> list[Statement]:
    """What will be done: the sentences of the best clause that are about the question, in text order."""
    return _compose_sentences(desk, _MEASURE_CHARACTERS, 3)


def compose_definition(desk: Desk) -> list[Statement]:
    """What a term is: the sentence that explains or introduces it."""
    terms = [w for w in desk.weighted if w.concept.weight >= 2.0] or list(desk.weighted)
    for hit in desk.hits:
        if hit.unit.kind == "sentence" and any(covers(t.concept, hit.unit.text) == 1.0 for t in terms):
            return _compose_sentences(desk, _MEASURE_CHARACTERS, 2)
    return []


def compose_which(desk: Desk) -> list[Statement]:
    """For 哪个市由X牵头: the duty where X has the role; else the sentence in which the plan speaks of the thing."""
    if not asks_for_role(desk.query.question):
        return compose_definition(desk)
    clause = _clause_asked(desk)
    duties = desk.index.duties_of_clause(clause.id) if clause else ()
    bodies = [w.concept for w in desk.weighted if is_institution(w.concept.words)]
    asked = [d for d in duties if _is_asked(desk.query, d, duties)]
    if not clause or not any(covers(b, d.body) == 1.0 for b in bodies for d in asked):
        return []
    evidence = tuple(dict.fromkeys(Evidence(d.plan, d.clause, d.quote, d.quote, d.start, d.end) for d in asked))
    return [Statement(f"{desk.region}：{clause.title}，{say_duties(asked)}。", evidence, desk.plan, (clause.title,))]


_WAYS: dict[str, Callable[[Desk], list[Statement]]] = {
    "number": compose_number,
    "duty": compose_duty,
    "document": compose_document,
    "list": compose_list,
    "measure": compose_measure,
    "definition": compose_definition,
    "which": compose_which,
}


def _candidates(desk: Desk) -> list[tuple[Unit, float]]:
    """Units that may answer; where a county is named, only those that speak of it."""
    units = [(h.unit, h.score) for h in desk.hits if h.unit.kind in ("sentence", "front")]
    if desk.query.years:
        units = [(u, s) for u, s in units if _may_speak_of(desk, u)]
    counties = desk.query.scope.counties
    if counties and desk.query.scope.reason == "county":
        units = [(u, s) for u, s in units if any(c in u.text for c in counties)]
    return units


def _may_speak_of(desk: Desk, unit: Unit) -> bool:
    """Whether a sentence may be about the years asked: it names one of them, or no year at all (nor do its headings)."""
    years = {int(y) for y in _YEARS.findall(unit.text)}
    years = years or {int(y) for y in _YEARS.findall(desk.index.clause(unit.clause).section)}
    return not years or bool(years & set(desk.query.years))


def _answers(desk: Desk, window: Window) -> bool:
    if window.coverage < _COVERED or (
        desk.query.kind == "number" and not window.has_figure and _wants_figure(desk.query)
    ):
        return False
    core = max(desk.weighted, key=lambda w: w.weight, default=None)
    words = window.unit.heading + window.text
    if core is not None and covers(core.concept, words) < _CORE_COVERED and window.coverage < _WELL_COVERED:
        return False
    years = set(desk.query.years)
    given = {int(y) for y in _YEARS.findall(lead_time(window.unit.text, window.start) + window.text)}
    return not (years and given and not years & given)


def _wants_figure(query: Query) -> bool:
    return bool(query.units or re.search(r"多少|百分之|几(?!个方面)|多大|多高|降幅", query.question))


def _say(desk: Desk, window: Window) -> Statement:
    time = lead_time(window.unit.text, window.start)
    words = window.text if not time or time in window.text else f"{time}，{window.text}"
    return Statement(
        f"{desk.region}：{words}。", (evidence_of(desk.index, window.unit, window.start, window.end),), desk.plan
    )


def _compose_sentences(
    desk: Desk, most_characters: int, most_sentences: int, *, figures: bool = False
) -> list[Statement]:
    """The best sentences of the best clause, in text order, within a length; with ``figures`` those that give them."""
    scored = [(_sentence_score(desk, unit, rank), unit) for unit, rank in _candidates(desk) if unit.kind == "sentence"]
    if figures:
        scored = [(score + 0.15 * len(FIGURE.findall(unit.text)), unit) for score, unit in scored]
    scored = [item for item in scored if item[0] > 0]
    named = _clause_named(desk)
    if named is not None and (not scored or max(_coverage(desk, u) for _, u in scored) < _HEADING_TELLS):
        return _say_opening(desk, named, most_characters)
    if not scored or not _speaks_of_core(desk):
        return []
    best_score, best = max(scored, key=lambda item: item[0])
    if _coverage(desk, best) < _TOUCHED:
        return []
    chosen = [best]
    size = len(best.text)
    for score, unit in sorted(scored, key=lambda item: -item[0]):
        near = score >= (0.7 if unit.clause == best.clause else 0.9) * best_score
        if len(chosen) < most_sentences and near and unit not in chosen and size + len(unit.text) <= most_characters:
            chosen.append(unit)
            size += len(unit.text)
    chosen.sort(key=lambda u: u.start)
    spans = [_shortened(desk, unit, most_characters) for unit in chosen]
    words = "".join(_stopped(unit.text[a:b]) for unit, (a, b) in zip(chosen, spans, strict=True))
    evidence = tuple(evidence_of(desk.index, u, a, b) for u, (a, b) in zip(chosen, spans, strict=True))
    return [Statement(f"{desk.region}：{words}", evidence, desk.plan)]


def _clause_named(desk: Desk) -> Clause | None:
    """The clause whose heading says what is asked (…有哪些举措), if one does."""
    total = sum(w.weight for w in desk.weighted)
    best: tuple[float, Clause | None] = (_HEADING_TELLS, None)
    for clause_id in dict.fromkeys(h.unit.clause for h in desk.hits):
        clause = desk.index.clause(clause_id)
        share = sum(w.weight * covers(w.concept, clause.title) for w in desk.weighted) / total if total else 0.0
        if share >= best[0] and len(clause.text) > len(clause.heading) + 1:
            best = (share, clause)
    return best[1]


def _say_opening(desk: Desk, clause: Clause, most: int) -> list[Statement]:
    """The first sentences of a clause, as many as fit."""
    units = [u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence"]
    chosen: list[Unit] = []
    for unit in units:
        if chosen and sum(len(u.text) for u in chosen) + len(unit.text) > most:
            break
        chosen.append(unit)
    words = "".join(_stopped(u.text) for u in chosen)
    evidence = tuple(evidence_of(desk.index, u) for u in chosen)
    return [Statement(f"{desk.region}：{words}", evidence, desk.plan)] if chosen else []


def _speaks_of_core(desk: Desk) -> bool:
    """Whether the plan speaks of the most telling thing asked at all: what other plans name and this one never does is absent."""
    core = max(desk.weighted, key=lambda w: w.weight, default=None)
    if core is None:
        return False
    return any(covers(core.concept, h.unit.heading + h.unit.text) >= _CORE_COVERED for h in desk.hits)


def _sentence_score(desk: Desk, unit: Unit, rank: float) -> float:
    return _coverage(desk, unit) + _RANK_SHARE * rank + _PASSAGE_SHARE * desk.passages.get(unit.passage, 0.0)


def _coverage(desk: Desk, unit: Unit) -> float:
    total = sum(w.weight for w in desk.weighted) or 1.0
    return (
        sum(w.weight * max(covers(w.concept, unit.text), 0.6 * covers(w.concept, unit.heading)) for w in desk.weighted)
        / total
    )


def _shortened(desk: Desk, unit: Unit, most: int) -> tuple[int, int]:
    """The whole sentence, or of an over-long one the window that answers."""
    if len(unit.text) <= most:
        return 0, len(unit.text)
    window = best_window(desk.query, desk.weighted, [(unit, 1.0)], figure=False)
    return (window.start, window.end) if window else parts_of(unit.text)[0]


def _stopped(words: str) -> str:
    return words if words[-1:] in "。！？；" else words + "。"


def _clause_asked(desk: Desk) -> Clause | None:
    """The clause a duty question is about: best by what its heading and its sentences cover of the question."""
    total = sum(w.weight for w in desk.weighted) or 1.0
    core = max(desk.weighted, key=lambda w: w.weight, default=None)
    best: tuple[float, str] | None = None
    for clause_id in dict.fromkeys(h.unit.clause for h in desk.hits):
        clause = desk.index.clause(clause_id)
        if not desk.index.duties_of_clause(clause_id):
            continue
        heading = sum(w.weight * covers(w.concept, clause.title) for w in desk.weighted) / total
        body = sum(w.weight * covers(w.concept, clause.text) for w in desk.weighted) / total
        rank = max(h.score for h in desk.hits if h.unit.clause == clause_id)
        score = heading + 0.6 * body + 0.4 * rank
        core_met = core is None or covers(core.concept, clause.title + clause.text) >= _CORE_COVERED
        about = heading >= _TITLE_MET or (body >= _BODY_MET and core_met)
        if about and (best is None or score > best[0]):
            best = (score, clause_id)
    return desk.index.clause(best[1]) if best else None


def _front_units(desk: Desk) -> list[tuple[FrontKind, str, Unit]]:
    """(kind, value, unit) of the plan's front-matter facts, in text order."""
    fields = desk.index.plan(desk.plan).front
    units = {
        (unit.start, unit.end): unit
        for clause in desk.index.clauses(desk.plan)
        if clause.kind in ("front", "closing")
        for unit in desk.index.units_of_clause(clause.id)
    }
    found = []
    for field in fields:
        unit = next((u for (a, b), u in units.items() if a <= field.start and field.end <= b), None)
        if unit is not None:
            found.append((field.kind, field.value, unit))
    return found


def _about_other_document(desk: Desk) -> bool:
    """依据哪份文件, 执行省里的哪个文件: the number asked for is of a document that the text names, not of the plan itself."""
    return bool(OTHER_DOCUMENT.search(desk.query.question))


def _children_asked(desk: Desk) -> list[tuple[Clause, Unit]]:
    """The parts of a clause whose heading the question names (哪十大工程): each with the unit that holds its title."""
    if not desk.weighted or not re.search(r"工程|行动|任务|措施|章|部分|方面|举措", desk.query.question):
        return []
    clauses = desk.index.clauses(desk.plan)
    total = sum(w.weight for w in desk.weighted)
    children = {c.id: [k for k in clauses if k.parent == c.id and k.title] for c in clauses}
    parents = [
        (sum(w.weight * covers(w.concept, c.title) for w in desk.weighted) / total, c)
        for c in clauses
        if len(children[c.id]) >= _FEWEST_PARTS
    ]
    counted = _counted(desk.query.question)
    exact = [(score, c) for score, c in parents if len(children[c.id]) == counted]
    best = max(exact or parents, key=lambda item: item[0], default=(0.0, None))
    if best[1] is None or best[0] < (_COUNTED_NAMED if exact else _NAMED):
        return []
    return [(c, desk.index.units_of_clause(c.id)[0]) for c in children[best[1].id]]


def _tasks_of_body(desk: Desk) -> list[Statement]:
    """The clauses in whose responsibility brackets the body named in the question stands."""
    found = [
        (clause, duty)
        for clause in desk.index.clauses(desk.plan)
        for duty in desk.index.duties_of_clause(clause.id)
        if len(duty.body) >= _SHORTEST_BODY and duty.body in desk.query.question and not duty.rule
    ]
    if not found:
        return []
    titles = "、".join(dict.fromkeys(clause.title or clause.address for clause, _ in found))
    evidence = tuple(dict.fromkeys(Evidence(d.plan, d.clause, d.quote, d.quote, d.start, d.end) for _, d in found))
    return [Statement(f"{desk.region}：{found[0][1].body}：{titles}。", evidence, desk.plan, (titles,))]


def _counted(question: str) -> int:
    """The number in 十大, 十一项, 哪8个; 0 when the question counts nothing."""
    found = re.search(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个|条|件)", question)
    return chinese_number(found.group(1)) if found else 0


def _title_span(unit: Unit, clause: Clause) -> tuple[int, int]:
    at = unit.text.find(clause.title)
    return (at, at + len(clause.title)) if at >= 0 else (0, len(unit.text))


def _absence(desk: Desk) -> Absence:
    nearest = best_window(desk.query, desk.weighted, _candidates(desk), figure=False)
    if nearest is None or nearest.coverage < 0.3:
        return Absence(desk.plan, None)
    return Absence(desk.plan, evidence_of(desk.index, nearest.unit, nearest.start, nearest.end))
