"""When and how a claim says it: years and periods, denials, what is asked or only encouraged, and of whom or what it holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrieval.gates.alignment import Alignment
from retrieval.gates.claims import negated, periods
from retrieval.gates.overlap import pairs_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[万亿多余个家吨元]|[到至—–~-]+[\d.]+[^\d.年])")
_ANY_YEAR = re.compile(r"(?<!\d)\d{4}(?=年)")
_PARTS = re.compile("[,，;；。:：!！?？]")
#: So much of a part of the claim a part of the source must say to be what it is about.
_ABOUT = 0.34
#: So much of a part of the source the claim must say to have told it.
_TOLD = 0.6

#: So many signs taken over as they are tell what is denied.
_HEAD, _BEFORE_HEAD = 4, 10
_DENIED_VERB = re.compile(
    "(?:不得|不准|不许|不再|不予|不必|不用|无需|不需要?|不能|不可|未|不)(?P<verb>(?!足|过|少|同|断|仅|但|光|止|管|论|等|低于|高于|超过|到|在|是|一定|一样)[\u4e00-\u9fff]{2})(?<!多于)"
)
#: What denies, and what comes to the same: a plan that forbids a thing and one that prevents it are on one side.
_AGAINST = re.compile(
    "防止|避免|遏制|杜绝|抵制|取缔|淘汰|退出|停止|关停|关闭|取消|限制|严控|禁|拒绝|摒弃|打击|清零|消除|以外|之外|除|达不到|低于|缺乏|缺少|别|勿|不|没|未|无|非|免|零"
)
_FIRM = {
    "必须": "必须|应当|应该|应(?!急|用|对|变)|须|要求|不得|严禁|严格|强制|务必|一律|坚决|确保",
    "务必": "必须|应当|应|须|务必|确保|坚决|切实",
    "强制": "强制|必须|应当",
    "一律": "一律|全部|所有|全面|均|凡|都|各",
    "全部": "全部|全面|所有|一律|均|全|100%|都|整体|各",
    "(?<!场)所有": "所有|全部|一律|凡|均|各|任何|全|都|一切",
    "全面": "全面|全部|全|全域|全方位|所有|整体",
    "确保": "确保|保证|保障|必须|切实|保",
    "硬性": "强制|必须|约束",
    "任何": "任何|一律|所有|严禁|不得",
    "无条件": "无条件|一律",
    "不论": "不论|无论|任何|一律|均|所有|都|不管|各",
    "无论": "不论|无论|任何|一律|均|所有|都|不管|各",
    "不管(?!用)": "不论|无论|任何|一律|均|所有|都|不管|各|、",
    "只要(?!求)": "只要|凡|应当|均|即|所有",
    "凡是": "凡|所有|一律|均|任何|应当",
    "各行各业": "各行各业|各行业|全行业|所有行业|各领域",
    "各个行业": "各行各业|各行业|全行业|所有行业|各领域",
    "全域": "全域|全市|全省|全州|全区|各县|全",
    "各类": "各类|各种|所有|类|多种|等",
    "全体": "全体|全员|所有|全民|各",
    "一切": "一切|所有|任何|全部|各",
    "仅限": "仅|只|限",
    "不限": "不限|不受|任何",
    "无需": "无需|不需|免|不再|不用|无须|毋需",
    "不必": "无需|不需|免|不再|不用|无须|不必|可以不",
    "不用": "无需|不需|免|不再|不用|无须|不必|可以不|不要求|不得|禁止|禁用",
    "豁免": "豁免|免|除外|不适用",
    "基本(?!级|目标)": "基本|初步|大体",
    "立即": "立即|即|马上|及时|迅速",
    "严禁": "严禁|禁止|不得|不准|不许|不可|不能|不予|杜绝|不",
}
_SOFT = {
    "鼓励": "鼓励|支持|引导|倡导|提倡|推荐|激励|欢迎|号召|可以",
    "倡导": "倡导|提倡|鼓励|引导|号召|弘扬|宣传|推广|践行|倡",
    "探索": "探索|探|试|摸索|研究|尝试|先行",
    "试点": "试点|试|示范|先行",
    "允许": "允许|可以|可|能|准",
    "力争": "力争|争取|努力|目标|冲刺|争|尽量",
    "争取": "力争|争取|努力|目标|冲刺|争",
    "原则上": "原则上|一般|原则",
    "有条件": "条件|具备|适宜|允许",
    "具备条件": "条件|具备|适宜",
    "自愿": "自愿|自行|自主|自己",
    "基本": "基本|大体|大部分|大致|差不多|初步",
}
#: Of whom or what a thing holds: words that narrow what stands behind them.
_SCOPES = {
    "规模以上": "规模以上|规上",
    "规上": "规模以上|规上",
    "限额以上": "限额以上|限上",
    "市中心城区": "中心城区|城区|市区|主城",
    "中心城区": "中心城区|主城",
    "建成区": "建成区",
    "城市建成区": "建成区",
    "新建": "新建|新|建",
    "新增": "新增|新|增|添|多出|再",
    "既有": "既有|现有|已有|老|原有|存量|已建",
    "大型": "大型|大",
    "重点": "重点|主要|关键|要|核心|骨干",
    "特殊": "特殊|特定|专",
    "县级以上": "县级|以上|县",
    "跨境": "跨境",
}
#: Words of a claim that say of how much it holds: the source must say so too.
_WIDTHS = {
    "全国": "全国|国家|我国|中国",
    "全行业": "全行业|各行业|所有行业",
    "规模以上": "规模以上|规上",
    "限额以上": "限额以上|限上",
    "市中心城区": "市?中心城区|城区|市区|主城",
    "中心城区": "中心城区|城区|市区|主城",
    "主城区": "主城区|中心城区|城区|市区",
    "建成区": "建成区",
    "城区": "城区|市区|主城",
    "县城": "县城|县",
    "农村": "农村|乡村|村|农|乡",
    "城镇": "城镇|城|镇",
    "新建": "新建|新",
    "既有": "既有|现有|已有|老|存量|原有",
    "各行业": "各行业|全行业|行业",
    "各领域": "各领域|领域",
    "大型": "大型|大",
    "小型": "小型|小",
    "中小": "中小|小",
    "唯一": "唯一|仅|只",
    "省级": "省级|省",
    "市级": "市级|市",
    "县级": "县级|县|区",
    "国家级": "国家级|国家",
    "沿海": "沿海|海",
}


#: How often, and for how long: the source must say so too.
_TIMES = {
    "每月": "每月|按月|逐月|月度|/月",
    "每季": "季",
    "季度": "季",
    "每周": "每周|周",
    "每半年": "半年",
    "半年": "半年|6个月|六个月",
    "每年": "每年|年度|逐年|年",
    "每日": "每日|每天|日",
    "每天": "每日|每天|日",
    "宣传月": "宣传月",
    "宣传周": "宣传周",
    "宣传日": "宣传日",
    "上半年": "上半年|6月",
    "下半年": "下半年",
    "立即": "立即|即|马上|及时|当场",
    "永久": "永久|长期",
    "长期": "长期|常态|持续|长效",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of the claim between commas, and the sentence of the source that it is about, with that sentence's nearest part."""

    mine: str
    theirs: str
    sentence: str
    alike: float


