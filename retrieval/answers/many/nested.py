"""Places that lie inside others: what a county is to do is part of what its city is, and is not added to it."""

from collections.abc import Collection
from functools import lru_cache

from corpus.regions import regions_named
from index.snapshot import Index


def inside_others(index: Index, plans: Collection[str]) -> set[str]:
    """The plans of these whose place lies inside the place of another of them."""
    regions = {index.plan(plan).region for plan in plans}
    return {
        plan
        for plan in plans
        if any(holder in regions for holder in _holders(index.plan(plan).region, index.plan(plan).province))
    }


@lru_cache(maxsize=8192)  # the places of a corpus stay the same
def _holders(region: str, province: str) -> tuple[str, ...]:
    """The prefecture and the province that a place lies in; empty for one that no list of places has."""
    found = [r for r in regions_named(region) if r.province == province]
    return tuple(holder for r in found[:1] for holder in (r.prefecture, r.province) if holder not in ("", r.name))
