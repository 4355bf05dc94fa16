"""Sentences that set several plans side by side: which of their words are said of which plan, and whether what they compare is so."""

import re
from collections.abc import Mapping
from decimal import Decimal

from retrieval.gates.cited import Cited
from retrieval.gates.claims import Amount, amounts, fold
from retrieval.gates.figures import figures_of
from retrieval.gates.source import Named
from retrieval.gates.values import COUNTING, DIFFERENCE, quantity, reckoned, same_quantity

_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = re.compile("(?<=[，,；;。：:])")
#: Words that set things side by side and claim nothing of one plan alone.
_SIDE = re.compile(
    "两地|三地|两市|三市|各地|四地|五地|几地|都是|都|均|也|一样|相同|一致|不同|不一样|分别|而|则|相比之下|相比|其中|同样|共同点?|异同|差别|差距|区别|目标|门槛|"
    "更高|更低|更多|更少|更大|更小|最高|最低|最多|最少|最大|最小|最早|最晚|其次|再次|最后|居首|垫底|排第?[一二三四五]|第[一二三四五]|高于|低于|多于|少于"
)
#: Words that say something of all plans that are asked about.
_OF_ALL = re.compile(
    "最[高低多少大小重轻早晚]|居首|垫底|排第|第[一二三四五]名?[是为]|合计|总计|一共|只有|仅有|唯一|其余|[几两二三四五六七八九十]个?(?:市|省|地|城市)"
)
_MORE = re.compile("最高|最多|最大|最重|居首|更高|更多|更大|更重|高于|多于|大于|高出|多出|领先")
_LESS = re.compile("最低|最少|最小|最轻|垫底|更低|更少|更小|更轻|低于|少于|小于|低了|少了")


def claims_by_plan(sentence: str, named: Mapping[str, Named]) -> dict[str, str]:
    """What a sentence says of each plan: the parts that name it and those that name none, without the words that only compare.

    A part that names no plan goes with the one named last; one before any is said of all. What two are said to share is said of each.
    """
    told: dict[str, list[str]] = {plan: [] for plan in named}
    last: list[str] = []
    opening: list[str] = []
    for part in (p for p in _PARTS.split(sentence) if p.strip()):
        for piece, plans in _pieces(part, named):
            if plans:
                last = plans
            elif not last:
                opening.append(piece)
                continue
            for plan in last:
                told[plan].append(piece)
    shared = "".join(opening)
    if not any(told.values()):  # names none: all of it is said of every plan
        return dict.fromkeys(named, sentence)
    others = {plan: [n for other, names in named.items() if other != plan for n in names.place] for plan in named}
    return {plan: _without(shared + "".join(parts), others[plan]) for plan, parts in told.items() if parts or shared}


def _pieces(part: str, named: Mapping[str, Named]) -> list[tuple[str, list[str]]]:
    """A part cut where another plan is named behind a figure (郴州15%、资阳14.5%), each piece with the plans it names."""
    starts = sorted(
        (found.start(), plan)
        for plan, names in named.items()
        for found in re.finditer("|".join(map(re.escape, names.place)) or "(?!)", part)
    )
    if not starts:
        return [(part, [])]
    runs: list[tuple[int, list[str]]] = []
    for at, plan in starts:
        before = part[runs[-1][0] : at] if runs else ""
        if runs and not re.search(r"\d", before):
            runs[-1][1].append(plan)
        else:
            runs.append((at if runs else 0, [plan]))
    ends = [at for at, _ in runs[1:]] + [len(part)]
    return [(part[at:end], list(dict.fromkeys(plans))) for (at, plans), end in zip(runs, ends, strict=True)]


def _without(text: str, names: list[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(f"(?:比|与|和|跟|较|、)?{re.escape(name)}(?:市|州)?(?:的|、|和|与)?", "", text)
    return re.sub("^[，、,和与]+", "", _SIDE.sub("", text))


def is_of_all(sentence: str) -> bool:
    """Whether a sentence says something of all plans that are asked about: which is the highest, what they come to together, which alone has a thing."""
    return bool(_OF_ALL.search(sentence))


def wrong_comparison(sentence: str, groups: Mapping[str, Cited], given: str = "") -> str:
    """Which figure or order of a sentence that compares plans does not follow from theirs; empty when all do.

    A figure must be one of the plan named last before it, or be reckoned from theirs; ``given`` is what the ledgers reckoned.
    """
    text = fold(sentence)
    by_plan = {plan: [a for a, _ in figures_of(cited)] for plan, cited in groups.items()}
    theirs = [a for figures in by_plan.values() for a in figures if a.unit]
    said = [a for a in amounts(text) if a.unit or not _YEAR.fullmatch(a.number)]
    told = [a for a in said if any(same_quantity(a, t) for t in theirs)]
    for at, amount in enumerate(said):
        owners = _owners(text[: amount.start], groups)
        unit = amount.unit or next((a.unit for a in said[at:] if a.unit), "")
        own = [a for plan in owners for a in by_plan[plan]]
        same = [a for a in own if same_quantity(amount, a) or (a.number, a.unit) == (amount.number, unit)]
        if same and amount.bounds and not any(a.bounds == amount.bounds for a in same):
            return f"{amount.number}{amount.unit} 的限定（以上、以内、不低于等）与原文不同"
        known = bool(same) and not _is_told_apart(text, amount)
        known = known or f"{amount.number}{amount.unit}" in fold(given) or _counts_plans(amount, groups)
        if not known and not reckoned(amount, told, theirs, text):
            return f"数字 {amount.number}{amount.unit} 不在所引的段落里"
    return _wrong_order(text, groups)


def _is_told_apart(text: str, amount: Amount) -> bool:
    """高5个百分点: a figure right behind what says by how much one exceeds the other, which no plan gives."""
    return any(found.end() == amount.start for found in DIFFERENCE.finditer(text[: amount.end]))


def _owners(before: str, groups: Mapping[str, Cited]) -> list[str]:
    """The plans that a figure may be of: those named last before it, together; all where none is."""
    named = [
        (before.rfind(name), plan)
        for plan, cited in groups.items()
        for name in map(fold, cited.named.place)
        if name in before
    ]
    if not named:
        return list(groups)
    last = max(at for at, _ in named)
    return list(dict.fromkeys(plan for at, plan in named if not re.search(r"\d", before[at:last])))


def _counts_plans(amount: Amount, groups: Mapping[str, Cited]) -> bool:
    """Whether a figure says how many plans, or how many of them, are set side by side."""
    return amount.number.isdigit() and int(amount.number) <= len(groups) + 1 and amount.unit in (*COUNTING, "")


def _wrong_order(text: str, groups: Mapping[str, Cited]) -> str:
    """Of which plan a sentence says that its figure is the highest or the lowest although another one's, told beside it, is higher or lower."""
    figures: dict[str, Decimal] = {}
    for part in re.split("[,，;；。、]", text):
        plans = [plan for plan, cited in groups.items() if any(fold(n) in part for n in cited.named.place)]
        found = [a for a in amounts(part) if a.unit]
        if len(plans) == 1 and len(found) == 1:
            figures.setdefault(plans[0], quantity(found[0])[0])
    if len(figures) < 2:
        return ""
    for words, best in ((_MORE, max), (_LESS, min)):
        for part in re.split("[,，;；。]", text):
            plans = [plan for plan, cited in groups.items() if any(fold(n) in part for n in cited.named.place)]
            first = plans[0] if plans else ""
            tops = bool(words.search(part)) and first in figures and re.search("最|居首|垫底", part)
            if tops and figures[first] != best(figures.values()):
                return "谁高谁低与原文的数字不符"
    return ""
