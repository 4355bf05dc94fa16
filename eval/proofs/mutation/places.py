"""Where each label stands in its plan. Labels that share words (the same number twice in a sentence) get places of their own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from errors import GoldError
from eval.proofs.mutation.draft import Draft, Span, squash
from eval.proofs.mutation.labels import DutyLabel, Labels, TargetLabel

Label = TargetLabel | DutyLabel
LabelKind = TypeVar("LabelKind", bound=Label, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[LabelKind]):
    """A label and the squashed spans of its value or body; several where the quote stands several times in the plan."""

    label: LabelKind
    spans: tuple[Span, ...]


def place_targets(labels: Sequence[TargetLabel], drafts: Mapping[str, Draft]) -> list[Placed[TargetLabel]]:
    """The number of every label: inside its quote, the first place that no earlier label has taken.

    Raises:
        GoldError: a quote does not stand in its plan, or holds fewer places than labels.
    """
    taken: dict[str, set[Span]] = {}
    placed = []
    for label in labels:
        draft, used = drafts[label.plan], taken.setdefault(label.plan, set())
        spans = []
        for start, end in _quotes(label, draft):
            free = [s for s in _numbers(draft, label.value_text, start, end) if s not in used]
            if not free:
                raise GoldError(f"标注 {label.plan} {label.indicator} 的引文里找不到 {label.value_text}。请核对标注。")
            spans.append(free[0])
        used.update(spans)
        placed.append(Placed(label, tuple(spans)))
    return placed


def place_duties(labels: Sequence[DutyLabel], drafts: Mapping[str, Draft]) -> list[Placed[DutyLabel]]:
    """The name of every body in its bracket, everywhere it stands there; a name inside a longer one is not a place.

    Raises:
        GoldError: a bracket does not stand in its plan, or lacks the body.
    """
    taken: dict[tuple[str, str, str], list[Span]] = {}
    spans: dict[DutyLabel, tuple[Span, ...]] = {}
    for label in sorted(labels, key=lambda one: -len(one.body)):
        draft, used = drafts[label.plan], taken.setdefault((label.plan, label.section, label.quote), [])
        found = [s for start, end in _quotes(label, draft) for s in draft.find(label.body, start, end)]
        free = [s for s in found if not any(a < s[1] and s[0] < b for a, b in used)]
        if not free:
            raise GoldError(f"标注 {label.plan} {label.section} 的括号里找不到 {label.body}。请核对标注。")
        used += free
        spans[label] = tuple(free)
    return [Placed(label, spans[label]) for label in labels]


def check_plans(labels: Labels, plans: Mapping[str, str]) -> None:
    """Refuse labels of plans that the corpus does not hold as text files.

    Raises:
        GoldError
    """
    missing = [plan for plan in labels.plans if plan not in plans]
    if missing:
        raise GoldError(f"标注里的方案 {'、'.join(missing)} 在语料文件夹里没有 .txt 或 .md 文件。请用 --corpus 指定。")


def _quotes(label: Label, draft: Draft) -> list[Span]:
    """Where a label's quote stands: of several brackets in the same words the first below the label's own heading."""
    quotes = draft.find(label.quote)
    if not quotes:
        raise GoldError(f"标注 {label.plan} {label.section} 的引文不在方案里：{label.quote[:30]}…。请核对标注。")
    heading = draft.find(label.section.rsplit(" > ", 1)[-1])[:1]
    below = [quote for quote in quotes if heading and quote[0] >= heading[0][0]]
    return below[:1] if isinstance(label, DutyLabel) and below else quotes


def _numbers(draft: Draft, value_text: str, start: int, end: int) -> list[Span]:
    """Places of a value that are not part of a longer number (5% in 12.5%)."""
    if not squash(value_text)[:1].isdigit():
        return draft.find(value_text, start, end)
    return [
        s for s in draft.find(value_text, start, end) if not re.search(r"\d$|\d[.,]$", draft.squashed[start : s[0]])
    ]
