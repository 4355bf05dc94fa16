"""Bounds that a question sets for figures: 超过15%, 不到一千吨, 两万吨以上, 介于10%和20%之间. The one place where their grammar is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.numerals import numeral
from corpus.units import PLAIN_UNIT, one_name
from retrieval.question.years import SAID_YEAR

#: Words in front of a figure; those of the second and the fourth include it.
_ABOVE = "突破|高于|超过|超出|超|大于|多于|高过|多过|过"
_FROM = "不低于|不少于|不小于|不下于|至少|最少|达到|达|满|够"
_BELOW = "低于|不到|不足|小于|少于|没到|没有达到|没达到|未达到|达不到|未达|未超|不满|不够|低过"
_UP_TO = "不高于|不超过|不多于|不大于|没超过|未超过|没有超过|至多|最多"
#: … and behind it, each of which includes it.
_AND_MORE = "及以上|或以上|以上|之上|往上|开外"
_AND_LESS = "及以下|或以下|以下|之下|以内|之内|往下"
#: 比5.5%更低, 比一千吨还多: the side stands behind the figure.
_THAN, _LOWER, _HIGHER = "比", "低少小轻", "高多大重"
SCALES = {"万亿": 1e12, "千万": 1e7, "百万": 1e6, "亿": 1e8, "万": 1e4, "千": 1e3}
_COUNT = "零〇一二两三四五六七八九十百千"
_FIGURE = rf"(?:百分之(?P<share>[{_COUNT}\d.点]+)|(?P<number>\d[\d,]*(?:\.\d+)?|[{_COUNT}]+(?:点[{_COUNT}]+)?)(?P<scale>万亿|亿|万)?(?P<unit>个点|标准煤|{PLAIN_UNIT})?(?P<rate>/[日天年时]|每[日天])?)"


def _unasked(word: str) -> str:
    """A word of a bound; 没有超过 is none in 有没有超过."""
    return f"(?<!有){word}" if word.startswith("没") else word


#: All words in front of a figure, as a pattern.
IN_FRONT = "|".join(map(_unasked, sorted("|".join((_ABOVE, _FROM, _BELOW, _UP_TO)).split("|"), key=len, reverse=True)))
_SET = re.compile(
    rf"(?P<before>{IN_FRONT})?了?(?P<figure>{_FIGURE})(?P<about>左右|上下)?(?P<after>{_AND_MORE}|{_AND_LESS})?"
)
_COMPARED = re.compile(rf"{_THAN}(?P<figure>{_FIGURE})(?:更|还|要|来得)*(?P<side>[{_LOWER}{_HIGHER}])")

_BETWEEN = re.compile(
    rf"(?P<low>{_FIGURE})(?:到|至|和|与|[-—~～])".replace("?P<", "?P<l_") + rf"(?P<high>{_FIGURE})之间"
)
_FIGURE_BEGINS = (*_COUNT, *"0123456789", "百分之")
_YEAR = re.compile(SAID_YEAR)
#: What asks to have confirmed what is said, and is not put to what it says: 达到13亿元了吗.
_ASSERTED = re.compile(
    "[，,。；;、\\s](?:是吗|是吧|是不是|对吗|对吧|对不对|真的吗|是真的|真的假的|属实|没错|有没有这回事|有这回事|准不准|准确|正确|可信)"
)
_REACHED = "达"
#: 一个, 两家 count places; 三类, 两种 name a kind.
_COUNTED = frozenset("个 家 项 处 类 种 组 批 部 例".split())


@dataclass(frozen=True, slots=True)
class Bound:
    """``limit`` in the base ``unit`` (万吨 -> 吨; empty where none is named), ``said`` as the question says it, ``about``: with 左右."""

    limit: float
    unit: str
    below: bool
    inclusive: bool
    said: str
    about: bool = False

    @property
    def restates(self) -> bool:
        """Whether it is said as plans set their goals, the bound behind the figure: 80%以上, not 超过80%."""
        behind, ahead = f"{_AND_MORE}|{_AND_LESS}".split("|"), f"{_ABOVE}|{_BELOW}".split("|")
        return self.said.endswith(tuple(behind)) and not self.said.startswith(tuple(ahead))

    def holds(self, value: float) -> bool:
        """Whether a value lies on the side that is asked."""
        if self.inclusive and value == self.limit:
            return True
        return value < self.limit if self.below else value > self.limit


def words_of_bounds(text: str, *, sought: bool) -> list[str]:
    """The words with which a question sets bounds; 65蒸吨以上 (锅炉) sets one only where what lies on its side is ``sought``."""
    return [b.said for b in bounds_in(text) if b.said and (sought or not b.said.startswith(_FIGURE_BEGINS))]


@lru_cache(maxsize=256)
def bounds_in(text: str) -> tuple[Bound, ...]:
    """The bounds that a question sets, in the order said; years and bare figures set none, nor does what is heard to be reached: 听说达到13亿元，对吗."""
    asserted = bool(_ASSERTED.search(text))
    return tuple(b for b in _bounds_in(text) if not (asserted and b.said.startswith(_REACHED)))


def _bounds_in(text: str) -> tuple[Bound, ...]:
    plain = _YEAR.sub(lambda year: "　" * len(year.group()), text)
    between = _BETWEEN.search(plain)
    if between:
        low, high = _parse(between["l_low"]), _parse(between["high"])
        if low and high:
            unit = high[1] or low[1]
            return (
                Bound(low[0], unit, below=False, inclusive=True, said=between.group()),
                Bound(high[0], unit, below=True, inclusive=True, said=""),
            )
    return tuple(_bounds(plain))


def _bounds(text: str) -> Iterator[Bound]:
    for compared in _COMPARED.finditer(text):
        if amount := _parse(compared["figure"]):
            yield Bound(*amount, compared["side"] in _LOWER, inclusive=False, said=compared.group())
    for found in _SET.finditer(text):
        before, after = found["before"] or "", found["after"] or ""
        value = _parse(found["figure"]) if before or after else None
        if value is None:
            continue
        below = before in f"{_BELOW}|{_UP_TO}".split("|") or after in _AND_LESS.split("|")
        inclusive = before in f"{_FROM}|{_UP_TO}".split("|") or bool(after)
        yield Bound(*value, below, inclusive, found.group(), about=bool(found["about"]))


def value_of(figure: str) -> tuple[float, str] | None:
    """(value in its base unit, that unit) of a figure as a question names it; None where it is none."""
    return _parse(figure)


def _parse(figure: str) -> tuple[float, str] | None:
    """(value, unit) of a figure as it is said; None where a numeral only counts things or begins a word."""
    found = re.fullmatch(_FIGURE, figure)
    if found is None:
        return None
    if found["share"]:
        return _numeral(found["share"]), "%"
    in_signs = not found["number"][0].isdigit()
    if in_signs and not (found["unit"] or found["scale"]):
        return None
    if in_signs and not found["scale"] and found["unit"] in _COUNTED and len(found["number"]) == 1:
        return None
    value, unit = _numeral(found["number"]) * SCALES.get(found["scale"] or "", 1.0), found["unit"] or ""
    if unit == "成":
        return value * 10, "%"
    return value, "%" if unit in ("％", "百分点", "个百分点", "个点") else one_name(unit)


def _numeral(text: str) -> float:
    """一千五百, 十二点五, 1,200 as numbers."""
    return float(text.replace(",", "").rstrip(".")) if text[0].isdigit() else numeral(text)
