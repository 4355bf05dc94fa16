"""Ledger rows of responsibility as people say them, and the evidence they are."""

from collections.abc import Sequence

from corpus.plan import Duty
from retrieval.answers.statement import Evidence


def say_duties(duties: Sequence[Duty]) -> str:
    """由A、B牵头，C、D等参与 / 由A、B按职责分工负责 / 由A负责. Names are as written, in the order written."""
    leads = [d.body for d in duties if d.role == "lead"]
    joins = [d.body for d in duties if d.role == "join"]
    shared = [d.body for d in duties if d.role == "shared"]
    alone = [d.body for d in duties if d.role == "alone"]
    parts = []
    if leads:
        parts.append(f"由{_names(leads)}牵头")
    if joins:
        parts.append(f"{_names(joins)}参与")
    if shared:
        parts.append(f"{'' if parts else '由'}{_names(shared)}按职责分工负责")
    if alone:
        parts.append(f"{'' if parts else '由'}{_names(alone)}负责")
    return "，".join(parts)


def evidence_of_duties(duties: Sequence[Duty]) -> tuple[Evidence, ...]:
    """The stretches that assign the duties, each once."""
    return tuple(dict.fromkeys(Evidence(d.plan, d.clause, d.quote, d.quote, d.start, d.end) for d in duties))


def _names(bodies: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(bodies))
