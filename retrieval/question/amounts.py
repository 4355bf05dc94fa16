"""The amount that a question names for a case: 85岁, 三百万元. The one place where amounts of cases are spelt."""

import re

from corpus.headings import chinese_number
from corpus.units import UNIT

_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
#: To be filled with the name of its groups.
AMOUNT = (
    r"(?P<{0}>\d[\d,]*(?:\.\d+)?|[一二三四五六七八九十百]{{1,5}})\s*(?P<{0}_scale>[百千万亿]?)"
    r"(?P<{0}_unit>周岁|个月|" + UNIT + ")"
)
_NAMED = re.compile(AMOUNT.format("at"))


def amount_named(text: str) -> tuple[float, str] | None:
    """(value, unit) of the first amount that a question names; None where it names none."""
    found = _NAMED.search(text)
    return amount_in(found, "at") if found else None


def amount_in(found: re.Match[str], name: str) -> tuple[float, str]:
    """(value, unit) of the amount that stands in the groups of a name."""
    digits = found[name].replace(",", "")
    number = float(digits) if digits[0].isdigit() else float(chinese_number(digits))
    unit = found[f"{name}_unit"].replace("周岁", "岁").replace("标煤", "标准煤")
    return number * _SCALES[found[f"{name}_scale"]], unit