def pairs_in(alignment: Alignment) -> list[Pair]:
    """Every part of the claim that says something beside what it is about."""
    found = []
    parts = [(part, source.words) for source in alignment.sources for part in _PARTS.split(source.words) if part]
    for mine in (p for p in _PARTS.split(alignment.claim) if len(p) > 1):
        own = pairs_of(mine)
        best, theirs, sentence = 0.0, "", ""
        for part, words in parts:
            alike = len(own & pairs_of(part)) / len(own) if own else 0.0
            if alike > best:
                best, theirs, sentence = alike, part, words
        found.append(Pair(mine, theirs, sentence, best))
    return found


def wrong_years(alignment: Alignment) -> str:
    """Which year or period of a claim what is cited does not name; empty when it names all."""
    cited = alignment.cited
    known = set(_YEAR.findall(cited.everything)) | set(_ANY_YEAR.findall(cited.everything))
    if of_headings := set(
        _YEAR.findall(cited.sections)
    ):  # a report of 2025 tells of 2024: its title is not when a thing was
        known -= set(_YEAR.findall(cited.headings)) - of_headings - set(_YEAR.findall(cited.words))
    if loose := (set(_YEAR.findall(alignment.claim)) | set(_ANY_YEAR.findall(alignment.claim))) - known:
        return f"年份 {'、'.join(sorted(loose))} 不在所引的段落里"
    if loose := set(periods(alignment.claim)) - set(periods(alignment.cited.everything)):
        return f"时期“{'、'.join(sorted(loose))}”不在所引的段落里"
    return ""


