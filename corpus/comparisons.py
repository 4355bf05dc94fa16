"""How a figure is compared: the words before it (比2020年下降, 控制在) and after it (以上, 左右), as one reading.

Vocabulary: decrease, reduction_amount, reach, at_least, at_most, about. Growth keeps its word in the indicator (…增长) and is compared
by what is said of the figure: 增长5%左右 is about.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from corpus.plan import Comparison

_Sense = Literal["reach", "at_least", "at_most", "about", "decrease", "growth", "adverb", "ambition", "cap"]

_WORDS: dict[_Sense, str] = {
    "reach": (
        "达到 达 为 是 完成 实现 保持在 稳定在 维持在 保持 稳定 维持 提高到 提高至 提高为 提升到 提升至 提升为 增加到 增加至 增长到 增长至 增至 升至 "
        "上升到 上升至 扩大到 扩大至 下降到 下降至 降低到 降低至 降到 降至 减少到 减少至 压减到 压减至 压缩至 压缩到 缩短至 缩短到 恢复到 恢复至 发展到 "
        "扩展到 扩展至 拓展到 拓展至 目标为 目标值为 指标为 设定为 确定为 调整为 调整到 到 至 有 达成 共 共计 合计 总计 提到 提至 做到 保持到 均为 "
        "平均为 平均达 平均达到 平均值为 平均值达 力达 激励目标 激励目标为 基本目标 基本目标为 占 占到 在 扩至 增到 升到 稳控在 巩固在 稳固在"
    ),
    "at_least": (
        "不低于 不少于 不小于 不得低于 不得少于 不能低于 不应低于 不应少于 超过 超 超出 突破 高于 大于 多于 至少 逾 达到或超过 守住 快于 力超 "
        "大于等于 大于或等于 >= ≥ > 站稳 站上 迈上"
    ),
    "at_most": (
        "小于等于 小于或等于 优于 不高于 不超过 不大于 不多于 不得超过 不得高于 不应超过 不应高于 不能超过 低于 小于 少于 < ≤ <= 限制在 严控在 控制到 控制目标为 控制指标为 "
        "控制目标 不突破"
    ),
    "cap": "控制在 控制 控制为 管控在",
    "about": "约 约为 大约 近 接近 约达 将近",
    "decrease": "下降 降低 减少 压减 削减 缩减 下调 降 减 压缩 缩短 递减 缩小 压降 下浮 减排",
    "growth": "增长 提高 提升 增加 上升 增 净增 净增长 递增 扩大 增速 新增 涨 高出 上涨 提速 再增 多增",
    "adverb": (
        "分别 均 都 全部 各 累计 总体 普遍 平均 年均 每年 基本 稳步 持续 进一步 再 全年 也 要 应 须 将 原则上 预期 预计 总 同比 同口径 按可比价 有效 "
        "显著 大幅 首次 历史性 每人 每户 每亩 每人每年 每人每月 同步 平稳 每年平均 年平均 逐年 并 已 需 需要 必须 应当 年度 由 从 实际 同期 整体 合理 长期 严格 五年 三年"
    ),
    "ambition": "力争 争取 确保 努力 力求 保证",
}
_SENSE: dict[str, _Sense] = {word: sense for sense, words in _WORDS.items() for word in words.split()}
#: Words that end like one of the above and are none: 节约 is not 约.
_WHOLE = frozenset(
    "节约 集约 合约 条约 附近 贴近 靠近 最近 发达 抵达 到达 传达 下达 表达 行为 作为 成为 视为 列为 转为 定为 评为 拥有 所有 国有 公有 现有 特有 具有 没有 享有 "
    "经过 通过 赶超 收到 得到 受到 直至 以至 乃至 甚至 现在 存在 内在 潜在 各地 加减 主要 只要 重要 首要 必要 人均 户均 亩均 地均 公共 汇总 北至 "
    "一是 二是 三是 四是 五是 六是 七是 八是 九是 合并 自由 正在 停止".split()
)
_LONGEST = max(map(len, _SENSE))

_BASE = re.compile(
    r"(?:比|较|与|同|相比|相较于?|在|以)(?:“?十(?P<plan>[二三四五六])五”?(?:末|时期|期末|期间)?|(?P<year>(?:19|20)\d\d)年(?:年?底|年?末)?|"
    r"(?P<last>上年|去年|上一年|上年度|上年同期|去年同期)|基准年|同期|基期)(?:实际|的)?(?:水平|基础上?|数值|值)?(?:相比|为基期|为基数|为基准)?[，、]?$"
)
#: The year whose figure it is: 从2023年的60%, 提高到2027年的85%.
_OF_YEAR = re.compile(
    r"(?:20\d\d年?(?:年?[底末])?|“?十[二三四五六]五”?(?:期?末|时期)?|目前|现在|当前|上年|去年|现状)的$"
)
_FIVE_YEAR_ENDS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_AFTER = re.compile(
    r"(?:（[^（）]{0,12}）)?(及以上|及以下|以上|以下|以内|之内|左右|上下|之间|余)?(?P<goal>的?(?:激励|基本|约束性|预期|底线|挑战|奋斗)(?:性)?目标)?"
)
_AFTER_SENSE: dict[str, Comparison] = {
    "及以上": "at_least", "以上": "at_least", "余": "at_least", "及以下": "at_most", "以下": "at_most", "以内": "at_most", "之内": "at_most",
    "左右": "about", "上下": "about",
}  # fmt: skip
_KEPT_QUALIFIERS = frozenset(
    "累计 年均 每年 原则上 力争 争取 力求 不低于 不少于 不小于 超过 突破 高于 大于 多于 至少 不高于 不超过 不大于 不多于 低于 小于 少于 控制目标为 "
    "控制目标 约 近 接近 逾 超 不得低于 不得超过 年平均 每年平均 快于 不突破 约为 将近 站稳 力超 大约 激励目标 基本目标 激励目标为 基本目标为".split()
)


@dataclass(frozen=True, slots=True)
class Approach:
    """What stands before a figure, read from its end: ``reading[:core_end]`` is left as the subject.

    ``senses`` are the senses of the words taken off, nearest to the figure first; ``growth`` is the word of growth to be kept in the
    indicator; ``base_year`` the year compared with, ``last_year`` whether that is the year before the target year.
    """

    core_end: int
    senses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    growth: str = ""
    base_year: int | None = None
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What follows a figure and belongs to it: ``end`` is where it ends, ``word`` 以上 or 左右, ``goal`` 激励目标."""

    end: int
    word: str = ""
    goal: str = ""
    senses: tuple[Comparison, ...] = field(default=())


