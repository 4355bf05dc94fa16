"""Figures that a question names."""

import re

from corpus.units import PLAIN_UNIT

#: A figure that a question names, with its unit; years are none.
FIGURE_NAMED = re.compile(
    rf"(?<![\d第])\d[\d,]{{0,30}}(?:\.\d{{1,30}})?(?:(?:万亿|[万亿])?(?:{PLAIN_UNIT})|万亿|[万亿])"
)

#: Words that call a figure a goal beyond the one set.
AMBITION = re.compile("力争|激励|争取|更高")


def figures_named(text: str) -> tuple[str, ...]:
    """The figures that a question names; years are none."""
    return tuple(FIGURE_NAMED.findall(text))
