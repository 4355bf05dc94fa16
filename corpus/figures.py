"""Numbers with their units in a plain reading: 14.5%, 10万立方米/日, 5—10个, 20多家, 两个百分点, 零增长.

A year, a document number, an ordinal, a clause number, a model name (5G, T800) is no figure.
"""

import re
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from corpus.note_marks import value_of
from corpus.numerals import numeral
from corpus.units import COUNTS, PER_PART, PLAIN_UNIT, SHARES, UNIT, WEAK

FigureKind = Literal["number", "range", "zero", "words", "assigned"]

_SIZES = "[十百千万亿]{0,3}?"
#: 1 200, 1，200 and 1'200 are one number where a word stands right before them.
_GROUPS = r"(?<=[一-鿿（“])(?<!第)[1-9]\d{0,2}(?:(?: \d{3})+|(?:，\d{3})+|(?:['’]\d{3})+)(?!\d)(?!,)"
_NUMBER = rf"(?:{_GROUPS}|\d+(?:,\d{{3}})*)(?:\.\d+)?"
#: … but for a list of numbers: 分别为5，200，300座.
_EACH = re.compile("分别|各[为达]|依次")
#: 1.5×10⁸, 1.5×10^8, and 10⁸ alone.
_POWER = (
    r"(?:(?: ?[×✕xX*·] ?10|(?<=(?<!\d)10))(?:(?P<raised>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|\^[(（]?(?P<power>[-−]?\d{1,2})[)）]?))?"
)
_DASH = r"[-—–~～至到]{1,2}"

