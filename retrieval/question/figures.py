"""Figures that a question names: which, which it doubts, which it sets as a bound."""

import re

from retrieval.question.whether import asks_whether

#: A figure that a question names, with its unit; years are none.
FIGURE_NAMED = re.compile(
    r"(?<!\d)\d[\d,]{0,30}(?:\.\d{1,30})?(?:%|％|个百分点|(?:万|亿)?吨(?:标准煤)?|公里|万立方米|立方米|万千瓦|千瓦|克(?:标准煤)?|微克|毫克|蒸吨|亩|万亩|公顷|台|辆|户|处|所|元|万|亿|个|座|倍|家)"
)
_BOUND = re.compile(rf"(?:低于|高于|超过|不到|不足|大于|小于|达到|至少|没到){FIGURE_NAMED.pattern}(?:以[上下内])?")


def claims(text: str) -> tuple[str, ...]:
    """Figures that a question asserts and wants confirmed; empty when it asserts none."""
    return tuple(FIGURE_NAMED.findall(text)) if asks_whether(text) else ()


def figures_named(text: str) -> tuple[str, ...]:
    """The figures that a question names; years are none."""
    return tuple(FIGURE_NAMED.findall(text))


def bounds(text: str) -> tuple[str, ...]:
    """What a question sets as a bound: 超过15%."""
    return tuple(_BOUND.findall(text))