def far_years(alignment: Alignment) -> str:
    """Which year of a claim is not that of the sentences it rests on."""
    led = {year for s in alignment.sources for year in s.led}
    near = set(_YEAR.findall(alignment.evidence + alignment.cited.headings)) | led
    loose = set(_YEAR.findall(alignment.claim)) - near
    return f"年份 {'、'.join(sorted(loose))} 不是这句话的" if loose else ""


def turned_denial(alignment: Alignment) -> str:
    """A denial put to or taken from words that the claim takes over as they are (严禁新建… said as 新建…)."""
    text, claim = alignment.evidence, alignment.claim
    for word, scope in negated(text):
        head = re.split("[、和及与等]", scope)[0][:_HEAD]
        if len(head) < _HEAD or head not in claim or any(s.startswith(head[:2]) for _, s in negated(claim)):
            continue
        at = claim.index(head)
        part = _PARTS.split(claim[:at])[-1] + _PARTS.split(claim[at:])[0]
        if not _AGAINST.search(part) and not _elsewhere(word, head, text):
            return f"漏掉了原文的“{word}{head}”"
    for word, scope in negated(claim):
        head = scope[:_HEAD]
        if len(head) < _HEAD or head not in text or any(head[:2] in s for _, s in negated(text)):
            continue
        if not _AGAINST.search(_PARTS.split(text[: text.index(head)])[-1][-_BEFORE_HEAD:]):
            return f"原文没有“{word}{head}”"
    return ""


def denied_verb(alignment: Alignment) -> str:
    """A verb that the claim denies and its sentences do not, or the other way round."""
    text, claim = alignment.evidence, alignment.claim
    for mine, theirs, told in ((claim, text, "原文没有说“{}”"), (text, claim, "原文说的是“{}”")):
        for found in _DENIED_VERB.finditer(mine):
            verb = found["verb"]
            stands = [m.start() for m in re.finditer(re.escape(verb), theirs)]
            plain = [m.start() for m in re.finditer(re.escape(verb), mine) if m.start() != found.start("verb")]
            denied = [at for at in stands if _AGAINST.search(_PARTS.split(theirs[:at])[-1][-_BEFORE_HEAD:])]
            if stands and not denied and not plain:
                return told.format(found.group())
    return ""


def added_denial(alignment: Alignment) -> str:
    """Which denial of a claim the source does not make."""
    for word, scope in negated(alignment.claim):
        own = pairs_of(scope) if scope else frozenset()
        if not own:
            continue
        about = max(alignment.sources, key=lambda s: len(own & pairs_of(s.words)), default=None)
        if about is None or not _AGAINST.search(about.words):
            return f"原文没有“{word}{scope[:6]}”"
    return ""


def lost_denial(alignment: Alignment) -> str:
    """Which denial of the source a claim leaves out although it says what is denied."""
    for source in alignment.sources:
        for word, scope in negated(source.words):
            own = pairs_of(scope[:14])
            if len(own) < 2:
                continue
            for part in _PARTS.split(alignment.claim):
                told = len(own & pairs_of(part)) / len(own)
                if told >= _TOLD and not _AGAINST.search(part):
                    return f"漏掉了原文的“{word}{scope[:4]}”"
    return ""