def read_approach(text: str, start: int, end: int) -> Approach:
    """Take the words of comparison off the end of ``text[start:end]``."""
    senses: list[str] = []
    words: list[str] = []
    growth, base, last = "", None, False
    if of_year := _OF_YEAR.search(text, max(start, end - 12), end):
        end = of_year.start()
    while end > start:
        if text[end - 1] in "，、 ":
            if not words:
                break
            end -= 1
            continue
        compared = _BASE.search(text, max(start, end - 24), end)
        if compared:
            base, last = _base_year(compared), bool(compared["last"])
            words.append(compared.group())
            end = compared.start()
            continue
        word = _word_before(text, start, end)
        if not word:
            break
        sense = _SENSE[word]
        senses.append(sense)
        words.append(word)
        if sense == "growth":
            growth = growth or word
        end -= len(word)
    if growth and any(w in ("年均", "年平均", "每年平均") for w in words):
        growth = "年均" + growth
    return Approach(end, tuple(senses), tuple(words), growth, base, last)


def _word_before(text: str, start: int, end: int) -> str:
    for length in range(min(_LONGEST, end - start), 0, -1):
        word = text[end - length : end]
        if word in _SENSE:
            if length <= 2 and any(text[end - k : end] in _WHOLE for k in (2, 3) if k > length and end - k >= start):
                return ""
            return word
    return ""


def _base_year(compared: re.Match[str]) -> int | None:
    if compared["year"]:
        return int(compared["year"])
    return _FIVE_YEAR_ENDS.get(compared["plan"] or "")


def read_after(text: str, end: int, limit: int) -> After:
    """The words of comparison directly after a figure that ends at ``end``."""
    found = _AFTER.match(text, end, limit)
    if not found or (not found[1] and not found["goal"]):
        return After(end)
    word = found[1] or ""
    sense = _AFTER_SENSE.get(word)
    goal = (found["goal"] or "").lstrip("的")
    return After(found.end(), word, goal, (sense,) if sense else ())


def compare(approach: Approach, after: After, *, amount_reduced: bool, more: bool) -> Comparison:
    """The comparison that the words before and after a figure make together."""
    senses = approach.senses
    if "decrease" in senses:
        return "decrease"
    if amount_reduced:
        return "reduction_amount"
    if after.senses:
        return after.senses[0]
    for sense in senses:
        if sense in ("at_least", "at_most", "about"):
            return sense  # type: ignore[return-value]
        if sense == "cap":
            return "at_most"
    return "at_least" if more else "reach"


def qualifier_of(approach: Approach, after: After, ambition: str) -> str:
    """The qualifying words as written, ambition first, joined by ；: 力争；以上."""
    kept = [w for w in reversed(approach.words) if w in _KEPT_QUALIFIERS]
    words = [*([ambition] if ambition else []), *(w for w in kept if w != ambition), after.word, after.goal]
    return "；".join(dict.fromkeys(w for w in words if w))


_LEAST = re.compile("[≥＞>]|不低于|不少于|不小于|以上")
_MOST = re.compile("[≤＜<]|不高于|不超过|不大于|控制在|以内|以下")


def bound_in(words: str) -> Comparison:
    """How the cell of a table limits its figure: ≤35, 30以上, 约5."""
    if _LEAST.search(words):
        return "at_least"
    if _MOST.search(words):
        return "at_most"
    return "about" if "约" in words or "左右" in words else "reach"
