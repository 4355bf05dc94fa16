"""What sets a figure apart from the others that stand beside it: its year, and what part of the place it is for.

Decided here for the page 指标对比 and for its downloads alike, over all figures of the plans that are compared.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.plan import Target

_Said = TypeVar("_Said", int, str)


@dataclass(frozen=True, slots=True)
class Apart:
    """What is to be said beside a figure; None and empty where it is as usual."""

    year: int | None
    scope: str


def apart_from(targets: Sequence[Target]) -> list[Apart]:
    """For each of the figures: a year that is not that of most, a scope that is not that of most in its plan nor in its name."""
    usual = _commonest(target.target_year for target in targets if target.target_year)
    scopes: dict[str, list[str]] = {}
    for target in targets:
        scopes.setdefault(target.plan, []).append(target.scope)
    own = {plan: _commonest(said) for plan, said in scopes.items()}
    return [
        Apart(
            target.target_year if target.target_year != usual else None,
            target.scope if target.scope not in (own[target.plan], "") and target.scope not in target.canonical else "",
        )
        for target in targets
    ]


def _commonest(values: Iterable[_Said]) -> _Said | None:
    counts = Counter(values).most_common(1)
    return counts[0][0] if counts else None
