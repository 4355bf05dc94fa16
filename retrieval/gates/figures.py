"""The figures of a claim: each must stand in what is cited, of the same thing, with the same bounds, direction and years, or be reckoned from such."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.ordered_values import IN_ORDER
from corpus.regions import find_mentions
from retrieval.gates.cited import Cited
from retrieval.gates.claims import Amount, amounts, names_something
from retrieval.gates.overlap import official, pairs_of
from retrieval.gates.source import Source
from retrieval.gates.values import COUNTING, Quantity, list_lengths, quantity, reckoned, same_quantity

#: A rival figure must suit the words of the claim so much better before the claim is taken to have borrowed its figure.
_BETTER = 0.2
#: More things than this nobody counts in a sentence.
_COUNTED = 40
_PARTS = re.compile("[,，;；。:：]")
_NUMBER_OF = re.compile(r"[\u4e00-\u9fff]{1,8}\(20\d\d\)第?\d+号|[A-Z]{2,}(?:-[\dA-Z]+)+")
_LITERAL = r"(?<![\d.]){}(?![\d.]|万|亿)"
#: A day or a month; 3个月 and 月均 are none.
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|[1-9])月(?!均|份?以)(?:(?P<day>[12]\d|3[01]|[1-9])日)?"
)
#: A part of a source that has so much of a claim's part has its very words; one that has so much less has others.
_VERY_WORDS, _CLEARLY, _ANOTHERS = 0.8, 0.3, 0.6
_DIGITS = re.compile(r"\d[\d,.]*")
#: What moves that way in a sentence, whatever its figure.
_MOVES = {
    "up": re.compile("升|增|提高|提升|扩大|上调|上浮|高|涨|达|超|突破|加|多"),
    "down": re.compile("降|减|少|低|缩|下调|下浮|控制|压|不高于|不超过|以内|以下|节"),
}
#: So many words a claim must say of its figure before a sentence with none of them is of something else.
_OWNED = 4
#: … so small a share of them is none.
_NOTHING = 0.04
#: Share of the words that tell a figure from its neighbour, from which on they are said of the neighbour.
_TELLING = 0.5
#: Words of a claim about one figure that are fewer say too little of whose it is.
_OWN_PAIRS = 3
#: 第五条, 第3位; which item of an answer comes first is its own affair.
_NTH = re.compile(r"第[\d一二三四五六七八九十百]+(?=[条章节款位届批期名])")
_IS_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN_OF_YEARS = re.compile(r"年(?:间|内|里|时间|来|后)?")
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
    for found in _NTH.findall(claim):
        if _nth(found) not in known:
            return f"“{found}”不在所引的段落里"
    return ""


def _nth(found: str) -> str:
    return in_digits(found[1:] + "个").removesuffix("个")


@lru_cache(maxsize=64)
def figures_of(cited: Cited) -> tuple[Said, ...]:
    """Every figure of what is cited with the sentence it stands in; those of headings and titles last."""
    said = [(amount, source) for source in cited.single for amount in amounts(source.words)]
    if cited.single:
        said += [(amount, cited.single[0]) for amount in amounts(cited.headings)]
    return tuple(said)


def _wrong(claim: str, mine: Sequence[Amount], at: int, given: Sequence[Said], cited: Cited, amount: Amount) -> str:
    name = f"{amount.number}{amount.unit}"
    same = [said for said in given if same_quantity(amount, said[0])]
    if not same and (inherited := _unit_of_run(claim, mine, at)):
        same = [said for said in given if said[0].number == amount.number and said[0].unit == inherited]
    if not same and re.search("[日天每]", claim):
        same = [
            said
            for said in given
            if quantity(said[0])[0] == quantity(amount)[0] and said[0].unit.partition("/")[0] == amount.unit
        ]
    if not same:
        return "" if _is_derived(claim, mine, amount, given, cited) else f"数字 {name} 不在所引的段落里"
    reasons = [_unlike(claim, amount, theirs, source, cited.single) for theirs, source in same]
    if all(reasons):
        return "" if _is_derived(claim, mine, amount, given, cited, listed=False) else reasons[0]
    return ""


def borrowed(claim: str, cited: Cited) -> str:
    """Which figure of a folded claim is, by the words it is said of, another indicator's; empty when none."""
    given = figures_of(cited)
    claim = without_numbered(claim)
    for amount in amounts(claim):
        fits = [said for said in given if same_quantity(amount, said[0])]
        if fits and (reason := _borrowed(claim, amount, fits, given)):
            return reason
    return ""


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
    named = sorted({int(y) for y in re.findall(r"(?:19|20)\d\d(?=年)", claim + cited.everything)})
    between = {str(b - a) for a in named for b in named if b > a}
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


