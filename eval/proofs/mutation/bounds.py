"""Suites of numbers that cross a bound: a question for the cities beyond it has to name a city, or leave it out, as its plan says now."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from eval.proofs.mutation.draft import Edit, likeness, squash
from eval.proofs.mutation.labels import TargetLabel
from eval.proofs.mutation.material import Material
from eval.proofs.mutation.places import Placed
from eval.proofs.mutation.probe import Probe
from eval.proofs.mutation.suite import Suite, edited, moved
from eval.proofs.mutation.values import label_key

#: What the changed number is of the old one, and the bound between them.
BOUND_WAYS: dict[str, tuple[Decimal, Decimal]] = {
    "over": (Decimal("1.3"), Decimal("1.15")),
    "under": (Decimal("0.6"), Decimal("0.8")),
}
#: How like two plans' indicators must be for a question to be about both.
_SAME_INDICATOR = 0.6
_WHOLE = 100


def bound_suites(material: Material) -> list[Suite]:
    """One suite a way: every number that another plan has as well, carried over a bound or under it."""
    return [_suite(material, way) for way in BOUND_WAYS]


def _suite(material: Material, way: str) -> Suite:
    changed = [(placed, values) for placed in _shared(material) if (values := _values(placed.label, way))]
    edits: dict[str, list[Edit]] = defaultdict(list)
    for placed, (new, _) in changed:
        draft = material.drafts[placed.label.plan]
        edits[placed.label.plan] += [draft.edit(span, new) for span in placed.spans]
    texts = edited(material.drafts, edits)
    name = f"bounds-{way}"
    probes = tuple(_probe(material, name, way, placed, values, edits[placed.label.plan]) for placed, values in changed)
    return Suite(name, material.rewritten(texts), {plan: squash(text) for plan, text in texts.items()}, probes)


def _shared(material: Material) -> list[Placed[TargetLabel]]:
    """The numbers of indicators that another plan states as well, one number each."""
    labels = material.labels.targets
    return [
        placed
        for placed in material.targets
        if not material.scoped(placed.label) and any(_same(placed.label, other) for other in labels)
    ]


def _same(one: TargetLabel, other: TargetLabel) -> bool:
    alike = likeness(one.indicator, other.indicator) >= _SAME_INDICATOR
    return one.plan != other.plan and bool(one.unit) and one.unit == other.unit and alike


def _values(label: TargetLabel, way: str) -> tuple[str, str] | None:
    """(the new value, the bound) of a number, with its unit; None where there is no room for both."""
    try:
        old = Decimal(label.value_text.removesuffix(label.unit).replace(",", ""))
    except InvalidOperation:
        return None
    new, bound = (_rounded(old * factor, old) for factor in BOUND_WAYS[way])
    if len({old, new, bound}) < 3 or new <= 0 or (label.unit == "%" and new >= _WHOLE):
        return None
    return f"{new}{label.unit}", f"{bound}{label.unit}"


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """As many decimals as the old number has."""
    return value.quantize(Decimal(1).scaleb(like.as_tuple().exponent), ROUND_HALF_UP)  # type: ignore[arg-type]  # finite


def _probe(
    material: Material,
    corpus: str,
    way: str,
    placed: Placed[TargetLabel],
    values: tuple[str, str],
    edits: Sequence[Edit],
) -> Probe:
    label, (new, bound) = placed.label, values
    question = f"{label.indicator}超过{bound}的有哪些市？"
    return Probe(
        id=f"{corpus}/bound/{label.plan}/{label_key(label)}",
        kind="bound",
        way=way,
        plan=label.plan,
        label=f"{label_key(label)}/{bound}",
        question=question,
        plain=question,
        old=label.value_text,
        new=new,
        spans=tuple(moved(span, new, material.drafts[label.plan], edits) for span in placed.spans),
        place=material.regions[label.plan],
        listed=way == "over",
    )
