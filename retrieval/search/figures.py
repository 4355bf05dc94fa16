"""Ledger rows as people say them, and arithmetic over them with its terms shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.ordered_values import years_in_order
from corpus.place_lists import is_of_list
from corpus.plan import Target
from corpus.reading import plain_reading
from corpus.units import one_name
from retrieval.question.bounds import value_of
from retrieval.question.figures import AMBITION
from retrieval.search.wording import holds_figure

_SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "百万": 1e6, "千万": 1e7, "万亿": 1e12}
_SCALE = re.compile(r"^(万亿|千万|百万|万|亿|千)(?=\S)")
_VERBS = {"decrease": "下降", "reach": "达到", "at_least": "达到", "about": "达到", "at_most": "控制在"}
_AFTER = ("及以上", "以上", "左右", "以内", "以下")
#: Words before a value that say what the verb would say.
_BOUNDS = ("不低于", "不高于", "不超过", "超过", "控制在", "低于", "高于", "优于", "少于", "多于", "不到", "不足")
BOUNDING = (*_BOUNDS, "突破")
#: … and those that stand right before it.
_NEAR = ("接近", "近", "大约", "约", "逾", "超")
#: A cubic metre of water is a ton of it.
_VOLUME, _WEIGHT, _WATER = "立方米", "吨", "水"
#: So many of a unit make a ton.
_OF_A_TON = {"斤": 2000, "市斤": 2000, "公斤": 1000, "千克": 1000}
_MANY, _VERY_MANY = 1e4, 1e8
_OF_SHARES = ("%", "％", "‰", "百分点")
#: Two figures, the ends of a range.
RANGE = re.compile(r"\d[%％]?\s*(?:[-—－–~～]+|至|到)\s*\d")
#: 5.5％ is 5.5%.
_HALF_WIDTH = str.maketrans("％", "%")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a base unit (万吨 -> 吨)."""

    value: float
    unit: str


#: A number without a unit ends where its digits do: 0.5 is not 0.52.
_WHOLE = r"(?!\.?\d)"


def has_figure(text: str, figure: str) -> bool:
    """Whether a text has a figure by itself: 5% is not in 4.5%, and 5.5％ is 5.5%."""
    sought = figure.translate(_HALF_WIDTH)
    ends = _WHOLE if sought[-1:].isdigit() else ""
    return bool(re.search(rf"(?<![\d.]){re.escape(sought)}{ends}", text.translate(_HALF_WIDTH)))


#: What stands between the cells of a row in the words of a clause.
_BETWEEN_CELLS = "\t"


def quantity(target: Target) -> Quantity | None:
    """The comparable quantity of a row; None when it gives no number."""
    if target.value is None:
        return None
    scale, unit = _base_of(unit_of(target), _WATER in target.indicator)
    return Quantity(target.value if scale is None else target.value * scale, unit)


@lru_cache(maxsize=1024)  # thousands of rows are in a few units
def _base_of(unit: str, of_water: bool) -> tuple[float | None, str]:
    """(how many of its base unit a unit is, None for one that has no scale; that base unit)."""
    scale = _SCALE.match(unit)
    if scale and unit not in _SCALES:
        return _SCALES[scale.group()], _of_water(one_name(unit[scale.end() :]), of_water=of_water)
    return None, _of_water(one_name(unit), of_water=of_water)


def unit_of(target: Target) -> str:
    """The unit of a row in plain characters, by which rows are held against each other: 万吨 for 萬噸, % for ％."""
    return _plain(target.unit)


@lru_cache(maxsize=1024)  # few units, and every comparison asks
def _plain(unit: str) -> str:
    return plain_reading(unit)


def is_given(figure: str, targets: Sequence[Target]) -> bool:
    """Whether a row gives a figure that a question names."""
    value = value_of(figure)
    for target in targets:
        own = quantity(target)
        text = target.value_text.replace(" ", "")
        if has_figure(text, figure) or (value and own and value == (own.value, own.unit)):
            return True
    return False


def measured_alike(target: Target) -> str:
    """The unit that the quantity of a row has beside those of others: tons for 斤; empty where it has none."""
    amount = quantity(target)
    return _in_tons(amount).unit if amount else ""


def _in_tons(amount: Quantity) -> Quantity:
    """An amount in tons where its unit is a part of a ton: 亿斤 stands beside 万吨."""
    parts = _OF_A_TON.get(amount.unit)
    return Quantity(amount.value / parts, _WEIGHT) if parts else amount


def in_unit(amount: Quantity, unit: str) -> Quantity | None:
    """An amount in the unit asked, where it is in that one or both are of weight: 514万吨 is 102.8亿斤; None where it cannot be brought to it."""
    if amount.unit == unit:
        return amount
    parts = {**_OF_A_TON, _WEIGHT: 1}
    if amount.unit not in parts or unit not in parts:
        return None
    return Quantity(amount.value / parts[amount.unit] * parts[unit], unit)


def is_given_in(target: Target, units: Sequence[str]) -> bool:
    """Whether a row gives its figure in one of the units, or in one that can be brought to it: 万吨, where 亿斤 are asked for."""
    amount = quantity(target)
    return holds_figure(with_unit(target), units) or any(amount and in_unit(amount, unit) for unit in units)


def _of_water(unit: str, *, of_water: bool) -> str:
    """The unit of a row, tons for cubic metres where what is measured is water: 万立方米/日 stands beside 万吨/日."""
    return unit.replace(_VOLUME, _WEIGHT, 1) if of_water and unit.startswith(_VOLUME) else unit


