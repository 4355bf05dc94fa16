"""The document itself: the facts of its front matter, and the documents it names."""

import re
from dataclasses import dataclass, replace

from corpus.plan import FrontKind
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import say_stretch
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.kinds import (
    USUAL_FIELDS,
    asks_for_basis,
    asks_for_items,
    asks_for_openness,
    asks_whether,
)
from retrieval.reading.features import asked_of
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.reading.wording import parts_of

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
_TITLE_MARKS = re.compile(r"《([^《》]+)》")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a document's front matter, with the unit that states it."""

    kind: FrontKind
    value: str
    unit: Unit


def compose_document(desk: Desk) -> list[Statement]:
    """Number, date, issuer, attachments … as the front matter gives them."""
    facts = _facts_asked(desk)
    if not facts:
        return []
    said = "，".join(f"{_FIELD_NAMES[f.kind]}为{f.value}" for f in facts if f.kind != "attachments")
    listed = "；".join(f.value for f in facts if f.kind == "attachments")
    words = "；".join(filter(None, [said, f"附件有：{listed}" if listed else ""]))
    return [desk.say(f"{words}。", (evidence_of(desk.index, f.unit) for f in facts), tuple(_FIELD_NAMES.values()))]


def _facts_asked(desk: Desk) -> list[Fact]:
    wanted = desk.query.fields or USUAL_FIELDS
    facts = front_facts(desk)
    asked = [f for f in facts if f.kind in wanted]
    if "attachments" not in wanted:
        return asked
    kinds = {"openness" if asks_for_openness(desk.query.question) else "attachments"}  # 附件能看到吗
    if asks_for_items(desk.query.question):
        kinds.add("attachments")
    return [f for f in facts if f.kind in kinds] or asked


def front_facts(desk: Desk) -> list[Fact]:
    """The plan's front-matter facts that stand in a unit, in text order."""
    units = {
        (unit.start, unit.end): unit
        for clause in desk.index.clauses(desk.plan)
        if clause.kind in ("front", "closing")
        for unit in desk.index.units_of_clause(clause.id)
    }
    found = []
    for field in desk.index.plan(desk.plan).front:
        unit = next((u for (start, end), u in units.items() if start <= field.start and field.end <= end), None)
        if unit is not None:
            found.append(Fact(field.kind, field.value, unit))
    return found


def compose_named_document(desk: Desk) -> list[Statement]:
    """A document that the plan names (依据省里的哪份文件): the stretch of the best sentence with its 《title》 and number."""
    own = desk.index.plan(desk.plan).title
    units = [desk.index.unit(r.candidate.unit) for r in desk.reading.ranked if r.candidate.kind == "sentence"]
    naming = [unit for unit in units if _names_document(unit.text, own)]
    if asks_for_basis(desk.query.question):  # a plan says at its beginning what it rests on
        naming.sort(key=lambda unit: desk.index.clause(unit.clause).kind != "preamble")
    if not naming:
        return []
    text = naming[0].text
    parts = [(start, end) for start, end in parts_of(text) if _names_document(text[start:end], own)] or [(0, len(text))]
    start, end = best_stretch(Meaning.of(asked_of(desk.query)), text)
    start, end = (
        min(parts, key=lambda part: abs(part[0] - start)) if not _names_document(text[start:end], own) else (start, end)
    )
    said = say_stretch(desk, naming[0], start, end)
    asked = _TITLE_MARKS.findall(desk.query.question)
    if not asked or not asks_whether(desk.query.question):
        return [said]
    verdict = "是。" if any(title in text for title in asked) else "不是。"
    return [replace(said, text=said.text.replace("：", f"：{verdict}", 1), own_words=(verdict,))]


def _names_document(text: str, own_title: str) -> bool:
    """Whether a text names a 《document》 other than the plan itself."""
    return any(title != own_title for title in _TITLE_MARKS.findall(text))
