"""What figures come to: 3成 and 30% are one quantity, 1万吨 and 10000吨 another; and what may be reckoned from several."""

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.gates.claims import Amount

#: (value in plain units, unit without 万 and 亿).
Quantity = tuple[Decimal, str]

_TIMES = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4}
_UNIT = re.compile("^(万亿|千万|百万|亿|万)?(.*)$")
#: Units that measure the same: how many of the one on the right make one of them.
_SIZES = {
    "成": (Decimal(10), "%"),
    "天": (Decimal(24), "小时"),
    "日": (Decimal(24), "小时"),
    "年": (Decimal(12), "个月"),
    "公斤": (Decimal("0.001"), "吨"),
    "千克": (Decimal("0.001"), "吨"),
    "斤": (Decimal("0.0005"), "吨"),
    "千米": (Decimal(1), "公里"),
    "兆瓦": (Decimal(1000), "千瓦"),
    "吉瓦": (Decimal(10) ** 6, "千瓦"),
    "公顷": (Decimal(15), "亩"),
    "平方公里": (Decimal(1500), "亩"),
}
#: Units that count things: a figure with one may count what is listed.
COUNTING = frozenset(
    "个 项 家 座 类 条 级 期 大 步 章 点 方面 位 种 处 县 市 州 省 地 份 批 名 所 节 道 件 场 只".split()
)
#: … of anything: 十大工程 are 十项.
_GENERAL = frozenset("个 项 大".split())
_JOINT = re.compile("、|以及|还有|再加|和|与|及(?!以)|跟|加")
#: Words that say that a figure is reckoned.
SUM = re.compile("合计|总计|共计|一共|总共|加起来|加总|相加|之和|加在一起|合起来|共(?=\\d|减|有|要|需|是)")
DIFFERENCE = re.compile(
    r"多(?=[了出\d约将近])|少(?=[了\d约将近])|高(?=[了出\d约将近])|低(?=[了\d约将近])|快(?=[了\d])|慢(?=[了\d])|重(?=[了\d约])|轻(?=[了\d约])|大(?=[了\d约])|小(?=[了\d约])"
    "|差|隔|提了|涨了|降了|放宽了?|收紧了?|前进|超出|领先|落后|余下?|剩|相隔|前后隔|抬高|再提高|还要提高|拉开|[多少高低晚早快慢]\\d|晚|早(?=[了\\d])"
)
RATIO = re.compile("倍|一半|\\d成|分之|约占|占.{0,6}约|将近|接近")
#: 另外 and 还有 go on with something else, and leave nothing.
REST = re.compile("剩|其余|(?<!非)化石")
MEAN = re.compile("平均下来|平均每|平均一|摊到|折合|相当于每")
#: So many figures in a row are added up.
_ADDED = 8
#: So many like things are multiplied by what one of them has; a mean of fewer is no telling figure.
_FEW = 20


def quantity(amount: Amount) -> Quantity:
    """What an amount comes to."""
    found = _UNIT.match(amount.unit)
    times, unit = (found[1] or "", found[2]) if found else ("", amount.unit)
    try:
        value = Decimal(amount.number)
    except ArithmeticError:
        return Decimal(-1), amount.number
    factor = _TIMES.get(times) or {"千万": Decimal(10) ** 7, "百万": Decimal(10) ** 6}.get(times, Decimal(1))
    bare, per, rate = unit.partition("/")
    if bare in _SIZES:
        size, bare = _SIZES[bare]
        return value * factor * size, f"{bare}{per}{rate}"
    return value * factor, unit


def same_quantity(one: Amount, other: Amount) -> bool:
    """Whether two amounts are one, however they are written."""
    if (one.number, one.unit) == (other.number, other.unit):
        return True
    general = {one.unit, other.unit} & _GENERAL
    counted = bool(general) and {one.unit, other.unit} <= COUNTING and one.number == other.number
    return counted or quantity(one) == quantity(other)


def list_lengths(folded: str) -> frozenset[int]:
    """How many items the lists of a text have: pieces between 、 and 和 in one part of a sentence, and its parts between commas."""
    lengths: set[int] = set()
    for sentence in re.split("[。!！?？\n]", folded):
        for part in re.split("[,，;；:：()（）]|分别|依次|达到|包括|即|等(?!级)|[是为有]", sentence):
            count = len([p for p in re.split("、", part) if p])
            joined = len([p for p in _JOINT.split(part) if p])
            lengths |= {count, joined}
        for whole in (sentence, *re.split("[;；:：]", sentence)):
            lengths.add(len([p for p in re.split("[,，;；]", whole) if p.strip()]))
        lengths.add(len([p for p in re.split("[;；]", sentence) if p.strip()]))
    return frozenset(n for n in lengths if n > 1)


def listed_items(claim: str, amount: Amount) -> frozenset[int]:
    """How many items the list right beside a count has (三家：甲、乙、丙; 甲、乙、丙三家); empty where it has none or leaves some out (等)."""
    behind = re.match(r"[^,，;；。:：、]{0,5}[:：]([^。:：]*、[^。:：]*)", claim[amount.end :])
    before = re.search(r"(?:^|[,，;；。:：])([^,，;；。:：]*、[^,，;；。:：]*)$", claim[: amount.start])
    found = behind or before
    if not found or re.search("等(?!级)|之一|包括|分别|一些", found[1]):
        return frozenset()
    items = found[1]
    last = bool(_JOINT.search(items.rsplit("、", 1)[-1]))
    several = {len(re.split(stop, items)) for stop in ("、", "[,，]", "[;；]", "[、,，]")}
    return frozenset({items.count("、") + 1 + last, len([p for p in _JOINT.split(items) if p]), *several})


