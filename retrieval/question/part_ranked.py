"""The counties, towns or districts told of before that a question points at: 最低的那个 of their order, 五家 all together."""

import re
from collections.abc import Sequence
from itertools import islice

from retrieval.question.earlier import LOOKED_BACK, Earlier, questions_in
from retrieval.question.governed import names_whole
from retrieval.question.kinds import asks_for_place
from retrieval.question.reckoning import Reckoning
from retrieval.question.superlatives import picked
from retrieval.question.things import things
from retrieval.question.topic import find_concepts

_SEVERAL = 2

_PART = re.compile(
    r"(?:(?:这|那)?(?:里头|里面|其中|当中)的?)?(?:最.|(?:倒数)?第[一二三四五][名位]?|垫底|排?最后(?:一[名位])?)的?"
    r"那(?:一?[个家座]|几个?)?的?(?:县|区|乡|镇|街道|旗|地方)?"
)

#: 五家, 这几个县: all of them.
_ALL = re.compile(
    r"(?:那么?|上面|前面)?(?:[这那][两二三四五六七八九十几些]|[两二三四五六七八九十几]|\d{1,2})(?:个|家|座)?(?:县市?区?|[市区乡镇旗]|乡镇|地方)?"
)


def name_parts(asked: str, earlier: Sequence[Earlier]) -> str:
    """The question with those parts, and what was told of them, by their names, where it only reckons with them: 五家加起来多少."""
    found = _ALL.match(asked)
    rest = asked[found.end() :] if found else ""
    if not found or not Reckoning(asked).reckons or any(not names_whole(c.words) for c in things(find_concepts(rest))):
        return asked
    told = (question.established for question in islice(questions_in(earlier), LOOKED_BACK))
    parted = next((each for each in told if len(each.parts) >= _SEVERAL and each.indicators), None)
    return f"{'、'.join(parted.parts)}的{parted.indicators[0]}{rest}" if parted else asked


def name_part(asked: str, earlier: Sequence[Earlier]) -> str:
    """The question with that part of a place by its name, where the latest order told was one of parts and the question asks something of it."""
    found = _PART.search(asked)
    if not found or asks_for_place(asked):
        return asked  # 最低的那个是哪个县 asks for its name
    for question in islice(questions_in(earlier), LOOKED_BACK):
        if question.established.ranking:
            return asked
        if parts := question.established.parts:
            at = picked(found.group(), len(parts))
            return f"{asked[: found.start()]}{parts[at]}{asked[found.end() :]}" if at is not None else asked
    return asked