def _unlike(claim: str, mine: Amount, theirs: Amount, source: Source, others: Sequence[Source]) -> str:
    name = f"{mine.number}{mine.unit}"
    if mine.bounds != theirs.bounds and not _same_bounds(claim, mine, theirs, source):
        return f"{name} 的限定（以上、以内、不低于等）与原文不同"
    counts = mine.unit in ("期", "级", "批", "次", "大", "项", "条", "章", "类")
    if theirs.aim and not mine.aim and not counts:
        return f"原文是力争 {name}"
    if mine.aim and not theirs.aim and not _leads_with_aim(source, theirs):
        return f"原文没有说力争 {name}"
    if counts:
        return ""
    if mine.direction and theirs.direction and mine.direction != theirs.direction:
        return f"{name} 的升降与原文不同"
    if mine.direction and not theirs.direction and not _MOVES[mine.direction].search(source.words):
        return f"{name} 的升降与原文不同"
    if _says_nothing_of(claim, mine, source, others):
        return f"原文的 {name} 说的是别的事"
    led = source.led | frozenset(re.findall(r"(20\d\d|19\d\d)年", source.around))
    if mine.year and theirs.year and mine.year != theirs.year and mine.year not in source.led:
        return f"{name} 的年份与原文不同"
    if (
        mine.year
        and not theirs.year
        and led
        and mine.year not in led | frozenset(re.findall(r"(20\d\d)年", source.words))
    ):
        return f"{name} 的年份与原文不同"
    if mine.base and mine.base != theirs.base and f"{mine.base}年" not in source.words:
        return f"{name} 的比较年份与原文不同"
    if mine.base and theirs.base and mine.base != theirs.base:
        return f"{name} 的比较年份与原文不同"
    if lost := [m for m in _places(theirs.owner) if m not in claim]:
        return f"原文的 {name} 是 {lost[0]} 的"
    return ""


def _says_nothing_of(claim: str, mine: Amount, source: Source, others: Sequence[Source]) -> bool:
    """Whether a sentence has too few of the words that a claim says its figure of.

    Where its own part names nothing (，达到4个) they are those of the part before, which may not be another sentence's.
    """
    parts = _PARTS.split(claim[: mine.start])
    bare = not names_something(parts[-1]) and not names_something(_PARTS.split(claim[mine.end :])[0])
    if bare and len(parts) > 1:
        if re.search("(?:负责|牵头|配合)$", parts[-2]):
            return True
        before = pairs_of(parts[-2])
        told = len(before & pairs_of(source.words)) / len(before) if before else 1.0
        others_tell = max((len(before & pairs_of(s.words)) / len(before) for s in others if before), default=0.0)
        if len(before) >= _OWNED and others_tell >= _ANOTHERS and told <= others_tell - _CLEARLY:
            return True
    own = pairs_of(mine.owner) | pairs_of(official(mine.owner))
    if len(pairs_of(mine.owner)) < _OWNED:
        return False
    return len(own & (pairs_of(source.words) | pairs_of(source.around))) / len(own) < _NOTHING


def _same_bounds(claim: str, mine: Amount, theirs: Amount, source: Source) -> bool:
    """A bound that only a word of motion gives (降到, 控制在) need not be said."""
    moved = re.compile("(?:控制在|降至|降到)[^,，;；]{0,3}$")
    by_motion = moved.search(claim[: mine.start]) or moved.search(source.words[: theirs.start])
    return bool(by_motion) and mine.bounds ^ theirs.bounds <= {"at_most"}


def _leads_with_aim(source: Source, amount: Amount) -> bool:
    """力争到2025年，A达到…，B达到…: it governs them all."""
    return bool(re.match("(?:确保|努力)?(?:力争|争取)", source.words)) and amount.start > 0


def _borrowed(claim: str, mine: Amount, fits: Sequence[Said], given: Sequence[Said]) -> str:
    """Whether the words of a claim suit another figure of the same unit clearly better than the one it gives."""
    name = f"{mine.number}{mine.unit}"
    part = part_around(claim, mine)
    if len(pairs_of(mine.owner)) < _OWN_PAIRS or any(part in s.words and not IN_ORDER.search(s.words) for _, s in fits):
        return ""
    best = max(suits(mine, theirs) for theirs, _ in fits)
    rivals = [(r, s) for r, s in given if r.unit == mine.unit and not same_quantity(r, mine)]
    for rival, _ in rivals:
        if suits(mine, rival) > best + _BETTER:
            return f"原文的 {name} 属于另一项指标"
    return ""


