"""How a figure is said: its bounds, its direction, its years and whether it is only aimed at must be those of the text's."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.regions import find_mentions
from retrieval.gates.claims import AIM, Amount
from retrieval.gates.source import Source
from retrieval.gates.values import quantity

_STOPS = "[,，;；。:：]"
#: What moves that way in a sentence, whatever its figure.
_MOVES = {
    "up": re.compile("升|增|提高|提升|扩大|上调|上浮|高|涨|达|超|突破|加|多"),
    "down": re.compile("降|减|少|低|缩|下调|下浮|控制|压|不高于|不超过|以内|以下|节"),
}
#: Units that count steps and times: they have no direction and no years.
_COUNTS = frozenset("期 级 批 次 大 项 条 章 类".split())
#: A bound that a sentence gives its only figure in other words (门槛是5000吨, 至少…, 两人是最低人数).
_NAMED_BOUNDS = {
    "at_least": re.compile(
        "最低|最少|最短|至少|起码|下限|底线|门槛|够到|(?:达到|够到)[及和或、]?超过|的?线[划定]在|不?少于"
    ),
    "at_most": re.compile("最高|最多|最长|最晚|最慢|至多|上限|封顶|顶格|之内|期限|限|只有|有效期"),
}
#: A text's own words that bound a figure further before it (最低保修期限为5年).
_BOUND_BEFORE = {
    "at_least": re.compile("(?:最低|最少|最短|下限|底线)[^,，;；。:：]{0,8}$"),
    "at_most": re.compile("(?:最高|最多|最长|上限|有效期|期限)[^,，;；。:：]{0,8}$"),
}
#: 低于2024年的10.4%: the figure is what another is measured by, not a bound.
_COMPARES = {
    "at_most": re.compile("(?:低于|少于|小于|不足|不到)[^,，;；。]{0,24}$"),
    "at_least": re.compile("(?:高于|多于|大于|超过|突破|超)[^,，;；。]{0,24}$"),
}
#: 跟2025年的1590万吨比, 200万亩比…多: what a figure is measured by may be said without its bounds.
_MEASURES, _MEASURED = re.compile("[比跟较与和同][^,，;；。]{0,14}$"), re.compile("[^,，;；。]{0,6}比")
#: Several years in a row are said of several figures in a row; 从2020年的6.8% has its own year.
_YEARS_IN_A_ROW = re.compile(r"(?:19|20)\d\d年?(?:[、,和到至—~–-]+(?:19|20)\d\d年?)+")
_FROM = re.compile(r"[从由自](?:19|20)\d\d年[^;；。]*$")
_CHANGED = re.compile("增|降|减|提|高|低|多|少|升|涨|压|削|缩|快|慢")


def unlike(claim: str, told: Sequence[Amount], mine: Amount, theirs: Amount, source: Source) -> str:
    """Why a claim's figure is not said as the text's same figure is; empty where it is. ``told``: all figures of the claim."""
    name = f"{mine.number}{mine.unit}"
    if mine.bounds != theirs.bounds and not _same_bounds(claim, told, mine, theirs, source):
        return f"{name} 的限定（以上、以内、不低于等）与原文不同"
    if reason := _other_aim(claim, mine, theirs, source):
        return reason
    if mine.unit in _COUNTS:
        return ""
    if _turns(told, mine, theirs, source):
        return f"{name} 的升降与原文不同"
    if reason := _other_years(claim, mine, theirs, source):
        return reason
    if lost := [m for m in _places(theirs.owner) if m not in claim]:
        return f"原文的 {name} 是 {lost[0]} 的"
    return ""


def _same_bounds(claim: str, told: Sequence[Amount], mine: Amount, theirs: Amount, source: Source) -> bool:
    """Whether two bounds come to the same: by a word of motion (降到, 控制在), by a noun (门槛), as one side of a range or of a comparison."""
    moved = re.compile("(?:控制在|降至|降到|压到|收到|降)[^,，;；]{0,3}$")
    by_motion = moved.search(claim[: mine.start]) or moved.search(source.words[: theirs.start])
    differ = mine.bounds ^ theirs.bounds
    if by_motion and differ <= {"at_most"}:
        return True
    if differ == {"about"} and quantity(mine) != quantity(theirs):
        return True  # it is rounded
    if not mine.bounds and _is_measure(claim, mine, theirs):
        return True
    text = source.words[: theirs.start]
    if any(differ == {kind} and kind in mine.bounds and words.search(text) for kind, words in _BOUND_BEFORE.items()):
        return True
    if any(differ == {kind} and kind in theirs.bounds and words.search(claim) for kind, words in _NAMED_BOUNDS.items()):
        return True
    return any(
        differ == {kind} and kind in mine.bounds and words.search(claim[: mine.start]) and _lies(told, mine, kind)
        for kind, words in _COMPARES.items()
    )


def _is_measure(claim: str, mine: Amount, theirs: Amount) -> bool:
    """Whether a figure is what another is measured by, and the claim calls it no other bound than it is."""
    before = _MEASURES.search(claim[: mine.start])
    if not (before and not _CHANGED.search(before.group())) and not _MEASURED.match(claim[mine.end :]):
        return False
    return all(kind in theirs.bounds or not words.search(claim) for kind, words in _NAMED_BOUNDS.items())


def _lies(told: Sequence[Amount], mine: Amount, kind: str) -> bool:
    """Whether another figure of the claim lies on that side of this one."""
    value, unit = quantity(mine)
    others = [v for v, u in map(quantity, (t for t in told if t is not mine)) if u == unit]
    return any(other < value if kind == "at_most" else other > value for other in others)


def _other_aim(claim: str, mine: Amount, theirs: Amount, source: Source) -> str:
    """力争 added, or taken away where it stands in the figure's own part."""
    before = source.words[: theirs.start]
    name = f"{mine.number}{mine.unit}"
    if mine.aim and not AIM.search(before):
        return f"原文没有说力争 {name}"
    own = re.split(_STOPS, before)[-1]
    if AIM.search(own) and not mine.aim and not re.search(f"{AIM.pattern}|目标|激励|再使把劲|争|想|[这那]条?线", claim):
        return f"原文是力争 {name}"
    return ""


