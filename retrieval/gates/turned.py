"""A claim that turns what it reckons or what it rests on: more for less, all for some, at once for after a warning."""

import re

from retrieval.gates.alignment import Alignment
from retrieval.gates.claims import Amount, amounts
from retrieval.gates.figures import figures_of, without_numbered
from retrieval.gates.groundless import groundless_word
from retrieval.gates.values import quantity, same_quantity

_MORE = re.compile("(?:多|高|大|快|重|长|晚|涨)(?:出|了|约|将近|近|整整|过)*$")
_LESS = re.compile("(?:少|低|小|慢|轻|短|早)(?:了|约|将近|近|整整|过)*$")
_STOPS = re.compile("[;；。!！?？]")
#: 比35%的一般要求: what the other is measured by.
_MEASURE = re.compile("比(?![重例率])[^,，;；。]{0,18}$")
#: All of a thing, where the text says it only of those that are so.
_ALL = re.compile("(?:所有|全部|全体|各类|一切|整个|全市|全省|全州|全区|在用|现有)的?([\u4e00-\u9fff]{2})")
_SOME = "新建|新增|新添|改建|更新|既有|重点|规模以上|规上|试点|条件的|省级以上|县级以上|大型|危险|核心|主要|公共|自有|限额以上|高耗能|三大|新招引|敏感"
#: What makes a condition harder or takes it away, with what the text says for it.
_UNCONDITIONAL = {
    "一经发现": "一经|发现|查实",
    "哪怕": "哪怕|即使|无论|不论|均|也",
    "只限|仅限|只推": "只|仅|限",
    "无关": "无关",
    "什么原因|何时都|不分": "任何|不论|无论",
    "也不例外": "均|也|包括|含|都|和|、",
    "不受.{2,8}限制": "不受|不限",
    "一启动就?": "启动|立即",
    "包括在内|也包括|也算在内|一并计入": "包括|含|纳入|计入|和|、|在内|均|以及|属于",
}


def wrong_way(alignment: Alignment) -> str:
    """A difference that a claim reckons from its figures and says the wrong way round: 少2000个 of 7000个 beside 5000个."""
    claim = without_numbered(alignment.claim)
    told = amounts(claim)
    given = [a for a, _ in figures_of(alignment.cited)]
    for mine in told:
        before = claim[: mine.start]
        more, less = bool(_MORE.search(before)), bool(_LESS.search(before))
        if more == less or any(same_quantity(mine, g) for g in given):
            continue
        firsts = _before(claim, told, mine, given)
        measure = next((a for a in firsts if _MEASURE.search(claim[: a.start])), None)
        gaps = [gap for a in given if measure and (gap := _gap(a, measure, mine))]
        if gaps and all((gap > 0) != more for gap in gaps):
            return f"{mine.number}{mine.unit} 的多少与原文相反"
    return ""


def _before(claim: str, told: tuple[Amount, ...], mine: Amount, given: list[Amount]) -> list[Amount]:
    """The figures before it in its sentence that stand in what is cited and are of its unit, the nearest first."""
    start = max((m.end() for m in _STOPS.finditer(claim, 0, mine.start)), default=0)
    known = [a for a in told if start <= a.start < mine.start and any(same_quantity(a, g) for g in given)]
    return [a for a in known[::-1] if a.unit == mine.unit or (a.unit == "%" and mine.unit == "个百分点")]


def _gap(one: Amount, other: Amount, mine: Amount) -> float | None:
    """How much one figure exceeds another, where that is what the claim gives as their difference."""
    (a, unit), (b, theirs), (d, own) = quantity(one), quantity(other), quantity(mine)
    fits = unit == theirs and (own == unit or (own == "个百分点" and unit == "%"))
    return float(a - b) if fits and abs(a - b) == d and d else None


def all_of_some(alignment: Alignment) -> str:
    """All of what the text says only of some: 所有建筑 for 新建建筑."""
    text = alignment.evidence
    for found in _ALL.finditer(alignment.claim):
        noun = found[1]
        stands = [m.start() for m in re.finditer(noun, text)]
        if stands and all(re.search(f"(?:{_SOME})的?$", text[:at]) for at in stands) and found.group() not in text:
            return f"原文没有说“{found.group()}”"
    return ""


def added_condition(alignment: Alignment) -> str:
    """A word that takes a condition away or makes it the only one, where the text has nothing like it."""
    word = groundless_word(alignment.claim, alignment.evidence, _UNCONDITIONAL)
    return f"原文没有说“{word}”" if word else ""


#: What somebody gets or loses by it, with what the text says for it: a claim that adds one says more than the text does.
_CONSEQUENCES = {
    "补贴|补助|奖补|补偿": "补|奖|津贴",
    "奖励|奖金|嘉奖|评优|先进个人": "奖|激励|表彰|表扬|评优|优先|先进",
    "罚款|处罚|重罚": "罚|处.{0,6}元|责令",
    "贴息|报销|减免|免缴|免除|免费|半价|减半": "免|减|贴息|报销|半|优惠|不收|无偿|取消|费",
    "停产|限产|停业": "停|限产|关|退出",
    "扣减|扣除|扣分": "扣",
    "暂停|停批": "停|暂缓|限批",
    "全额": "全额|全部|100%|全",
    "安家|消费券|定额": "券|安家|定额",
    "降价|同价|涨价|低价": "价",
    "通报批评|约谈|问责": "通报|约谈|问责|追责|责任|考核|督促",
    "公积金|购置税|耕地占用税|医保": "公积金|税|医保|医疗",
    "专项奖励|专项补助|专项基金": "专项|基金|资金|奖|补",
    "收益|分红": "收益|分红|收入|效益|利益|权益",
    "限行|限购|限售": "限行|限购|限售",
}


def added_consequence(alignment: Alignment) -> str:
    """What somebody gets or loses according to the claim, of which what is cited says nothing; empty when none."""
    word = groundless_word(alignment.claim, alignment.cited.everything, _CONSEQUENCES)
    return f"原文没有说“{word}”" if word else ""
