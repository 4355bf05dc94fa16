"""What the tools give: a text for the model that called, and the same as data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field

from portal.asker import Asked, Asker
from portal.clauses import clause_named, clause_record
from portal.contract import Assistant
from portal.language import language_of
from portal.library import CLAUSE_UNKNOWN, chosen, targets_of
from portal.openai.wording import sources_of, text_of
from portal.problem import told_in
from portal.refusal import Refusal
from portal.schema import TargetOut
from portal.searching import passages_of
from retrieval.departure import Departure

KEPT_IN = "wence/conversation"
"""What names, in ``_meta``, the conversation in which an answer is kept."""
ROWS = 100
"""Rows of the number ledger in one outcome: more than a model reads with profit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool found: ``text`` is Markdown, ``data`` an object ready for JSON, ``beside`` what is said of both (``_meta``)."""

    text: str
    data: dict[str, Any]
    beside: dict[str, Any] = field(default_factory=dict)


class FoundTargets(BaseModel):
    """指标台账的行；left_out 是没有列出的行数。"""

    index: str
    rows: list[TargetOut]
    left_out: int = Field(description="符合而没有列出的行数；请缩小范围再查")


class ToolRefused(Exception):  # as the portal's other refusals
    """A tool cannot give what was asked for; the message says why and what to do."""


def ask(asker: Asker, asked: Asked, departure: Departure) -> Outcome:
    """A cited answer, and the id of the conversation in which it is kept. Raises like :meth:`Asker.answer`."""
    answer = asker.answer(asked, departure)
    kept = asked.keeping.conversation
    beside = {KEPT_IN: kept} if kept else {}
    return Outcome(text_of(answer) + sources_of(answer), answer.to_dict(), beside)


def search(assistant: Assistant, question: str, plans: Sequence[str], k: int, departure: Departure) -> Outcome:
    """The passages that rank best, best first. Raises like the assistant's ``passages``."""
    found = passages_of(assistant, question, list(plans), k, departure)
    listed = [f"《{row['title']}》{row['address']}（{row['clause']}）\n{row['text']}" for row in found["passages"]]
    none = "没有相关的段落。" if language_of(question) == "zh" else "No passage matches."
    return Outcome("\n\n".join(listed) or none, found)


def get_clause(assistant: Assistant, clause: str) -> Outcome:
    """A clause in full.

    Raises:
        ToolRefused: there is none of this id.
    """
    found = clause_named(assistant, clause)
    if found is None:
        raise refused(CLAUSE_UNKNOWN, clause)
    return Outcome(f"{found.section}\n\n{found.text}", clause_record(assistant, found, None, None))


def get_targets(assistant: Assistant, plans: Sequence[str], indicator: str) -> Outcome:
    """Rows of the number ledger: of these plans, with these words in the indicator's name. Raises ``PlanUnknown``."""
    cards = chosen(assistant.index, plans, most=100_000)
    wanted = "".join(indicator.split())
    rows: list[dict[str, Any]] = []
    left_out = 0
    for card in cards:
        for target in targets_of(assistant.index, card.id):
            if wanted not in target["indicator"] and wanted not in target["canonical"]:
                continue
            if len(rows) < ROWS:
                rows.append(target)
            else:
                left_out += 1
    titles = {card.id: card.title for card in cards}
    listed = [
        f"- 《{titles[row['plan']]}》{row['address']} {row['indicator']}：{row['said']} “{row['quote']}”"
        for row in rows
    ]
    more = [f"（另有 {left_out} 行没有列出）"] if left_out else []
    return Outcome(
        "\n".join([*listed, *more]) or "没有符合的指标。",
        {"index": assistant.fingerprint, "rows": rows, "left_out": left_out},
    )


def refused(no: Refusal, asked: str) -> ToolRefused:
    """A refusal as a tool tells it: in the language of what was asked."""
    return ToolRefused(told_in(no, language_of(asked)))