#: 并不是硬性要求: what is said not to be so adds no force.
_FORCELESS = re.compile("(?:不是|没有|并非|不算|没说|未)(?:说|要|作)?(?:强制|硬性|必须|一律|全部|全面|基本|务必|所有)")


def added_force(alignment: Alignment) -> str:
    """Which word that makes a claim firmer the source does not have."""
    for pair in pairs_in(alignment):
        text = pair.sentence if pair.alike >= _ABOUT else alignment.evidence
        for word in _missing(_FORCELESS.sub("", pair.mine), _FIRM, text):
            return f"原文没有说“{word}”"
    return ""


def lost_softness(alignment: Alignment) -> str:
    """Which word that softens what the source says a claim leaves out."""
    for word in _dropped(alignment, _SOFT):
        return f"漏掉了原文的“{word}”"
    return ""


def added_leave(alignment: Alignment) -> str:
    """可以 of what the source asks for."""
    for pair in pairs_in(alignment):
        if re.search(
            "可以(?!说|看|概括|归纳|理解)|可自行|可选择|自愿|任选",
            pair.mine[1:] if pair.mine.startswith("可以") else pair.mine,
        ):
            firm = re.search("应当|必须|不得|严禁|(?<!响)应(?![急用对变])|须|要求", pair.sentence)
            if firm and not re.search("可|允许|自愿|自行|能", pair.sentence):
                return f"原文是“{firm.group()}”，不是可以"
    return ""


def added_width(alignment: Alignment) -> str:
    """Which word of a claim that says of how much it holds the source does not have."""
    text = alignment.evidence + alignment.cited.headings
    for word in _missing(alignment.claim, _WIDTHS, text):
        return f"原文没有说“{word}”"
    return ""


def added_time(alignment: Alignment) -> str:
    """How often or for how long a claim says a thing is done where the source does not say so."""
    for word in _missing(alignment.claim, _TIMES, alignment.evidence):
        return f"原文没有说“{word}”"
    return ""


def lost_width(alignment: Alignment) -> str:
    """Which word that narrows what the source says a claim leaves out."""
    for word in _dropped(alignment, _SCOPES):
        return f"漏掉了原文的“{word}”"
    return ""


def _missing(text: str, words: Mapping[str, str], source: str) -> Iterator[str]:
    for word, alike in words.items():
        found = re.search(word, text)
        if found and not re.search(alike, source):
            yield found.group()


def _dropped(alignment: Alignment, words: Mapping[str, str]) -> Iterator[str]:
    """Words of the source right before what the claim says, for which it has nothing alike in the part that says it."""
    claim_parts = [p for p in _PARTS.split(alignment.claim) if p]
    for source in alignment.sources[:2]:
        for word, alike in words.items():
            for found in re.finditer(word, source.words):
                behind = re.match(r"[^,，;；。:：、()]*", source.words[found.end() :])
                head = behind.group()[:6] if behind else ""
                if len(head) < 2:
                    continue
                told = [p for p in claim_parts if head[:4] in p or (len(head) < 4 and head in p)]
                if told and not re.search(alike, alignment.claim) and not _elsewhere(word, head, source.words):
                    yield word


def _elsewhere(word: str, head: str, text: str) -> bool:
    """Whether the source says the same also without the word."""
    return any(not text[: m.start()].endswith(word) for m in re.finditer(re.escape(head[:4]), text))


def turned_round(alignment: Alignment) -> str:
    """由A向B said as 由B向A."""
    for found in re.finditer(
        "(?:由|从)([^,，;；。]{2,12}?)(?:逐步)?(?:向|到|转为|变为|转向)([^,，;；。]{2,12})", alignment.claim
    ):
        one, other = found.group(1)[:4], found.group(2)[:4]
        a, b = alignment.evidence.find(one), alignment.evidence.find(other)
        if 0 <= b < a and alignment.evidence.count(one) == 1:
            return f"原文的先后不是“{found.group()[:14]}”"
    return ""