_FIGURE = re.compile(
    rf"(?<![A-Za-z\d.,第〔\[+])(?P<number>{_NUMBER})(?!\d){_POWER}"
    rf"(?:(?:{_SIZES}(?:{UNIT}){PER_PART})?{_DASH}(?P<upper>{_NUMBER})(?!\d))?"
    rf" ?(?P<unit>[十百千万亿]{{0,3}}?(?P<more>[余多来])?{_SIZES}(?P<bare>{UNIT}){PER_PART}|[万亿]+(?![一-鿿]))?"
)
_NUMERAL = "一二两三四五六七八九十百千万亿"
#: A number in Chinese numerals with what it counts. Well-formed: 三五倍 and 几十家 say no number, 百亿元 and 上万家 a round one, 一个 and
#: 两批 hardly any, so that a count begins with a figure and has more of them.
_SPOKEN = re.compile(
    rf"(?<![第几数多近上零{_NUMERAL}成余点])(?:"
    r"(?P<points>(?:[一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九])(?:点[零一二三四五六七八九]{1,2})?)(?P<by>个百分点|倍(?![增速]))"
    r"|百分之(?P<share>(?:[一二两三四五六七八九]?百(?:零[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)?|[零一二三四五六七八九十]{1,3})(?:点[零一二三四五六七八九]{1,3})?)(?![零一二三四五六七八九十百点分])"
    r"|(?P<tenths>[一二三四五六七八九])(?P<of>成)(?=以[上下内]|左右|[，。；、）的]|$)"
    r"|(?P<count>(?:[一二两三四五六七八九](?:[百千十][一二三四五六七八九零]*)*亿零?[一二两三四五六七八九](?:[百千十][一二三四五六七八九零]*)*万"
    r"|[零一二两三四五六七八九十]{1,3}点[零一二三四五六七八九]{1,2}(?=[万亿])"
    rf"|[二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十|[一二两三四五六七八九][百千](?:零?[一二两三四五六七八九][百十]?)*|"
    rf"[一二两三四五六七八九](?:[百千十][一二三四五六七八九零]*)*(?=[万亿])(?:万[零一二三四五六七八九](?:[千百十][一二三四五六七八九零]*)+)?))"
    rf"(?P<unit>[万亿]?(?P<more>[余多])?(?P<bare>{PLAIN_UNIT}){PER_PART}))"
)
#: 2亿3000万元, 1亿5千万元, 3万6000座: a number in two steps.
_STEPPED = re.compile(
    r"(?<![A-Za-z\d.,第〔\[+])(?P<high>\d{1,4})(?:(?P<scale>亿)零?(?P<low>\d{1,4})(?P<step>[十百千]?万)|(?P<tens>万)(?:(?P<thousands>\d)千|(?P<rest>\d{3,4})))"
    rf"(?P<unit>(?P<more>[余多])?(?P<bare>{UNIT}){PER_PART})"
)
_STEPS = {"万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
#: What makes up four tenths (货车排放占全市的四成) is told and no goal, unless it is to do so.
_PART_OF = re.compile(r"占(?!比)(?![^，。；]*(?:达|提高|降|超|不低于|不高于))[^，。；]{0,40}$")
#: A link, and what a browser writes for signs in one: the figures in it count nothing.
_LINK = re.compile(r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|(?:%[0-9A-Fa-f]{2}){2}[!-~]*")
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
        found += [f for m in _STEPPED.finditer(reading) if (f := _stepped(reading, m))]
    found += [
        _said(m)
        for m in _SPOKEN.finditer(reading)
        if not (m["tenths"] and _PART_OF.search(reading[max(0, m.start() - 48) : m.start()]))
    ]
    found += [Figure("zero", m.start(), m.end(), m.end(), 0.0) for m in _ZERO.finditer(reading)]
    found += [Figure("words", m.start(), m.end(), m.end(), None) for m in _GROWTH_WORDS.finditer(reading)]
    found += [Figure("assigned", m.start(), m.end(), m.end(), None) for m in _ASSIGNED.finditer(reading)]
    found.sort(key=lambda f: (f.start, -f.end))
    links = [m.span() for m in _LINK.finditer(reading)]
    kept: list[Figure] = []
    for figure in found:
        if any(figure.start < end and start < figure.end for start, end in links):
            continue
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
    if "，" in match["number"] and _EACH.search(reading, max(0, match.start() - 24), match.start()):
        return None
    kind: FigureKind = "range" if match["upper"] else "number"
    value = _powered(match)
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


def _stepped(reading: str, match: re.Match[str]) -> Figure | None:
    """A number that is written in two steps."""
    if _NOT_A_UNIT_AFTER.match(reading, match.end()):
        return None
    if match["scale"]:
        value = int(match["high"]) * 10**8 + int(match["low"]) * _STEPS[match["step"]]
    else:
        value = int(match["high"]) * 10**4 + int(match["rest"] or 0) + int(match["thousands"] or 0) * 1000
    return Figure(
        "number", match.start(), match.end(), match.start("unit"), float(value), match["more"] or "", match["bare"]
    )


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
    value = float(_digits(number))
    return value if isfinite(value) else None


def _digits(number: str) -> str:
    """A number without what groups its digits."""
    return re.sub(r"[^\d.]", "", number)


def _powered(match: re.Match[str]) -> float | None:
    """The value of a number with its power of ten."""
    raised, power = match["raised"], match["power"]
    if not raised and not power:
        return _value(match["number"])
    written = str(value_of(raised)) if raised else power.replace("−", "-")
    number = _digits(match["number"])
    alone = not re.search("[×✕xX*·]", match.string[match.end("number") : match.start("raised" if raised else "power")])
    value = float(f"1e{written}" if alone else f"{number}e{written}")
    return value if isfinite(value) else None


def _said(match: re.Match[str]) -> Figure:
    """A number in Chinese numerals."""
    start, end = match.span()
    if match["share"]:
        return Figure("number", start, end, end, numeral(match["share"]), bare="%")
    for number, unit in (("points", "by"), ("tenths", "of")):
        if match[number]:
            return Figure("number", start, end, match.start(unit), numeral(match[number]), bare=match[unit])
    return Figure(
        "number", start, end, match.start("unit"), numeral(match["count"]), match["more"] or "", match["bare"]
    )
