"""Which concepts of a question name a thing, and not what is wanted to be known of one."""

import re
from collections.abc import Sequence

from retrieval.question.figures import FIGURE_NAMED
from retrieval.question.topic import Concept

#: What is wanted to be known of the thing that the turn before named.
_WANTED = frozenset(
    "措施 举措 办法 做法 政策 安排 责任 责任单位 部门 单位 要求 进度 责任人 具体措施 印发 发布 牵头 负责 参与 配合 完成 实际 完成情况".split()
)
#: … and what its figure is a figure of; beside a thing it belongs to it.
_MEASURES = frozenset("比例 占比 比重 比率 数量 数字".split())
#: What is asked of a project, whatever it is.
_ASPECTS = frozenset(
    "投资 总投资 资金 投资额 经费 预算 造价 钱 多少钱 建成 开工 动工 完工 竣工 投产 投用 启用 规模 面积 工期 进展 地点 位置".split()
)
_RANK = re.compile(r"(?:倒数)?第?[一二三四五六七八九十\d]{1,2}[名位个]?|最后一?[名位个]")


def things(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """The concepts but for those that say what is wanted to be known of a thing (措施, 责任单位), which in a ranking (第二名), or a figure.

    A measure (占比) is none by itself.
    """
    named = [c for c in concepts if c.words not in _WANTED and not _RANK.fullmatch(c.words)]
    own = [c for c in named if c.words not in _MEASURES and not FIGURE_NAMED.fullmatch(c.words)]
    return tuple(named) if own else ()


def only_aspects(concepts: Sequence[Concept]) -> bool:
    """Whether all things named are what may be asked of any project: 投资多少钱, 什么时候建成."""
    named = things(concepts)
    return bool(named) and all(c.words in _ASPECTS for c in named)
