"""Numbers with their units in a plain reading: 14.5%, 10万立方米/日, 5—10个, 20多家, 两个百分点, 零增长.

A year, a document number, an ordinal, a clause number, a model name (5G, T800) is no figure.
"""

import re
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from corpus.units import COUNTS, PER_PART, SHARES, UNIT, WEAK

FigureKind = Literal["number", "range", "zero", "words", "assigned"]

_SIZES = "[十百千万亿]{0,3}?"
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_DASH = r"[-—–~～至到]{1,2}"

_FIGURE = re.compile(
    rf"(?<![A-Za-z\d.,第〔\[+])(?P<number>{_NUMBER})(?!\d)"
    rf"(?:(?:{_SIZES}(?:{UNIT}){PER_PART})?{_DASH}(?P<upper>{_NUMBER})(?!\d))?"
    rf" ?(?P<unit>[十百千万亿]{{0,3}}?(?P<more>[余多来])?{_SIZES}(?P<bare>{UNIT}){PER_PART}|[万亿]+(?![一-鿿]))?"
)
#: A well-formed numeral below a hundred; 三五倍, 几十倍 and 一百二十倍 are no such numbers, and their last signs are none either.
_SPOKEN = re.compile(
    r"(?<![一-鿿]第)(?<![一二两三四五六七八九十百千万亿几数])"
    r"([一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(个百分点|倍(?![增速]))"
)
_ZERO = re.compile(r"“?(零增长|零填埋|零排放|零新增)”?")
_GROWTH_WORDS = re.compile(r"翻一番|翻两番|翻番|两位数|(?<=[。，、；])一半|过半(?=[，。；])")
_ASSIGNED = re.compile(
    r"(?:完成|达到|落实|控制在)(?:国家和|国家、)?(?:国家|省委省政府|省|自治区|州|市|上级)(?:政府)?(?:统一)?"
    r"(?:下达|下发|分解|确定|规定|要求|明确)(?:给?我[省市州区县])?的?"
)
_NOT_A_UNIT_AFTER = re.compile(r"月(?!产)|[年月日]\d|[+＋×]|号文|号令")
_BARE_NUMBER_BEFORE = re.compile(
    r"(?:系数|指数|比值|弹性|容积率|密度|标准|效率|PUE)[^，。；]{0,8}$|(?:达到|降到|降至|降低到|提高到|提升到|控制在|低于|高于|优于|超过|为)$"
)
_BARE_NUMBER_AFTER = re.compile(r"以[上下内]|左右|[，。；、）]|$")
_SIGNS = frozenset("GTP")
_SPOKEN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_COUNT_WORDS = frozenset(COUNTS.split())
_WEAK_WORDS = frozenset(WEAK.split())
_SHARE_WORDS = frozenset(SHARES.split())


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``reading[start:end]``; its unit stands at ``reading[unit_start:end]``.

    ``value`` is the number as written in its unit (the lower one of a range), None for words (翻番) and assigned goals.
    ``more`` is 余, 多 or 来 when the number is said to be larger; ``bare`` is the unit without 万, 亿 and "per" part.
    """

    kind: FigureKind
    start: int
    end: int
    unit_start: int
    value: float | None
    more: str = ""
    bare: str = ""

    @property
    def is_share(self) -> bool:
        """Whether the unit is a percentage or percentage points."""
        return self.bare in _SHARE_WORDS

    @property
    def is_count(self) -> bool:
        """Whether the unit counts things: 个, 家, 座."""
        return self.bare in _COUNT_WORDS

    @property
    def is_weak(self) -> bool:
        """Whether the unit, or its absence, proves a figure only where something is compared with it."""
        return self.kind in ("number", "range") and (not self.bare or self.bare in _WEAK_WORDS)


def find_figures(reading: str) -> list[Figure]:
    """The figures of a plain reading, in order, without overlaps. Linear in its length."""
    found: list[Figure] = []
    if any(c.isdigit() for c in reading):
        found += [f for m in _FIGURE.finditer(reading) if (f := _numeric(reading, m))]
    found += [
        Figure("number", m.start(), m.end(), m.start(2), _spoken(m[1]), bare=m[2]) for m in _SPOKEN.finditer(reading)
    ]
    found += [Figure("zero", m.start(), m.end(), m.end(), 0.0) for m in _ZERO.finditer(reading)]
    found += [Figure("words", m.start(), m.end(), m.end(), None) for m in _GROWTH_WORDS.finditer(reading)]
    found += [Figure("assigned", m.start(), m.end(), m.end(), None) for m in _ASSIGNED.finditer(reading)]
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Figure] = []
    for figure in found:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _numeric(reading: str, match: re.Match[str]) -> Figure | None:
    unit = match["unit"] or ""
    if _NOT_A_UNIT_AFTER.match(reading, match.end()):
        return None
    if not unit:
        return _unitless(reading, match)
    bare = match["bare"] or ""
    kind: FigureKind = "range" if match["upper"] else "number"
    value = _value(match["number"])
    if value is None:
        return None
    if (
        bare in _SIGNS
        and re.compile("[一-鿿A-Za-z]").match(reading, match.end())
        and not reading.startswith(("以", "左"), match.end())
    ):
        return None
    if bare == "个" and reading.startswith(("月", "小时"), match.end()):
        return None
    return Figure(kind, match.start(), match.end(), match.start("unit"), value, match["more"] or "", bare)


def _unitless(reading: str, match: re.Match[str]) -> Figure | None:
    """A number without unit: 倍量 said after it (1.2及以上倍量), or a coefficient (有效利用系数达到0.52)."""
    multiple = re.compile(r"(?:及以上|以上)?(?=倍)").match(reading, match.end("number"))
    value = _value(match["number"])
    if value is None:
        return None
    if match["upper"] is None and multiple:
        end = match.end("number")
        return Figure("number", match.start(), end, end, value, bare="倍")
    ends = _BARE_NUMBER_AFTER.match(reading, match.end("upper") if match["upper"] else match.end("number"))
    if (
        "." in match["number"]
        and ends
        and _BARE_NUMBER_BEFORE.search(reading, max(0, match.start() - 24), match.start())
    ):
        kind: FigureKind = "range" if match["upper"] else "number"
        end = match.end("upper") if match["upper"] else match.end("number")
        return Figure(kind, match.start(), end, end, value)
    return None


def _value(number: str) -> float | None:
    """The value of digits; None of more of them than any quantity has (a run of digits is no figure, and no infinity)."""
    value = float(number.replace(",", ""))
    return value if isfinite(value) else None


def _spoken(digits: str) -> float:
    total = 0
    for sign in digits:
        total = (total or 1) * 10 if sign == "十" else total + _SPOKEN_DIGITS[sign]
    return float(total)
