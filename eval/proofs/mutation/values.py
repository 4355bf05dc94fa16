"""Suites of changed values: in corpus k every labelled number and every labelled department takes its k-th other value."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from eval.proofs.mutation.bodies import BODY_WAYS, Pool
from eval.proofs.mutation.draft import Edit, likeness, squash
from eval.proofs.mutation.figures import FIGURE_WAYS, change_figure, figures_in
from eval.proofs.mutation.labels import DutyLabel, TargetLabel
from eval.proofs.mutation.material import Material
from eval.proofs.mutation.places import Label, Placed
from eval.proofs.mutation.probe import Kind, Probe, ask_duty, ask_number
from eval.proofs.mutation.suite import Suite, edited, moved

NUMBER_WAYS = (*FIGURE_WAYS, "twin")
#: How like two plans' indicators must be to be the same thing.
_SAME_INDICATOR = 0.6


@dataclass(frozen=True, slots=True)
class _Change:
    """A label with its new words; ``kind`` and ``way`` say how they came about."""

    placed: Placed[TargetLabel] | Placed[DutyLabel]
    kind: Kind
    way: str
    new: str


def value_suites(material: Material, seed: int) -> list[Suite]:
    """One suite a way: the number ways and the department ways side by side, six in all."""
    rounds = max(len(NUMBER_WAYS), len(BODY_WAYS))
    return [_suite(material, seed, k) for k in range(rounds)]


def _suite(material: Material, seed: int, k: int) -> Suite:
    changes: list[_Change] = []
    if k < len(NUMBER_WAYS):
        changes += _number_changes(material, NUMBER_WAYS[k], seed)
    if k < len(BODY_WAYS):
        changes += _body_changes(material, BODY_WAYS[k], seed)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for change in changes:
        draft = material.drafts[change.placed.label.plan]
        edits[change.placed.label.plan] += [draft.edit(span, change.new) for span in change.placed.spans]
    texts = edited(material.drafts, edits)
    name = f"values-{k + 1}"
    probes = tuple(_probe(material, name, change, edits[change.placed.label.plan]) for change in changes)
    return Suite(name, material.rewritten(texts), {plan: squash(text) for plan, text in texts.items()}, probes)


def _number_changes(material: Material, way: str, seed: int) -> list[_Change]:
    taken = {plan: figures_in(draft.squashed) for plan, draft in material.drafts.items()}
    changes = []
    for placed in material.targets:
        label = placed.label
        if way == "twin":
            new = _twin_value(label, material.labels.targets)
            if new is None:
                continue
        else:
            random = Random(f"{seed}|{way}|{label.plan}|{label.indicator}|{label.quote}")  # noqa: S311  # no secret
            new = change_figure(label.value_text, way, random, taken[label.plan])
            taken[label.plan] |= figures_in(new)
        changes.append(_Change(placed, "number", way, new))
    return changes


def _twin_value(label: TargetLabel, labels: Sequence[TargetLabel]) -> str | None:
    """What another plan sets for the same indicator, in the same unit; None where none does, or all set the same."""
    others = [o for o in labels if o.plan != label.plan and o.unit == label.unit and o.value_text != label.value_text]
    same = [o for o in others if likeness(o.indicator, label.indicator) >= _SAME_INDICATOR]
    best = max(same, key=lambda o: (likeness(o.indicator, label.indicator), o.plan), default=None)
    return best.value_text if best and label.unit else None


def _body_changes(material: Material, way: str, seed: int) -> list[_Change]:
    taken: dict[tuple[str, str], set[str]] = defaultdict(set)
    for label in material.labels.duties:
        taken[label.plan, label.section].add(label.body)
    changes, pool = [], Pool(material.labels.duties)
    for placed in material.duties:
        label = placed.label
        random = Random(f"{seed}|{way}|{label.plan}|{label.section}|{label.order}")  # noqa: S311  # no secret
        bracket = taken[label.plan, label.section]
        new = pool.change(label, way, bracket, random)
        bracket.add(new)
        changes.append(_Change(placed, "department", way, new))
    return changes


def _probe(material: Material, corpus: str, change: _Change, edits: Sequence[Edit]) -> Probe:
    label = change.placed.label
    draft = material.drafts[label.plan]
    question = plain_question(material, label)
    return Probe(
        id=f"{corpus}/{change.kind}/{change.way}/{label.plan}/{label_key(label)}",
        kind=change.kind,
        way=change.way,
        plan=label.plan,
        label=label_key(label),
        question=question,
        plain=question,
        old=label_value(label),
        new=change.new,
        spans=tuple(moved(span, change.new, draft, edits) for span in change.placed.spans),
    )


def plain_question(material: Material, label: Label) -> str:
    """The question for a label, asked of its own city."""
    region = material.regions[label.plan]
    if isinstance(label, TargetLabel):
        return ask_number(region, label, scoped=material.scoped(label))
    return ask_duty(region, label)


def label_value(label: Label) -> str:
    """The number or body that a label states."""
    return label.value_text if isinstance(label, TargetLabel) else label.body


def label_key(label: Label) -> str:
    """A label's name within its plan."""
    if isinstance(label, TargetLabel):
        return f"{label.section}/{label.indicator}/{label.scope}/{label.value_text}"
    return f"{label.section}/{label.order}/{label.body}"
