"""The figures of a claim: each must stand in what is cited, of the same thing, with the same bounds, direction and years, or be reckoned from such."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from retrieval.gates.circumstance import unlike
from retrieval.gates.cited import Cited
from retrieval.gates.claims import Amount, amounts
from retrieval.gates.source import Source
from retrieval.gates.values import COUNTING, Quantity, list_lengths, listed_items, quantity, reckoned, same_quantity

#: More things than this nobody counts in a sentence.
_COUNTED = 40
_PARTS = re.compile("[,，;；。:：]")
_NUMBER_OF = re.compile(r"[\u4e00-\u9fff]{1,8}\(20\d\d\)第?\d+号|[A-Z]{2,}(?:-[\dA-Z]+)+")
_LITERAL = r"(?<![\d.]){}(?![\d.]|万|亿)"
#: A day or a month; 3个月 and 月均 are none.
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|[1-9])月(?!均|份?以)(?:(?P<day>[12]\d|3[01]|[1-9])日)?"
)
#: 第五条, 第3位; which item of an answer comes first is its own affair.
_NTH = re.compile(r"第[\d一二三四五六七八九十百]+(?=[条章节款位届批期名次号])")
_IS_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN_OF_YEARS = re.compile(r"年(?:间|内|里|时间|来|后)?")
#: 不是90%: what is denied need not stand there.
_DENIED = re.compile("(?:不是|并非|而非|不再是|没到|没有到|并不到)(?:说|要|到|什么)?$")
#: 每1元, 用1万千瓦时: what a rate is said of is chosen freely, a power of ten.
_BASIS = re.compile("(?:每|用|花|排|拿)$")
_TENS = re.compile("10*")
#: 约合1.7万吨: rounded to as many places as it is written with.
_ROUNDED = re.compile("约|大概|近|差不多|左右|上下|将近|大致")
_MULTIPLE = re.compile("(万亿|亿|万)([人名户家个]?)")
Said = tuple[Amount, Source]


def wrong_dates(claim: str, cited: Cited) -> str:
    """Which date of a folded claim what is cited does not give; empty when it gives them all."""
    text = in_digits(cited.everything)
    for found in _DATE.finditer(in_digits(claim)):
        day = f"{found['month']}月" + (f"{found['day']}日" if found["day"] else "")
        if not re.search(rf"(?<!\d){day}", text):
            return f"日期 {found.group()} 不在所引的段落里"
        years = set(re.findall(rf"(20\d\d|19\d\d)年{day}", text))
        if found["year"] and years and found["year"] not in years:
            return f"日期 {found.group()} 与原文不同"
    return ""


def wrong_figures(claim: str, cited: Cited) -> str:
    """Which figure of a folded claim what is cited does not give so; empty when it gives them all."""
    for number in _NUMBER_OF.findall(claim):
        opening = re.search(r"\(|\d", number)
        starts = range(max(1, opening.start() if opening else 1))
        if not any(number[at:] in cited.everything for at in starts):
            return f"文号 {number} 与原文不同"
    if reason := wrong_dates(claim, cited):
        return reason
    if reason := wrong_places_in_order(claim, cited):
        return reason
    claim = without_numbered(claim)
    given = figures_of(cited)
    mine = amounts(claim)
    reasons: dict[Quantity, list[tuple[Amount, str]]] = {}
    for at, amount in enumerate(mine):
        if not amount.unit and _IS_YEAR.fullmatch(amount.number):
            continue
        reasons.setdefault(quantity(amount), []).append((amount, _wrong(claim, mine, at, given, cited, amount)))
    return next((reason for found in reasons.values() if (reason := _of_mentions(found))), "")


def without_numbered(claim: str) -> str:
    """A folded claim without what holds figures that measure nothing: dates, numbers of documents, 第五条."""
    return _NTH.sub("，", _DATE.sub("，", _NUMBER_OF.sub("", claim)))


def _of_mentions(found: Sequence[tuple[Amount, str]]) -> str:
    """The reason against a figure said several times: one said bare may lean on another (最低20%：…不低于这个比例), one with bounds may not."""
    wrong = [(amount, reason) for amount, reason in found if reason]
    bound = [reason for amount, reason in wrong if amount.bounds or amount.direction]
    return (bound or [""])[0] if len(wrong) < len(found) else wrong[0][1]


def wrong_places_in_order(claim: str, cited: Cited) -> str:
    """Which 第N of a folded claim what is cited does not have; empty when none."""
    known = set(map(_nth, _NTH.findall(cited.everything)))
    ranks = set() if re.search("全[国省球]|国内|世界|居", claim) else _ranks(claim, cited)
    if "首" in cited.everything:
        known.add("1")
    for found in _NTH.findall(claim):
        if _nth(found) not in known and _nth(found) not in ranks:
            return f"“{found}”不在所引的段落里"
    return ""


def _ranks(claim: str, cited: Cited) -> set[str]:
    """The places (1, 2 …) that figures of a claim have among those of their unit in a sentence cited, counted from either end."""
    ranks: set[str] = set()
    for mine in (a for a in amounts(claim) if a.unit):
        for source in cited.single:
            row = sorted({quantity(a)[0] for a in amounts(source.words) if a.unit == mine.unit})
            value = quantity(mine)[0]
            if len(row) > 1 and value in row:
                ranks |= {str(row.index(value) + 1), str(len(row) - row.index(value))}
    return ranks


def _nth(found: str) -> str:
    return "1" if found == "第一" else in_digits(found[1:] + "个").removesuffix("个")


@lru_cache(maxsize=64)
def figures_of(cited: Cited) -> tuple[Said, ...]:
    """Every figure of what is cited with the sentence it stands in; days of dates are none; those of headings and titles last."""
    said = [
        (amount, source)
        for source in cited.single
        for amount in amounts(source.words)
        if amount.unit != "日" or not re.search(r"\d月$", source.words[: amount.start])
    ]
    if cited.single:
        said += [(amount, cited.single[0]) for amount in amounts(cited.headings)]
    return tuple(said)


def _wrong(claim: str, mine: Sequence[Amount], at: int, given: Sequence[Said], cited: Cited, amount: Amount) -> str:
    name = f"{amount.number}{amount.unit}"
    same = _the_same(claim, mine, at, given)
    if not same:
        if inherited := _unit_of_run(claim, mine, at):
            amount = replace(amount, unit=inherited)
        free = _is_free(claim, mine, amount, given) or _is_derived(claim, mine, amount, given, cited)
        return "" if free else f"数字 {name} 不在所引的段落里"
    reasons = [unlike(claim, mine, amount, theirs, source) for theirs, source in same]
    if all(reasons):
        return "" if _is_derived(claim, mine, amount, given, cited, listed=False) else reasons[0]
    return ""


def _the_same(claim: str, mine: Sequence[Amount], at: int, given: Sequence[Said]) -> list[Said]:
    """The figures cited that a claim's figure is, however it is written: as it is, with the unit of its run, without what a rate is per."""
    amount = mine[at]
    if same := [said for said in given if same_quantity(amount, said[0])]:
        return same
    if inherited := _unit_of_run(claim, mine, at):
        same = [said for said in given if said[0].number == amount.number and said[0].unit == inherited]
    if not same and re.search("[日天每]", claim):
        value = quantity(amount)[0]
        same = [s for s in given if quantity(s[0])[0] == value and s[0].unit.partition("/")[0] == amount.unit]
    if not same and amount.unit.endswith("吨") and re.search("耗|能", claim):  # 标准煤 is not said again
        same = [s for s in given if s[0].number == amount.number and s[0].unit == f"{amount.unit}标准煤"]
    if not same and (whole := _MULTIPLE.fullmatch(amount.unit)):  # 2300亿 of money, 30.2万 of 农村居民
        money = whole[2] or "元" if re.search("元|钱|投", claim) else ""
        same = [s for s in given if s[0].number == amount.number and s[0].unit in (f"{whole[1]}{money}", whole[1])]
    if not same and _ROUNDED.search(claim[max(0, amount.start - 4) : amount.end + 2]):
        same = [s for s in given if _rounds_to(s[0], amount)]
    return same


