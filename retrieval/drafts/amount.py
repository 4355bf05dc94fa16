"""Amounts that can be compared: 1.05万吨 and 10500吨, 百分之十五 and 15%, 八成 and 80%."""

import math
import re
from dataclasses import dataclass

from corpus.figures import Figure
from corpus.units import PER, one_name

_SIZES = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_SIZE = re.compile("^[十百千万亿]+")
_UPPER = re.compile(r"[-—–~～至到]{1,2}\s?(\d+(?:,\d{3})*(?:\.\d+)?)")
#: A unit -> (how much of which one it is); those of one size that only have several names are known by :func:`corpus.units.one_name`.
_SAME = {
    "％": (1.0, "%"), "﹪": (1.0, "%"), "成": (10.0, "%"), "百分点": (1.0, "个百分点"),
    "公斤": (1e-3, "吨"), "千克": (1e-3, "吨"), "米": (1e-3, "公里"),
    "平方公里": (1.0, "平方千米"), "m2": (1.0, "平方米"), "㎡": (1.0, "平方米"), "m3": (1.0, "立方米"), "㎥": (1.0, "立方米"),
    "立方": (1.0, "立方米"), "方": (1.0, "立方米"), "kW": (1.0, "千瓦"),
    "MW": (1e3, "千瓦"), "兆瓦": (1e3, "千瓦"), "GW": (1e6, "千瓦"), "吉瓦": (1e6, "千瓦"), "kWh": (1.0, "千瓦时"),
    "升": (1e-3, "立方米"),
}  # fmt: skip
_PER_PART = re.compile(rf"/(?:{'|'.join(sorted(map(re.escape, PER.split()), key=len, reverse=True))}).*$")
_PER_SAME = {"天": "日", "d": "日", "a": "年", "h": "小时", "时": "小时", "m3": "立方米", "m2": "平方米"}


@dataclass(frozen=True, slots=True)
class Amount:
    """``low`` to ``high`` (the same but of a range) in a base ``unit``, by ``per`` where it is a rate; ``word`` where no number is said."""

    low: float
    high: float
    unit: str
    per: str = ""
    word: str = ""

    def is_in_unit_of(self, other: "Amount") -> bool:
        """Whether both can be held against each other; one may leave out what the other is by (吨 for 吨/日)."""
        return self.unit == other.unit and (self.per == other.per or not self.per or not other.per)

    def equals(self, other: "Amount") -> bool:
        """Whether both say the same."""
        if not self.is_in_unit_of(other) or self.word != other.word:
            return False
        return math.isclose(self.low, other.low) and math.isclose(self.high, other.high)


def amount_of(figure: Figure, reading: str, unit: str = "") -> Amount:
    """The amount that a figure of a reading says; ``unit`` where it stands elsewhere, as in a table."""
    words = reading[figure.start : figure.end]
    if figure.value is None or figure.kind == "zero":
        return Amount(0.0, 0.0, "", word=words.strip("“”") if figure.kind != "assigned" else "下达")
    written = (unit or reading[figure.unit_start : figure.end]).replace(" ", "")
    if figure.more:
        written = written.replace(figure.more, "", 1)
    if figure.bare and figure.bare not in written:
        written = figure.bare  # 百分之十五, 1.2及以上倍量
    upper = _UPPER.search(words) if figure.kind == "range" else None
    return amount_in(figure.value, float(upper[1].replace(",", "")) if upper else figure.value, written)


def amount_in(low: float, high: float, unit: str) -> Amount:
    """An amount in a unit as written: 1.05, 万吨 -> 10500 吨."""
    times = 1.0
    per = _PER_PART.search(unit)
    bare, rate = (unit[: per.start()], per.group()[1:]) if per else (unit, "")
    if size := _SIZE.match(bare):
        for sign in size.group():
            times *= _SIZES[sign]
        bare = bare[size.end() :]
    factor, same = _SAME.get(bare, (1.0, one_name(bare)))
    return Amount(low * times * factor, high * times * factor, same, _PER_SAME.get(rate, rate))