def _turns(told: Sequence[Amount], mine: Amount, theirs: Amount, source: Source) -> bool:
    """Whether a figure goes up in the one and down in the other; 降到25% beside 35% needs no verb of the text's."""
    if not mine.direction or mine.direction == theirs.direction:
        return False
    if theirs.direction:
        return True
    moves = _lies(told, mine, "at_least" if mine.direction == "down" else "at_most")
    return not moves and not _MOVES[mine.direction].search(source.words)


def _other_years(claim: str, mine: Amount, theirs: Amount, source: Source) -> str:
    name = f"{mine.number}{mine.unit}"
    before = claim[: mine.start]
    led = source.led | frozenset(re.findall(r"(20\d\d|19\d\d)年", source.around))
    own = not _YEARS_IN_A_ROW.search(before) and not _FROM.search(before)
    if own and mine.year and theirs.year and mine.year != theirs.year and mine.year not in source.led:
        return f"{name} 的年份与原文不同"
    said = led | frozenset(re.findall(r"(20\d\d)年", source.words))
    if mine.year and not theirs.year and led and mine.year not in said:
        return f"{name} 的年份与原文不同"
    part = re.split("[,，;；。]", before)[-1]
    if not mine.base or mine.base == theirs.base or not (mine.direction or _CHANGED.search(part)):
        return ""
    if theirs.year == mine.base and not mine.direction:
        return ""
    if f"{mine.base}年" not in source.words or theirs.base:
        return f"{name} 的比较年份与原文不同"
    return ""


@lru_cache(maxsize=8192)
def _places(owner: str) -> tuple[str, ...]:
    return tuple(owner[m.start : m.end] for m in find_mentions(owner))
