"""Whether an answer follows the changed text. Judged from the recorded answer and the plan's text alone."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eval.proofs.mutation.draft import Span, squash, stands_in

Row = Mapping[str, Any]


def judge_value(row: Row, *, plan: str, text: str, new: str, old: str, spans: Sequence[Span]) -> list[str]:
    """Why an answer does not state ``new`` with its proof; empty when it does.

    It must be an answer, hold ``new``, cite only ``plan``, and one verbatim quote of it that holds ``new`` must reach over one of
    ``spans`` (squashed offsets into ``text``, the squashed plan). ``old`` may stand only where a verbatim quote has it.
    """
    answer, quotes = said(row), [c for c in row["citations"] if c["plan"] == plan]
    why = []
    if row["status"] not in ("answered", "partial"):
        why.append(f"状态为 {row['status']}")
    if not stands_in(new, answer):
        why.append(f"答案里没有 {new}")
    verbatim = [squash(c["quote"]) for c in quotes if squash(c["quote"]) in text]
    if len(verbatim) < len(quotes):
        why.append("引文不在改动后的方案里")
    if not any(stands_in(new, q) and reaches(q, text, spans) for q in verbatim):
        why.append(f"没有引文给出 {new}")
    if old and stands_in(old, answer.replace(squash(new), "")) and not any(stands_in(old, q) for q in verbatim):
        why.append(f"答案里还有改动前的 {old}")
    others = sorted({c["plan"] for c in row["citations"]} - {plan})
    if others:
        why.append(f"引用了别的方案：{'、'.join(others)}")
    return why


def judge_absence(row: Row, *, plan: str, text: str, old: str) -> list[str]:
    """Why an answer does not say that the plan lacks what was asked; empty when it does."""
    why = []
    if row["status"] != "not_found":
        why.append(f"状态为 {row['status']}")
    verbatim = [squash(c["quote"]) for c in row["citations"] if c["plan"] == plan and squash(c["quote"]) in text]
    if stands_in(old, said(row)) and not any(stands_in(old, q) for q in verbatim):
        why.append(f"答案里还有删去的 {old}")
    if any(c["plan"] != plan for c in row["citations"]):
        why.append("引用了别的方案")
    return why


def judge_listed(
    row: Row, *, plan: str, text: str, place: str, value: str, spans: Sequence[Span], listed: bool
) -> list[str]:
    """Why an answer to a question for all places beyond a bound does not put a place where its plan has it; empty when it does.

    A place that is listed stands there with its ``value``, and a verbatim quote of its plan that holds the value reaches over one of
    ``spans``. One that is not may only be named by an answer that there is none.
    """
    answer, why = said(row), []
    if row["status"] not in ("answered", "partial"):
        why.append(f"状态为 {row['status']}")
    if not listed:
        return [*why, f"仍列出 {place}"] if place in answer and not answer.lstrip("-").startswith("没有") else why
    if place not in answer or not stands_in(value, answer):
        why.append(f"没有列出 {place}（{value}）")
    quotes = [squash(c["quote"]) for c in row["citations"] if c["plan"] == plan]
    if not any(q in text and stands_in(value, q) and reaches(q, text, spans) for q in quotes):
        why.append(f"没有引文给出 {value}")
    return why


def said(row: Row) -> str:
    """The squashed words of an answer without its [n] marks."""
    return squash(re.sub(r"\[\d+\]", "", row["answer"]))


def reaches(quote: str, text: str, spans: Sequence[Span]) -> bool:
    """Whether the quote, at any of its places in the text, shares characters with one of the spans."""
    return any(
        m.start() < end and start < m.start() + len(quote)
        for m in re.finditer(re.escape(quote), text)
        for start, end in spans
    )