def say_amount(value: float, unit: str) -> str:
    """A computed amount in words, tens of thousands as such where it has that many: 305000吨/日 -> 30.5万吨/日, 6469700000000元 -> 64697亿元."""
    if abs(value) >= _VERY_MANY:
        return f"{plain_number(value / _VERY_MANY)}亿{unit}"
    scaled = value / _MANY
    if "/" in unit and abs(scaled) >= 1 and scaled == round(scaled, 2):
        return f"{plain_number(scaled)}万{unit}"
    return f"{plain_number(value)}{unit}"


def say_target(target: Target) -> str:
    """A row in words: 农膜回收率达到85%, 氨氮重点工程减排量184吨, 力争达到13%."""
    if is_tabled(target):
        year = f"{target.target_year}年" if str(target.target_year) in target.sentence else ""
        return f"{year}{part_of(target)}{target.indicator}为{target.value_text}"
    if is_listed(target):
        return f"{target.target_year}年{target.indicator}{say_value(target)}"
    return f"{part_of(target)}{target.indicator}{say_value(target)}"


def part_of(target: Target) -> str:
    """The place that a row of a table, or of a list of places, has its figure for, where that is a part of what the plan is for; elsewhere its words say so."""
    if not target.scope or target.scope.startswith("全"):
        return ""
    return target.scope if _BETWEEN_CELLS in target.quote or _is_of_list(target) else ""


@lru_cache(maxsize=4096)  # of each row it is asked for every question
def _is_of_list(target: Target) -> bool:
    return is_of_list(target)


def is_tabled(target: Target) -> bool:
    """Whether a row stands in a table, its unit with its name: 森林覆盖率（%）."""
    return target.value is not None and bool(target.unit) and target.indicator.endswith(f"（{target.unit}）")


def is_range(target: Target) -> bool:
    """Whether a row gives two figures, the ends of a range: 5.0%—5.5%."""
    return bool(RANGE.search(target.value_text))


def is_listed(target: Target) -> bool:
    """Whether the year of a row stands in the heading above, which gives the order of the values in a list."""
    return target.target_year in years_in_order(target.section)


def with_unit(target: Target) -> str:
    """The value with its unit, which in a table stands elsewhere."""
    return f"{target.value_text}{target.unit}" if is_tabled(target) else target.value_text


def say_value(target: Target) -> str:
    """The value with its comparison, every word and sign from the plan except the verb."""
    value, qualifier = target.value_text, target.qualifier
    if target.value is None:
        return value
    after = next((w for w in _AFTER if w in qualifier and w not in value), "")
    hoped = "力争" if "力争" in qualifier and "力争" not in value else ""
    bound = next((w for w in BOUNDING if w in qualifier and w not in value), "")
    verb = "" if bound else _VERBS.get(target.comparison, "")
    return f"{hoped}{bound}{verb}{_near(target, hoped or bound)}{value}{after}"


def as_written(target: Target) -> str:
    """The value with the words that bound it (力争, 以上), without the verb."""
    value, qualifier = target.value_text, target.qualifier
    said = [w for w in ("力争", *BOUNDING) if w in qualifier and w not in value and w != "控制在"]
    before = "".join(said[:1] if "力争" not in said else said[:2])
    after = next((w for w in _AFTER if w in qualifier and w not in value), "")
    return f"{before}{_near(target, before)}{value}{after}"


def _near(target: Target, before: str) -> str:
    """The word right before a value that says how near it is (近61万辆); empty where another bounds it."""
    said = (w for w in _NEAR if target.qualifier.endswith(w) and not target.value_text.startswith(w))
    return "" if before else next(said, "")


def is_share(unit: str) -> bool:
    """Whether a unit is of shares or of how they move, in which nothing is told all together."""
    return _plain(unit).endswith(_OF_SHARES)


def is_ambitious(target: Target) -> bool:
    """Whether a row is the 力争 value of an indicator rather than its firm one."""
    return bool(AMBITION.search(target.qualifier))


def plain_number(value: float) -> str:
    """A number without needless zeros: 50.0 -> 50, 7.619 -> 7.62."""
    rounded = round(value, 2)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:g}"


def difference_unit(unit: str) -> str:
    """Differences of percentages are percentage points."""
    return "个百分点" if unit in ("%", "％") else unit


#: Words by which firms are counted.
_COUNTS_OF_FIRMS = ("家", "户", "个")


def comparable(quantities: Sequence[Quantity]) -> bool:
    """Whether quantities share a unit."""
    return len({q.unit for q in quantities}) == 1


def _are_counted_alike(targets: Sequence[Target]) -> bool:
    """Whether rows count one kind of thing by several words for one: 84户企业, 40家企业."""
    kinds = {t.indicator.removesuffix("数量")[-2:] for t in targets}
    return len(kinds) == 1 and all(t.unit in _COUNTS_OF_FIRMS for t in targets)


def in_one_unit(targets: Sequence[Target]) -> list[Quantity]:
    """The quantities of rows, in the unit they are written in where they share it (亿斤 stays 亿斤); empty where they cannot be compared."""
    quantities = [q for q in map(quantity, targets) if q is not None]
    if not comparable(quantities):
        quantities = [_in_tons(q) for q in quantities]
    if len(quantities) == len(targets) and not comparable(quantities) and _are_counted_alike(targets):
        quantities = [Quantity(q.value, quantities[0].unit) for q in quantities]
    if len(quantities) < len(targets) or not comparable(quantities):
        return []
    if len({t.unit for t in targets}) == 1:
        return [Quantity(t.value or 0.0, t.unit) for t in targets]
    return quantities
