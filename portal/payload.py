"""What a call of the page may carry, as rules that name every value: what no rule names does not pass.

Gradio takes any JSON for any input, and reads a file wherever a path stands in the form of its file objects.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A string that matches as a whole."""

    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a box: a string of at most ``limit`` characters, or null before anything was typed."""

    limit: int


@dataclass(frozen=True, slots=True)
class Is:
    """One of these values, of the same type (True is not 1)."""

    values: tuple[object, ...]

    def __init__(self, *values: object) -> None:
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of exactly these."""

    rules: "tuple[Rule, ...]"


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with exactly these keys, of which the ``optional`` ones may be missing."""

    rules: "Mapping[str, Rule]"
    optional: frozenset[str] = frozenset()


Rule = Text | Typed | Is | Items | Shape


@dataclass(frozen=True, slots=True)
class Event:
    """What a call of one event of the page may carry.

    ``inputs``: a rule for each input. ``triggers``: the components it may come from, about which nothing more is told.
    """

    inputs: tuple[Rule, ...]
    triggers: frozenset[int]

    @property
    def fields(self) -> dict[str, Rule]:
        """The rules of the body's fields that depend on the event."""
        return {"data": Items(self.inputs), "trigger_id": Is(None, *self.triggers), "event_data": Is(None)}

    @property
    def optional(self) -> frozenset[str]:
        """The fields that the page may leave out."""
        return frozenset({"trigger_id", "event_data"})


def fits(value: Any, rule: Rule) -> bool:
    """Whether a value read from JSON is what the rule names."""
    match rule:
        case Text(pattern):
            return type(value) is str and pattern.fullmatch(value) is not None
        case Typed(limit):
            return value is None or (type(value) is str and len(value) <= limit)
        case Is(values):
            return any(type(value) is type(one) and value == one for one in values)
        case Items(rules):
            fitting = type(value) is list and len(value) == len(rules)
            return fitting and all(map(fits, value, rules))
        case Shape(rules, optional):
            known = type(value) is dict and rules.keys() - optional <= value.keys() <= rules.keys()
            return known and all(fits(value[key], rules[key]) for key in value)