def reckoned(mine: Amount, told: Sequence[Amount], given: Sequence[Amount], around: str) -> bool:
    """Whether an amount is a sum, a difference or a ratio of others, where ``around`` (its part of the sentence) says so.

    ``told`` are the cited figures that the claim gives, ``given`` all of what it is about: one of two must be told, where any is.
    """
    value, unit = quantity(mine)
    spoken, whole = list(map(quantity, told)), list(map(quantity, given))
    if SUM.search(around) and any(
        value in _sums(pool, unit) or value in _products(pool, unit) for pool in (spoken, whole)
    ):
        return True
    if MEAN.search(around) and unit != "%" and any(_is_mean(mine, unit, a, b) for a in whole for b in whole if a != b):
        return True
    if REST.search(around) and unit == "%" and any(_is_rest(mine, a) for a in (*spoken, *whole)):
        return True
    firsts = spoken or whole
    pairs = [(a, b) for a in firsts for b in (*spoken, *whole) if a != b]
    if re.search("余|剩|其他|另外", around) and any(
        a[0] - sum(s[0] for s in spoken if s != a) == value for a in spoken
    ):
        return True
    if DIFFERENCE.search(around) and any(_is_difference(value, unit, a, b) for a, b in pairs):
        return True
    return bool(RATIO.search(around)) and any(
        _is_ratio(mine, unit, *pair) for a, b in pairs for pair in ((a, b), (b, a))
    )


def _sums(pool: Sequence[Quantity], unit: str) -> set[Decimal]:
    values = [v for v, u in pool if u == unit or (u in COUNTING and unit in COUNTING)]
    runs = {
        sum(values[i:j], Decimal(0)) for i in range(len(values)) for j in range(i + 2, min(len(values), i + _ADDED) + 1)
    }
    distinct = list(dict.fromkeys(values))
    whole = {sum(distinct, Decimal(0))} if len(distinct) > 1 else set()
    return runs | whole | {a + b for a in distinct for b in distinct if a != b}


def _products(pool: Sequence[Quantity], unit: str) -> set[Decimal]:
    """两台33万千瓦 are 66万千瓦 together."""
    counts = [v for v, u in pool if u in (*COUNTING, "台", "台套", "辆") and v == v.to_integral() and v <= _FEW]
    return {count * v for count in counts for v, u in pool if u == unit}


def _is_mean(mine: Amount, unit: str, total: Quantity, by: Quantity) -> bool:
    """52.54万户 in 1343 are 391户 each."""
    if total[1].partition("/")[0] != unit or not by[0] or by[1] == total[1]:
        return False
    value = quantity(mine)[0]
    return value > _FEW and abs(total[0] / by[0] - value) * 200 <= value


def _is_rest(mine: Amount, part: Quantity) -> bool:
    """What is left of a whole hundred; in tenths it is rounded."""
    near = Decimal(5) if mine.unit == "成" else Decimal(0)
    return part[1] == "%" and abs(100 - part[0] - quantity(mine)[0]) <= near


def _is_difference(value: Decimal, unit: str, one: Quantity, other: Quantity) -> bool:
    shares = one[1] == other[1] == "%" and unit == "个百分点"
    points = one[1] == other[1] == "个百分点" and unit == "个百分点"
    counts = one[1] in COUNTING and other[1] in COUNTING and unit in COUNTING
    bare = {one[1].partition("/")[0], other[1].partition("/")[0]}
    same = bare == {unit} and unit != "%"  # two shares differ by points
    return (shares or points or counts or same) and abs(one[0] - other[0]) == value


def _is_ratio(mine: Amount, unit: str, one: Quantity, other: Quantity) -> bool:
    """A ratio, or by how much one exceeds the other, as it is rounded: 2.3倍, 五倍多, 三成, 45%."""
    counts = one[1] in COUNTING and other[1] in COUNTING and unit == "倍"
    if not (one[1] == other[1] or counts) or not other[0]:
        return False
    ratio = one[0] / other[0]
    digits = len(mine.number.partition(".")[2])
    try:
        value = Decimal(mine.number)
    except ArithmeticError:
        return "/" in mine.number and _near_fraction(mine.number, ratio)
    if unit == "倍":
        return round(ratio, digits) == value or 0 <= ratio - value < 1 or 0 < value - ratio <= Decimal("0.25")
    near = Decimal("0.5") if mine.unit == "%" else Decimal(5)
    return unit == "%" and any(abs(share * 100 - quantity(mine)[0]) <= near for share in (ratio, ratio - 1, 1 - ratio))


def _near_fraction(written: str, ratio: Decimal) -> bool:
    above, _, below = written.partition("/")
    return (
        above.isdigit()
        and below.isdigit()
        and below != "0"
        and abs(Decimal(above) / Decimal(below) - ratio) < Decimal("0.03")
    )
