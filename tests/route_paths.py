"""For a pattern of the route table the paths that it stands for: every alternative, and of repeated characters the fewest."""

import re
from collections.abc import Iterable, Sequence
from itertools import product
from re import _parser  # there is no public way to a pattern's parts
from typing import Any

PREFERRED = "ax0-_."


def paths_of(pattern: re.Pattern[str]) -> list[str]:
    """Paths that the pattern matches, at least one for each way through it."""
    found = list(dict.fromkeys(_ways(_parser.parse(pattern.pattern))))
    assert found and all(pattern.fullmatch(path) for path in found), pattern.pattern
    return found


def _ways(parts: Iterable[Any]) -> list[str]:
    return ["".join(way) for way in product(*(_ways_of(str(kind), value) for kind, value in parts))]


def _ways_of(kind: str, value: Any) -> Sequence[str]:
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "BRANCH":
        return [way for branch in value[1] for way in _ways(branch)]
    if kind == "SUBPATTERN":
        return _ways(value[-1])
    if kind == "MAX_REPEAT":
        least, most, inner = value
        counts = {least, min(most, 1)} if most == 1 else {max(least, 1)}
        return [way * count for count in sorted(counts) for way in _ways(inner)]
    if kind == "IN":
        options, negated = [v for k, v in value if str(k) != "NEGATE"], str(value[0][0]) == "NEGATE"
        inside = [c for c in PREFERRED if any(_holds(option, ord(c)) for option in options)]
        outside = [c for c in PREFERRED if c not in inside]
        first = outside if negated else inside or [chr(o if isinstance(o, int) else o[0]) for o in options]
        return first[:1]
    if kind == "NOT_LITERAL":
        return [next(c for c in PREFERRED if ord(c) != value)]
    raise AssertionError(f"a pattern with {kind}")


def _holds(option: Any, character: int) -> bool:
    if isinstance(option, tuple):
        return bool(option[0] <= character <= option[1])
    return bool(option == character)