def swapped(claim: str, cited: Cited) -> str:
    """A figure of a folded claim said of what another figure of the same sentence is of: its words there, and none of them of its own."""
    given = figures_of(cited)
    claim = without_numbered(claim)
    told = amounts(claim)
    for mine in told:
        fits = [(t, s) for t, s in given if same_quantity(mine, t)]
        reasons = [_in_place_of(mine, t, s, told) for t, s in fits]
        if reasons and all(reasons):
            return reasons[0]
        if other := _in_its_place(claim, mine, given):
            return f"原文是 {other.number}{other.unit}，不是 {mine.number}{mine.unit}"
    return ""


def _in_its_place(claim: str, mine: Amount, given: Sequence[Said]) -> Amount | None:
    """The figure that stands in a sentence cited behind the very words of a claim's, where its own stands behind others; None where none does."""
    words = pairs_of(_DIGITS.sub("", part_around(claim, mine)))
    if len(words) < _OWNED:
        return None
    own, best, other = 0.0, 0.0, None
    for theirs, source in given:
        alike = len(words & pairs_of(_DIGITS.sub("", part_around(source.words, theirs)))) / len(words)
        if same_quantity(theirs, mine):
            own = max(own, alike)
        elif theirs.unit == mine.unit and alike > best and not any(same_quantity(theirs, t) for t in amounts(claim)):
            best, other = alike, theirs
    return other if best >= _VERY_WORDS and own < best - _CLEARLY else None


def _in_place_of(mine: Amount, theirs: Amount, source: Source, told: Sequence[Amount]) -> str:
    """Why a claim's figure is not this one of a source: words of its own that only another one's owner has there."""
    own, known = pairs_of(mine.owner), pairs_of(theirs.owner)
    borrowed_words = own - known
    for rival in amounts(source.words):
        other = pairs_of(rival.owner) - known
        if rival.unit != theirs.unit or same_quantity(rival, theirs) or not other:
            continue
        told_too = any(same_quantity(rival, t) and pairs_of(t.owner) & other for t in told)
        if len(borrowed_words & other) >= _TELLING * len(other) and known - own and not told_too:
            return f"原文的 {mine.number}{mine.unit} 属于另一项指标"
    return ""


def suits(mine: Amount, theirs: Amount) -> float:
    """How well what is said of one figure suits another (0..1): what of the one the other says, and of the other the one."""
    own = pairs_of(mine.owner) | pairs_of(official(mine.owner))
    known = pairs_of(theirs.owner) | pairs_of(official(theirs.owner))
    if not own or not known:
        return 0.0
    shared = len(own & known)
    return 0.5 * shared / len(pairs_of(mine.owner) or own) + 0.5 * shared / len(pairs_of(theirs.owner) or known)


def part_around(claim: str, amount: Amount, parts: int = 1, behind: int = 1) -> str:
    """The part between commas that a figure stands in, with as many before it as make ``parts`` and up to the end of the ``behind``-th."""
    start = amount.start
    for _ in range(parts):
        start = max(claim.rfind(s, 0, max(0, start - 1)) for s in ",，;；:：。") + 1
    return claim[start : amount.end] + "，".join(_PARTS.split(claim[amount.end :])[:behind])


@lru_cache(maxsize=8192)
def _places(owner: str) -> tuple[str, ...]:
    return tuple(owner[m.start : m.end] for m in find_mentions(owner))


def figure_facts(claim: str, cited: Cited) -> tuple[float, float, float]:
    """(how many figures a folded claim has, how badly the worst suits what it stands for there, how much better a rival does)."""
    given = figures_of(cited)
    worst, gap, mine = 1.0, 0.0, amounts(claim)
    for amount in mine:
        same = [suits(amount, t) for t, _ in given if same_quantity(amount, t)]
        rivals = [suits(amount, t) for t, _ in given if t.unit == amount.unit and quantity(t) != quantity(amount)]
        best = max(same, default=0.0)
        worst, gap = min(worst, best), max(gap, max(rivals, default=0.0) - best)
    return float(len(mine)), worst, gap