def _rounds_to(theirs: Amount, mine: Amount) -> bool:
    """Whether a figure comes to another one that has fewer digits: 17130吨 to 1.7万吨."""
    (value, unit), (rounded, other) = quantity(theirs), quantity(mine)
    if unit != other or value == rounded or not mine.number.replace(".", "").isdigit():
        return False
    size = rounded / Decimal(mine.number) if Decimal(mine.number) else Decimal(1)
    places = Decimal(1).scaleb(-len(mine.number.partition(".")[2]))
    return len(mine.number.replace(".", "")) >= 2 and (value / size).quantize(places) == Decimal(mine.number)


def _is_free(claim: str, mine: Sequence[Amount], amount: Amount, given: Sequence[Said]) -> bool:
    """Whether a figure need not stand there: what is denied beside one that does, and what a rate is said of."""
    before = claim[: amount.start]
    if _DENIED.search(before):
        told = [a for a in mine if a is not amount and any(same_quantity(a, t) for t, _ in given)]
        return any(a.unit == amount.unit for a in told) or not told
    return bool(_BASIS.search(before)) and bool(_TENS.fullmatch(amount.number)) and len(mine) > 1


def _unit_of_run(claim: str, mine: Sequence[Amount], at: int) -> str:
    """The unit that a bare number shares with the next of its run: 1、2和3吨, 20个、10个百分点."""
    for before, after in zip(mine[at:], mine[at + 1 :], strict=False):
        if not re.fullmatch("[、,和与及]|以及", claim[before.end : after.start]):
            return ""
        if after.unit and after.unit != mine[at].unit:
            return after.unit if after.unit.startswith(mine[at].unit) else ""
    return ""


