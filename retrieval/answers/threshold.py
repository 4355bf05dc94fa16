"""On which side of a bound of the plan the asker's own case lies: 一年排6吨，要不要装监测, where the plan has 大于5吨的……应安装."""

import re
from dataclasses import replace

from retrieval.answers.statement import Statement
from retrieval.question.bounds import Bound, bounds_in
from retrieval.question.query import Query

#: 标准煤 is no weight of anything else.
_COAL = re.compile("标准?煤")
#: What stands between a figure and the word of its bound: 5000吨标准煤（当量值）及以上, 65蒸吨/小时以上.
_BETWEEN = re.compile("(?:（[^（）]{1,8}）|/小?时)(?=[及或]?以[上下])")


def with_side(query: Query, statement: Statement) -> Statement:
    """The statement, led by whether the one amount that a question sets as its case lies within the one bound that the words said have for such amounts."""
    amount = query.case_amount
    head, colon, said = statement.text.partition("：")
    if amount is None or not colon or statement.own_words or not statement.evidence:
        return statement
    figure, value, unit = amount
    plain = _BETWEEN.sub("", said)
    conditions = [bound for bound in bounds_in(plain) if bound.said and _is_of_something(plain, bound)]
    bounds = [bound for bound in conditions if _measures_same(bound, figure, unit)]
    if len({(b.limit, b.below, b.inclusive) for b in bounds}) != 1:
        return statement
    bound = bounds[0]
    verdict = f"{figure}{'在' if bound.holds(value) else '不在'}“{bound.said}”之列。"
    return replace(statement, text=f"{head}：{verdict}{said}", own_words=(verdict,))


def _is_of_something(text: str, bound: Bound) -> bool:
    """Whether a bound says of what a rule is: 大于5吨的项目, and not a goal or a cap at the end of its part, 最高不超过500万元."""
    return bool(re.search(rf"{re.escape(bound.said)}\w", text))


def _measures_same(bound: Bound, figure: str, unit: str) -> bool:
    return bound.unit == unit and bool(_COAL.search(bound.said)) == bool(_COAL.search(figure))
