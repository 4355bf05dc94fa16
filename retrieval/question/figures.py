"""Figures that a question names."""

import re

#: A figure that a question names, with its unit; years are none.
FIGURE_NAMED = re.compile(
    r"(?<!\d)\d[\d,]{0,30}(?:\.\d{1,30})?(?:%|％|个百分点|(?:万|亿)?吨(?:标准煤)?|公里|万立方米|立方米|万千瓦|千瓦|克(?:标准煤)?|微克|毫克|蒸吨|亩|万亩|公顷|台|辆|户|处|所|元|万|亿|个|座|倍|家)"
)


def figures_named(text: str) -> tuple[str, ...]:
    """The figures that a question names; years are none."""
    return tuple(FIGURE_NAMED.findall(text))
