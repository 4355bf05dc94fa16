"""One sign or word put in another's place beside the very words of the text: 月调度 for 周调度, 投运后 for 投运前, 省级财政 for 市级财政."""

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.gates.alignment import Alignment
from retrieval.gates.figures import in_digits

_HAN = "[\u4e00-\u9fff]"
_PERIOD = "[日周旬月季年]"
#: Behind it stands what is done so often: 按季申报, 月调度.
_BEFORE_DEED = re.compile(
    rf"(?:(?<=[按每逐])|(?<![\d一二三四五六七八九十两几半上下本当同近全\u4e00-\u9fff])|(?<=行))({_PERIOD})度?(?=({_HAN}{{2}}))"
)
#: Before it stands whose it is: 文明月, 宣传周.
_BEHIND_NAME = re.compile(rf"(?<=({_HAN}{{2}}))({_PERIOD})(?![\u4e00-\u9fff\d]|度|份)")
_SIDE = re.compile(rf"(?<=({_HAN}{{2}}))(?:[之以])?([前后])(?![\u4e00-\u9fff]?[期续者来面])")
#: No deed is before or after these alone.
_TIMES = re.compile("年底|月底|年末|日内|今年|此后|目前|当前|先后")
_LEVEL = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[由报经给向在与和及是归各从被请对的以或成完按照依据过]))"
    "(国家|中央|国务院|自治区|直辖市|省|市|州|县|区|乡镇|乡|镇|本)(?:级|里|内|直)?(?:以上|以下)?(?:地方)?(?:各级)?"
    rf"(人民政府|政府|人大|政协|委(?!托|员))?的?(?=({_HAN}{{2}}|第\d))"
)
_LEVELS = {"中央": "国家", "国务院": "国家", "自治区": "省", "直辖市": "省", "乡镇": "乡", "镇": "乡"}
_CALLED = {"国家": ("国家", "国务院", "中央"), "省": ("省", "自治区")}
_ORGANS = {"人民政府": "政府"}


def other_period(alignment: Alignment) -> str:
    """A period that the text has otherwise before the same deed or behind the same name."""
    claim, text = alignment.claim, alignment.cited.everything
    for found in _BEFORE_DEED.finditer(claim):
        if theirs := _instead(text, _BEFORE_DEED, found[1], found[2], deed=2, sign=1):
            return f"原文是“{theirs}{found[2]}”，不是“{found[1]}{found[2]}”"
    for found in _BEHIND_NAME.finditer(claim):
        if theirs := _instead(text, _BEHIND_NAME, found[2], found[1], deed=1, sign=2):
            return f"原文是“{found[1]}{theirs}”，不是“{found[1]}{found[2]}”"
    return ""


def other_side(alignment: Alignment) -> str:
    """之前 for 之后 of the same thing."""
    claim, text = alignment.claim, alignment.cited.words
    for found in _SIDE.finditer(claim):
        if _TIMES.search(f"{found[1]}{found[2]}"):
            continue
        if theirs := _instead(text, _SIDE, found[2], found[1], deed=1, sign=2):
            return f"原文是“{found[1]}{theirs}”，不是“{found[1]}{found[2]}”"
    return ""


def _instead(text: str, pattern: re.Pattern[str], mine: str, beside: str, *, deed: int, sign: int) -> str:
    """The sign that a text has beside the same words where it never has this one; empty where it has this one, or none."""
    theirs = {m[sign] for m in pattern.finditer(text) if m[deed] == beside}
    return min(theirs) if theirs and mine not in theirs else ""


def other_level(alignment: Alignment) -> str:
    """A level of government before the very words that the text has of another level only: 省级财政 for 市级财政."""
    known: dict[str, set[tuple[str, str]]] = {}
    for level, organ, words in _levels(alignment.cited.words):
        known.setdefault(words, set()).add((level, organ))
    for level, organ, words in _levels(alignment.claim):
        theirs = known.get(words)
        if not theirs or (level, organ) in theirs or level == "本":
            continue
        if any(level == other and not (organ and own) for other, own in theirs):
            continue
        near = "|".join(_CALLED.get(level, (level,)))
        if re.search(f"(?:{near})[\u4e00-\u9fff、()]{{0,12}}{words}", alignment.cited.words):
            continue
        other, own = min(theirs)
        if other != "本" and (other == "国家" or level == "国家" or organ == own):
            return f"原文是“{other}{own}{words}”，不是“{level}{organ}{words}”"
    return ""


@lru_cache(maxsize=2048)
def _levels(text: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(_all_levels(text))


def _all_levels(text: str) -> Iterator[tuple[str, str, str]]:
    for found in _LEVEL.finditer(text):
        yield _LEVELS.get(found[1], found[1]), _ORGANS.get(found[2], found[2] or ""), found[3]


_COUNT = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[万亿]?[个项家座类条台辆户名处件只所支艘套种头对])(?:以上|左右)?的?(?P<noun>[\u4e00-\u9fff]{4})"
)


def other_count(alignment: Alignment) -> str:
    """A number before a thing before which the text has another: 3个绿色机场 for 12个绿色机场."""
    theirs: dict[str, set[str]] = {}
    for found in _COUNT.finditer(in_digits(alignment.cited.words)):
        theirs.setdefault(found["noun"], set()).add(found["number"] + found["unit"][:-1])
    for found in _COUNT.finditer(in_digits(alignment.claim)):
        known = theirs.get(found["noun"])
        if known and found["number"] + found["unit"][:-1] not in known:
            return f"原文是 {min(known)}{found['unit'][-1]}{found['noun']}，不是 {found['number']}{found['unit']}"
    return ""


_PAST, _COMING = (
    re.compile("回顾|过去一年|上年工作|去年工作"),
    re.compile("安排|任务|目标|打算|建议|重点工作|展望|今年"),
)
_LAST_YEAR = re.compile("(?<![比较同于对与跟和超])(?:去年|上一?年(?!度)|过去一年)(?!的[一二三两\\d]|那)")
_THIS_YEAR = re.compile("(?<![比较同于对与跟和超算])今年")


def other_tense(alignment: Alignment) -> str:
    """去年 of what a report plans, 今年 of what it looks back on: by the headings that its sentences stand under."""
    last, this = bool(_LAST_YEAR.search(alignment.claim)), bool(_THIS_YEAR.search(alignment.claim))
    if last == this:
        return ""
    headings = [(bool(_PAST.search(s.around)), bool(_COMING.search(s.around))) for s in alignment.sources]
    if last and all(coming and not past for past, coming in headings):
        return "原文说的是今年，不是去年"
    if this and all(past and not coming for past, coming in headings):
        return "原文说的是去年，不是今年"
    return ""
