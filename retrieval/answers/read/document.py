"""The document itself, as the reader is asked for it: its own facts, and the documents that it names."""

import re
from dataclasses import replace

from retrieval.answers.desk import Desk
from retrieval.answers.document import facts_asked, names_document, say_facts
from retrieval.answers.statement import Statement
from retrieval.answers.window import say_stretch
from retrieval.question.kinds import asks_for_basis, asks_whether
from retrieval.reading.features import asked_of
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.search.wording import parts_of

_TITLE_MARKS = re.compile(r"《([^《》]+)》")


def compose_facts(desk: Desk) -> list[Statement]:
    """Number, date, issuer, attachments … as the front matter gives them."""
    facts = facts_asked(desk)
    return [say_facts(desk, facts)] if facts else []


def compose_named_document(desk: Desk) -> list[Statement]:
    """A document that the plan names (依据省里的哪份文件): the stretch of the best sentence with its 《title》 and number."""
    own = desk.index.plan(desk.plan).title
    units = [desk.index.unit(r.candidate.unit) for r in desk.reading.ranked if r.candidate.kind == "sentence"]
    naming = [unit for unit in units if names_document(unit.text, own)]
    if asks_for_basis(desk.query.question):  # a plan says at its beginning what it rests on
        naming.sort(key=lambda unit: desk.index.clause(unit.clause).kind != "preamble")
    if not naming:
        return []
    text = naming[0].text
    parts = [(start, end) for start, end in parts_of(text) if names_document(text[start:end], own)] or [(0, len(text))]
    start, end = best_stretch(Meaning.of(asked_of(desk.query)), text)
    start, end = (
        min(parts, key=lambda part: abs(part[0] - start)) if not names_document(text[start:end], own) else (start, end)
    )
    said = say_stretch(desk, naming[0], start, end)
    asked = _TITLE_MARKS.findall(desk.query.question)
    if not asked or not asks_whether(desk.query.question):
        return [said]
    verdict = "是。" if any(title in text for title in asked) else "不是。"
    return [replace(said, text=said.text.replace("：", f"：{verdict}", 1), own_words=(verdict,))]
