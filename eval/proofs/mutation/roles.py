"""Suites of changed roles: who leads now takes part, who took part now leads, 等 comes or goes; the names stay."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from eval.proofs.mutation.draft import Draft, Edit, Span, squash
from eval.proofs.mutation.labels import DutyLabel
from eval.proofs.mutation.material import Material
from eval.proofs.mutation.probe import Probe
from eval.proofs.mutation.suite import Suite, edited, moved
from eval.proofs.mutation.values import label_key, plain_question

_ETC, _LEADS, _JOINS, _SHARED = "等", "牵头", "配合", "按职责分工负责"
#: Of the words behind a name: what each way makes of (等 or nothing, the role).
ROLE_WAYS = ("joins", "leads", "etc")
_ROLE = re.compile(f"({_ETC}?)({_LEADS}|{_SHARED})")


@dataclass(frozen=True, slots=True)
class _Change:
    """A name with its role: ``span`` of both in the squashed plan, the words there, and those that come instead."""

    label: DutyLabel
    span: Span
    old: str
    new: str


def role_suites(material: Material) -> list[Suite]:
    """One suite a way; in each every bracket that it can change has one role changed."""
    return [_suite(material, way) for way in ROLE_WAYS]


def _suite(material: Material, way: str) -> Suite:
    changes = _changes(material, way)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for change in changes:
        edits[change.label.plan].append(material.drafts[change.label.plan].edit(change.span, change.new))
    texts = edited(material.drafts, edits)
    name = f"roles-{way}"
    probes = tuple(_probe(material, name, way, change, edits[change.label.plan]) for change in changes)
    return Suite(name, material.rewritten(texts), {plan: squash(text) for plan, text in texts.items()}, probes)


def _changes(material: Material, way: str) -> list[_Change]:
    """The first name of each bracket, which stands in the plan once, that has a role behind it which the way changes."""
    changes: dict[tuple[str, str], _Change] = {}
    for placed in material.duties:
        label, draft = placed.label, material.drafts[placed.label.plan]
        if (label.plan, label.quote) in changes or len(placed.spans) != 1:
            continue
        change = _change(draft, label, placed.spans[0], way)
        if change is not None:
            changes[label.plan, label.quote] = change
    return list(changes.values())


def _change(draft: Draft, label: DutyLabel, span: Span, way: str) -> _Change | None:
    found = _ROLE.match(draft.squashed, span[1])
    if found is None:
        return None
    etc, role = found.groups()
    new = {
        "joins": f"{etc}{_JOINS}" if role == _LEADS else "",
        "leads": f"{etc}{_LEADS}" if role == _SHARED else "",
        "etc": f"{'' if etc else _ETC}{role}",
    }[way]
    body = squash(label.body)
    return _Change(label, (span[0], found.end()), f"{body}{etc}{role}", f"{body}{new}") if new else None


def _probe(material: Material, corpus: str, way: str, change: _Change, edits: Sequence[Edit]) -> Probe:
    label = change.label
    question = plain_question(material, label)
    return Probe(
        id=f"{corpus}/role/{label.plan}/{label_key(label)}",
        kind="role",
        way=way,
        plan=label.plan,
        label=label_key(label),
        question=question,
        plain=question,
        old=change.old,
        new=change.new,
        spans=(moved(change.span, change.new, material.drafts[label.plan], edits),),
    )
