"""What many plans say, province by province."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from index.snapshot import Index

T = TypeVar("T", bound=Hashable)
#: Plans of which no province is known.
ELSEWHERE = "其他"
_SEVERAL = 2


def by_province(index: Index, things: Iterable[T], plan_of: Callable[[T], str]) -> dict[str, list[T]]:
    """Province -> the things of its plans, in their order."""
    found: dict[str, list[T]] = {}
    for thing in things:
        found.setdefault(index.plan(plan_of(thing)).province or ELSEWHERE, []).append(thing)
    return found


def plans_by_province(index: Index, plans: Sequence[str]) -> dict[str, list[str]]:
    """Province -> its plans, the province with most of them first; empty where all are of one."""
    found = by_province(index, plans, lambda plan: plan)
    return dict(sorted(found.items(), key=lambda item: -len(item[1]))) if len(found) >= _SEVERAL else {}
