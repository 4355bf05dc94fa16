"""The things that a question lists and asks of each: 粮食产量、失业率和城镇化率各是多少."""

import re

from retrieval.question.two_years import ANY_YEAR

#: What stands before 各是多少, 分别达到多少; … or before 是多少 alone, where each names a measure: 综合利用率和回收率是多少, and not 农业和农村污染治理率.
_LISTED = re.compile(
    "^的?(.+?)(?P<each>(?:分别|各)自?)?(?:都?是|为|占|有|达到?|到|要|[定提]了?|打算|计划|预计|准备|增长|增加|提高|下降|降低?|减排?少?|涨|新?建)*(?:多少|多高|几|什么)"
)
#: 三项目标, which counts the things listed before it and names none.
_COUNTED = re.compile(
    "(?<=.)(?:这|那)?(?:[两二三四五六七八九几][项个样条]|的)(?:目标|指标|数|任务)?$|(?<=..)(?:目标|指标)$"
)
_MEASURE = re.compile("..(?:[率量值额积程幅]|占比|比重|比例|能力|增速|规模|强度)$")
#: What leads up to the things, and is no part of the first: 那今年的.
_LEADS = re.compile(f"^(?:那么?)?(?:(?:{ANY_YEAR})的?)?")
_AND = re.compile("[、，,和与及]|以及")
#: The words before 有效期, and those that mean the document.
_HELD = re.compile(r"([\u4e00-\u9fff]{2,8}?)的?有效期")


def things_listed(asked: str) -> tuple[str, ...]:
    """The names of the things listed; none where it asks of each of nothing."""
    listed = _LISTED.match(asked)
    named = _LEADS.sub("", _COUNTED.sub("", listed[1]).strip(), count=1) if listed else ""
    names = tuple(filter(None, _AND.split(named)))
    return names if listed and (listed["each"] or all(map(_MEASURE.search, names))) else ()


def thing_held(asked: str) -> str:
    """The words of which it is asked how long it holds: 优待证 of 优待证有效期几年; empty where it is not asked."""
    held = _HELD.search(asked)
    return held[1] if held else ""
