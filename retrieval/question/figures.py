"""Figures that a question names."""

import re

from corpus.units import PLAIN_UNIT

#: How large something is, in no digits.
MAGNITUDE = re.compile(
    "(?<![\\d几数一二两三四五六七八九])(?:[百千万]亿|[百千]万)(?=级|元|产业|企业|园区|$|的|俱乐部|大关)"
)
#: A figure that a question names, with its unit; years are none. A share without one (系数0.61) is told by its 0 in front.
FIGURE_NAMED = re.compile(
    rf"(?<![\d第])\d[\d,]{{0,30}}(?:\.\d{{1,30}})?(?:(?:万亿|[万亿])?(?:{PLAIN_UNIT})|万亿|[万亿])|(?<![\d.])0\.\d{{1,6}}(?![\d.A-Za-z%％]|(?![吗吧么对的不是以左])[\u4e00-\u9fff])"
)

#: Words that call a figure a goal beyond the one set.
AMBITION = re.compile("力争|激励|争取|更高")


def figures_named(text: str) -> tuple[str, ...]:
    """The figures that a question names; years are none."""
    return tuple(FIGURE_NAMED.findall(text))