def _is_derived(
    claim: str, mine: Sequence[Amount], amount: Amount, given: Sequence[Said], cited: Cited, *, listed: bool = True
) -> bool:
    """Whether a figure that is not written there counts what is listed, or is reckoned from figures that are."""
    if not amount.unit and _stands_as_name(claim[amount.start : amount.end], cited):
        return True
    if (
        amount.unit in ("年", "")
        and _SPAN_OF_YEARS.match(claim[amount.end - len(amount.unit) :])
        and _spans_years(claim, amount, cited)
    ):
        return True
    around = part_around(claim, amount, parts=2)
    theirs = [said for said, _ in given]
    told = [a for a in mine if a is not amount and any(same_quantity(a, t) for t in theirs)]
    if reckoned(amount, told, theirs, around):
        return True
    return listed and amount.unit in COUNTING and _counts(claim, amount, cited)


def _spans_years(claim: str, amount: Amount, cited: Cited) -> bool:
    """Whether a number of years lies between two that are named, or is that of a five-year period."""
    told = {int(y) for y in re.findall(r"(?:19|20)\d\d(?=年|[、和到至—–-])", claim)}
    named = told | {int(y) for y in re.findall(r"(?:19|20)\d\d(?=年)", cited.everything)}
    between = {str(b - a) for a in named for b in named if b > a} | {
        str(b - a + 1) for a in told for b in told if b > a
    }
    return amount.number in between or (
        amount.number == "5" and bool(re.search("十[一二三四五六]五", claim + cited.everything))
    )


def _stands_as_name(number: str, cited: Cited) -> bool:
    """2.0 of VOCs2.0: digits that stand there without being a figure with a unit."""
    named = list(re.finditer(_LITERAL.format(re.escape(number)), cited.everything))
    figures = {(a.start, a.unit) for a in amounts(cited.everything) if a.unit}
    return any(all(m.start() != start for start, _ in figures) for m in named)


def _counts(claim: str, amount: Amount, cited: Cited) -> bool:
    """Whether it is how many things are listed, in the claim or in a sentence cited, where none of them says another number of the same."""
    if not amount.number.isdigit() or int(amount.number) > _COUNTED:
        return False
    number, noun = int(amount.number), claim[amount.end : amount.end + 2]
    named = f"{amount.unit}{noun}"
    other = re.search(rf"(?<![\d.])(\d+){re.escape(named)}", in_digits(cited.words)) if len(noun) == 2 else None
    if other and int(other[1]) != number and re.fullmatch("[\u4e00-\u9fff]{2}", noun):
        return False
    own = listed_items(claim, amount)
    if own:
        return number in own
    if re.search(rf"第0*{number}{re.escape(amount.unit)}", in_digits(cited.everything)):
        return True  # six chapters where there is a sixth
    lengths = {n for source in cited.single for n in list_lengths(source.words)}
    bodies = {len([d for d in cited.duties if d.clause == c]) for c in {d.clause for d in cited.duties}}
    return number in list_lengths(claim) or number in lengths | bodies or number == len(cited.texts)


@lru_cache(maxsize=1024)
def in_digits(folded: str) -> str:
    """A folded text with its figures in digits: 三月十二日 as 3月12日."""
    pieces, at = [], 0
    for amount in amounts(folded):
        pieces += [folded[at : amount.start], f"{amount.number}{amount.unit}"]
        at = amount.end
    return "".join([*pieces, folded[at:]])


def part_around(claim: str, amount: Amount, parts: int = 1, behind: int = 1) -> str:
    """The part between commas that a figure stands in, with as many before it as make ``parts`` and up to the end of the ``behind``-th."""
    start = amount.start
    for _ in range(parts):
        start = max(claim.rfind(s, 0, max(0, start - 1)) for s in ",，;；:：。") + 1
    return claim[start : amount.end] + "，".join(_PARTS.split(claim[amount.end :])[:behind])
