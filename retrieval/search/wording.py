"""The comma parts of a sentence, and what stands in them by sign: figures with their units, times, conditions."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.bodies import OFFICES
from corpus.script import simplified
from corpus.units import PLAIN_UNIT, dimension_of
from retrieval.question.years import WRITTEN_YEAR

#: A figure with its unit. Years and clause numbers are no figures.
FIGURE = re.compile(
    rf"(?<![\d.])\d[\d,]{{0,30}}(?:\.\d{{1,30}})?\s*+(?:[—~～-]\s*+\d[\d.]{{0,30}}\s*+)?(?:[万亿千百]{{0,2}}(?:{PLAIN_UNIT})|[万亿千百天级期届]|次(?!性|能源)|A(?![A-Za-z]))"
    r"|(?<![ⅠⅡⅢⅣⅤI])[ⅠⅡⅢⅣⅤI]++类|国[一二三四五六](?![一二三四五六]|家|务|际)|(?<![一二三四五六七八九十两])[一二三四五六七八九十两]++(?:成|倍|个|类|座|家|项|条|期|届|次(?!性|能源))"
)
#: 百分之八十五 is 85%; to be found by its sign, any number will do.
#: 一期项目, “十四五”时期: which one it is, and no figure.
_ORDINAL = re.compile("十[三四五六七]五”?时?期?|(?<![分共])[一二三四五六]期")
#: 七成 is 70 %; by itself the sign is one of many words: 完成.
_TENTH = "成"
_TENTHS = re.compile(f"[一二三四五六七八九两几]{_TENTH}(?![为果员本效])")
#: 5000余个, 2万辆; 五个.
_AMOUNT = re.compile(rf"\d[\d,.．]{{0,30}}\s*+[余多]?[百千万亿]*+[余多]?(?P<unit>{PLAIN_UNIT}|[年月日天号级倍])?")
_COUNTED = re.compile("[一二三四五六七八九十百两](?:个|座|家|项|条|所|台|户|名|处)")
_IN_HUNDREDS = re.compile("百分之[零一二两三四五六七八九十百点]+")
_LEAD_TIME = re.compile(
    r"^(?:力争)?(?:到|至)?(?:“十[三四五六]五”(?:时期|期间|末)?|20\d\d年(?:底|末)?前?|20\d\d年底前)[，,]?"
)
_CUTS = re.compile(r"[，,；;。！？：:\n]")
_CONDITION = re.compile(
    "(?:情况时|情况下|的时候|以上的|以下的|[^同及随按定]时|(?<=[\u4e00-\u9fff]{4})(?:达到|完成|未|不|超过|低于|高于|符合|没有)[\u4e00-\u9fff]{2,12}的"
    "(?:地区|县区|县|县（[^）]*）|企业|单位|项目|地方)?)$"
)
#: What has this behind it sets a condition, a rule for one case: ……大于60公里以上的，要改造…….
SETS_CONDITION = re.compile("的[，,](?:要|应|须|必须|可|予|按)")
_BODY = re.compile(f"[\u4e00-\u9fff]{{1,12}}(?:{OFFICES}|政府|小组|机构)")
_NUMERAL = re.compile(r"\d")
_OPEN, _CLOSE = "（(〔[“《【", "）)〕]”》】"
#: A point in time, how long something takes, or how often it is done: 12月底, 20个工作日, 年度评价.
_TIME = re.compile(
    r"年[底初末中内度]|之日起|[季月]度|[今明本当每][年月日天周]|[上下]半年|十[一二三四五]五|节[前后]"
    r"|[\d一二两三四五六七八九十]\s*个?(?:工作日|[天日周月年]|小时|分钟)"
)


@lru_cache(maxsize=4096)  # every window of a sentence asks again
def parts_of(text: str) -> Sequence[tuple[int, int]]:
    """Spans between commas and stops, brackets and quotation marks unbroken; the marks themselves are left out."""
    parts, start, depth = [], 0, 0
    for i, sign in enumerate(text):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and _CUTS.match(sign) and not _groups_digits(text, i):
            if i > start:
                parts.append((start, i))
            start = i + 1
    if start < len(text):
        parts.append((start, len(text)))
    return tuple(parts)


def _groups_digits(text: str, i: int) -> bool:
    return text[i] in ",:" and 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()


def lead_time(text: str, end: int) -> str:
    """The time that governs ``text[end:]``: the latest 到2025年 / “十四五”时期 that opens a part before it."""
    latest = ""
    for start, stop in parts_of(text):
        if start >= end:
            break
        found = _LEAD_TIME.match(text[start:stop])
        if found:
            latest = found.group().rstrip("，,")
    return latest


def names_time(text: str) -> bool:
    """Whether a text names a year, a month, a deadline or a span of time."""
    return bool(WRITTEN_YEAR.search(text) or _TIME.search(text))


def holds_figure(text: str, units: Sequence[str] = ()) -> bool:
    """Whether a text has a figure, in one of ``units`` where any are asked for. Years are no figures."""
    bare = _without_years(simplified(text) if units else text)
    figures = list(FIGURE.finditer(bare))
    if not units:
        return bool(figures)
    return any(unit in bare[m.start() : m.end() + 3] for m in figures for unit in units)


def holds_number(text: str, units: Sequence[str]) -> bool:
    """Whether a text names a number that is no year, and one of ``units`` where any are asked for: 1.2及以上倍量替代."""
    bare = _TENTHS.sub("1%", _ORDINAL.sub("", _without_years(simplified(text) if units else text)))
    units = [unit for unit in units if unit != _TENTH]
    return bool(_NUMERAL.search(bare) or FIGURE.search(bare)) and (not units or any(unit in bare for unit in units))


def counts_something(text: str) -> bool:
    """Whether a text says how many there are of something: a number of things counted, or a bare one; 70%的泊位 and 5万吨级 do not."""
    units = (found["unit"] for found in _AMOUNT.finditer(_without_years(text)))
    return any(not unit or dimension_of(unit) == "count" for unit in units) or bool(_COUNTED.search(text))


def _without_years(text: str) -> str:
    """A text whose years are gone and whose percentages are all written in digits."""
    return _IN_HUNDREDS.sub("1%", WRITTEN_YEAR.sub("", text)) if "百分之" in text else WRITTEN_YEAR.sub("", text)


def names_body(text: str) -> bool:
    """Whether a text names an office, a commission, a government …"""
    return bool(_BODY.search(text))


def with_consequence(text: str, parts: Sequence[tuple[int, int]], end: int) -> int:
    """End of a stretch that would stop at a condition (……无法弥补的情况时, 达到目标的地区), with what follows from it."""
    following = next((stop for start, stop in parts if start >= end), end)
    return following if _CONDITION.search(text[:end]) else end
