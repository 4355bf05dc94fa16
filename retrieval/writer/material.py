"""What a model is shown: numbered passages with plan and address, the ledgers' rows below them, within a token budget.

Words of a plan are data. A sentence in a plan that speaks to a machine is not shown, and nothing can be cited to support it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.plan import Duty, Target
from index.passage import Passage
from index.snapshot import Index
from retrieval.answers.statement import Statement
from retrieval.question.commands import is_command

Count = Callable[[str], int]

_ROLES = {"lead": "牵头", "join": "配合", "shared": "按职责分工负责", "alone": "负责"}
_COMPARISONS = {
    "decrease": "下降",
    "reduction_amount": "减排",
    "reach": "达到",
    "at_least": "不低于",
    "at_most": "不高于",
    "about": "约",
}
#: So many lines that were found go along.
_FOUND = 12
_HIDDEN = "（此处一句不是方案内容，已略去）"


@dataclass(frozen=True, slots=True)
class Material:
    """Passages by their number (from 1), and the text that shows them."""

    passages: tuple[Passage, ...]
    text: str


def lay_out(index: Index, passages: Iterable[Passage], count: Count, budget: int) -> Material:
    """As many passages, in the order given, as fit ``budget`` tokens with their ledger rows (rows go first when they do not)."""
    chosen: list[Passage] = []
    texts: list[str] = []
    left = budget
    for passage in passages:
        number = len(chosen) + 1
        for shown in (_shown(index, passage, number, rows=True), _shown(index, passage, number, rows=False)):
            cost = count(shown) + 2
            if cost <= left:
                chosen.append(passage)
                texts.append(shown)
                left -= cost
                break
    return Material(tuple(chosen), "\n\n".join(texts))


def found_lines(statements: Sequence[Statement], material: Material) -> str:
    """What search and ledgers found or reckoned, a line each, with the numbers of the passages that prove it; empty where nothing was."""
    lines = []
    for statement in statements:
        numbers = [
            n
            for n, passage in enumerate(material.passages, 1)
            if any(
                e.plan == passage.plan and e.start < passage.end and passage.start < e.end for e in statement.evidence
            )
        ]
        if is_command(statement.text) or (statement.evidence and not numbers):
            continue
        nearest = "（只是最接近的，不一定是所问）" if statement.nearest else ""
        lines.append(f"- {_plain(statement.text)}{nearest}" + "".join(f"[{n}]" for n in numbers))
    return "\n".join(lines[:_FOUND])


def _shown(index: Index, passage: Passage, number: int, *, rows: bool) -> str:
    card = index.plan(passage.plan)
    place = f"，{card.region}" if card.region else ""
    address = f" {passage.address}" if passage.address else ""
    lines = [f"[{number}] 《{card.title}》{place}，{passage.section}{address}", _plain(passage.text)]
    lines += _ledger(index, passage) if rows else []
    return "\n".join(lines)


def _plain(text: str) -> str:
    """The text on one line a paragraph, without sentences that speak to a machine and without anything like a [1] of ours."""
    kept = []
    for line in text.splitlines():
        pieces = re.split(r"(?<=[。！？；])", line)
        kept.append("".join(_HIDDEN if is_command(piece) else piece for piece in pieces))
    return re.sub(r"\[(\d{1,3})\]", r"〔\1〕", "\n".join(kept))


def _ledger(index: Index, passage: Passage) -> list[str]:
    targets = [t for t in index.targets_of_plan(passage.plan) if passage.start <= t.start and t.end <= passage.end]
    duties = [d for d in index.duties_of_clause(passage.clause) if passage.start <= d.start and d.end <= passage.end]
    lines = [f"台账·指标：{_target(t)}" for t in targets if not is_command(t.sentence)]
    if duties and not any(is_command(d.quote) for d in duties):
        lines.append("台账·责任：" + "；".join(_duty(d) for d in duties))
    return lines


def _target(target: Target) -> str:
    base = f"（比{target.base_year}年）" if target.base_year else ""
    year = f"{target.target_year}年" if target.target_year else ""
    parts = (target.indicator, year + base, target.qualifier or _COMPARISONS[target.comparison], target.value_text)
    return "｜".join(part for part in parts if part)


def _duty(duty: Duty) -> str:
    return f"{duty.body}（{_ROLES[duty.role]}）"


def titles(index: Index, plans: Sequence[str]) -> str:
    """The plans by title, for a message."""
    return "".join(f"《{index.plan(p).title}》" for p in plans)
