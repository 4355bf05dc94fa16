"""Which concepts of a question name a thing, and not what is wanted to be known of one."""

import re
from collections.abc import Sequence

from index.keyword import tagged
from retrieval.question.figures import FIGURE_NAMED
from retrieval.question.topic import Concept

#: What is asked of a project or of what is measured, whatever it is.
_ASPECTS = frozenset(
    "投资 总投资 资金 投资额 经费 预算 造价 钱 多少钱 建成 开工 动工 完工 竣工 投产 投用 启用 规模 面积 工期 进展 地点 位置 总量 增速 增幅 降幅 占比 增长 增加 涨 涨了 上涨 下降 降低 减少 实际 实绩 概算".split()
)

#: Names of the figure that a question asked for, whatever it is of.
_THE_FIGURE = frozenset("门槛 标准 上限 下限 限值 额度 封顶 顶格 保底".split())


#: Kinds of words, by the first letter of their tag, that are of no thing: verbs, conjunctions, pronouns, adverbs, prepositions.
_DEEDS = "vcrdpu"
#: What is made of figures, whatever they are of: 平均呢.
_RECKONED = frozenset("平均 平均值 平均数 均值 合计 总和 总数".split())
#: What is of all the most so: 最慢.
_SUPERLATIVE = re.compile("最.")


def things(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """The concepts, where one is more than a figure or what is made of figures: 那90%的呢 and 平均呢 name no thing."""
    return tuple(concepts) if any(map(_is_thing, concepts)) else ()


def _is_thing(concept: Concept) -> bool:
    of_figures = FIGURE_NAMED.fullmatch(concept.words) or _SUPERLATIVE.fullmatch(concept.words)
    return concept.words not in _RECKONED and not of_figures


def is_deed(word: str) -> bool:
    """Whether a word says what is done or asked, and names nothing: 修通, 定为, 为什么."""
    return all(kind[:1] in _DEEDS for _, kind in tagged(word))


def only_aspects(concepts: Sequence[Concept]) -> bool:
    """Whether all things named are what may be asked of any project: 投资多少钱, 什么时候建成."""
    named = things(concepts)
    return bool(named) and all(c.words in _ASPECTS for c in named)


def only_the_figure(concepts: Sequence[Concept]) -> bool:
    """Whether all that is named is the figure asked for before: 换成乙市，门槛是多少."""
    named = things(concepts)
    return bool(named) and all(c.words in _THE_FIGURE for c in named)
