"""The document itself: the facts of its front matter, and the documents it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.plan import FrontKind
from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import compose_fact
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.unwritten import NUMBERS
from retrieval.answers.window import say_window
from retrieval.question.kinds import USUAL_FIELDS, DocumentField
from retrieval.question.ways import LIKELY
from retrieval.search.window import best_window
from retrieval.search.wording import parts_of

_FIELD_NAMES: dict[FrontKind, str] = {
    "number": "文号",
    "registration": "登记号",
    "date": "成文日期",
    "issuer": "发文机关",
    "attachments": "附件",
    "openness": "公开方式",
    "title": "标题",
    "recipients": "主送机关",
}
#: 1.甲表: the number of an attachment.
_NUMBERED = re.compile(r"^\d{1,2}[.．、]\s*")
#: What no front matter gives.
_REASON = "原因"
_TITLE_MARKS = re.compile(r"《([^《》]+)》")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a document's front matter, with the unit that states it."""

    kind: FrontKind
    value: str
    unit: Unit


def compose_document(desk: Desk) -> list[Statement]:
    """Number, date, issuer, attachments … as the front matter gives them; of another document, what the text says of it."""
    if desk.query.asking.other_document:
        return _compose_named_document(desk)
    facts = _facts_asked(desk)
    if not facts:
        return compose_fact(desk) if "recipients" in desk.query.fields else []
    said = "，".join(f"{_FIELD_NAMES[f.kind]}为{f.value}" for f in facts if f.kind != "attachments")
    listed = "；".join(f.value for f in facts if f.kind == "attachments")
    counted = f"附件有{sum(f.kind == 'attachments' for f in facts)}个"
    lacking = [NUMBERS[f] for f in desk.query.fields if f in NUMBERS and f not in {fact.kind for fact in facts}]
    lacking += [_REASON] if desk.query.ways["reason"] >= LIKELY else []  # 为什么不公开
    unborne = f"没有写{'、'.join(lacking)}" if lacking else ""
    words = "；".join(filter(None, [said, f"{counted}：{listed}" if listed else "", unborne]))
    denial = _denial(desk, facts)
    attached = [f for f in facts if f.kind == "attachments"]
    evidence = [evidence_of(desk.index, f.unit) for f in (*attached, *(f for f in facts if f not in attached))]
    own = (*filter(None, [denial, unborne, counted if listed else ""]), *_FIELD_NAMES.values())
    told = desk.say(f"{denial}{words}。", evidence, own)
    items = tuple(_NUMBERED.sub("", f.value) for f in attached) if len(attached) > 1 else ()
    denies = bool(denial) and _asks_only_whether(desk)
    return [replace(told, denies=denies, items=items, leaves_open=bool(lacking))]


def _asks_only_whether(desk: Desk) -> bool:
    """Whether nothing is asked beside what is asserted: 是2022年发的吧，文号是啥 is answered."""
    asking = desk.query.asking
    return asking.whether or asking.presupposes or bool(asking.number_claimed)


def _denial(desk: Desk, facts: Sequence[Fact]) -> str:
    """不是资府发〔2023〕3号。 where the question asserts a number, or a year of issue, that the document does not have."""
    if len(desk.query.scope.plans) > 1:
        return ""
    number = desk.query.asking.number_claimed
    own = next((f.value for f in facts if f.kind == "number"), "")
    if number and own and not number.endswith(own):
        return f"不是{number}。"
    dates = [f.value for f in facts if f.kind == "date"]
    years = [year for year in desk.query.years if dates and not any(str(year) in date for date in dates)]
    asserted = years and (desk.query.asking.confirms or desk.query.asking.presupposes)
    return f"不是{'、'.join(f'{year}年' for year in years)}。" if asserted else ""


def _facts_asked(desk: Desk) -> list[Fact]:
    wanted = desk.query.fields or USUAL_FIELDS
    if desk.query.years and desk.query.asking.confirms:
        wanted = (*wanted, "date")  # 是2022年发的吧，文号是啥
    return [f for f in front_facts(desk.index, desk.plan) if f.kind in wanted or _is_of_attachments(f, wanted)]


def _is_of_attachments(fact: Fact, wanted: Sequence[DocumentField]) -> bool:
    """Whether a fact says if the attachments that are asked for are public."""
    return "attachments" in wanted and fact.kind == "openness" and "附件" in fact.value


def front_facts(index: Index, plan: str) -> list[Fact]:
    """The plan's front-matter facts that stand in a unit, in text order."""
    units = {
        (unit.start, unit.end): unit
        for clause in index.clauses(plan)
        if clause.kind in ("front", "closing")
        for unit in index.units_of_clause(clause.id)
    }
    found = []
    for field in index.plan(plan).front:
        unit = next((u for (start, end), u in units.items() if start <= field.start and field.end <= end), None)
        if unit is not None:
            found.append(Fact(field.kind, field.value, unit))
    return found


def _compose_named_document(desk: Desk) -> list[Statement]:
    """A document that the plan names (依据省里的哪份文件): the stretch of a sentence with its 《title》 and number."""
    own = desk.index.plan(desk.plan).title
    told = [(u, rank) for u, rank in desk.candidates() if desk.index.clause(u.clause).kind != "front"]
    units = [(u, rank) for u, rank in told if _names_document(u.text, own)]
    opening = [(u, rank) for u, rank in units if desk.index.clause(u.clause).kind == "preamble"]
    units = opening or units  # a plan says at its beginning what it rests on
    window = best_window(desk.query, desk.weighted, units, figure=False)
    if window is None:
        return []
    if not _names_document(window.text, own):
        text, at = window.unit.text, window.start
        naming = [(start, end) for start, end in parts_of(text) if _names_document(text[start:end], own)]
        start, end = min(naming, key=lambda part: abs(part[0] - at), default=(window.start, window.end))
        window = replace(window, start=start, end=end)
    said = say_window(desk, window)
    asked = desk.query.asking.titles
    if not asked or not desk.query.asking.whether:
        return [said]
    verdict = "是。" if any(title in window.unit.text for title in asked) else "不是。"
    return [replace(said, text=said.text.replace("：", f"：{verdict}", 1), own_words=(verdict,))]


def _names_document(text: str, own_title: str) -> bool:
    """Whether a text names a 《document》 other than the plan itself."""
    return any(title != own_title for title in _TITLE_MARKS.findall(text))
