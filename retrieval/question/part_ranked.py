"""The county, town or district that a question points at by its place in the order told before: 最低的那个凭什么可以拖."""

import re
from collections.abc import Sequence
from itertools import islice

from retrieval.question.earlier import LOOKED_BACK, Earlier, questions_in
from retrieval.question.superlatives import picked

_PART = re.compile(
    r"(?:(?:这|那)?(?:里头|里面|其中|当中)的?)?(?:最.|(?:倒数)?第[一二三四五][名位]?|垫底|排?最后(?:一[名位])?)的?"
    r"那(?:一?[个家座]|几个?)?的?(?:县|区|乡|镇|街道|旗|地方)?"
)


def name_part(asked: str, earlier: Sequence[Earlier]) -> str:
    """The question with that part of a place by its name, where the latest order told was one of parts and the question asks something of it."""
    found = _PART.search(asked)
    if not found:
        return asked
    for question in islice(questions_in(earlier), LOOKED_BACK):
        if question.established.ranking:
            return asked
        if parts := question.established.parts:
            at = picked(found.group(), len(parts))
            return f"{asked[: found.start()]}{parts[at]}{asked[found.end() :]}" if at is not None else asked
    return asked
