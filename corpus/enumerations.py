"""Names that share figures: “A、B、C重点工程减排量分别达到 x、y、z” is three indicators, each with the words they share."""

import re

from corpus.regions import find_mentions, regions_named

_MEASURE_END = re.compile(
    r"(?:率|占比|比重|比例|比率|总量|总额|总值|总数|总产值|减排量|排放量|使用量|用水量|消费量|产量|销量|周转量|发电量|吞吐量|流量|增加值|产值|收入|支出|投资|零售额|贸易额|出口额|"
    r"进口额|交易额|能耗|水耗|电耗|煤耗|物耗|强度|浓度|面积|长度|里程|规模|能力|容量|装机|数量|人数|户数|天数|件数|增速|涨幅|降幅|系数|指数|密度|水平|费用|成本|存栏|出栏|寿命|"
    r"能源消耗|碳排放|二氧化碳排放|用水|贷款|存款|余额|价格|补贴标准|补助标准|保障标准|低保标准)$"
)
#: Names that end like a measure and are things: 化学需氧量 is a pollutant.
_SUBSTANCES = (
    "化学需氧量|化学耗氧量|生化需氧量|氨氮|氮氧化物|挥发性有机物|挥发性有机化合物|二氧化硫|细颗粒物|可吸入颗粒物|颗粒物|烟粉尘|总磷|总氮|二氧化碳|温室气体|VOCs|NOx|COD|"
    "SO2|PM2.5|PM10|重金属|臭氧|甲烷"
)
_SUBSTANCE_HEAD = re.compile(rf"^(?:{_SUBSTANCES})(?:（[^）]*）)?")
_SUBSTANCE = re.compile(rf"^(?:{_SUBSTANCES})(?:（[^）]*）)?$")
_COUNTED = re.compile(
    r"^(?:等)?(?:\d+|[一二两三四五六七八九十]+)?[项种类个大]?(?:主要|重点|约束性)?(?:大气|水)?(?:污染物|指标)?(?:的)?(?=.)"
)
_TAIL = re.compile(
    r"(?:(?:重点工程|累计|主要|综合|资源化|无害化|减量化|有效|集中|安全|规范化|标准化|平均|单位|年均|新增|城市|总)*"
    r"(?:减排量|排放总量|排放量|排放强度|排放浓度|使用比例|使用量|利用率|处理率|处置率|覆盖率|普及率|回收率|收集率|达标率|合格率|优良率|入学率|毛入学率|参保率|治理率|替代率|普及率|"
    r"增加值|总产值|产值|产量|产能|面积|里程|能耗|水耗|强度|浓度|占比|比重|比例|比率|增速|增长|数量|总量|总额|规模|能力|水平|收入|支出|消费|投资|装机|补贴标准|补助标准|保障标准))$"
)
_AND = re.compile(r"以及|和|及|与")
_OF_POLLUTANTS = re.compile(rf"^(?:主要|重点)?(?:大气|水)?污染物(?={_SUBSTANCES})")
_BRACKETS = re.compile(r"（[^（）]*）")


def has_measure(name: str) -> bool:
    """Whether a name ends in something that can be measured (…率, …量), so that nothing needs to be added to it."""
    name = _BRACKETS.sub("", name)
    return bool(_MEASURE_END.search(name)) and not _SUBSTANCE.match(name)


def measured_names(core: str) -> list[str]:
    """The names of an enumeration in which every part can be measured by itself; else the whole, if it can be measured at all."""
    parts: list[str] = []
    for part in _split_outside_brackets(core, "、"):
        halves = _AND.split(part)
        parts += halves if len(halves) > 1 and all(has_measure(h) for h in halves) else [part]
    return parts if all(has_measure(p) for p in parts) else [core] if has_measure(core) else []


def split_names(core: str, wanted: int) -> list[str]:
    """``core`` as ``wanted`` names, each complete; fewer than two names come back when it does not divide."""
    items = _items(_OF_POLLUTANTS.sub("", core), wanted)
    if len(items) < 2:
        return [core]
    tail = _shared_tail(items)
    if not tail:
        return items
    last = items[-1][: len(items[-1]) - len(tail)]
    heads = [*items[:-1], _COUNTED_END.sub("", last) or last]
    return [_join(head, tail) for head in heads]


_COUNTED_END = re.compile(r"等(?:\d+|[一二两三四五六七八九十]+)?[项种类个大]?(?:主要|重点)?(?:污染物|指标)?$")


def _join(head: str, tail: str) -> str:
    return head if head.endswith(tail) else head + tail


def _items(core: str, wanted: int) -> list[str]:
    """The parts of an enumeration; the last 和 divides too. Too many parts: the first ones belong together."""
    parts = [p for p in _split_outside_brackets(core, "、") if p]
    if len(parts) < wanted:
        last = parts[-1] if parts else ""
        for joint in ("以及", "和", "及", "与"):
            at = last.find(joint, 1)
            if 0 < at < len(last) - len(joint) and not last.startswith("与", at + 1):
                parts = [*parts[:-1], last[:at], last[at + len(joint) :]]
                break
    if len(parts) > wanted >= 2:
        surplus = len(parts) - wanted
        parts = ["、".join(parts[: surplus + 1]), *parts[surplus + 1 :]]
    return parts if len(parts) == wanted else [core]


def _split_outside_brackets(text: str, sign: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in "（“《〔":
            depth += 1
        elif c in "）”》〕":
            depth = max(0, depth - 1)
        elif c == sign and not depth:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _shared_tail(items: list[str]) -> str:
    """The words at the end of the last name that the others share."""
    last = items[-1]
    if all(map(regions_named, items[:-1])) and (place := next(iter(find_mentions(last)), None)) and not place.start:
        return last[place.end :]  # 甲市、乙市机场旅客吞吐量
    if substance := _SUBSTANCE_HEAD.match(last):
        rest = last[substance.end() :]
        return rest[_COUNTED.match(rest).end() :] if rest.startswith("等") else rest  # type: ignore[union-attr]
    share = re.search(r"(?:总量|总额)?占.{1,30}(?:比重|比例|比率)$", last)
    if share and not any("占" in i for i in items[:-1]):
        return share.group()
    if all(has_measure(i) for i in items[:-1]):
        return ""
    if len(items[-2]) == 1:  # 一、二、三产增加值
        return last[1:]
    ending = _common_ending(items[:-1])
    for length in range(len(ending), 1, -1):
        at = last.rfind(ending[-length:])
        if at >= 0 and at + length < len(last):
            return last[at + length :]
    size = len(items[-2])
    if size < len(last) - 1 and 2 <= size <= 6 and has_measure(last) and _TAIL.search(last[size:]):
        return last[size:]
    found = _TAIL.search(last)
    return found.group() if found and found.start() > 0 else ""


def _common_ending(names: list[str]) -> str:
    ending = names[0]
    for name in names[1:]:
        while ending and not name.endswith(ending):
            ending = ending[1:]
    if len(names) == 1:
        return ending[-3:]
    return ending
